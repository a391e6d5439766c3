"""Forms: only our own pages may post (OWASP: synchroniser token, bound to the session; Origin).

The token is an HMAC of the session's cookie under a random cookie of the browser's: another site
can neither read the one nor set the other. The Origin header, which no script can set, is asked as
well; a browser that sends neither Origin nor Referer is refused.
"""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from .cookies import FORM, SESSION, read_cookie
from .services import services_of
from .settings import WebSettings

FIELD = "csrf"


class RefusedError(Exception):
    """The form did not come from a page of ours, or from one of another session."""


def form_token(form_cookie: str, session_cookie: str) -> str:
    """What stands in the hidden field of every form."""
    return hmac.new(form_cookie.encode(), session_cookie.encode(), sha256).hexdigest()


async def checked_form(request: Request) -> AsyncIterator[FormData]:
    """The fields of a form of ours, its file open until the answer. RefusedError for any other."""
    settings = services_of(request).settings
    if not _same_origin(request, settings):
        raise RefusedError
    async with request.form(max_files=1, max_fields=10_000) as form:
        cookie = read_cookie(request, FORM, settings)
        expected = form_token(cookie, read_cookie(request, SESSION, settings))
        if not cookie or not hmac.compare_digest(text(form, FIELD).encode(), expected.encode()):
            raise RefusedError
        yield form


CheckedForm = Annotated[FormData, Depends(checked_form)]


def text(form: FormData, name: str) -> str:
    """A field's text without blanks around it; "" where it is missing or a file."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def texts(form: FormData, name: str) -> tuple[str, ...]:
    """All values of a field, as several ticked boxes send it."""
    return tuple(value for value in form.getlist(name) if isinstance(value, str))


def upload(form: FormData, name: str) -> UploadFile | None:
    """The file of a field; None where none was chosen."""
    value = form.get(name)
    return value if isinstance(value, UploadFile) and value.filename else None


def _same_origin(request: Request, settings: WebSettings) -> bool:
    named = request.headers.get("origin") or request.headers.get("referer", "")
    try:
        parts = urlsplit(named)
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}" in settings.origins
