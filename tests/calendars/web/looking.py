"""Looking at a page: its words as they are read, and what a visitor's lines are made from."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape

from calendars.settings import VIETNAM
from calendars.web.access.scope import Scope
from calendars.web.access.viewer import Viewer, viewer_for
from calendars.web.item.lines import Lines
from calendars.web.services import Moment
from rules.facts import Facts
from rules.schedule import Schedule
from rules.text import Lang
from tests.calendars.web.server import WebSite

NOW = datetime(2019, 2, 25, 2, tzinfo=UTC)  # nine in the morning in Hà Nội
MONDAY = date(2019, 2, 25)
SO_TU_PHAP = ("hanoi", "so-tu-phap")


def words_of(html: str) -> str:
    """What stands on the page, white space collapsed."""
    body = html.partition("<main")[2].partition("</main>")[0]
    flowing = re.sub(r"</?(time|b|strong|code)\b[^>]*>", "", f"<{body}")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", flowing)).split())


def lines_for(site: WebSite, address: str, lang: Lang = "vi") -> Lines:
    """The lines of a request of that address, as of now."""
    moment = site.moment
    viewer = viewer_for(address, moment.schedule, moment.today)
    assert viewer is not None
    return Lines(Scope(viewer, moment), lang, VIETNAM)


def lines_of(
    viewer: Viewer,
    schedule: Schedule,
    facts: Facts | None = None,
    today: date = MONDAY,
    lang: Lang = "vi",
) -> Lines:
    """The lines of a viewer over a schedule made by hand."""
    return Lines(Scope(viewer, Moment(schedule, facts or Facts(), NOW, today)), lang, VIETNAM)


def viewer(
    acts_for: tuple[str, ...] = (), reads: tuple[str, ...] = (), plans: tuple[str, ...] = ()
) -> Viewer:
    """Somebody who acts for and reads these agencies of Hà Nội's, and coordinates these plans."""
    acts = frozenset(("hanoi", each) for each in acts_for)
    sees = acts | frozenset(("hanoi", each) for each in reads)
    return Viewer("lan@example.org", acts, sees, frozenset(plans), frozenset(plans))
