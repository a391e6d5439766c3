"""A coordinator accepts, returns and extends: one item or a selection; urging is its neighbour's.

What is chosen is looked at first. Only the act's own form records anything, all of it or nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from templates.pages.base import Page
from templates.pages.words import words

from . import decide, links
from .act_pages import ActPages, split
from .chosen import Fields, back_from, chosen_in, fields_of, to_decide
from .forms import CheckedForm, text
from .plan_filter import PlanFilter
from .plan_pages import item_list
from .plan_view import Item, plan_view
from .respond import lang_of, page, to
from .routes_urge import urge_page
from .scope import NotFoundError, Scope
from .services import Services, TheMoment, TheServices
from .session import SignedIn

router = APIRouter(include_in_schema=False)
_ACTS: tuple[decide.Act, ...] = ("accept", "return", "extend", "urge")
_SAID = {"accept": "accepted", "return": "returned", "extend": "extended"}


@dataclass(frozen=True, slots=True)
class _Case:
    """An act on items: who does it, where its form goes, where it leads."""

    request: Request
    scope: Scope
    services: Services
    act: decide.Act
    items: list[Item]
    action: str
    back: str


@router.post("/plans/{plan}/act")
def choose(
    request: Request,
    viewer: SignedIn,
    moment: TheMoment,
    services: TheServices,
    form: CheckedForm,
    plan: str,
) -> Response:
    """The page of the act that was asked for, about the items that were ticked. Writes nothing."""
    scope, listed = Scope(viewer, moment), PlanFilter.of(form)
    items, act = chosen_in(form, scope, plan), _act(text(form, "act"))
    if not items:
        view = plan_view(scope, plan, lang_of(request), listed.by)
        mistakes: dict[str, str] = {"list": words(view.lang)["none_ticked"]}
        shown = item_list(view, listed, may_decide=True, mistakes=mistakes)
        return page(request, shown, status=422)
    back, action = links.plan(plan, "items", **listed.fields()), links.plan(plan, act)
    case = _Case(request, scope, services, act, items, action, back)
    if act == "urge":
        return urge_page(request, scope, services, items, action=action, back=back)
    return page(request, _shown(case, defaultdict(str), {}))


@router.post("/plans/{plan}/accept")
@router.post("/plans/{plan}/return")
@router.post("/plans/{plan}/extend")
def act_on_all(
    request: Request,
    viewer: SignedIn,
    moment: TheMoment,
    services: TheServices,
    form: CheckedForm,
    plan: str,
) -> Response:
    """Do what the path says to the items chosen: the same for each of them."""
    scope, act = Scope(viewer, moment), _act(request.url.path.rpartition("/")[2])
    items, back = chosen_in(form, scope, plan), back_from(form, plan)
    if not items:
        return to(back)
    case = _Case(request, scope, services, act, items, links.plan(plan, act), back)
    return _sent(case, fields_of(form))


@router.get("/accept/{key:path}")
@router.get("/return/{key:path}")
@router.get("/extend/{key:path}")
def form_for_one(
    request: Request, viewer: SignedIn, moment: TheMoment, services: TheServices, key: str
) -> Response:
    """The form of what the path says, about one item. Writes nothing."""
    case = _one(request, Scope(viewer, moment), services, key)
    return page(request, _shown(case, defaultdict(str), {}))


@router.post("/accept/{key:path}")
@router.post("/return/{key:path}")
@router.post("/extend/{key:path}")
def act_on_one(
    request: Request,
    viewer: SignedIn,
    moment: TheMoment,
    services: TheServices,
    form: CheckedForm,
    key: str,
) -> Response:
    """Do what the path says to one item."""
    return _sent(_one(request, Scope(viewer, moment), services, key), fields_of(form))


def _one(request: Request, scope: Scope, services: Services, key: str) -> _Case:
    act, items = _act(request.url.path.split("/")[1]), to_decide(scope, [key])
    return _Case(request, scope, services, act, items, links.act(act, key), links.item(key))


def _act(name: str) -> decide.Act:
    for act in _ACTS:
        if act == name:
            return act
    raise NotFoundError(name)


def _sent(case: _Case, fields: Fields) -> Response:
    """Record what the form says, if all of it is right; else show it again with what is wrong."""
    moment, lang = case.scope.moment, lang_of(case.request)
    if case.act == "extend" and fields["step"] == "look":
        return page(case.request, _shown(case, fields, {}))
    applies, left_out = split(case.act, case.items)
    decided = _DECIDE[case.act](applies, fields, case.scope.viewer.address, moment, lang)
    if left_out:
        decided.mistakes["items"] = words(lang)["changed_meanwhile"]
    if decided.mistakes:
        return page(case.request, _shown(case, fields, decided.mistakes), status=422)
    whole = decide.record(decided, case.services.ledger)
    return to(case.back, _SAID[case.act] if whole else "partly")


def _shown(case: _Case, fields: Fields, mistakes: dict[str, str]) -> Page:
    pages = ActPages(
        case.scope.moment,
        lang_of(case.request),
        case.services.settings.feeds.zone,
        action=case.action,
        back=case.back,
    )
    chosen = split(case.act, case.items)
    match case.act:
        case "accept":
            return pages.accept(chosen, fields, mistakes)
        case "return":
            return pages.send_back(chosen, fields, mistakes)
        case _:
            return pages.extend(chosen, fields, mistakes)


_DECIDE = {"accept": decide.accept, "return": decide.send_back, "extend": decide.extend}
