"""The coordinator's weekly summary as the plain data a template is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rules.schedule import Slot
from rules.state import State
from rules.summary import AgencyOverdue
from rules.text import Lang, one_line
from rules.workdays import WorkingDays

from .contexts import Summary, SummaryAgency, SummaryItem, Undelivered
from .items import TITLE, agency_name, cut, dates, days_to_tell, step_of

ROWS, ROW_ITEMS = 30, 3  # agencies listed, and items of each; the rest is counted
ADDRESSES, ANSWER = 20, 160  # addresses that mails did not reach, and characters of the answer


def overview(
    entries: Sequence[AgencyOverdue],
    today: date,
    working_days: WorkingDays,
    lang: Lang,
    undelivered: Sequence[Undelivered] = (),
) -> Summary:
    """What is overdue by agency, in the order given; the totals count all, listed or not.

    Then whom mails did not reach.
    """
    iso = today.isocalendar()
    rows = [_row(entry, today, working_days, lang) for entry in entries]
    return Summary(
        week=f"{iso.week:02d}/{iso.year}",
        total=sum(row.count for row in rows),
        agencies=len(rows),
        longest=max((row.longest for row in rows), default=0),
        rows=tuple(rows[:ROWS]),
        more_agencies=len(rows[ROWS:]),
        more_items=sum(row.count for row in rows[ROWS:]),
        undelivered=tuple(
            replace(row, recipient=one_line(row.recipient), answer=cut(row.answer, ANSWER))
            for row in undelivered[:ADDRESSES]
        ),
        more_undelivered=len(undelivered[ADDRESSES:]),
    )


def _row(entry: AgencyOverdue, today: date, working_days: WorkingDays, lang: Lang) -> SummaryAgency:
    def late(slot: Slot) -> int:
        return days_to_tell(slot, State.OVERDUE, today, working_days)

    slots = sorted((occurrence.slot for occurrence in entry.occurrences), key=late, reverse=True)
    return SummaryAgency(
        name=agency_name(entry.agency, lang),
        count=len(slots),
        longest=late(slots[0]),
        items=tuple(
            SummaryItem(
                title=cut(slot.duty.title, TITLE),
                step=step_of(slot, lang),
                due=dates(slot)[0],
                days=late(slot),
            )
            for slot in slots[:ROW_ITEMS]
        ),
        more=len(slots[ROW_ITEMS:]),
    )
