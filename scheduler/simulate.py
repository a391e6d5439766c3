"""The mails of days to come (or gone), by the very passes that send them, with nothing at stake.

Every day of a span the daemon's own passes run once, at the sending hour by a pretended clock, on a
ledger in memory and over a way of sending that keeps what it is given. The first day is a first
start: the ledger knows of nothing that was sent or done before.
"""

from __future__ import annotations

import asyncio
import re
from asyncio import SelectorEventLoop
from base64 import b64decode
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from selectors import DefaultSelector, SelectorKey
from typing import Any

from ledger.memory import MemoryLedger
from rules.facts import Completion
from rules.schedule import Schedule
from rules.text import Text
from templates.render import subjects_only

from .config import Config
from .deliver import deliver_pass
from .enqueue import enqueue_pass
from .mail.transport import Envelope, Stamp

WHO = "kyhan simulate"
CONNECTIONS = 32  # senders at once, who share commits; it changes nothing that is sent


@dataclass(frozen=True, slots=True)
class Line:
    """One notice of a mail: the occurrence's key, the rung, why."""

    key: str
    rung: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail that would go out.

    `summary`: it holds the coordinator's weekly summary. `held`: its pass has more mails than may
    go unasked, so that it waits for `kyhan notices --release`; here it is let go at once.
    """

    day: date
    to: str
    subject: str
    notices: tuple[Line, ...]
    summary: bool
    held: bool


@dataclass(frozen=True, slots=True)
class HeldDay:
    """A day whose pass would be held: so many mails, more than the limit."""

    day: date
    mails: int
    limit: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """All mails by day and recipient. `unsent`: messages that could not be written or sent."""

    first: date
    last: date
    mails: tuple[Mail, ...]
    held: tuple[HeldDay, ...]
    unsent: int


def simulate(
    schedule: Schedule,
    config: Config,
    first: date,
    last: date,
    *,
    done: Sequence[Completion] = (),
    progress: Callable[[date], None] = lambda _: None,
) -> Simulation:
    """Every mail from day to day, both included, civil days of the site.

    `done` are recorded each on its day (`on`) before the pass, those before `first` on that day.
    `progress` is told of each day when it is over.
    """
    with MemoryLedger.empty() as ledger:
        run = _Run(schedule, _undisturbed(config), ledger, done)
        idle = _WhenIdle()
        with subjects_only(), asyncio.Runner(loop_factory=lambda: SelectorEventLoop(idle)) as loop:
            loop.get_loop().set_default_executor(_Inline(idle))
            loop.run(run.through(first, last, progress))
        return Simulation(first, last, run.mails(), tuple(run.held), run.unsent)


def _undisturbed(config: Config) -> Config:
    """Without what only a relay, a trial or a body needs; none of it changes who is told what.

    A subject speaks of one duty at most (subject.j2), so one is put into words.
    """
    change = {"redirect_all_to": "", "per_minute": 0, "connections": CONNECTIONS, "max_items": 1}
    return config.model_copy(update={"mail": config.mail.model_copy(update=change)})


class _Run:
    def __init__(
        self, schedule: Schedule, config: Config, ledger: MemoryLedger, done: Sequence[Completion]
    ) -> None:
        self.schedule, self.config, self.ledger = schedule, config, ledger
        self.clock, self.box = _SetClock(), _Box()
        self.done: defaultdict[date, list[Completion]] = defaultdict(list)
        for each in done:
            self.done[each.on].append(each)
        self.held: list[HeldDay] = []
        self.unsent = 0

    async def through(self, first: date, last: date, progress: Callable[[date], None]) -> None:
        """All days in turn, holidays too: that nothing goes then is for the passes to decide."""
        for day in sorted(day for day in self.done if day < first):
            self.record(day)
        for ahead in range((last - first).days + 1):
            day = first + timedelta(days=ahead)
            await self.step(day)
            progress(day)

    async def step(self, day: date) -> None:
        """One day at its sending hour."""
        hour = time(self.config.mail.hour)
        self.clock.instant = datetime.combine(day, hour, self.config.zone).astimezone(UTC)
        self.box.day = day
        self.record(day)
        now = self.clock.now()
        decided = enqueue_pass(self.schedule, self.ledger, now=now, config=self.config)
        self.box.held = decided.enqueued.kept_back > 0
        if self.box.held:
            self.held.append(HeldDay(day, decided.enqueued.kept_back, decided.limit))
            self.ledger.release_held(WHO, now)
        report = await deliver_pass(
            self.schedule, self.ledger, self.box, config=self.config, clock=self.clock, owner=WHO
        )
        self.unsent += report.failed + report.deferred

    def record(self, day: date) -> None:
        """What is done that day."""
        for each in self.done[day]:
            self.ledger.record_completion(each)

    def mails(self) -> tuple[Mail, ...]:
        """What went, with what the ledger says it told."""
        carried = self.ledger.carried()
        found = []
        for day, held, envelope, subject in self.box.sent:
            told = carried[envelope]
            lines = (Line("/".join(key[:4]), key.rung, reason) for key, reason in told.notices)
            found.append(Mail(day, told.recipient, subject, tuple(lines), told.summary, held))
        return tuple(sorted(found, key=lambda mail: (mail.day, mail.to)))


class _SetClock:
    """A clock that stands at the sending hour of the day it was set to."""

    instant: datetime

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return self.instant


class _Box:
    """A way of sending that keeps what it is given; a hundred megabytes of bodies it does not."""

    def __init__(self) -> None:
        self.day, self.held = date.min, False
        self.sent: list[tuple[date, bool, str, str]] = []

    async def send(self, envelope: Envelope, stamp: Stamp) -> None:
        """Day, whether its pass was held, Message-ID, subject."""
        await stamp()
        self.sent.append((self.day, self.held, envelope.message_id, subject_of(envelope.data)))

    async def close(self) -> None:
        """Nothing is open."""


def subject_of(data: bytes) -> str:
    """The subject of a message of ours, decoded: one line of ASCII, or B words (mime.py)."""
    found = _SUBJECT.search(data)
    if found is None:
        return ""
    words = _WORD.findall(found[1])
    return b"".join(map(b64decode, words)).decode() if words else found[1].decode("ascii")


_SUBJECT = re.compile(rb"^Subject: (.*(?:\r\n .*)*)\r\n", re.MULTILINE)
_WORD = re.compile(rb"=\?utf-8\?b\?([^?]*)\?=")


class _WhenIdle(DefaultSelector):
    """Does what is queued in `jobs` whenever the loop has nothing else to do.

    That is as late as possible: a commit then carries all that can be known by then.
    """

    def __init__(self) -> None:
        super().__init__()
        self.jobs: deque[Callable[[], None]] = deque()

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        """What is ready; the loop asks with a timeout of 0 where it has something to do itself."""
        if timeout == 0 or not self.jobs:
            return super().select(timeout)
        self.jobs.popleft()()
        return super().select(0)


class _Inline(ThreadPoolExecutor):
    """Runs in the loop's own thread what the passes hand to another one.

    There it would be the daemon's loop that must not wait; here nothing else is to be done, and
    the ledger's one connection belongs to one thread.
    """

    def __init__(self, idle: _WhenIdle) -> None:
        super().__init__(max_workers=1)
        self._idle = idle

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run it when all who wait for nothing have come as far as they can."""
        future: Future[Any] = Future()

        def run() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except Exception as error:  # noqa: BLE001  # handed on to whoever awaits it
                future.set_exception(error)

        self._idle.jobs.append(run)
        return future
