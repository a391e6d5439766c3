"""A plan looked at by its coordinator, without a server: for tests of what its pages work out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from calendars.web.access.scope import Scope
from calendars.web.access.viewer import Viewer
from calendars.web.plan.view import Every, PlanView, plan_view
from calendars.web.services import Moment
from rules.dates import apply_working_days
from rules.deadline import Bound
from rules.facts import Completion, Extension, Facts
from rules.schedule import Schedule, Slot
from rules.text import Lang
from templates.pages.base import Frame, Page
from templates.pages.render import render_page
from tests.calendars.city import plan, schedule
from tests.rules.builders import DAYS, completion

TODAY = date(2019, 3, 11)
PLAN = plan()
ALL_OF_IT = frozenset({"hanoi-2019"})
LOOKS = Viewer("hoa@example.org", frozenset(), frozenset(), ALL_OF_IT, ALL_OF_IT)


def view_of(
    of: Schedule | Slot,
    *done: Completion,
    facts: Facts | None = None,
    today: date = TODAY,
    lang: Lang = "vi",
    by: Every = "quarter",
) -> PlanView:
    """The plan `hanoi-2019` of a schedule, or of one slot, with these records."""
    made = schedule(of) if isinstance(of, Slot) else of
    facts = facts or Facts({each.key: each for each in done})
    noon = datetime(today.year, today.month, today.day, 5, tzinfo=UTC)  # 12:00 in Việt Nam
    return plan_view(Scope(LOOKS, Moment(made, facts, noon, today)), "hanoi-2019", lang, by)


def submitted(slot: Slot, agency: str, on: date, *, accepted: bool = True) -> Completion:
    return completion(f"{slot.key}/{agency}", on, accepted=accepted)


def extended(slot: Slot, until: date) -> Slot:
    """The slot with a later day for all who owe it, as an extension makes it."""
    dates = apply_working_days(until, Bound.BY, slot.plan.policy, DAYS)
    granted = tuple(
        Extension(
            f"{slot.key}/{each.agency.id}", until, "5/GH", "hoa", datetime(2019, 1, 2, tzinfo=UTC)
        )
        for each in slot.assignees
    )
    return replace(
        slot, stated=until, bound=Bound.BY, due=dates.due, late_from=dates.late_from,
        original=slot, extensions=granted,
    )  # fmt: skip


def html(page: Page, lang: Lang = "vi") -> str:
    """The page as a browser gets it."""
    return render_page(page, Frame("Kỳ Hạn", lang, "/", "token", TODAY, "style"))
