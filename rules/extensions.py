"""Extensions applied: whoever was granted a later date gets a slot of their own, with its dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from .dates import apply_working_days
from .deadline import Bound
from .facts import Extension
from .schedule import Assignee, Slot
from .workdays import WorkingDays

_ByAgency = Mapping[str, Extension]


def extend(
    slots: Iterable[Slot], extensions: Mapping[str, Extension], working_days: WorkingDays
) -> Iterator[Slot]:
    """The slots, those of extended occurrences split; all others are passed on as they are.

    An extension to a day that is not later than the document's (the plan may have been changed
    since) changes nothing, and neither does one of a slot that still waits for its event.
    """
    by_slot: defaultdict[str, dict[str, Extension]] = defaultdict(dict)
    for key, extension in extensions.items():
        stem, _, agency = key.rpartition("/")
        by_slot[stem][agency] = extension
    for slot in slots:
        granted = by_slot.get(slot.key) if by_slot else None
        if granted is None:
            yield slot
        else:
            yield from _split(slot, granted, working_days)


def may_extend(slot: Slot, until: date) -> bool:
    """Whether that day is later than the last day on time by the document."""
    slot = slot.original or slot
    return slot.stated is not None and until > slot.stated


def newer(slot: Slot, extension: Extension | None) -> bool:
    """Whether it gives an occurrence of the slot another date than the one the slot has."""
    if extension is None or not may_extend(slot, extension.until):
        return False
    return slot.extension is None or slot.stated != extension.until


def _split(slot: Slot, granted: _ByAgency, working_days: WorkingDays) -> Iterator[Slot]:
    own: defaultdict[tuple[date, str, str], list[tuple[Assignee, Extension]]] = defaultdict(list)
    stay: list[Assignee] = []
    for assignee in slot.assignees:
        extension = granted.get(assignee.agency.id)
        if extension is None or not may_extend(slot, extension.until):
            stay.append(assignee)
        else:
            grant = extension.until, extension.number, extension.by
            own[grant].append((assignee, extension))
    if not own:
        yield slot
        return
    if stay:
        left = tuple(extension for members in own.values() for _, extension in members)
        yield replace(slot, assignees=tuple(stay), extensions=left)
    for (until, _, _), members in sorted(own.items()):
        dates = apply_working_days(until, Bound.BY, slot.plan.policy, working_days)
        yield replace(
            slot, stated=until, bound=Bound.BY, due=dates.due, late_from=dates.late_from,
            assumed=False, hour="", reasons=dates.reasons, moved_by=dates.moved_by,
            predicted=dates.predicted, assignees=tuple(assignee for assignee, _ in members),
            original=slot, extensions=tuple(extension for _, extension in members),
        )  # fmt: skip
