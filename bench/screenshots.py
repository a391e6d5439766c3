"""The pictures in docs/screenshots, made again from the demo's day: `make screenshots`.

The demo's own folder and pages; on top of it a morning's records, so that there is something of
every state to be seen. Needs Chromium, and the demo's port to be free.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pdfplumber
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize

from calendars.web.links import act, agency, draft, item, plan
from ledger.store import Ledger
from rules.facts import Acceptance, Completion, Return
from scheduler.config import load_config
from scheduler.site import load_site
from tests.browser import chromium
from tests.calendars.web.drafts import DOCUMENT, NAME

FOLDER = Path("docs/screenshots")
OFFICER = "van-thu@so-tu-phap.hanoi.example.org"
COORDINATOR = "van-thu@so-noi-vu.hanoi.example.org"
PLAN, OWN = "hanoi-2019", ("hanoi", "so-tu-phap")
OF_ITS_OWN = f"{PLAN}/PL.I.1/finish"  # a plan of each agency, was due on 31 January 2019
QUARTER = f"{PLAN}/III.1/2019-Q1"  # the report of the first quarter, due on 4 March
NOW = datetime(2019, 2, 22, 3, tzinfo=UTC)  # a Friday, ten in the morning in Hà Nội
DESKTOP, LOW = ViewportSize(width=1280, height=900), ViewportSize(width=1280, height=420)
PHONE, WINDOW = ViewportSize(width=360, height=740), ViewportSize(width=760, height=900)
_TALLEST = 1_400  # pixels; what is further down is cut off
_COLOURS = 128
_KYHAN = Path(sys.executable).with_name("kyhan")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "demo"
        _run("demo", "--once", "--folder", str(own))
        _record_a_morning(own)
        _read_a_document(own)
        with _serving(own / "config.toml") as url, chromium() as browser:
            for name, shoot in _PICTURES.items():
                _save(name, shoot(browser, url))


# ------------------------------------------------------------------------------- what was recorded
def _record_a_morning(own: Path) -> None:
    """Most agencies have their plan, some late; some reports are in, one was sent back."""
    config, problems = load_config(own / "config.toml")
    if config is None:
        raise SystemExit(str(problems))
    schedule, _ = load_site(config).schedule()
    slots = {each.key: each for each in schedule.slots}
    with Ledger.open(config.ledger.url) as ledger:
        for place, one in enumerate(slots[OF_ITS_OWN].assignees):
            if place % 4 < 3 and one.agency.id != OWN[1]:
                on = date(2019, 2, 14) if place % 7 == 0 else date(2019, 1, 28)
                ledger.record_completion(_done(f"{OF_ITS_OWN}/{one.agency.id}", place, on))
        for place, one in enumerate(slots[QUARTER].assignees):
            if place % 3 == 0:
                key, accepted = f"{QUARTER}/{one.agency.id}", place % 2 == 0
                ledger.record_completion(_done(key, place, NOW.date(), accepted=accepted))
        returned = f"{PLAN}/III.2/2019-Q1/{OWN[1]}"
        ledger.record_completion(_done(returned, 11, date(2019, 2, 21), accepted=False))
        reason = "Thiếu phụ lục số liệu hộ tịch."
        ledger.record_return(Return(returned, reason, COORDINATOR, NOW))


def _read_a_document(own: Path) -> None:
    """A draft with its doubts."""
    document = own / "ke-hoach-2021.txt"
    document.write_text(DOCUMENT, "utf-8")
    _run("import", str(document), "--config", str(own / "config.toml"))


def _done(key: str, place: int, on: date, *, accepted: bool = True) -> Completion:
    return Completion(
        key,
        on,
        f"{place + 12}/BC",
        "van-thu@" + key.rpartition("/")[2] + ".hanoi.example.org",
        NOW,
        document_date=on - timedelta(days=1),
        accepted=Acceptance(COORDINATOR, NOW) if accepted else None,
    )


# ------------------------------------------------------------------------------------ the pictures
def _at(path: str, who: str = "", viewport: ViewportSize = DESKTOP) -> Callable[..., bytes]:
    """A page as a screen shows it."""

    def shoot(browser: Browser, url: str) -> bytes:
        return _seen(_open(browser, url, path, who, viewport))

    return shoot


def _on_paper(path: str, who: str) -> Callable[..., bytes]:
    """The first page of paper."""

    def shoot(browser: Browser, url: str) -> bytes:
        pdf = _open(browser, url, path, who, DESKTOP).pdf(prefer_css_page_size=True)
        made = BytesIO()
        with pdfplumber.open(BytesIO(pdf)) as read:
            read.pages[0].to_image(resolution=96, antialias=True).original.save(made, "PNG")
        return made.getvalue()

    return shoot


def _submitting(browser: Browser, url: str) -> bytes:
    page = _open(browser, url, act("submit", f"{QUARTER}/{OWN[1]}"), OFFICER, DESKTOP)
    page.get_by_label("Số, ký hiệu văn bản").fill("12/BC-STP")
    page.get_by_label("Ngày văn bản").fill("2019-02-22")
    file = FilePayload(name="12-bc-stp.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4")
    page.get_by_label("Tệp văn bản").set_input_files(file)
    page.get_by_role("heading", level=1).click()  # so that no field has the focus
    return _seen(page)


def _acting(button: str, state: str) -> Callable[..., bytes]:
    """What a coordinator sees who has ticked two items and pressed a button."""

    def shoot(browser: Browser, url: str) -> bytes:
        page = _open(browser, url, plan(PLAN, "items", state=state), COORDINATOR, DESKTOP)
        for place in (1, 2):
            page.get_by_role("row").get_by_role("checkbox").nth(place).check()
        page.get_by_role("button", name=button).first.click()
        return _seen(page)

    return shoot


def _mail(browser: Browser, url: str) -> bytes:
    page = _open(browser, url, f"/demo/mail?q={OFFICER}", "", WINDOW)
    page.get_by_role("row").get_by_role("link").first.click()
    page.goto(f"{page.url}/html")
    return _seen(page)


_PICTURES: dict[str, Callable[[Browser, str], bytes]] = {
    "sign-in": _at("/sign-in", viewport=LOW),
    "agency": _at(agency(*OWN), OFFICER),
    "agency-phone": _at(agency(*OWN), OFFICER, PHONE),
    "agency-print": _on_paper(agency(*OWN), OFFICER),
    "month": _at(agency(*OWN, "month", month="2019-09"), OFFICER),
    "item-why": _at(item(f"{PLAN}/III.1/2019/{OWN[1]}"), OFFICER),
    "submit": _submitting,
    "coordinator": _at(plan(PLAN, group="@so"), COORDINATOR),
    "figures": _at(plan(PLAN, "figures"), COORDINATOR),
    "accept": _acting("Xác nhận", "submitted"),
    "urge": _acting("Đôn đốc", "overdue"),
    "review": _at(draft(NAME, 5), COORDINATOR),
    "letter-print": _on_paper(f"/letters/{'/'.join(OWN)}?plan={PLAN}", COORDINATOR),
    "mail": _mail,
}


def _open(browser: Browser, url: str, path: str, who: str, viewport: ViewportSize) -> Page:
    page = browser.new_page(base_url=url, viewport=viewport)
    if who:
        page.goto("/demo")
        page.get_by_role("button", name=who).click()
    page.goto(path)
    return page


def _seen(page: Page) -> bytes:
    return page.screenshot(full_page=True)


def _save(name: str, picture: bytes) -> None:
    image = Image.open(BytesIO(picture)).convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, _TALLEST)))
    file = FOLDER / f"{name}.png"
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file}  {image.width} x {image.height}  {file.stat().st_size / 1000:.0f} KB")


# --------------------------------------------------------------------------------------- the site
def _run(*arguments: str) -> None:
    subprocess.run([_KYHAN, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # our own command


@contextmanager
def _serving(config: Path) -> Iterator[str]:
    command = [str(_KYHAN), "serve", "--demo", "--config", str(config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as pages:  # noqa: S603  # our own command
        try:
            said = pages.stdout.readline() if pages.stdout else ""
            if "http://" not in said:
                raise SystemExit("the pages did not open")
            yield said.split()[-1]
        finally:
            pages.terminate()


if __name__ == "__main__":
    main()
