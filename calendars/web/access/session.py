"""The session: whose cookie it is, begun and ended; pages that only somebody signed in may see.

The cookie holds 256 random bits, the ledger their SHA-256. It opens nothing by itself: what the
address may see and do is read off the directories at each request, so that a contact that was
taken out is out at once.
"""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, Request, Response

from ledger.access import SESSION_LASTS

from .. import links
from ..cookies import SESSION, drop_cookie, read_cookie, set_cookie
from ..respond import error_page, to
from ..services import moment_of, services_of
from .viewer import Viewer, viewer_for

SIGN_IN = "/sign-in"
_OWN_PATH = re.compile(
    r"/(?![/\\])[A-Za-z0-9/._~@:%+,;=!$'()*-]*(\?[A-Za-z0-9/._~@:%+,;=&!$'()*-]*)?"
)
_LONGEST = 500  # characters of a path to go on to


class NotSignedInError(Exception):
    """The page is for somebody signed in."""


def viewer_of(request: Request) -> Viewer | None:
    """Who is signed in, with today's rights; looked up once a request."""
    if not hasattr(request.state, "viewer"):
        request.state.viewer = _look_up(request)
    found: Viewer | None = request.state.viewer
    return found


def signed_in(request: Request) -> Viewer:
    """Who is signed in. NotSignedInError where nobody is."""
    viewer = viewer_of(request)
    if viewer is None:
        raise NotSignedInError
    return viewer


SignedIn = Annotated[Viewer, Depends(signed_in)]


async def ask_to_sign_in(request: Request, _error: Exception) -> Response:
    """On to the form, and back here afterwards; what was to be written is refused (401)."""
    if request.method == "GET":
        path, query = request.scope["raw_path"], request.scope["query_string"]
        here = b"?".join(filter(None, (path, query))).decode("latin-1")
        return to(links.with_query(SIGN_IN, next=own_path(here)))
    return error_page(request, "not_signed_in", 401)


def begin_session(request: Request, response: Response, address: str) -> None:
    """A new session in place of whatever the browser had (OWASP: no session is fixed)."""
    services, now = services_of(request), moment_of(request).now
    _end(request)
    token = services.ledger.open_session(address, now)
    set_cookie(response, SESSION, token, services.settings, SESSION_LASTS)


def end_session(request: Request, response: Response) -> None:
    """End it here and in the browser."""
    _end(request)
    drop_cookie(response, SESSION, services_of(request).settings)


def own_path(path: str) -> str:
    """The path, where it leads to a page of ours and no further; else "/"."""
    return path if len(path) <= _LONGEST and _OWN_PATH.fullmatch(path) else "/"


def _look_up(request: Request) -> Viewer | None:
    services = services_of(request)
    token = read_cookie(request, SESSION, services.settings)
    if not token:
        return None
    moment = moment_of(request)
    address = services.ledger.session(token, moment.now)
    return None if address is None else viewer_for(address, moment.schedule, moment.today)


def _end(request: Request) -> None:
    services = services_of(request)
    token = read_cookie(request, SESSION, services.settings)
    if token:
        services.ledger.end_session(token, moment_of(request).now)
