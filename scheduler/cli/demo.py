"""`kyhan demo`: the real thing on the shipped plans, on a pretended day, in a folder of its own."""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
import shutil
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rules.text import Lang, Text
from rules.words import label_words, long_day

from ..clock import clock_for
from ..config import Config
from ..current import Current
from ..daemon import Daemon
from ..log import configure_log
from ..site import load_site
from ..web import SiteServices
from .notices_preview import show_mail
from .options import (
    DEFAULT_CONFIG,
    ConfigOption,
    LangOption,
    Session,
    begin,
    choose_lang,
    open_ledger,
    read_config,
)
from .serve import DEMO_DAY, open_pages
from .status import by_agency, show_counts

EXAMPLE = "hanoi-2019/III.1/2019-Q1/so-tu-phap"
DAY = DEMO_DAY

_CONFIG = """# Written by `kyhan demo`: the site on its pretended day. Try other commands on it.
[site]
name = "Kỳ Hạn (thử)"
language = "{lang}"
url = "http://{listen}"

[plans]
folder = {plans}
directories = {directories}
working_days = {working_days}

[mail]
transport = "maildir:mail"
from = "kyhan@example.org"
reply_to = "van-thu@so-noi-vu.hanoi.example.org"
language = "{lang}"

[ledger]
url = "sqlite:///kyhan.sqlite3"

[feeds]
folder = "feeds"

[watch]
listen = ""

[web]
listen = "{listen}"

[log]
level = "warning"
"""


def demo(
    folder: Annotated[
        Path, typer.Option(help="Nơi để kết quả; bị xoá trước. | Where to; emptied first.")
    ] = Path("var/demo"),
    once: Annotated[
        bool, typer.Option("--once", help="Xong thì thoát, không mở trang. | No pages, then out.")
    ] = False,
    listen: Annotated[
        str, typer.Option(help="Nơi mở các trang web. | Where the pages are.")
    ] = "127.0.0.1:8080",
    config: ConfigOption = DEFAULT_CONFIG,
    lang: LangOption = None,
) -> None:
    """Chạy thử trọn một ngày. | A whole day of the real service, pretended."""
    shipped = read_config(config, lang)
    language = choose_lang(lang, shipped)
    own = _fresh(folder, shipped, language, listen)
    settings = read_config(own, lang)
    configure_log(settings.log)
    clock = clock_for(DAY, settings.zone)
    site = load_site(settings)
    with open_ledger(settings, language) as ledger, ledger.as_daemon(clock.now()):
        current = Current(own, settings, site)
        services = SiteServices(current, ledger, clock, demo=True)
        pages = None if once else open_pages(services, listen, language)
        daemon = Daemon(current, ledger, clock, pages)
        asyncio.run(daemon.run_once())
        _tell(own, settings, language)
        if pages is not None:
            _show_where(f"http://{pages.address}", language)
            asyncio.run(daemon.run())


def _show_where(url: str, lang: Lang) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.rule(Text("Mở trong trình duyệt", "Open in a browser").to(lang))
    for path, words in (
        ("/demo", Text("vào thành bất kỳ ai", "be anyone")),
        ("/demo/mail", Text("đọc thư đã viết", "read the mails")),
    ):
        console.print(f"{url}{path}  {words.to(lang)}", markup=False)
    console.print(Text("Ctrl-C để dừng.", "Ctrl-C ends it.").to(lang))


def _fresh(folder: Path, shipped: Config, lang: Lang, listen: str) -> Path:
    """An empty folder with a configuration that points at the shipped plans."""
    marker = folder / "config.toml"
    if folder.exists() and any(folder.iterdir()) and not marker.exists():
        words = Text(
            f"{folder} đã có dữ liệu khác; chọn --folder khác.",
            f"{folder} holds something else; choose another --folder.",
        )
        raise typer.BadParameter(words.to(lang))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    paths = shipped.plans
    marker.write_text(
        _CONFIG.format(
            lang=lang,
            listen=listen,
            plans=_toml(paths.folder),
            directories=_toml(paths.directories),
            working_days=_toml(paths.working_days),
        ),
        encoding="utf-8",
    )
    return marker


def _toml(path: Path) -> str:
    return json.dumps(str(path), ensure_ascii=False)


def _tell(own: Path, config: Config, lang: Lang) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.rule(Text("Kỳ Hạn: một ngày giả định", "Kỳ Hạn: a pretended day").to(lang))
    session = begin(own, DAY, lang)
    show_counts(console, session, by_agency(session, None, None))
    _show_agenda(console, session)
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted((own.parent / "mail" / "new").iterdir())
    ]
    first = next((mail for mail in mails if "van-thu@so-tu-phap.hanoi" in str(mail["To"])), None)
    if first is not None:
        show_mail(console, first, ("From", "To", "Subject", "Date", "Message-ID"), lang)
    index = json.loads((config.feeds.folder / "index.json").read_text(encoding="utf-8"))
    feeds = index["feeds"]
    console.rule(Text("Ở đâu", "Where").to(lang))
    mail = Text("thư", "mails").to(lang)
    console.print(f"{len(mails)} {mail}: {own.parent / 'mail' / 'new'}", markup=False)
    console.print(f"{len(feeds)} .ics: {config.feeds.folder}", markup=False)
    console.print(Text("Thử tiếp:", "Now try:").to(lang))
    for command in (
        f"explain {EXAMPLE}",
        f"done {EXAMPLE} --on {DAY} --number 12/BC-STP",
        "status --agency hanoi:so-tu-phap",
    ):
        line = f"  .venv/bin/kyhan {command} --config {own} --today {DAY}"
        console.print(line, markup=False)


def _show_agenda(console: Console, session: Session) -> None:
    """What falls due in the next ten working days: a line a slot, however many agencies owe it."""
    lang, days = session.lang, session.schedule.working_days
    console.rule(Text("Đến hạn trong 10 ngày làm việc tới", "Due in 10 working days").to(lang))
    for slot in session.schedule.due_until(days.add(session.today, 10)):
        if slot.due is None or slot.due < session.today:
            continue
        first, *others = slot.assignees
        who = f"{session.schedule.directories[slot.plan.directory].name_vi}: {first.agency.vi}"
        more = Text(f" và {len(others)} cơ quan", f" and {len(others)} more").to(lang)
        console.print(
            f"{long_day(slot.due, lang)} · {slot.duty.title}, {label_words(slot.label, lang)} · "
            f"{who}{more if others else ''}",
            markup=False,
        )
