"""An item's page: its dates and why, what was reported, what the viewer can do now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules.directory import Directory
from rules.explain import explain
from rules.plan import Plan
from rules.schedule import Occurrence, Slot
from rules.state import State
from templates.filters import value_words
from templates.pages.base import Link
from templates.pages.item import (
    ActLink,
    DatesShown,
    ExtensionShown,
    HistoryLine,
    ItemPage,
    PlanShown,
    StepShown,
)

from ...describe import name_of, names_of
from .. import links
from .items import Item, item_of
from .lines import Lines

_FOR_OPERATORS = "how-to-record"  # a command; on a page nobody can type it
_DONE = frozenset({State.DONE, State.DONE_LATE})


def item_page(lines: Lines, occurrence: Occurrence, history: Sequence[HistoryLine]) -> ItemPage:
    """Everything of an occurrence in the viewer's scope."""
    slot, assignee, lang = occurrence.slot, occurrence.assignee, lines.lang
    duty, directory = slot.duty, lines.scope.directory(slot.plan.directory)
    item = item_of(occurrence, lines.scope.moment)
    line = lines.line(item)
    written = assignee.written if assignee.written != assignee.agency.vi else ""
    return ItemPage(
        line=line,
        key=occurrence.key,
        agency=Link(line.agency_url, line.agency),
        written=written,
        replaces=tuple(name_of(old, lang) for old in assignee.instead_of),
        slot=Link(links.slot(slot.key), slot.key),
        plan=plan_shown(lines, slot.plan),
        wording=slot.duty.wording(slot.label),
        dates=dates_shown(slot),
        extension=_extension(lines, occurrence),
        targets=tuple((value.metric, value_words(value, lang)) for value in slot.values),
        product=duty.product,
        helpers=_helpers(slot, directory, lines),
        receivers=tuple(names_of(duty.to, directory, lang)),
        steps=tuple(
            StepShown(reason.text.to(lang), reason.source.to(lang))
            for reason in explain(occurrence)
            if reason.rule != _FOR_OPERATORS
        ),
        history=tuple(history),
        acts=tuple(_acts(lines, item)),
    )


def plan_shown(lines: Lines, plan: Plan) -> PlanShown:
    """The document; with a link to its page for who sees it whole."""
    whole = plan.id in lines.scope.viewer.reads_plans
    return PlanShown(plan.title, plan.number, plan.issued, links.plan(plan.id) if whole else "")


def dates_shown(slot: Slot) -> DatesShown:
    """The dates of a slot."""
    return DatesShown(
        start=slot.start,
        stated=slot.stated,
        due=slot.due,
        late_from=slot.late_from,
        bound=slot.bound.value if slot.bound else "",
        hour=slot.hour,
        assumed=slot.assumed,
        predicted=slot.predicted,
    )


def _extension(lines: Lines, occurrence: Occurrence) -> ExtensionShown | None:
    slot = occurrence.slot
    if slot.extension is None or slot.original is None:
        return None
    by = slot.extension.by if lines.knows_who(occurrence) else ""
    before = dates_shown(slot.original)
    return ExtensionShown(slot.extension.until, slot.extension.number, by, before)


def _helpers(slot: Slot, directory: Directory, lines: Lines) -> tuple[str, ...]:
    duty = slot.duty
    if duty.with_written and all(duty.with_written):
        return duty.with_written
    return tuple(names_of(duty.with_, directory, lines.lang))


def _acts(lines: Lines, item: Item) -> Iterator[ActLink]:
    """What can be done in the item's state: what is waiting to be decided goes first."""
    scope, key, occurrence = lines.scope, item.key, item.occurrence
    waits, done = item.state is State.SUBMITTED, item.state in _DONE
    decides = scope.may_decide(occurrence)
    if decides and waits:
        yield ActLink("accept", links.act("accept", key))
    if decides and (waits or done):
        yield ActLink("return", links.act("return", key))
    if item.state is State.CLOSED or done:
        return
    if scope.may_act(occurrence):
        again = "resubmit" if item.returned else "submit"
        yield ActLink("replace" if waits else again, links.act("submit", key))
    if decides and not waits and occurrence.slot.due is not None:
        yield ActLink("extend", links.act("extend", key))
