"""`/agencies/.../subscribe`, `/plans/.../subscribe`: make a calendar's address, or end one.

The answer to making one is the page itself: the address is shown this once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Request, Response

from rules.text import one_line
from templates.pages.words import words

from ..access.scope import NotFoundError
from ..forms import CheckedForm, text
from ..item.lines import Lines, TheLines
from ..respond import page, to
from ..services import TheServices
from .subscribe import Subscribable, addresses, of_agency, of_plan, standing, subscribe_page

MOST = 50
"""Addresses of one page that stand at a time."""
_LONGEST = 100  # characters of a name

router = APIRouter(include_in_schema=False)


@router.get("/agencies/{directory}/{agency}/subscribe")
def agency_calendar(
    request: Request, lines: TheLines, services: TheServices, directory: str, agency: str
) -> Response:
    """What a subscription is, and those there are."""
    return _page(request, lines, services, of_agency(lines, (directory, agency)))


@router.post("/agencies/{directory}/{agency}/subscribe")
def subscribe_to_agency(
    request: Request,
    lines: TheLines,
    services: TheServices,
    form: CheckedForm,
    directory: str,
    agency: str,
) -> Response:
    """Make an address, or end one."""
    return _act(request, lines, services, form, of_agency(lines, (directory, agency)))


@router.get("/plans/{plan}/subscribe")
def plan_calendar(request: Request, lines: TheLines, services: TheServices, plan: str) -> Response:
    """The same of a plan, and of groups of agencies."""
    return _page(request, lines, services, of_plan(lines, plan))


@router.post("/plans/{plan}/subscribe")
def subscribe_to_plan(
    request: Request, lines: TheLines, services: TheServices, form: CheckedForm, plan: str
) -> Response:
    """Make an address, or end one."""
    return _act(request, lines, services, form, of_plan(lines, plan))


def _page(request: Request, lines: Lines, services: TheServices, those: Subscribable) -> Response:
    tokens, secure = services.ledger.tokens(), services.settings.secure
    return page(request, subscribe_page(lines, those, tokens, secure=secure))


def _act(
    request: Request,
    lines: Lines,
    services: TheServices,
    form: CheckedForm,
    those: Subscribable,
) -> Response:
    ledger, settings = services.ledger, services.settings
    by, now = lines.scope.viewer.address, lines.scope.moment.now
    here = standing(those, ledger.tokens(), now)
    ended = text(form, "end")
    if ended:
        numbers = {str(each.id): each.id for each in here}
        if ended not in numbers:
            raise NotFoundError(ended)
        ledger.end_token(numbers[ended], by, now)
        return to(those.page, "address_ended")
    name, chosen = one_line(text(form, "name")), text(form, "calendar")
    if chosen not in those.calendars:
        raise NotFoundError(chosen)
    wrong = _mistakes(name, len(here), lines)
    if wrong:
        shown = subscribe_page(lines, those, here, secure=settings.secure)
        return page(request, replace(shown, name=name, chosen=chosen, mistakes=wrong), status=422)
    scope, _ = those.calendars[chosen]
    _, token = ledger.create_token("feed", scope.text, name, by, now)
    made = addresses(scope, settings.url, token, those.calendars[chosen][1])
    shown = subscribe_page(lines, those, ledger.tokens(), secure=settings.secure)
    return page(request, replace(shown, made=made))


def _mistakes(name: str, standing_now: int, lines: Lines) -> Mapping[str, str]:
    w = words(lines.lang)
    if not 1 <= len(name) <= _LONGEST:
        return {"name": w["subscribe_name_wrong"](n=_LONGEST)}
    if standing_now >= MOST:
        return {"name": w["subscribe_too_many"](n=MOST)}
    return {}
