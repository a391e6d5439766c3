"""A coordinator accepts, returns and extends: one item or a selection; urging is its neighbour's.

What is chosen is looked at first. Only the act's own form records anything, all of it or nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from ledger.store import Ledger
from templates.pages.base import Page
from templates.pages.words import words

from .. import links
from ..access.scope import NotFoundError
from ..forms import CheckedForm, text
from ..item.items import Item
from ..item.lines import Lines, TheLines
from ..plan.filter import PlanFilter
from ..plan.pages import item_list
from ..plan.view import plan_view
from ..respond import page, to
from ..services import TheServices
from . import decide
from .chosen import Fields, back_from, chosen_in, fields_of, to_decide
from .pages import ActPages, split
from .routes_urge import urge_page

router = APIRouter(include_in_schema=False)
_ACTS: tuple[decide.Act, ...] = ("accept", "return", "extend", "urge")
_SAID = {"accept": "accepted", "return": "returned", "extend": "extended"}


@dataclass(frozen=True, slots=True)
class _Case:
    """An act on items, with the pages of its request."""

    request: Request
    pages: ActPages
    act: decide.Act
    items: list[Item]


@router.post("/plans/{plan}/act")
def choose(
    request: Request, lines: TheLines, services: TheServices, form: CheckedForm, plan: str
) -> Response:
    """The page of the act that was asked for, about the items that were ticked. Writes nothing."""
    items, act = chosen_in(form, lines.scope, plan), _act(text(form, "act"))
    listed = PlanFilter.of(form)
    if not items:
        view = plan_view(lines.scope, plan, lines.lang, listed.by)
        mistakes: dict[str, str] = {"list": words(view.lang)["none_ticked"]}
        shown = item_list(view, listed, may_decide=True, mistakes=mistakes)
        return page(request, shown, status=422)
    back = links.plan(plan, "items", **listed.fields())
    pages = ActPages(lines, links.plan(plan, act), back)
    if act == "urge":
        return urge_page(request, pages, services, items)
    return page(request, _shown(_Case(request, pages, act, items), defaultdict(str), {}))


@router.post("/plans/{plan}/accept")
@router.post("/plans/{plan}/return")
@router.post("/plans/{plan}/extend")
def act_on_all(
    request: Request, lines: TheLines, services: TheServices, form: CheckedForm, plan: str
) -> Response:
    """Do what the path says to the items chosen: the same for each of them."""
    act = _act(request.url.path.rpartition("/")[2])
    items, back = chosen_in(form, lines.scope, plan), back_from(form, plan)
    if not items:
        return to(back)
    case = _Case(request, ActPages(lines, links.plan(plan, act), back), act, items)
    return _sent(case, fields_of(form), services.ledger)


@router.get("/accept/{key:path}")
@router.get("/return/{key:path}")
@router.get("/extend/{key:path}")
def form_for_one(request: Request, lines: TheLines, key: str) -> Response:
    """The form of what the path says, about one item. Writes nothing."""
    return page(request, _shown(_one(request, lines, key), defaultdict(str), {}))


@router.post("/accept/{key:path}")
@router.post("/return/{key:path}")
@router.post("/extend/{key:path}")
def act_on_one(
    request: Request, lines: TheLines, services: TheServices, form: CheckedForm, key: str
) -> Response:
    """Do what the path says to one item."""
    return _sent(_one(request, lines, key), fields_of(form), services.ledger)


def _one(request: Request, lines: Lines, key: str) -> _Case:
    act, items = _act(request.url.path.split("/")[1]), to_decide(lines.scope, [key])
    return _Case(request, ActPages(lines, links.act(act, key), links.item(key)), act, items)


def _act(name: str) -> decide.Act:
    for act in _ACTS:
        if act == name:
            return act
    raise NotFoundError(name)


def _sent(case: _Case, fields: Fields, ledger: Ledger) -> Response:
    """Record what the form says, if all of it is right; else show it again with what is wrong."""
    scope, lang = case.pages.lines.scope, case.pages.lines.lang
    if case.act == "extend" and fields["step"] == "look":
        return page(case.request, _shown(case, fields, {}))
    applies, left_out = split(case.act, case.items)
    decided = _DECIDE[case.act](applies, fields, scope.viewer.address, scope.moment, lang)
    if left_out:
        decided.mistakes["items"] = words(lang)["changed_meanwhile"]
    if decided.mistakes:
        return page(case.request, _shown(case, fields, decided.mistakes), status=422)
    whole = decide.record(decided, ledger)
    return to(case.pages.back, _SAID[case.act] if whole else "partly")


def _shown(case: _Case, fields: Fields, mistakes: dict[str, str]) -> Page:
    pages, chosen = case.pages, split(case.act, case.items)
    match case.act:
        case "accept":
            return pages.accept(chosen, fields, mistakes)
        case "return":
            return pages.send_back(chosen, fields, mistakes)
        case _:
            return pages.extend(chosen, fields, mistakes)


_DECIDE = {"accept": decide.accept, "return": decide.send_back, "extend": decide.extend}
