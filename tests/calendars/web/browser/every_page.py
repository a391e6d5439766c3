"""A site where something of everything has happened, and who looks at which page of it.

The pages are told by route. One that no page here leads to makes a test fail.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from calendars.web.links import act, agency, draft, item, plan, slot
from rules.facts import Acceptance, Completion, Extension, Return
from scheduler.daemon import Daemon
from tests.calendars.web.drafts import NAME, lay_draft
from tests.calendars.web.server import COORDINATOR, KEY, OFFICER, WebSite, open_site
from tests.calendars.web.signing_in import a_link

OWN = ("hanoi", "so-tu-phap")
OVERDUE = "hanoi-2019/PL.I.1/finish/so-tu-phap"
SUBMITTED = KEY
ACCEPTED, RETURNED, EXTENDED, NIL = (
    f"hanoi-2019/{slot}/so-tu-phap"
    for slot in ("III.2/2019-Q1", "III.1/2019-H1", "III.1/2019", "PL.II.1/finish")
)
LATE = "hanoi-2019/PL.I.1/finish/so-tai-chinh"  # was due on 31 January 2019
PLAN = "hanoi-2019"


class Seen(NamedTuple):
    """A page as it is seen: by whom, where, with which status."""

    who: str
    path: str
    status: int = 200


@contextmanager
def furnished(folder: Path) -> Iterator[WebSite]:
    """A trial's site with records of every kind, and the mails of its day."""
    with open_site(folder, demo=True) as site:
        asyncio.run(Daemon(site.current, site.ledger, site.clock).run_once())
        ledger, now = site.ledger, site.clock.now()
        file = ledger.save_file(b"%PDF-1.4", "application/pdf", now)
        accepted, day = Acceptance(COORDINATOR, now), date(2019, 2, 20)
        for made in (
            Completion(
                SUBMITTED, day, "12/BC-STP", OFFICER, now, date(2019, 2, 19), file=file,
                file_name="báo cáo.pdf", link="https://example.org/12", note="Một dòng.\nHai dòng.",
            ),
            Completion(ACCEPTED, day, "13/BC-STP", OFFICER, now, accepted=accepted),
            Completion(RETURNED, day, "14/BC-STP", OFFICER, now),
            Completion(NIL, day, "", OFFICER, now, nil=True),
            Completion(LATE, day, "15/KH-STC", "", now, accepted=accepted),
        ):  # fmt: skip
            ledger.record_completion(made)
        ledger.record_return(Return(RETURNED, "Thiếu phụ lục.", COORDINATOR, now))
        granted = Extension(EXTENDED, date(2019, 12, 20), "512/UBND-NC", COORDINATOR, now)
        ledger.record_extension(granted)
        lay_draft(site)
        ledger.create_token("feed", "agency:hanoi:so-tu-phap", "điện thoại", OFFICER, now)
        yield site


