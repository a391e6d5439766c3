"""`/feeds/<token>/<name>.ics`: the published calendars, for whoever holds the address.

What is unknown, revoked, of another scope or of another name gets one answer, the same to the byte.
Bare ASGI: calendar programs ask far more often than people do, and mostly get 304.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.routing import Route
from starlette.types import Receive, Send
from starlette.types import Scope as Connection

from ...scopes import TokenScope
from ..services import Services
from ..settings import WebSettings
from .conditional import accepts_gzip, not_modified
from .files import FeedFile, FeedFiles

ACCEL = "x-kyhan-accel"
"""Set by a proxy that sends the bytes itself: the path under which it has the folder."""

Answer = tuple[int, list[tuple[bytes, bytes]], bytes]

# Private: a shared cache would go on answering for a token that was revoked. For an hour: programs
# that look every few minutes need no more, news of the day goes by mail.
_CACHE = (b"cache-control", b"private, max-age=3600")
_NO_REFERRER = (b"referrer-policy", b"no-referrer")
_TYPE = (b"content-type", b"text/calendar; charset=utf-8")
_VARY = (b"vary", b"accept-encoding")
_NONE = "Không có lịch này. | There is no such calendar.\n".encode()
_NOTHING: Answer = (
    404,
    [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(_NONE)).encode()),
        _NO_REFERRER,
    ],
    _NONE,
)


class FeedPages:
    """The ASGI application behind the route; it keeps the calendars of each folder it serves."""

    def __init__(self) -> None:
        self._files: dict[Path, FeedFiles] = {}

    async def __call__(self, connection: Connection, _receive: Receive, send: Send) -> None:
        """One request, GET or HEAD."""
        services: Services = connection["app"].state.services
        token, _, name = connection["path_params"]["rest"].partition("/")
        scope = services.ledger.known_scope(token, "feed", services.now())
        if scope is None:
            ask = services.ledger.token_scope
            scope = await run_in_threadpool(ask, token, "feed", services.now())
        status, headers, body = self._answer(scope, name, services.settings, connection)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _answer(
        self, scope: str | None, name: str, settings: WebSettings, connection: Connection
    ) -> Answer:
        if scope is None or (opened := TokenScope.read(scope)).file != name:
            return _NOTHING
        file = self._files_of(settings.folder).find(opened.path)
        if file is None:
            return _NOTHING
        asked = Headers(scope=connection)
        peer = connection["client"][0] if connection.get("client") else ""
        if ACCEL in asked and peer in settings.proxies:
            return _handed_over(f"{asked[ACCEL]}{opened.path}", name)
        return _sent(file, name, asked)

    def _files_of(self, folder: Path) -> FeedFiles:
        found = self._files.get(folder)
        if found is None:
            found = self._files[folder] = FeedFiles(folder)
        return found


def _sent(file: FeedFile, name: str, asked: Headers) -> Answer:
    chosen = file.packed if accepts_gzip(asked.get("accept-encoding", "")) else file.plain
    headers = [
        (b"etag", chosen.etag.encode()),
        (b"last-modified", file.last_modified.encode()),
        _CACHE,
        _VARY,
        _NO_REFERRER,
    ]
    known = ", ".join(asked.getlist("if-none-match"))
    if not_modified(known, asked.get("if-modified-since", ""), chosen.etag, file.modified):
        return 304, headers, b""
    headers += [_TYPE, _shown_as(name), (b"content-length", str(len(chosen.body)).encode())]
    if chosen.coding:
        headers.append((b"content-encoding", chosen.coding.encode()))
    return 200, headers, chosen.body


def _handed_over(place: str, name: str) -> Answer:
    """The proxy looks at the conditions, and sends the bytes with validators of its own."""
    headers = [_TYPE, _shown_as(name), _CACHE, (b"x-accel-redirect", place.encode())]
    return 200, headers, b""


def _shown_as(name: str) -> tuple[bytes, bytes]:
    return b"content-disposition", f'inline; filename="{name}"'.encode()


router = APIRouter()
router.routes.append(Route("/feeds/{rest:path}", FeedPages(), methods=["GET"]))
