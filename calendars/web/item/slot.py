"""A slot's page: one duty in one period, with the agencies the viewer may see."""

from __future__ import annotations

from rules.words import step_words
from templates.pages.item import SlotPage

from .. import links
from ..access.scope import occurrences_of
from .items import alphabetical, item_of
from .lines import Lines, part
from .view import dates_shown, plan_shown


def slot_page(lines: Lines, key: str, page: int = 1) -> SlotPage:
    """The slot, an agency with a later date beside the others. NotFoundError."""
    scope = lines.scope
    slots = scope.slots(key)
    slot = slots[0].original or slots[0]
    items = sorted(
        (
            item_of(each, scope.moment)
            for one in slots
            for each in occurrences_of(one)
            if scope.sees(each)
        ),
        key=lambda item: (*item.worst_first[:3], alphabetical(item.agency.vi)),
    )
    shown, pages = part(page, len(items), links.slot(key))
    return SlotPage(
        title=slot.duty.title,
        kind=slot.duty.kind,
        step=step_words(slot.label, lines.lang),
        data=slot.data,
        ref=slot.duty.ref,
        plan=plan_shown(lines, slot.plan),
        wording=slot.duty.wording(slot.label),
        dates=dates_shown(slot),
        waits_for=slot.waits_for,
        agencies=tuple(lines.line(item) for item in items[shown]),
        total=len(items),
        pages=pages,
    )
