"""The watch over one daemon: serves what is seen, and signs that the daemon lives."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from http import HTTPStatus
from importlib.metadata import version
from time import monotonic

import structlog

from ledger.figures import LedgerDownError
from ledger.store import Ledger

from ..clock import Clock
from ..current import Current
from . import counters
from .addresses import parse_listen
from .endpoint import Answer, Endpoint
from .look import Look
from .metrics import KIND, exposition
from .notify import notify, watchdog_seconds
from .ping import PingError, ping
from .pulse import Pulse

TICK = 10.0  # seconds between two signs of life, where the service manager wants none sooner
PING_GAP = 30.0  # seconds between two pings at least
EXTENSION = 3 * TICK  # seconds more asked of the service manager while a mail is in hand

log = structlog.get_logger(__name__)


class Watch:
    """Health, metrics, sd_notify and ping. `pulse` is what the daemon tells it, `look` what it
    finds out.
    """

    def __init__(self, current: Current, ledger: Ledger, clock: Clock) -> None:
        self._current, self._clock = current, clock
        self.pulse = Pulse()
        self.look = Look(current, ledger, clock, self.pulse)
        self._endpoint = Endpoint({"/healthz": self._healthz, "/metrics": self._metrics})
        self._listening = False
        self._stopping = False
        self._pinging: asyncio.Task[None] | None = None
        self._pinged = -PING_GAP

    @contextmanager
    def passing(self, name: str) -> Iterator[None]:
        """Around each pass of the daemon; after a good one the ping goes out."""
        with self.pulse.passing(name, self._clock.now().timestamp()):
            yield
        self._ping_soon()

    @asynccontextmanager
    async def running(self, *passes: str) -> AsyncIterator[None]:
        """Watch the passes of these names, that are about to begin, until the block ends."""
        for name in passes:
            self.pulse.expect(name)
        await self._listen()
        notify("READY=1")
        ticking = asyncio.create_task(self._tick())
        try:
            yield
        finally:
            tasks = [task for task in (ticking, self._pinging) if task is not None]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._endpoint.close()
            self.look.close()

    def stopping(self) -> None:
        """The daemon was asked to end; it finishes the mail in hand."""
        self._stopping = True
        notify("STOPPING=1", "STATUS=stopping", *self._extension())

    async def _listen(self) -> None:
        listen = self._current.config.watch.listen
        if not listen or self._listening:
            return
        try:
            address = await self._endpoint.open(parse_listen(listen))
        except OSError as error:  # mail is worth more than figures: the daemon goes on
            log.error("not-watched", listen=listen, error=error.strerror or str(error))  # noqa: TRY400
        else:
            self._listening = True
            log.info("watched", listen=str(address))

    async def _tick(self) -> None:
        wanted = watchdog_seconds()
        pause = min(TICK, wanted / 2) if wanted else TICK
        while True:
            try:
                backlog = await self.look.backlog()
            except LedgerDownError as error:
                notify(f"STATUS=database: {error}", *self._extension())
            else:
                status = f"STATUS={backlog.queued} queued, {backlog.sending} in hand"
                notify("WATCHDOG=1", status, *self._extension())
            await asyncio.sleep(pause)
            await self._listen()

    def _extension(self) -> tuple[str, ...]:
        more = self._stopping and self.pulse.in_hand
        return (f"EXTEND_TIMEOUT_USEC={EXTENSION * 1_000_000:.0f}",) if more else ()

    async def _healthz(self) -> Answer:
        found = await self.look.findings()
        red = any(each.level == "bad" for each in found)
        said = {
            "status": "red" if red else "ok",
            "version": version("kyhan"),
            "at": self._clock.now().isoformat(timespec="seconds"),
            "reasons": [each.data() for each in found],
        }
        body = json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"
        status = HTTPStatus.SERVICE_UNAVAILABLE if red else HTTPStatus.OK
        return Answer(status, "application/json", body)

    async def _metrics(self) -> Answer:
        snapshot = await self.look.snapshot()
        body = await asyncio.to_thread(exposition, snapshot)
        return Answer(HTTPStatus.OK, KIND, body)

    def _ping_soon(self) -> None:
        """One ping at a time, not too often, and none while any pass is late."""
        url = self._current.config.watch.ping_url.get_secret_value()
        busy = self._pinging is not None and not self._pinging.done()
        if not url or busy or monotonic() - self._pinged < PING_GAP or self.look.late():
            return
        self._pinged = monotonic()
        self._pinging = asyncio.create_task(self._ping(url))

    async def _ping(self, url: str) -> None:
        try:
            await ping(url, private=self._current.config.watch.ping_private)
        except PingError as error:
            counters.PINGS.labels("failed").inc()
            log.warning("not-pinged", error=str(error))
        else:
            counters.PINGS.labels("ok").inc()
