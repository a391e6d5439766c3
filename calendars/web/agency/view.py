"""An agency's page: what it must do now, and what it has done, as far as the viewer may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from rules.state import State
from templates.pages.agency import AgencyHead, AgencyPage, Later, StateCount, StateGroup
from templates.pages.base import Link
from templates.pages.words import words

from ...describe import name_of
from .. import links
from ..access.viewer import Owes, replaced_by
from ..item.items import Item, item_of
from ..item.lines import HANDED_IN, Lines, part

ALWAYS = (State.OVERDUE, State.TODAY, State.SOON, State.UPCOMING)
"""Told even where there are none: with them the page answers "what must I do now"."""
TOLD = (*ALWAYS, State.CLOSING, State.RETURNED, State.SUBMITTED, State.PENDING)
AHEAD = timedelta(days=92)
"""How far ahead the list looks where nothing else is asked for: a quarter."""
_DONE_FIRST = (State.SUBMITTED, State.DONE_LATE, State.DONE, State.CLOSED)


@dataclass(frozen=True, slots=True)
class AgencyFilter:
    """What of an agency's items is looked at: all that it owes, or has `done`; of one state, of
    one plan; and which page of the list.
    """

    done: bool = False
    state: str = ""
    plan: str = ""
    page: int = 1


def agency_page(lines: Lines, owes: Owes, chosen: AgencyFilter) -> AgencyPage:
    """The items chosen, with the counts of all. NotFoundError."""
    head = agency_head(lines, owes, "done" if chosen.done else "todo")
    moment, address = lines.scope.moment, links.agency(*owes)
    every = [item_of(each, moment) for each in lines.scope.occurrences_of(*owes)]
    of_plan = [item for item in every if chosen.plan in ("", item.occurrence.slot.plan.id)]
    asked = [
        item
        for item in of_plan
        if (item.state in HANDED_IN) == chosen.done and chosen.state in ("", item.state.value)
    ]
    until = moment.today + AHEAD
    near = asked if chosen.state else [item for item in asked if not _is_far(item, until)]
    listed = _sorted(near, done=chosen.done)
    view = "done" if chosen.done else ""
    shown, pages = part(
        chosen.page, len(listed), address, view=view, state=chosen.state, plan=chosen.plan
    )
    filtered = bool(chosen.state or chosen.plan)
    counted = Counter(item.state for item in listed)
    return AgencyPage(
        head=head,
        done=chosen.done,
        counts=tuple(_counts(Counter(item.state for item in of_plan), address, chosen)),
        plans=_plans(every, address, view, chosen.plan),
        groups=tuple(_groups(listed[shown], counted, lines)),
        everything=links.with_query(address, view=view) if filtered else "",
        later=Later(
            len(asked) - len(near),
            until,
            links.with_query(address, state=State.UPCOMING.value, plan=chosen.plan),
        ),
        pages=pages,
    )


def agency_head(lines: Lines, owes: Owes, view: str) -> AgencyHead:
    """The agency's name and whom it replaces, and its views of which one is shown. NotFoundError.

    Whoever acts for the agency may also subscribe to its calendar.
    """
    scope, w = lines.scope, words(lines.lang)
    agency, directory = scope.agency(*owes), scope.directory(owes[0])
    address = links.agency(*owes)
    views = {
        "todo": address,
        "done": links.with_query(address, view="done"),
        "month": links.agency(*owes, "month"),
    }
    if owes in scope.viewer.acts_for:
        views["subscribe"] = links.agency(*owes, "subscribe")
    return AgencyHead(
        name=name_of(agency, lines.lang),
        replaces=tuple(
            name_of(directory.agencies[old], lines.lang)
            for old in replaced_by(agency, directory, scope.moment.today)
        ),
        ended=agency.until if agency.until and agency.until < scope.moment.today else None,
        views=tuple(
            Link(url, w[f"view_{name}"], current=name == view) for name, url in views.items()
        ),
    )


def _is_far(item: Item, until: date) -> bool:
    due = item.occurrence.slot.due
    return item.state is State.UPCOMING and due is not None and due > until


def _sorted(items: Sequence[Item], *, done: bool) -> list[Item]:
    if not done:
        return sorted(items, key=lambda item: item.worst_first)
    newest_first = sorted(items, key=lambda item: (_submitted(item), item.key), reverse=True)
    return sorted(newest_first, key=lambda item: _DONE_FIRST.index(item.state))


def _submitted(item: Item) -> date:
    return item.completion.on if item.completion else date.min


def _counts(
    counted: Mapping[State, int], address: str, chosen: AgencyFilter
) -> Iterator[StateCount]:
    for state in _DONE_FIRST if chosen.done else TOLD:
        count = counted.get(state, 0)
        if not count and (chosen.done or state not in ALWAYS):
            continue
        view = "done" if state in HANDED_IN else ""
        url = links.with_query(address, view=view, state=state.value, plan=chosen.plan)
        yield StateCount(state.value, count, url if count else "", chosen.state == state.value)


def _plans(items: Sequence[Item], address: str, view: str, current: str) -> tuple[Link, ...]:
    """Links to the items of each plan; none where there is but one."""
    plans = {plan.id: plan for plan in (item.occurrence.slot.plan for item in items)}
    if len(plans) < 2:
        return ()
    return tuple(
        Link(links.with_query(address, view=view, plan=ident), plan.number, ident == current)
        for ident, plan in sorted(plans.items())
    )


def _groups(
    items: Sequence[Item], counted: Mapping[State, int], lines: Lines
) -> Iterator[StateGroup]:
    for state, members in groupby(items, key=lambda item: item.state):
        shown = tuple(lines.line(item) for item in members)
        yield StateGroup(state.value, counted[state], shown)
