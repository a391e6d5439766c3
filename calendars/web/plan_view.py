"""A plan as its coordinator looks at it: every item with its state, worked out once a request."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from rules.directory import Agency, Directory
from rules.facts import Completion, Return
from rules.plan import Plan
from rules.schedule import Occurrence, Slot
from rules.state import State, days_late, state_of
from rules.statistics import by_period
from rules.text import Lang
from rules.workdays import WorkingDays

from ..describe import agency_name
from .scope import NotFoundError, Scope
from .services import Moment

Every = Literal["month", "quarter"]
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
    def worst_first(self) -> tuple[int, int, date, str]:
        """Sorts what needs somebody most to the top."""
        return RANK[self.state], -self.late, self.occurrence.slot.due or date.max, self.key


@dataclass(frozen=True, slots=True)
class PlanView:
    """The items of a plan that the viewer sees whole, in the order of their dates.

    `days` are those as of which its slots resolve groups.
    """

    plan: Plan
    directory: Directory
    moment: Moment
    lang: Lang
    by: Every
    items: tuple[Item, ...]
    days: frozenset[date]

    def members(self, group: str) -> frozenset[str]:
        """The ids that stood for a group when something of the plan fell due. NotFoundError."""
        if group not in self.directory.groups:
            raise NotFoundError(group)
        found = [self.directory.in_force(group, day) for day in self.days]
        different = {id(standing): standing for standing in found}  # mostly one: few days differ
        return frozenset(agency.id for each in different.values() for agency, _ in each)

    def groups(self) -> dict[str, str]:
        """The directory's groups of which somebody owes something here: id to name."""
        owing = {item.agency.id for item in self.items}
        return {
            ident: group.en if self.lang == "en" else group.vi
            for ident, group in self.directory.groups.items()
            if owing & self.members(ident)
        }

    def by_agency(self, items: Iterable[Item]) -> dict[str, list[Item]]:
        """The items by the id of who owes them."""
        found: dict[str, list[Item]] = {}
        for item in items:
            found.setdefault(item.agency.id, []).append(item)
        return found

    def name(self, agency: Agency) -> str:
        """The agency's name in the page's language."""
        return agency_name(agency, self.lang)


def plan_view(scope: Scope, ident: str, lang: Lang, by: Every = "quarter") -> PlanView:
    """The plan. NotFoundError where it is not the viewer's to see whole."""
    plan, moment = scope.plan(ident), scope.moment
    occurrences = scope.occurrences_in(ident)
    periods = {
        id(occurrence.slot): label
        for label, owed in by_period(occurrences, by).items()
        for occurrence in owed
    }
    items = tuple(_items(occurrences, moment, periods))
    slots = {id(occurrence.slot): occurrence.slot for occurrence in occurrences}
    days = frozenset(_counts_on(slot) for slot in slots.values())
    directory = moment.schedule.directories[plan.directory]
    return PlanView(plan, directory, moment, lang, by, items, days)


def item_of(occurrence: Occurrence, moment: Moment) -> Item:
    """One occurrence by itself; no period is looked for."""
    (found,) = _items([occurrence], moment, {})
    return found


def alphabetical(name: str) -> str:
    """A key that sorts names as a Vietnamese dictionary does, as far as their letters go: đ is a
    letter after d, marks come after the plain vowel.
    """
    return unicodedata.normalize("NFD", name.casefold().replace("đ", "d\uffff"))


def _items(
    occurrences: Iterable[Occurrence], moment: Moment, periods: dict[int, str]
) -> Iterator[Item]:
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


def _counts_on(slot: Slot) -> date:
    """The day as of which a group is resolved for the slot, as the schedule does it."""
    return (slot.original or slot).due or slot.plan.issued
