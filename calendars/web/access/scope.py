"""The one query layer: what a viewer may see and do. No route looks into the schedule past it."""

from __future__ import annotations

from datetime import date

from rules.directory import Agency, Directory
from rules.plan import Plan
from rules.schedule import Occurrence, Slot

from ..services import Moment
from .viewer import Viewer


class NotFoundError(Exception):
    """There is no such thing, or it is not this viewer's to see: the answer is the same."""


class Scope:
    """The schedule as far as a viewer may see it, as of one moment."""

    def __init__(self, viewer: Viewer, moment: Moment) -> None:
        self.viewer, self.moment = viewer, moment

    def sees(self, occurrence: Occurrence) -> bool:
        """Its own agency's, and all of a plan it coordinates or reads."""
        viewer = self.viewer
        return occurrence.owes in viewer.reads or occurrence.slot.plan.id in viewer.reads_plans

    def may_act(self, occurrence: Occurrence) -> bool:
        """Whether it may submit: for its own agency, or as the plan's coordinator for any."""
        return occurrence.owes in self.viewer.acts_for or self.may_decide(occurrence)

    def may_decide(self, occurrence: Occurrence) -> bool:
        """Whether it may accept, return, extend and urge: the plan's coordinator."""
        return occurrence.slot.plan.id in self.viewer.coordinates

    def coordinates_in(self, directory: str) -> bool:
        """Whether it coordinates a plan of that directory: then it settles drafts of it."""
        plans = self.moment.schedule.plans
        return any(plans[plan].directory == directory for plan in self.viewer.coordinates)

    def occurrence(self, key: str) -> Occurrence:
        """The occurrence with that key. NotFoundError."""
        found = self.moment.schedule.find(key)
        if found is None or not self.sees(found):
            raise NotFoundError(key)
        return found

    def to_act(self, key: str) -> Occurrence:
        """The occurrence, if the viewer may submit for it. NotFoundError."""
        found = self.occurrence(key)
        if not self.may_act(found):
            raise NotFoundError(key)
        return found

    def to_decide(self, key: str) -> Occurrence:
        """The occurrence, if the viewer coordinates its plan. NotFoundError."""
        found = self.occurrence(key)
        if not self.may_decide(found):
            raise NotFoundError(key)
        return found

    def slots(self, key: str) -> tuple[Slot, ...]:
        """The slots of a slot key, those of agencies with a later date apart. NotFoundError.

        One that nobody has a part in whom the viewer sees is left out: its later date is theirs.
        """
        found = tuple(
            slot
            for slot in self.moment.schedule.slots
            if slot.key == key and any(self.sees(each) for each in occurrences_of(slot))
        )
        if not found:
            raise NotFoundError(key)
        return found

    def directory(self, ident: str) -> Directory:
        """A directory with an agency or a plan the viewer may see. NotFoundError."""
        found = self.moment.schedule.directories.get(ident)
        seen = {directory for directory, _ in self.viewer.reads}
        seen |= {self.moment.schedule.plans[plan].directory for plan in self.viewer.reads_plans}
        if found is None or ident not in seen:
            raise NotFoundError(ident)
        return found

    def agency(self, directory: str, ident: str) -> Agency:
        """An agency the viewer reads, or that owes something in a plan it sees. NotFoundError."""
        found = self.moment.schedule.directories.get(directory)
        agency = None if found is None else found.agencies.get(ident)
        if agency is None or not (
            (directory, ident) in self.viewer.reads or self.occurrences_of(directory, ident)
        ):
            raise NotFoundError(f"{directory}/{ident}")
        return agency

    def occurrences_of(self, directory: str, ident: str) -> tuple[Occurrence, ...]:
        """What the viewer may see of an agency's occurrences, by date, the pending ones last."""
        every = self.moment.schedule.of_agency(directory, ident)
        return tuple(each for each in every if self.sees(each))

    def occurrences(self) -> tuple[Occurrence, ...]:
        """All that the viewer may see, by date, the pending ones last."""
        schedule = self.moment.schedule
        own = (each for owes in self.viewer.reads for each in schedule.of_agency(*owes))
        of_plans = (each for plan in self.viewer.reads_plans for each in self.occurrences_in(plan))
        found = {each.key: each for every in (own, of_plans) for each in every}
        return tuple(sorted(found.values(), key=_by_date))

    def plan(self, ident: str) -> Plan:
        """A plan the viewer sees whole. NotFoundError."""
        if ident not in self.viewer.reads_plans:
            raise NotFoundError(ident)
        return self.moment.schedule.plans[ident]

    def coordinated(self, ident: str) -> Plan:
        """A plan the viewer coordinates. NotFoundError."""
        if ident not in self.viewer.coordinates:
            raise NotFoundError(ident)
        return self.moment.schedule.plans[ident]

    def occurrences_in(self, plan: str) -> tuple[Occurrence, ...]:
        """All occurrences of a plan the viewer sees whole, by date. NotFoundError."""
        wanted = self.plan(plan).id
        every = self.moment.schedule.slots
        return tuple(
            one for slot in every if slot.plan.id == wanted for one in occurrences_of(slot)
        )


def occurrences_of(slot: Slot) -> tuple[Occurrence, ...]:
    """The slot with each of the agencies that owe it."""
    return tuple(Occurrence(slot, assignee) for assignee in slot.assignees)


def _by_date(occurrence: Occurrence) -> tuple[date, str]:
    return occurrence.slot.due or date.max, occurrence.key
