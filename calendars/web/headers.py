"""Around every answer: security headers, HEAD as GET without a body, a limit on what is sent in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    # No script, no frame, no outside source; forms go nowhere but here (CSP 3).
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # forms are known by it; nothing goes to other sites
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_FORM_ROOM = 100_000  # bytes of a form beside its document
_SORRY = "Có lỗi ở phía chúng tôi, hãy thử lại sau. / Something went wrong, try again later.\n"

Show = Callable[[Request, Exception], Awaitable[Response]]


class TooLargeError(Exception):
    """More was sent than is allowed."""


class Shell:
    """Wraps the app. `max_upload` gives the bytes that a document may have now.

    A route that knows better sets the header itself; a secure site also asks for TLS for a year
    (RFC 6797). What breaks answers here, with all headers, as `broken` shows it; the error goes on
    to whoever logs it.
    """

    def __init__(
        self, app: ASGIApp, max_upload: Callable[[], int], broken: Show, *, secure: bool
    ) -> None:
        self._app, self._max_upload, self._broken = app, max_upload, broken
        self._headers = dict(_HEADERS)
        if secure:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head, begun = scope["method"] == "HEAD", False
        if head:  # the same headers, no body (RFC 9110, 9.3.2)
            scope = {**scope, "method": "GET"}

        async def send_on(message: Message) -> None:
            nonlocal begun
            begun = True
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            elif head:
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._app(scope, self._limited(receive), send_on)
        except Exception as error:
            if not begun:
                answer = await self._sorry(Request(scope), error)
                await answer(scope, receive, send_on)
            raise

    async def _sorry(self, request: Request, error: Exception) -> Response:
        try:
            return await self._broken(request, error)
        except Exception:  # noqa: BLE001  # without the ledger there are no pages; the first is told
            return PlainTextResponse(_SORRY, 500)

    def _limited(self, receive: Receive) -> Receive:
        left = self._max_upload() + _FORM_ROOM

        async def receive_some() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise TooLargeError
            return message

        return receive_some
