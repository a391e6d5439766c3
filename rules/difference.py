"""What a changed plan, directory or table of working days changes: occurrence by occurrence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .difference_why import (
    ChangedDays,
    heirs,
    plan_changed,
    replaces,
    why_come,
    why_gone,
    words_changed,
)
from .schedule import Occurrence, Schedule, Slot
from .text import Text

Kind = Literal["appear", "vanish", "move", "agency", "wording"]
KINDS: tuple[Kind, ...] = ("appear", "vanish", "move", "agency", "wording")


@dataclass(frozen=True, slots=True)
class Change:
    """One occurrence before and after; `key` is the newest it has, `was` the one before if other.

    "agency": the same slot is owed by another agency; "move": any of its dates is another one;
    "wording": only its words are.
    """

    kind: Kind
    key: str
    was: str
    old: Slot | None
    new: Slot | None
    why: tuple[Text, ...]

    @property
    def dates_moved(self) -> bool:
        """Whether both sides are there, with other dates."""
        return self.old is not None and self.new is not None and dates(self.old) != dates(self.new)


def dates(slot: Slot) -> tuple[object, ...]:
    """`start`, `stated`, `bound`, `due`, `late_from` and the hour."""
    return slot.start, slot.stated, slot.bound, slot.due, slot.late_from, slot.hour


def difference(old: Schedule, new: Schedule) -> list[Change]:
    """Every occurrence that is another one by now, sorted by key."""
    before = {each.key: each for each in old.occurrences()}
    after = {each.key: each for each in new.occurrences()}
    gone = {key: each for key, each in before.items() if key not in after}
    come = {key: each for key, each in after.items() if key not in before}
    days = ChangedDays(old, new)
    changes = [*_handed_over(gone, come, days, new)]
    for key, each in gone.items():
        changes.append(Change("vanish", key, key, each.slot, None, why_gone(each, new)))
    for key, each in come.items():
        changes.append(Change("appear", key, "", None, each.slot, why_come(each, old)))
    for key in before.keys() & after.keys():
        was, now = before[key].slot, after[key].slot
        if was is now:
            continue
        why = (*words_changed(was, now), *plan_changed(was, now))
        if dates(was) != dates(now):
            why = (*why, *days.why(was, now))
            changes.append(Change("move", key, key, was, now, why))
        elif words_changed(was, now):
            changes.append(Change("wording", key, key, was, now, why))
    return sorted(changes, key=lambda change: (change.key, change.was))


def _handed_over(
    gone: dict[str, Occurrence], come: dict[str, Occurrence], days: ChangedDays, new: Schedule
) -> Iterator[Change]:
    """Of the same slot, one agency's place taken by another that replaces it, or by the only other
    one; both are taken out.
    """
    by_slot: dict[str, tuple[list[Occurrence], list[Occurrence]]] = {}
    for place, side in enumerate((gone, come)):
        for each in side.values():
            by_slot.setdefault(each.slot.key, ([], []))[place].append(each)
    for left, joined in by_slot.values():
        for was, now in _matched(left, joined, new):
            why = (*replaces(was, now, new), *words_changed(was.slot, now.slot))
            if dates(was.slot) != dates(now.slot):
                why = (*why, *plan_changed(was.slot, now.slot), *days.why(was.slot, now.slot))
            yield Change("agency", now.key, was.key, was.slot, now.slot, why)
            gone.pop(was.key, None)
            come.pop(now.key, None)


def _matched(
    left: Sequence[Occurrence], joined: Sequence[Occurrence], new: Schedule
) -> list[tuple[Occurrence, Occurrence]]:
    if len(left) == len(joined) == 1:
        return [(left[0], joined[0])]
    return [
        (was, now)
        for now in joined
        for was in left
        if now.assignee.agency.id in heirs(was, new)
        or now.assignee.agency.id in {agency.id for agency in was.assignee.instead_of}
    ]
