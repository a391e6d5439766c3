"""Signing in by a mailed link, and signing out.

Whether an address is a contact's shows in no answer: what depends on it happens after the answer
has gone. Mail scanners follow links, so a link alone signs nobody in: its page has a button.
"""

from __future__ import annotations

import re
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request, Response
from starlette.background import BackgroundTask

from ledger.access import CLIENT_SPAN, LINK_LASTS, TooManyError, client_hash
from rules.text import Lang
from templates.pages.sign_in import (
    SignInConfirmPage,
    SignInEndedPage,
    SignInPage,
    SignInSentPage,
)

from .. import links
from ..forms import CheckedForm, text
from ..respond import error_page, lang_of, page, to
from ..services import Moment, Services, TheMoment, TheServices
from .client import client_of
from .session import SIGN_IN, begin_session, end_session, own_path, viewer_of
from .viewer import viewer_for

router = APIRouter(include_in_schema=False)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LONGEST = 254  # characters of an address (RFC 5321, 4.5.3.1.3 less the angle brackets)

Next = Annotated[str, Query(alias="next")]
"""Where to go on to; judged by `own_path`."""

log = structlog.get_logger(__name__)


@router.get(SIGN_IN)
def ask(request: Request, services: TheServices, onward: Next = "/") -> Response:
    """The form; on, where somebody is signed in already."""
    if viewer_of(request) is not None:
        return to(own_path(onward))
    return page(request, SignInPage(own_path(onward), services.settings.demo))


@router.post(SIGN_IN)
def send(request: Request, services: TheServices, moment: TheMoment, form: CheckedForm) -> Response:
    """Mail a link to a contact; to anybody else nothing, with the same answer."""
    address, onward = text(form, "address"), own_path(text(form, "next"))
    if len(address) > _LONGEST or not _ADDRESS.fullmatch(address):
        mistaken = SignInPage(onward, services.settings.demo, address, "sign_in_no_address")
        return page(request, mistaken, status=422)
    client = client_hash(client_of(request, services.settings), services.ledger.secret())
    try:
        token = services.ledger.request_sign_in(address, client, moment.now)
    except TooManyError as error:
        refused = error_page(request, f"sign_in_too_many_{error.of}", 429)
        span = LINK_LASTS if error.of == "address" else CLIENT_SPAN
        refused.headers["Retry-After"] = str(int(span.total_seconds()))
        return refused
    link = services.settings.url + links.with_query(
        f"{SIGN_IN}/{token}", next="" if onward == "/" else onward
    )
    response = to(f"{SIGN_IN}/sent")
    response.background = BackgroundTask(
        _mail, services, moment, address.casefold(), link, lang_of(request)
    )
    return response


@router.get(f"{SIGN_IN}/sent")
def sent(request: Request, services: TheServices) -> Response:
    """What to do now, in the same words for everybody."""
    minutes = int(LINK_LASTS.total_seconds()) // 60
    return page(request, SignInSentPage(minutes, services.settings.mails is not None))


@router.get(f"{SIGN_IN}/{{token}}")
def confirm(
    request: Request,
    services: TheServices,
    moment: TheMoment,
    token: str,
    onward: Next = "/",
) -> Response:
    """What the link leads to. It changes nothing."""
    address = services.ledger.sign_in_address(token, moment.now)
    if address is None:
        return _ended(request, onward)
    # With "same-origin" the style sheet's request would name this page, and so the token.
    shown = page(request, SignInConfirmPage(address, token, own_path(onward)))
    shown.headers["Referrer-Policy"] = "strict-origin"
    return shown


@router.post(f"{SIGN_IN}/{{token}}")
def sign_in(
    request: Request, services: TheServices, moment: TheMoment, form: CheckedForm, token: str
) -> Response:
    """Sign in, once, whoever has the address and is still a contact."""
    address = services.ledger.use_sign_in(token, moment.now)
    if address is None or viewer_for(address, moment.schedule, moment.today) is None:
        return _ended(request, text(form, "next"))
    response = to(own_path(text(form, "next")))
    begin_session(request, response, address)
    return response


@router.post("/sign-out")
def sign_out(request: Request, _form: CheckedForm) -> Response:
    """End the session."""
    response = to(SIGN_IN, "signed_out")
    end_session(request, response)
    return response


def _ended(request: Request, onward: str) -> Response:
    """Used, run out or never made: the same page."""
    return page(request, SignInEndedPage(own_path(onward)), status=404)


def _mail(services: Services, moment: Moment, address: str, link: str, lang: Lang) -> None:
    if viewer_for(address, moment.schedule, moment.today) is None:
        return
    try:
        services.send_sign_in(address, link, moment.now + LINK_LASTS, lang)
    except Exception:
        log.exception("sign-in-not-mailed")
