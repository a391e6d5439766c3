"""The two pages for machines, /healthz and /metrics, on a listener of their own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import NamedTuple

from .addresses import HostPort

PATIENCE = 10.0  # seconds for a request, from its first byte to the last of the answer
MOST = 16  # requests at a time: these pages are for a monitor or two
_HEAD = 8192  # bytes a request may have


class Answer(NamedTuple):
    """What a page says."""

    status: HTTPStatus
    kind: str  # its media type
    body: bytes


Page = Callable[[], Awaitable[Answer]]


class Endpoint:
    """A small HTTP/1.1 server for GET and HEAD without parameters; one request a connection."""

    def __init__(self, pages: dict[str, Page]) -> None:
        self._pages = pages
        self._server: asyncio.Server | None = None
        self._busy = 0

    async def open(self, where: HostPort) -> HostPort:
        """Listen; OSError where that is not possible. Returns the address with its real port."""
        self._server = await asyncio.start_server(self._serve, where.host, where.port, limit=_HEAD)
        host, port = self._server.sockets[0].getsockname()[:2]
        return HostPort(str(host), int(port))

    async def close(self) -> None:
        """Stop listening; requests under way are not waited for."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._busy += 1
        try:
            async with asyncio.timeout(PATIENCE):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(await self._answer(head))
                await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the other side is slow, gone or no HTTP: nothing to say to it
        finally:
            self._busy -= 1
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _answer(self, head: bytes) -> bytes:
        method, _, rest = head.split(b"\r\n", 1)[0].decode("latin-1").partition(" ")
        page = self._pages.get(rest.partition(" ")[0].partition("?")[0])
        if method not in ("GET", "HEAD"):
            answer = _plain(HTTPStatus.METHOD_NOT_ALLOWED)
        elif page is None:
            answer = _plain(HTTPStatus.NOT_FOUND)
        elif self._busy > MOST:
            answer = _plain(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            answer = await page()
        status, kind, body = answer
        header = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\nCache-Control: no-store\r\n"
            "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
        ).encode("ascii")
        return header if method == "HEAD" else header + body


def _plain(status: HTTPStatus) -> Answer:
    return Answer(status, "text/plain; charset=utf-8", f"{status.phrase}\n".encode())
