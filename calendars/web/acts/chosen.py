"""Which items a form is about: each key is looked up in the viewer's scope, at every request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from starlette.datastructures import FormData

from .. import links
from ..access.scope import NotFoundError, Scope
from ..access.session import own_path
from ..forms import text, texts
from ..item.items import Item, item_of

Fields = defaultdict[str, str]
"""The texts of a form, "" for a field that it has not."""


def to_decide(scope: Scope, keys: Iterable[str], plan: str = "") -> list[Item]:
    """The items of these keys, each once; all of the plan, if one is given.

    NotFoundError where a single one is not the viewer's to decide on.
    """
    found = [item_of(scope.to_decide(key), scope.moment) for key in dict.fromkeys(keys)]
    if plan and any(item.occurrence.slot.plan.id != plan for item in found):
        raise NotFoundError(plan)
    return found


def chosen_in(form: FormData, scope: Scope, plan: str) -> list[Item]:
    """The items ticked in a list of the plan. NotFoundError as for `to_decide`."""
    return to_decide(scope, texts(form, "keys"), scope.coordinated(plan).id)


def fields_of(form: FormData) -> Fields:
    """The form's texts."""
    return defaultdict(str, {name: text(form, name) for name in form})


def back_from(form: FormData, plan: str) -> str:
    """Where to go afterwards: a page of ours that the form names, else the plan's list."""
    back = own_path(text(form, "back"))
    return links.plan(plan, "items") if back == "/" else back
