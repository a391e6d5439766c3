"""The daemon: APScheduler wakes the passes, each a task of its own; the ledger holds the truth."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from datetime import UTC
from secrets import token_hex

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from ledger.store import Ledger
from rules.schedule import Schedule

from .clock import Clock
from .current import Current
from .deliver import DeliverReport, deliver_pass
from .enqueue import enqueue_pass
from .mail.open import open_transport
from .publish import Publisher

FIRST_PAUSE, LONGEST_PAUSE = 15.0, 900.0  # seconds a failing relay is left alone; doubled each time

log = structlog.get_logger(__name__)


class Daemon:
    """Everything `kyhan run` does. The loop only waits: SQL, files and mails run in threads."""

    def __init__(self, current: Current, ledger: Ledger, clock: Clock) -> None:
        self.current, self.ledger, self.clock = current, ledger, clock
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}"
        self._stopping = asyncio.Event()
        self._wake = {name: asyncio.Event() for name in ("enqueue", "deliver", "publish", "reload")}
        self._site = asyncio.Lock()  # Current is used by one thread at a time
        self._publisher = Publisher()
        self._forced = False
        self._relay_failures, self._relay_pause_ends = 0, 0.0

    async def run(self) -> None:
        """Work until SIGTERM or SIGINT; then the mail in hand is finished. SIGHUP reloads."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        loop.add_signal_handler(signal.SIGHUP, self._force_reload)
        scheduler = self._scheduler()
        scheduler.start()
        log.info("started", owner=self.owner, day=self.clock.now().isoformat())
        try:
            await asyncio.gather(
                self._work("enqueue", self.enqueue),
                self._work("deliver", self._deliver_unless_paused),
                self._work("publish", self.publish),
                self._work("reload", self._reload, at_start=False),
            )
        finally:
            scheduler.shutdown(wait=False)
        log.info("stopped")

    async def run_once(self) -> DeliverReport:
        """Decide, send and publish once."""
        report = await self.deliver()
        await self.publish()
        return report

    def stop(self) -> None:
        """Claim nothing more, finish what is in hand, end."""
        log.info("stopping")
        self._stopping.set()
        for event in self._wake.values():
            event.set()

    async def enqueue(self) -> None:
        """Decide who is to be told, and wake the sender where anybody is."""
        schedule = await self._schedule()
        report = await asyncio.to_thread(
            enqueue_pass, schedule, self.ledger, now=self.clock.now(), config=self.current.config
        )
        done = report.enqueued
        if report.held is not None:
            log.debug("not-now", why=report.held.en)
        if done.planned or done.skipped or done.summaries:
            log.info(
                "enqueued", notices=done.planned, superseded=done.superseded, skipped=done.skipped,
                held=done.held, summaries=done.summaries, messages=done.messages,
            )  # fmt: skip
            self._wake["deliver"].set()

    async def deliver(self) -> DeliverReport:
        """Send what is queued.

        First today's is decided: what is left from an earlier day is merged into today's mail, and
        nobody gets two.
        """
        await self.enqueue()
        return await deliver_pass(
            await self._schedule(),
            self.ledger,
            open_transport(self.current.config.mail),
            config=self.current.config,
            clock=self.clock,
            owner=self.owner,
            stopping=self._stopping.is_set,
        )

    async def publish(self) -> None:
        """Write the calendars that changed."""
        facts = await asyncio.to_thread(self.ledger.facts)
        schedule = await self._schedule()
        done = await asyncio.to_thread(
            self._publisher.publish, schedule, facts, self.current.config
        )
        if done.written or done.removed:
            log.info("published", written=len(done.written), removed=len(done.removed))
        for path, reason in done.refused:
            log.error("not-published", path=path, reason=reason)

    def _scheduler(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        intervals = self.current.config.daemon
        for name, event in self._wake.items():

            async def wake(event: asyncio.Event = event) -> None:
                event.set()

            scheduler.add_job(wake, "interval", seconds=getattr(intervals, name), id=name)
        return scheduler

    async def _work(
        self, name: str, act: Callable[[], Awaitable[object]], *, at_start: bool = True
    ) -> None:
        """Act each time the event is set. What goes wrong is logged; the next time may go well."""
        event = self._wake[name]
        if at_start:
            event.set()
        while True:
            await event.wait()
            event.clear()
            if self._stopping.is_set():
                return
            try:
                await act()
            except Exception:
                log.exception("pass-failed", name=name)

    async def _schedule(self) -> Schedule:
        async with self._site:
            facts = await asyncio.to_thread(self.ledger.facts)
            return await asyncio.to_thread(self.current.schedule, facts.events)

    async def _deliver_unless_paused(self) -> None:
        loop = asyncio.get_running_loop()
        if loop.time() < self._relay_pause_ends:
            return
        if not await asyncio.to_thread(self.ledger.has_due, self.clock.now()):
            return
        report = await self.deliver()
        if report.relay:
            pause = min(FIRST_PAUSE * 2**self._relay_failures, LONGEST_PAUSE)
            self._relay_failures += 1
            self._relay_pause_ends = loop.time() + pause
            log.error("relay", error=report.relay, pause=pause, waiting=report.deferred)
        else:
            self._relay_failures = 0

    def _force_reload(self) -> None:
        self._forced = True
        self._wake["reload"].set()

    async def _reload(self) -> None:
        forced, self._forced = self._forced, False
        async with self._site:
            changed = await asyncio.to_thread(self.current.changed)
            if not changed and not forced:
                return
            problems = await asyncio.to_thread(self.current.reload)
        lang = self.current.config.site.language
        for problem in problems:
            log.error("reload-refused", problem=problem.show(lang))
        if problems:
            log.error("kept-the-last-good", problems=len(problems))
            return
        log.info("reloaded", plans=len(self.current.site.plans))
        for name in ("enqueue", "publish"):
            self._wake[name].set()
