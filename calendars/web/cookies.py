"""Our three cookies: the session, the key of forms, the language."""

from __future__ import annotations

from datetime import timedelta

from fastapi import Request, Response

from .settings import WebSettings

SESSION, FORM, LANG = "kyhan", "kyhan-form", "kyhan-lang"
_YEAR = timedelta(days=365)


def cookie_name(name: str, settings: WebSettings) -> str:
    """With TLS the prefix `__Host-`: the browser then refuses it from any other host or path."""
    return f"__Host-{name}" if settings.secure else name


def read_cookie(request: Request, name: str, settings: WebSettings) -> str:
    """The cookie's value, or ""."""
    return request.cookies.get(cookie_name(name, settings), "")


def set_cookie(
    response: Response, name: str, value: str, settings: WebSettings, lasts: timedelta = _YEAR
) -> None:
    """HttpOnly and SameSite=Lax, so that a link in a mail finds the session; Secure with TLS."""
    response.set_cookie(
        cookie_name(name, settings),
        value,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


def drop_cookie(response: Response, name: str, settings: WebSettings) -> None:
    """Have the browser forget it."""
    response.delete_cookie(
        cookie_name(name, settings),
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )
