"""Occurrences with their states as pages show them, worked out once a request."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from rules.directory import Agency
from rules.facts import Completion, Return
from rules.schedule import Occurrence, Slot
from rules.state import State, days_late, state_of
from rules.workdays import WorkingDays

from ..services import Moment

PENDING = "pending"
"""Stands for the period of what has no date yet."""
WORST_FIRST = (
    State.OVERDUE, State.RETURNED, State.TODAY, State.CLOSING, State.SOON, State.SUBMITTED,
    State.DONE_LATE, State.UPCOMING, State.PENDING, State.DONE, State.CLOSED,
)  # fmt: skip
RANK = {state: rank for rank, state in enumerate(WORST_FIRST)}


class Item(NamedTuple):
    """An occurrence with its state; `period` is the label of the month or quarter it is due in.

    `late`: working days that what is overdue is late by now, or that what was done late was.
    """

    occurrence: Occurrence
    key: str
    last: Completion | Return | None
    state: State
    late: int
    period: str

    @property
    def agency(self) -> Agency:
        """Who owes it."""
        return self.occurrence.assignee.agency

    @property
    def completion(self) -> Completion | None:
        """What was submitted and stands."""
        return self.last if isinstance(self.last, Completion) else None

    @property
    def returned(self) -> Return | None:
        """Its return, where that is the last that was recorded."""
        return self.last if isinstance(self.last, Return) else None

    @property
    def worst_first(self) -> tuple[int, int, date, str]:
        """Sorts what needs somebody most to the top."""
        return RANK[self.state], -self.late, self.occurrence.slot.due or date.max, self.key


def item_of(occurrence: Occurrence, moment: Moment) -> Item:
    """One occurrence by itself; no period is looked for."""
    (found,) = items_of([occurrence], moment, {})
    return found


def alphabetical(name: str) -> str:
    """A key that sorts names as a Vietnamese dictionary does, as far as their letters go: đ is a
    letter after d, marks come after the plain vowel.
    """
    return unicodedata.normalize("NFD", name.casefold().replace("đ", "d\uffff"))


def items_of(
    occurrences: Iterable[Occurrence], moment: Moment, periods: Mapping[int, str]
) -> Iterator[Item]:
    """The occurrences with their states; `periods` are labels by the identity of a slot."""
    facts, today, days = moment.facts, moment.today, moment.schedule.working_days
    slot, stem, plain = None, "", (State.PENDING, 0)
    for occurrence in occurrences:
        if occurrence.slot is not slot:  # what nobody has reported on is the same for all who owe
            slot, stem = occurrence.slot, occurrence.slot.key
            plain = _state(slot, None, today, days)
        key = f"{stem}/{occurrence.assignee.agency.id}"
        last = facts.last(key)
        state, late = plain if last is None else _state(slot, last, today, days)
        yield Item(occurrence, key, last, state, late, periods.get(id(slot), PENDING))


def _state(
    slot: Slot, last: Completion | Return | None, today: date, days: WorkingDays
) -> tuple[State, int]:
    state = state_of(slot, last, today, days)
    if slot.late_from is None:
        return state, 0
    if state is State.OVERDUE:
        return state, days_late(slot.late_from, today, days)
    if state is State.DONE_LATE and isinstance(last, Completion):
        return state, days_late(slot.late_from, last.on, days)
    return state, 0
