"""The daemon: APScheduler wakes the passes, each a task of its own; the ledger holds the truth."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from secrets import token_hex

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from ledger.store import Ledger
from rules.schedule import Schedule

from .breaker import Breaker
from .clock import Clock, SystemClock
from .clock_guard import ClockGuard
from .current import Current
from .deliver import DeliverReport, deliver_pass
from .enqueue import enqueue_pass
from .mail.open import open_transport
from .publish import Publisher
from .watch import counters
from .watch.counted import CountedTransport
from .watch.watch import Watch
from .web import PageServer

TICK = 5.0  # seconds between two looks at whether the clock was moved
SIGN_IN_TICK, SIGN_IN_PAUSE = 2.0, 60.0  # seconds: a look for links to sign in; a failed relay's

log = structlog.get_logger(__name__)


class Every(BaseTrigger):  # type: ignore[misc]  # APScheduler 3 has no types
    """Fires that long after it was last looked at, however far the clock has jumped meanwhile.

    The library's own interval trigger counts up every time that was missed, in the loop: a minute
    of standstill for a year's jump (agronholm/apscheduler#526).
    """

    def __init__(self, pause: timedelta) -> None:
        self.pause = pause

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """The instant of the next waking."""
        return now + self.pause


class Daemon:
    """Everything `kyhan run` does. The loop only waits: SQL, files and mails run in threads."""

    def __init__(
        self, current: Current, ledger: Ledger, clock: Clock, pages: PageServer | None = None
    ) -> None:
        self.current, self.ledger, self.clock, self.pages = current, ledger, clock, pages
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}"
        self._stopping = asyncio.Event()
        self._wake = {name: asyncio.Event() for name in ("enqueue", "deliver", "publish", "reload")}
        self._site = asyncio.Lock()  # a reload waits for the schedule that is being made
        self._publisher = Publisher()
        self._guard = ClockGuard(clock, ledger)
        self.watch = Watch(current, ledger, clock)
        self._forced = False
        self.breaker, self._sign_in_breaker = Breaker(), Breaker(longest=SIGN_IN_PAUSE)
        self._delivering: set[asyncio.Task[DeliverReport]] = set()

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
            async with self.watch.running(*self._wake):
                await asyncio.gather(
                    self._work("enqueue", self.enqueue),
                    self._work("deliver", self._deliver_unless_paused),
                    self._work("publish", self.publish),
                    self._work("reload", self._reload, at_start=False),
                    self._work_on_sign_ins(),
                    self._watch_clock(scheduler),
                    *([self.pages.serve(self._stopping)] if self.pages else ()),
                )
        finally:
            scheduler.shutdown(wait=False)
        log.info("stopped")

    async def run_once(self) -> DeliverReport:
        """Decide, send and publish once."""
        await self.deliver_sign_ins()
        report = await self.deliver()
        await self.publish()
        return report

    def stop(self) -> None:
        """Claim nothing more, finish what is in hand (for `[daemon] stop` seconds at most), end.

        The second time leave at once: what is in hand may have arrived, and is repeated as it is.
        """
        if self._stopping.is_set():
            log.warning("left-at-once")
            os._exit(1)
        log.info("stopping")
        self._stopping.set()
        asyncio.get_running_loop().call_later(self.current.config.daemon.stop, self._cut_short)
        self.watch.stopping()
        for event in self._wake.values():
            event.set()

    async def enqueue(self) -> None:
        """Decide who is to be told, and wake the sender where anybody is; not by a wrong clock."""
        if await asyncio.to_thread(self._guard.check, self._clock_tolerance) is not None:
            return
        schedule, now = await self._schedule(), self.clock.now()
        await asyncio.to_thread(self.ledger.beat, now)
        report = await asyncio.to_thread(
            enqueue_pass, schedule, self.ledger, now=now, config=self.current.config
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
        if done.kept_back:
            log.error("mass-held", messages=done.kept_back, limit=report.limit,
                      do="kyhan notices --dry-run, then --release or --drop")  # fmt: skip

    async def deliver(self) -> DeliverReport:
        """Send what is queued.

        First today's is decided: what is left from an earlier day is merged into today's mail, and
        nobody gets two.
        """
        await self.enqueue()
        if self._guard.fault is not None:
            return DeliverReport()
        tolerance, schedule = self._clock_tolerance, await self._schedule()
        site = self.current.site
        return await deliver_pass(
            schedule,
            self.ledger,
            CountedTransport(open_transport(self.current.config.mail), self.watch.pulse),
            config=self.current.config,
            clock=self.clock,
            owner=self.owner,
            stopping=lambda: (
                self._stopping.is_set()
                or not self._guard.trusts(tolerance)
                or self.current.site is not site  # the next pass has the new one
            ),
            refresh=self._schedule,
        )

    async def deliver_sign_ins(self) -> DeliverReport:
        """Send the links to sign in: no hour and no hold keeps them back, nor a wrong clock."""
        transport = open_transport(self.current.config.mail)
        return await deliver_pass(
            await self._schedule(),
            self.ledger,
            CountedTransport(transport, self.watch.pulse, "sign-in"),
            config=self.current.config,
            clock=self.clock,
            owner=self.owner,
            stopping=self._stopping.is_set,
            sign_in=True,
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

    @property
    def _clock_tolerance(self) -> timedelta:
        return timedelta(hours=self.current.config.daemon.clock_hours)

    async def _watch_clock(self, scheduler: AsyncIOScheduler) -> None:
        """Wake everything where the clock has been moved.

        APScheduler 3 sleeps on the monotonic clock until an hour of the wall clock: after that has
        been set back it would sleep for as long again (agronholm/apscheduler#351, #752).
        """
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), TICK)
            drift = self._guard.moved()
            if drift and not self._stopping.is_set():
                log.warning("clock-moved", seconds=round(drift, 1))
                counters.CLOCK_JUMPS.labels("forward" if drift > 0 else "back").inc()
                for job in scheduler.get_jobs():
                    job.modify(next_run_time=SystemClock().now())

    def _scheduler(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        intervals = self.current.config.daemon
        for name, event in self._wake.items():

            async def wake(event: asyncio.Event = event) -> None:
                event.set()

            pause = timedelta(seconds=getattr(intervals, name))
            scheduler.add_job(wake, Every(pause), id=name)
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
                with self.watch.passing(name):
                    await act()
            except Exception:
                log.exception("pass-failed", name=name)

    async def _schedule(self) -> Schedule:
        async with self._site:
            facts = await asyncio.to_thread(self.ledger.facts)
            schedule = await asyncio.to_thread(self.current.schedule, facts)
        self.watch.look.schedule = schedule
        return schedule

    async def _work_on_sign_ins(self) -> None:
        """Whoever asks for a link is waiting for it: looked for often, beside all other mail."""
        while not self._stopping.is_set():
            try:
                await self._deliver_unless_paused(sign_in=True)
            except Exception:
                log.exception("pass-failed", name="sign-in")
            with suppress(TimeoutError):
                pause = min(SIGN_IN_TICK, self.current.config.daemon.deliver)
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def _deliver_unless_paused(self, *, sign_in: bool = False) -> None:
        loop = asyncio.get_running_loop()
        breaker = self._sign_in_breaker if sign_in else self.breaker
        if breaker.is_open(loop.time()):
            return
        if not await asyncio.to_thread(self.ledger.has_due, self.clock.now(), sign_in=sign_in):
            return
        delivering = asyncio.create_task(self.deliver_sign_ins() if sign_in else self.deliver())
        self._delivering.add(delivering)
        try:
            report = await delivering
        except asyncio.CancelledError:
            if not delivering.cancelled():  # it is this task that is to end
                raise
            log.warning("cut-short", waited=self.current.config.daemon.stop)
            return
        finally:
            self._delivering.discard(delivering)
        if report.relay:
            pause = breaker.failed(loop.time(), report.relay)
            log.error("relay", error=report.relay, pause=round(pause), waiting=report.deferred)
        elif report.answered:
            breaker.worked()

    def _cut_short(self) -> None:
        for delivering in self._delivering:
            delivering.cancel()

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
