"""The pages of a plan put together: the overview, the list of its items."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from rules.notices import recipients
from rules.state import WORDS, State
from rules.words import step_words
from templates.pages.base import Link
from templates.pages.plan import Choice, ItemsPage, PlanHead, PlanItem, PlanPage, Unreachable
from templates.pages.words import words

from .. import links
from ..access.viewer import in_being
from ..item.items import PENDING, Item, alphabetical
from .filter import STATES, PlanFilter, counts, state_key
from .heat_map import Order, column_words, heat_map
from .letter import letter_url
from .view import PlanView

PAGE = 200  # items on a page of the list
_OPEN = frozenset({State.UPCOMING, State.SOON, State.TODAY, State.CLOSING})


def head(view: PlanView, current: str) -> PlanHead:
    """What stands above every page of the plan; `current` is the key of its page's word."""
    w, plan = words(view.lang), view.plan
    coordinators = view.directory.in_force(plan.coordinator, view.moment.today)
    views = {"plan_overview": "", "plan_items": "items", "plan_figures": "figures"}
    return PlanHead(
        plan.id,
        plan.title,
        plan.number,
        plan.issued,
        ", ".join(view.name(agency) for agency, _ in coordinators),
        tuple(
            Link(links.plan(plan.id, path), w[key], key == current) for key, path in views.items()
        ),
    )


def overview(view: PlanView, group: str, order: Order, refused: Collection[str]) -> PlanPage:
    """The plan at a glance; `refused` are the addresses that mails did not reach."""
    w, chosen = words(view.lang), PlanFilter(group=group)
    items = chosen.choose(view)
    spans = (("quarter", w["by_quarter"]), ("month", w["by_month"]))
    orders = (("worst", w["order_worst"]), ("name", w["order_name"]))
    return PlanPage(
        head(view, "plan_overview"),
        counts(items, view.plan.id, chosen),
        heat_map(view, items, order),
        _groups(view, group),
        tuple(Choice(value, text, value == view.by) for value, text in spans),
        tuple(Choice(value, text, value == order) for value, text in orders),
        tuple(_unreachable(view, items, refused)),
    )


def item_list(
    view: PlanView,
    chosen: PlanFilter,
    page: int = 1,
    *,
    may_decide: bool,
    ticked: bool = False,
    mistakes: dict[str, str] | None = None,
) -> ItemsPage:
    """The items asked for, worst first; `page` counts from 1, one too high shows the last."""
    w, query, plan = words(view.lang), chosen.fields(), view.plan.id
    found = sorted(chosen.choose(view), key=lambda item: item.worst_first)
    last = max((len(found) + PAGE - 1) // PAGE, 1)
    page = min(max(page, 1), last)
    shown = found[(page - 1) * PAGE : page * PAGE]
    any_state = replace(chosen, state="")
    tick = Link(
        links.plan(plan, "items", **query, page=str(page), tick="" if ticked else "all"),
        w["tick_none" if ticked else "tick_all"],
    )
    return ItemsPage(
        head(view, "plan_items"),
        counts(any_state.choose(view), plan, chosen),
        tuple(_shown(view, item) for item in shown),
        len(found),
        (page - 1) * PAGE + 1,
        tuple(query.items()),
        tuple(Choice(one.value, w[state_key(one)], one.value == chosen.state) for one in STATES),
        _agencies(view, chosen.agency),
        _groups(view, chosen.group),
        _periods(view, chosen.period),
        tick if may_decide and shown else None,
        tuple(
            Link(links.plan(plan, "items", **query, page=str(n)), str(n), n == page)
            for n in range(1, last + 1)
            if last > 1
        ),
        tuple(
            Link(links.plan(plan, f"items.{kind}", **query), kind.upper())
            for kind in ("xlsx", "csv")
        ),
        may_decide,
        ticked,
        mistakes or {},
        letter_url(view.plan.directory, chosen.agency, plan) if chosen.agency and found else "",
    )


def _shown(view: PlanView, item: Item) -> PlanItem:
    slot, completion = item.occurrence.slot, item.completion
    return PlanItem(
        key=item.key,
        url=links.item(item.key),
        title=slot.duty.title,
        step=step_words(slot.label, view.lang),
        agency=view.name(item.agency),
        agency_url=links.agency(view.plan.directory, item.agency.id, plan=view.plan.id),
        due=slot.due,
        original=slot.original.due if slot.original else None,
        state=item.state.value,
        state_words=WORDS[item.state].to(view.lang),
        days=_days(view, item),
        number=completion.number if completion else "",
        on=completion.on if completion else None,
        nil=completion.nil if completion else False,
        reason=item.returned.reason if item.returned else "",
    )


def _days(view: PlanView, item: Item) -> int | None:
    due = item.occurrence.slot.due
    if item.state in (State.OVERDUE, State.DONE_LATE):
        return item.late
    if item.state in _OPEN and due is not None:
        moment = view.moment
        return max(moment.schedule.working_days.count(moment.today, due), 0)
    return None


def _agencies(view: PlanView, chosen: str) -> tuple[Choice, ...]:
    names = {item.agency.id: view.name(item.agency) for item in view.items}
    ordered = sorted(names.items(), key=lambda pair: alphabetical(pair[1]))
    return tuple(Choice(ident, name, ident == chosen) for ident, name in ordered)


def _groups(view: PlanView, chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(ident, name, ident == chosen) for ident, name in view.groups().items())


def _periods(view: PlanView, chosen: str) -> tuple[Choice, ...]:
    labels = {item.period for item in view.items}
    ordered = [*sorted(labels - {PENDING}), *(labels & {PENDING})]
    no_day = words(view.lang)["no_day_yet"]
    return tuple(
        Choice(label, column_words(label, view.lang) or no_day, label == chosen)
        for label in ordered
    )


def _unreachable(
    view: PlanView, items: Collection[Item], refused: Collection[str]
) -> Iterator[Unreachable]:
    """Those in being with no address, or none that works: what is sent to them reaches nobody."""
    agencies = {item.agency.id: item.agency for item in items}
    for ident, agency in sorted(agencies.items(), key=lambda pair: alphabetical(pair[1].vi)):
        addresses = tuple(address for _, address in recipients(agency))
        if not in_being(agency, view.moment.today):
            continue
        if all(address in refused for address in addresses):
            why = "unreachable_refused" if addresses else "unreachable_none"
            url = links.plan(view.plan.id, "items", agency=ident)
            yield Unreachable(view.name(agency), url, why, addresses)
