"""The ladder of notices in working days: reminders before `due`, late notices from `late_from`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .workdays import WorkingDays


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: its name (`remind-5`, `due`, `late-2`), its day; a late one's place, from 1."""

    name: str
    day: date
    late: int = 0


@dataclass(frozen=True, slots=True)
class Ladder:
    """When to tell. All numbers are working days.

    `remind` before `due`, and on it; `late` counts from the first working day on or after
    `late_from`, ascending; after the last of them every `every`. From the `head_from`-th late
    notice on, the agency's head is told too.
    """

    remind: tuple[int, ...] = (10, 5, 3, 1)
    late: tuple[int, ...] = (0, 2, 5)
    every: int = 5
    head_from: int = 2

    @property
    def reach(self) -> int:
        """How many working days ahead of `due` the first notice stands."""
        return max(self.remind, default=0)

    def rungs(
        self, due: date, late_from: date, today: date, working_days: WorkingDays
    ) -> Iterator[Rung]:
        """The rungs that have come due on or before `today`, newest first."""
        first_late = working_days.on_or_after(late_from)
        passed = working_days.count(first_late, today)
        for place, offset in reversed(tuple(enumerate(self._late_offsets(passed), start=1))):
            yield Rung(f"late-{offset}", working_days.add(first_late, offset), late=place)
        aim = working_days.on_or_before(due)
        if aim <= today:
            yield Rung("due", aim)
        for days in sorted(self.remind):
            day = working_days.add(aim, -days)
            if day <= today:
                yield Rung(f"remind-{days}", day)

    def _late_offsets(self, passed: int) -> list[int]:
        offsets = [offset for offset in self.late if offset <= passed]
        if self.late and self.every and passed > self.late[-1]:
            offsets += range(self.late[-1] + self.every, passed + 1, self.every)
        return offsets
