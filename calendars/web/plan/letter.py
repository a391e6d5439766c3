"""The letter of urging to an agency: all that is overdue of it in a plan, with what it rests on."""

from __future__ import annotations

import re
from urllib.parse import quote

from rules.directory import Agency, Directory
from rules.explain import explain
from rules.schedule import Occurrence
from rules.state import State
from rules.text import Lang
from rules.words import step_words
from templates.pages.letter import LetterItem, LetterPage

from ...describe import name_of
from .. import links
from ..access.scope import Scope
from ..item.items import Item, item_of

_KIND_OF_PLACE = re.compile(r"^(thành phố|tỉnh)\s+", re.IGNORECASE)
_OWN = ("document", "extension")  # what the letter says in columns of its own


def letter_url(directory: str, agency: str, plan: str) -> str:
    """Where the letter is."""
    return links.with_query(f"/letters/{quote(directory)}/{quote(agency)}", plan=plan)


def letter(scope: Scope, directory: str, ident: str, plan_id: str, lang: Lang) -> LetterPage:
    """The letter as of today: it is the plan's coordinator's, so NotFoundError for all others."""
    plan, agency = scope.plan(plan_id), scope.agency(directory, ident)
    moment, cities = scope.moment, scope.moment.schedule.directories
    owed = [
        item_of(each, moment)
        for each in scope.occurrences_of(directory, ident)
        if each.slot.plan.id == plan.id
    ]
    overdue = [item for item in owed if item.state is State.OVERDUE]
    city = cities[plan.directory]
    sender = _standing(city, plan.coordinator, scope)
    issuer = city.agencies.get(plan.issuer)
    return LetterPage(
        name=name_of(agency, lang),
        above=_above(city, sender),
        sender=sender.vi,
        place=_KIND_OF_PLACE.sub("", city.name_vi),
        day=moment.today,
        to=agency.vi,
        plan_title=plan.title,
        plan_number=plan.number,
        issued=plan.issued,
        issuer=issuer.vi if issuer else "",
        items=tuple(_item(item) for item in sorted(overdue, key=lambda one: one.worst_first)),
        back=links.plan(plan.id, "items", agency=ident),
    )


def _standing(city: Directory, ident: str, scope: Scope) -> Agency:
    """Who coordinates today; the one the plan names where nobody has followed it."""
    standing = city.in_force(ident, scope.moment.today)
    return standing[0][0] if standing else city.agencies[ident]


def _above(city: Directory, sender: Agency) -> str:
    parent = city.agencies.get(sender.parent)
    return parent.vi if parent else ""


def _item(item: Item) -> LetterItem:
    slot = item.occurrence.slot
    first, extension = slot.original or slot, slot.extension
    if first.stated is None:
        raise ValueError(f"{item.key} is pending: nothing of it can be overdue")
    return LetterItem(
        title=slot.duty.title,
        step=step_words(slot.label, "vi"),
        ref=slot.duty.ref,
        quote=slot.duty.wording(slot.label),
        stated=first.stated,
        until=slot.stated if extension else None,
        granted=extension.number if extension else "",
        late=item.late,
        basis=_basis(item.occurrence),
    )


def _basis(occurrence: Occurrence) -> tuple[str, ...]:
    """The sources that the date rests on besides the plan, each once, as `explain` cites them."""
    found = [each.source.vi for each in explain(occurrence) if each.rule not in _OWN]
    return tuple(dict.fromkeys(filter(None, found)))
