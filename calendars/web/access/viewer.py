"""Who looks: what an address may see and do, read off the directories at each request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.directory import Agency, Directory
from rules.plan import Plan
from rules.schedule import Schedule

Owes = tuple[str, str]
"""Directory and agency."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """An address and its rights. What it acts for it also reads; whom it coordinates, too.

    `reads` holds the predecessors of an agency as well: history stays with the old body.
    """

    address: str
    acts_for: frozenset[Owes]
    reads: frozenset[Owes]
    coordinates: frozenset[str]
    reads_plans: frozenset[str]


def viewer_for(address: str, schedule: Schedule, today: date) -> Viewer | None:
    """The rights of an address as of the day; None where no agency in being names it.

    Officer, deputy and head act; `readers` only read. Those of a plan's coordinator coordinate it.
    """
    acts_for, reads = set[Owes](), set[Owes]()
    for directory in schedule.directories.values():
        for agency in directory.agencies.values():
            if not in_being(agency, today):
                continue
            acting, reading = _named(agency, address)
            if acting:
                acts_for.add((directory.id, agency.id))
            if acting or reading:
                reads.add((directory.id, agency.id))
                reads.update((directory.id, old) for old in replaced_by(agency, directory, today))
    if not reads:
        return None
    coordinators = [
        (plan, _coordinators(plan, schedule, today)) for plan in schedule.plans.values()
    ]
    coordinates = {plan.id for plan, who in coordinators if acts_for & who}
    sees = {plan.id for plan, who in coordinators if reads & who}
    return Viewer(
        address, frozenset(acts_for), frozenset(reads), frozenset(coordinates), frozenset(sees)
    )


def _named(agency: Agency, address: str) -> tuple[bool, bool]:
    contacts, wanted = agency.contacts, address.casefold()
    acting = {
        each.casefold() for each in (contacts.officer, contacts.deputy, contacts.head) if each
    }
    return wanted in acting, wanted in {each.casefold() for each in contacts.readers if each}


def in_being(agency: Agency, today: date) -> bool:
    """Whether the agency stands on that day; its first and last day count."""
    return (agency.since is None or agency.since <= today) and (
        agency.until is None or today <= agency.until
    )


def replaced_by(agency: Agency, directory: Directory, today: date) -> Iterator[str]:
    """The ids of those that are no more, and for whom the agency stands on that day."""
    for old in directory.agencies.values():
        if old.until is not None and old.until < today:
            standing = directory.in_force(old.id, today)
            if any(successor.id == agency.id for successor, _ in standing):
                yield old.id


def _coordinators(plan: Plan, schedule: Schedule, today: date) -> set[Owes]:
    directory = schedule.directories[plan.directory]
    return {(directory.id, each.id) for each, _ in directory.in_force(plan.coordinator, today)}
