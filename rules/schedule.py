"""The schedule: plans, directories and working days as slots and occurrences, sorted by date."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from .deadline import Bound, Reason
from .directory import Agency, Directory
from .facts import Extension
from .periods import Period
from .plan import Duty, Plan, Value
from .workdays import DayEntry, WorkingDays


@dataclass(frozen=True, slots=True)
class Assignee:
    """The agency that owes, the name `written` in the document, and the predecessors replaced."""

    agency: Agency
    written: str
    instead_of: tuple[Agency, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A duty in one period or milestone, with its dates; shared by all agencies that owe it.

    `stated`, `due`, `late_from` and `bound` are None together: the slot is pending, waiting for
    `waits_for`. `data` is the window of figures of a report. `moved_by` are the working-day entries
    that moved `due` or `late_from`; `predicted` that one of their years is only predicted.
    Agencies granted a later date by the same document share a slot of their own, of the same key:
    it has the dates that follow, and `original` is the slot without them. `extensions` are theirs;
    those of a slot that others have left are the ones of the agencies that left it.
    """

    plan: Plan
    duty: Duty
    label: str
    period: Period | None
    start: date | None
    stated: date | None
    bound: Bound | None
    due: date | None
    late_from: date | None
    assumed: bool
    hour: str
    data: tuple[date, date] | None
    reasons: tuple[Reason, ...]
    moved_by: tuple[DayEntry, ...]
    predicted: bool
    waits_for: str
    assignees: tuple[Assignee, ...]
    original: Slot | None = None
    extensions: tuple[Extension, ...] = ()

    @property
    def key(self) -> str:
        """`plan/ref/label`, the stem of its occurrences' keys."""
        return f"{self.plan.id}/{self.duty.ref}/{self.label}"

    @property
    def values(self) -> tuple[Value, ...]:
        """The numeric targets, where the duty has any."""
        return self.duty.values_for(self.label)

    @property
    def extension(self) -> Extension | None:
        """What the dates rest on where they are extended: the same day and document for all."""
        return self.extensions[0] if self.original is not None else None


class Occurrence(NamedTuple):
    """A slot owed by one agency."""

    slot: Slot
    assignee: Assignee

    @property
    def key(self) -> str:
        """`plan/ref/label/agency`, stable for ever."""
        return f"{self.slot.key}/{self.assignee.agency.id}"

    @property
    def owes(self) -> tuple[str, str]:
        """Directory and agency: an agency's id alone may stand in several cities' directories."""
        return self.slot.plan.directory, self.assignee.agency.id


class Schedule:
    """All slots, those with dates sorted by `due`, then the pending ones. Immutable."""

    def __init__(
        self,
        slots: Sequence[Slot],
        plans: Mapping[str, Plan],
        directories: Mapping[str, Directory],
        working_days: WorkingDays,
    ) -> None:
        dated = sorted(
            ((slot.due, slot.key, slot) for slot in slots if slot.due is not None),
            key=lambda row: row[:2],
        )
        self.dated: tuple[Slot, ...] = tuple(slot for _, _, slot in dated)
        self.pending: tuple[Slot, ...] = tuple(slot for slot in slots if slot.due is None)
        self.plans, self.directories, self.working_days = plans, directories, working_days
        self._dues = [due for due, _, _ in dated]
        self._assignees: dict[int, dict[str, Assignee]] = {}  # of a slot by agency, once asked for

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every slot, the pending ones last."""
        return self.dated + self.pending

    def occurrences(self) -> Iterator[Occurrence]:
        """Every occurrence, in the order of its slot."""
        for slot in self.slots:
            for assignee in slot.assignees:
                yield Occurrence(slot, assignee)

    def due_until(self, day: date) -> tuple[Slot, ...]:
        """The slots whose `due` is on or before the day."""
        return self.dated[: bisect_right(self._dues, day)]

    @cached_property
    def _by_slot_key(self) -> dict[str, Slot]:
        return {slot.key: slot for slot in self.slots if slot.original is None}

    @cached_property
    def _extended(self) -> dict[str, Slot]:
        extended = [slot for slot in self.dated if slot.original is not None]
        return {extension.key: slot for slot in extended for extension in slot.extensions}

    @cached_property
    def _by_agency(self) -> dict[tuple[str, str], tuple[Occurrence, ...]]:
        found: defaultdict[tuple[str, str], list[Occurrence]] = defaultdict(list)
        for occurrence in self.occurrences():
            found[occurrence.owes].append(occurrence)
        return {owes: tuple(occurrences) for owes, occurrences in found.items()}

    def slot_of(self, key: str) -> Slot | None:
        """The slot of the occurrence with that key, or None; its agency is not looked at."""
        return self._extended.get(key) or self._by_slot_key.get(key.rpartition("/")[0])

    def find(self, key: str) -> Occurrence | None:
        """The occurrence with that key, or None."""
        slot = self.slot_of(key)
        if slot is None:
            return None
        assignees = self._assignees.get(id(slot))
        if assignees is None:
            assignees = {each.agency.id: each for each in reversed(slot.assignees)}
            self._assignees[id(slot)] = assignees
        assignee = assignees.get(key.rpartition("/")[2])
        return None if assignee is None else Occurrence(slot, assignee)

    def of_agency(self, directory: str, agency: str) -> tuple[Occurrence, ...]:
        """The occurrences of one agency of a directory, dated ones first, by date."""
        return self._by_agency.get((directory, agency), ())