def pages(site: WebSite) -> Mapping[str, tuple[Seen, ...]]:
    """The pages of each route."""
    mail = min((site.folder / "mail" / "new").iterdir()).name
    frozen = site.visitor(COORDINATOR).send_form(f"/plans/{PLAN}/snapshots").headers["Location"]
    return {
        "/sign-in": (Seen("", "/sign-in"),),
        "/sign-in/sent": (Seen("", "/sign-in/sent"),),
        "/sign-in/{token}": (Seen("", a_link(site)), Seen("", "/sign-in/none", 404)),
        "/demo": (Seen("", "/demo"),),
        "/demo/mail": (Seen("", "/demo/mail?q=so-tu-phap"), Seen("", "/demo/mail?q=zzz")),
        "/demo/mail/{name}": (Seen("", f"/demo/mail/{mail}"),),
        "/agencies/{directory}/{agency}": (
            Seen(OFFICER, agency(*OWN)),
            Seen(OFFICER, agency(*OWN, state="overdue", plan=PLAN)),
            Seen(OFFICER, agency(*OWN, state="today")),
            Seen(OFFICER, f"{agency(*OWN)}?view=done"),
        ),
        "/agencies/{directory}/{agency}/month": (
            Seen(OFFICER, agency(*OWN, "month", month="2019-04")),  # holidays, a Saturday worked
            Seen(COORDINATOR, agency(*OWN, "month", month="2019-02")),
        ),
        "/agencies/{directory}/{agency}/subscribe": (Seen(OFFICER, agency(*OWN, "subscribe")),),
        "/o/{key:path}": (
            *(Seen(OFFICER, item(key)) for key in (SUBMITTED, RETURNED, NIL, OVERDUE)),
            *(Seen(COORDINATOR, item(key)) for key in (SUBMITTED, EXTENDED, LATE)),
        ),
        "/s/{key:path}": (Seen(COORDINATOR, slot(f"{PLAN}/PL.I.1/finish")),),
        "/submit/{key:path}": (
            *(Seen(OFFICER, act("submit", key)) for key in (OVERDUE, SUBMITTED, RETURNED)),
            Seen(OFFICER, act("submit", ACCEPTED)),
            Seen(COORDINATOR, act("submit", OVERDUE)),
        ),
        "/accept/{key:path}": (
            *(Seen(COORDINATOR, act("accept", key)) for key in (SUBMITTED, OVERDUE)),
        ),
        "/return/{key:path}": (
            *(Seen(COORDINATOR, act("return", key)) for key in (SUBMITTED, OVERDUE)),
        ),
        "/extend/{key:path}": (
            *(Seen(COORDINATOR, act("extend", key)) for key in (EXTENDED, ACCEPTED)),
        ),
        "/plans/{plan}": (Seen(COORDINATOR, plan(PLAN)),),
        "/plans/{plan}/items": (
            Seen(COORDINATOR, plan(PLAN, "items", agency="so-tu-phap", tick="all")),
            Seen(COORDINATOR, plan(PLAN, "items", state="today")),
        ),
        "/plans/{plan}/figures": (Seen(COORDINATOR, plan(PLAN, "figures")),),
        "/plans/{plan}/subscribe": (Seen(COORDINATOR, plan(PLAN, "subscribe")),),
        "/letters/{directory}/{agency}": (
            Seen(COORDINATOR, f"/letters/hanoi/so-tu-phap?plan={PLAN}"),
            Seen(COORDINATOR, f"/letters/hanoi/so-tai-chinh?plan={PLAN}"),
        ),
        "/drafts": (Seen(COORDINATOR, "/drafts"), Seen(OFFICER, "/drafts", 404)),
        "/drafts/{draft}": tuple(Seen(COORDINATOR, draft(NAME, n)) for n in range(6)),
        "/snapshots/{snapshot}": (Seen(COORDINATOR, frozen),),
        # and the pages of what went wrong
        "/sign-out": (Seen(OFFICER, "/sign-out", 405),),
        "/nowhere": (Seen("", "/nowhere", 404), Seen(OFFICER, plan(PLAN), 404)),
    }


ROUTES = (
    "/sign-in", "/sign-in/sent", "/sign-in/{token}", "/demo", "/demo/mail", "/demo/mail/{name}",
    "/agencies/{directory}/{agency}", "/agencies/{directory}/{agency}/month",
    "/agencies/{directory}/{agency}/subscribe", "/o/{key:path}", "/s/{key:path}",
    "/submit/{key:path}", "/accept/{key:path}", "/return/{key:path}", "/extend/{key:path}",
    "/plans/{plan}", "/plans/{plan}/items", "/plans/{plan}/figures", "/plans/{plan}/subscribe",
    "/letters/{directory}/{agency}", "/drafts", "/drafts/{draft}", "/snapshots/{snapshot}",
    "/sign-out", "/nowhere",
)  # fmt: skip

# What a browser shows no page of ours for.
NO_PAGES = {
    "/": "leads on",
    "/style.css": "a style sheet",
    "/snapshots/style/{style}.css": "a style sheet",
    "/demo/mail/{name}/html": "a mail's own page, in a sandbox; its mark-up is the mails' to test",
    "/feeds/{rest:path}": "a calendar",
    "/file/{key:path}": "a download",
    "/plans/{plan}/figures.{kind}": "a download",
    "/plans/{plan}/items.{kind}": "a download",
}
