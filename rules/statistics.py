"""The official statistics: how much was done on time, late, is open in term, is open overdue.

The four cells are those of the Prime Minister's working group (report 1270/BC-TCTTTg of
27/12/2017). A share is never told without its name: its "98.62 %" done takes what was done late as
done, while on time were 86.4 % of what had come due.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from .facts import Completion, Facts, Return
from .periods import month_period, quarter_period
from .schedule import Occurrence, Slot
from .state import State, is_late, state_of
from .workdays import WorkingDays

Cell = Literal["on_time", "late", "in_term", "overdue", "nil", "pending", "closed"]


@dataclass(frozen=True, slots=True)
class Cells:
    """The four official cells, how many of the open ones are submitted, and what stands apart.

    `submitted` are part of `in_term` and `overdue`: by the day of their submission, so that nobody
    is called late because the acceptance is. In no cell are the accepted reports that there was
    nothing to report (`nil`), what waits for an event (`pending`), and what was left in an archived
    plan (`closed`).
    """

    on_time: int = 0
    late: int = 0
    in_term: int = 0
    overdue: int = 0
    submitted: int = 0
    nil: int = 0
    pending: int = 0
    closed: int = 0

    @property
    def total(self) -> int:
        """The four cells."""
        return self.due + self.in_term

    @property
    def due(self) -> int:
        """What is done or has come due: all but what is open in term."""
        return self.on_time + self.late + self.overdue

    @property
    def on_time_rate(self) -> Fraction | None:
        """Done on time of those due; None where there are none."""
        return Fraction(self.on_time, self.due) if self.due else None

    @property
    def done_rate(self) -> Fraction | None:
        """Done, be it late, of those due; None where there are none."""
        return Fraction(self.on_time + self.late, self.due) if self.due else None


def count(
    occurrences: Iterable[Occurrence],
    facts: Facts,
    today: date,
    working_days: WorkingDays,
    *,
    original: bool = False,
) -> Cells:
    """The cells of these occurrences on `today`, a civil day of the site.

    `original`: by the date before any extension, else by the extended one.
    """
    cells, submitted = Counter[str](), 0
    for occurrence in occurrences:
        slot = occurrence.slot
        if original and slot.original is not None:
            slot = slot.original
        last = facts.last(occurrence.key)
        submitted += isinstance(last, Completion) and last.accepted is None
        cells[cell_of(slot, last, today, working_days)] += 1
    return Cells(**cells, submitted=submitted)


def cell_of(
    slot: Slot, last: Completion | Return | None, today: date, working_days: WorkingDays
) -> Cell:
    """The one cell in which an occurrence of the slot is counted; `last` as for `state_of`."""
    if isinstance(last, Completion):
        late = is_late(slot, last)
        if last.accepted is None:
            return "overdue" if late else "in_term"
        if last.nil:
            return "nil"
        return "late" if late else "on_time"
    match state_of(slot, last, today, working_days):
        case State.PENDING:
            return "pending"
        case State.CLOSED:
            return "closed"
        case State.OVERDUE:
            return "overdue"
        case _:
            return "in_term"


def by_period(
    occurrences: Iterable[Occurrence], every: Literal["month", "quarter"] = "quarter"
) -> dict[str, tuple[Occurrence, ...]]:
    """The occurrences by the period in which they are due (`2019-03`, `2019-Q1`), in order.

    By the date before any extension, so that an extension moves none from one period to the next
    and both rates of a period speak of the same ones. Pending ones have no period; a period
    without any is left out.
    """
    found: defaultdict[tuple[int, int], list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        due = (occurrence.slot.original or occurrence.slot).due
        if due is not None:
            part = due.month if every == "month" else (due.month + 2) // 3
            found[due.year, part].append(occurrence)
    period = month_period if every == "month" else quarter_period
    return {period(*when).label: tuple(found[when]) for when in sorted(found)}
