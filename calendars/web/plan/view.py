"""A plan as its coordinator looks at it: every item with its state, worked out once a request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.directory import Agency, Directory
from rules.plan import Plan
from rules.schedule import Slot
from rules.statistics import by_period
from rules.text import Lang

from ...describe import name_of
from ..access.scope import NotFoundError, Scope
from ..item.items import Item, items_of
from ..services import Moment

Every = Literal["month", "quarter"]


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
            ident: name_of(group, self.lang)
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
        return name_of(agency, self.lang)


def plan_view(scope: Scope, ident: str, lang: Lang, by: Every = "quarter") -> PlanView:
    """The plan. NotFoundError where it is not the viewer's to see whole."""
    plan, moment = scope.plan(ident), scope.moment
    occurrences = scope.occurrences_in(ident)
    periods = {
        id(occurrence.slot): label
        for label, owed in by_period(occurrences, by).items()
        for occurrence in owed
    }
    items = tuple(items_of(occurrences, moment, periods))
    slots = {id(occurrence.slot): occurrence.slot for occurrence in occurrences}
    days = frozenset(_counts_on(slot) for slot in slots.values())
    directory = moment.schedule.directories[plan.directory]
    return PlanView(plan, directory, moment, lang, by, items, days)


def _counts_on(slot: Slot) -> date:
    """The day as of which a group is resolved for the slot, as the schedule does it."""
    return (slot.original or slot).due or slot.plan.issued
