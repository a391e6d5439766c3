"""The coordinator's weekly view: what is overdue, by agency, worst first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .directory import Agency
from .facts import Facts
from .notices import SKIP, Recorded
from .schedule import Occurrence, Schedule
from .state import State, state_of


@dataclass(frozen=True, slots=True)
class AgencyOverdue:
    """One agency's overdue occurrences, longest overdue first."""

    agency: Agency
    occurrences: tuple[Occurrence, ...]


def overdue_by_agency(
    schedule: Schedule, facts: Facts, recorded: Recorded, today: date, plans: frozenset[str]
) -> tuple[AgencyOverdue, ...]:
    """What is overdue today in those plans, the agency with most first.

    Left out is what was submitted, and what was skipped when first seen: neither is urged, so
    neither is complained of.
    """
    found: dict[tuple[str, str], list[Occurrence]] = {}
    for slot in schedule.due_until(today):
        if slot.plan.id not in plans or slot.due is None:
            continue
        if state_of(slot, None, today, schedule.working_days) is not State.OVERDUE:
            continue
        stem = slot.key
        for assignee in slot.assignees:
            key = f"{stem}/{assignee.agency.id}"
            skipped = (SKIP, "") in recorded.get((key, slot.due), ())
            if key in facts.completions or (skipped and key not in facts.returns):
                continue
            occurrence = Occurrence(slot, assignee)
            found.setdefault(occurrence.owes, []).append(occurrence)
    agencies = [
        AgencyOverdue(occurrences[0].assignee.agency, tuple(occurrences))
        for occurrences in found.values()
    ]
    return tuple(sorted(agencies, key=lambda entry: (-len(entry.occurrences), entry.agency.id)))


def week_of(today: date) -> str:
    """The ISO week a summary belongs to, e.g. `2019-W09`."""
    iso = today.isocalendar()
    return f"{iso.year:04d}-W{iso.week:02d}"
