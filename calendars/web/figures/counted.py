"""The official cells of many occurrences at once: each is looked at once, then they are summed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import fields
from operator import attrgetter
from typing import TypeVar

from rules.schedule import Occurrence
from rules.statistics import Cells, count

from ..services import Moment

Both = tuple[Cells, Cells]
"""The cells by the dates in force, and by those before any extension."""
_Key = TypeVar("_Key", bound=Hashable)
_CELLS = attrgetter(*(each.name for each in fields(Cells)))


def counted(owed: Iterable[tuple[_Key, Occurrence]], moment: Moment) -> dict[_Key, Both]:
    """The cells of the occurrences of each key."""
    found = defaultdict[_Key, list[Occurrence]](list)
    for key, occurrence in owed:
        found[key].append(occurrence)
    at = moment.facts, moment.today, moment.schedule.working_days
    return {key: (count(one, *at), count(one, *at, original=True)) for key, one in found.items()}


def summed(found: Iterable[tuple[_Key, Both]]) -> dict[_Key, Both]:
    """The sum of the cells of each key."""
    parts = defaultdict[_Key, list[Both]](list)
    for key, both in found:
        parts[key].append(both)
    return {key: total(each) for key, each in parts.items()}


def total(found: Iterable[Both]) -> Both:
    """The sum of all; of none there are none."""
    now, before = tuple(zip(*found, strict=True)) or ((), ())
    return _sum(now), _sum(before)


def _sum(cells: Iterable[Cells]) -> Cells:
    return Cells(*map(sum, zip(*map(_CELLS, cells), strict=True)))
