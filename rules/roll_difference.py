"""From the old plan to the rolled one, duty by duty: wording, dates and agencies side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .compile import compile_schedule
from .directory import Directory
from .plan import Duty, Plan
from .roll import Rolled
from .schedule import Schedule, Slot
from .workdays import WorkingDays


@dataclass(frozen=True, slots=True)
class RolledDuty:
    """A duty before and after; `new` is None where it was dropped.

    `slots` pairs each slot with the one of the same label, moved by the same years; None on a side
    that has none (refused wording, or a period that ended before the day of issue).
    """

    ref: str
    old: Duty
    new: Duty | None
    slots: tuple[tuple[Slot | None, Slot | None], ...]

    def agencies(self, side: int) -> tuple[str, ...]:
        """Who owes any of it, by id, before (0) or after (1)."""
        return tuple(
            dict.fromkeys(
                assignee.agency.id
                for pair in self.slots
                if (slot := pair[side]) is not None
                for assignee in slot.assignees
            )
        )


def rolled_duties(
    old: Plan, rolled: Rolled, directories: Mapping[str, Directory], working_days: WorkingDays
) -> list[RolledDuty]:
    """Every duty of the old plan, in its order, both plans compiled alone and without records."""
    before, _ = compile_schedule([old], directories, working_days)
    after, _ = compile_schedule([rolled.plan], directories, working_days)
    was, now = _by_ref(before), _by_ref(after)
    new = {duty.ref: duty for duty in rolled.plan.duties}
    return [
        RolledDuty(
            duty.ref, duty, new.get(duty.ref), _pairs(was[duty.ref], now[duty.ref], rolled.by)
        )
        for duty in old.duties
    ]


def _by_ref(schedule: Schedule) -> defaultdict[str, dict[str, Slot]]:
    found: defaultdict[str, dict[str, Slot]] = defaultdict(dict)
    for slot in schedule.slots:
        found[slot.duty.ref][slot.label] = slot
    return found


def _pairs(
    was: dict[str, Slot], now: dict[str, Slot], by: int
) -> tuple[tuple[Slot | None, Slot | None], ...]:
    later = {_later(label, by): slot for label, slot in was.items()}
    pairs = [(label, later.get(label), now.get(label)) for label in {*later, *now}]
    return tuple((old, new) for _, old, new in sorted(pairs, key=_by_date))


def _by_date(pair: tuple[str, Slot | None, Slot | None]) -> tuple[date, str]:
    """By the new due date, those without one last."""
    label, _, new = pair
    return (new.due if new and new.due else date.max, label)


def _later(label: str, by: int) -> str:
    """A label that begins with a year, a period's or a day's, moved; a milestone as it is."""
    year = label[:4]
    return f"{int(year) + by:04d}{label[4:]}" if year.isdecimal() else label
