"""Which items of a plan are meant: by state, agency, group and period, as the address says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rules.state import State
from templates.pages.plan import CountLink

from .. import links
from ..item.items import Item
from .view import Every, PlanView

# What is told at the top and can be asked for, in this order.
STATES = (
    State.OVERDUE, State.RETURNED, State.TODAY, State.CLOSING, State.SOON, State.UPCOMING,
    State.SUBMITTED, State.PENDING, State.DONE, State.DONE_LATE, State.CLOSED,
)  # fmt: skip
_ALWAYS = frozenset({State.OVERDUE, State.TODAY, State.SOON, State.UPCOMING})


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What is asked for; what is empty asks for all."""

    state: str = ""
    agency: str = ""
    group: str = ""
    period: str = ""
    by: Every = "quarter"

    @classmethod
    def of(cls, query: Mapping[str, object]) -> PlanFilter:
        """What the fields of a query or a form ask for; what is none of ours is left aside."""
        given = {name: str(query.get(name, "")) for name in ("state", "agency", "group", "period")}
        by: Every = "month" if query.get("by") == "month" else "quarter"
        return cls(**given, by=by)

    def fields(self) -> dict[str, str]:
        """The filter as a query says it, what is usual left out."""
        every = {
            "state": self.state, "agency": self.agency, "group": self.group,
            "period": self.period, "by": "" if self.by == "quarter" else self.by,
        }  # fmt: skip
        return {name: value for name, value in every.items() if value}

    def choose(self, view: PlanView) -> list[Item]:
        """The items meant, in the plan's order. NotFoundError for a group that there is not."""
        known = self.state in set(State)
        members = view.members(self.group) if self.group else None
        return [
            item
            for item in view.items
            if (not known or item.state.value == self.state)
            and (not self.agency or item.agency.id == self.agency)
            and (members is None or item.agency.id in members)
            and (not self.period or item.period == self.period)
        ]


def state_key(state: State) -> str:
    """The key of the word for how many are in a state."""
    return f"count_{state.value}"


def counts(items: Iterable[Item], plan: str, chosen: PlanFilter) -> tuple[CountLink, ...]:
    """How many are in which state, each with the list of them; what is rare only where it is."""
    found = Counter(item.state for item in items)
    rest = {name: value for name, value in chosen.fields().items() if name != "state"}
    return tuple(
        CountLink(
            state.value,
            state_key(state),
            found[state],
            links.plan(plan, "items", **{**rest, "state": state.value}),
            state.value == chosen.state,
        )
        for state in STATES
        if found[state] or state in _ALWAYS
    )
