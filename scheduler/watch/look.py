"""One look at everything: the findings that are wrong now, and the figures for /metrics."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TypeVar

from ledger.examine import sqlite_file
from ledger.figures import Backlog, LedgerDownError, Totals, answering
from ledger.holds import Hold
from ledger.store import Ledger
from rules.schedule import Schedule
from rules.state import State

from ..clock import Clock
from ..current import Current
from .finding import Finding
from .judge import (
    RelayTrouble,
    database_down,
    disk_full,
    free_bytes,
    held,
    mail_down,
    passes_late,
    state_folders,
    working_days_undecided,
)
from .metrics import Snapshot, count_states
from .pulse import Late, Pulse

PATIENCE = 5.0  # seconds for the database to answer a watcher
SHARE = 0.05  # of the time may go into counting: what took long to count is kept for longer

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Figures:
    """What the database said: `holds` in force and the `backlog`."""

    backlog: Backlog
    holds: tuple[Hold, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is costly to count, and until when (monotonic seconds) it is good enough."""

    totals: Totals
    ambiguous: int
    occurrences: dict[State, int] | None
    until: float


class Look:
    """Looks when asked to. The database is asked in two threads of its own, one question at a time
    in each: one that hangs takes no thread from the passes, one that counts long holds up no alarm.
    """

    def __init__(self, current: Current, ledger: Ledger, clock: Clock, pulse: Pulse) -> None:
        self._current, self._ledger, self._clock, self._pulse = current, ledger, clock, pulse
        self._thread = ThreadPoolExecutor(1, "watch")
        self._counting = ThreadPoolExecutor(1, "watch-count")
        self._first_seen: dict[str, datetime] = {}
        self._counted: _Counted | None = None
        self.schedule: Schedule | None = None  # the one in force, once there is one

    def close(self) -> None:
        """Ask nothing more; a question that hangs is not waited for."""
        for threads in (self._thread, self._counting):
            threads.shutdown(wait=False, cancel_futures=True)

    async def backlog(self) -> Backlog:
        """What is still to be sent; LedgerDownError without a good answer in time."""
        return (await self._ask(self._figures)).backlog

    async def findings(self) -> list[Finding]:
        """Everything that is wrong now."""
        return (await self._seen())[0]

    async def snapshot(self) -> Snapshot:
        """The figures of now; those of the database are missing where it does not answer."""
        found, figures = await self._seen()
        counted = None
        if figures is not None:
            with suppress(LedgerDownError):
                counted = await self._ask(self._count, self._counting)
        days = self._current.site.working_days
        today = self._today()
        free = {folder: free_bytes(folder) for folder in self._folders()}
        return Snapshot(
            now=self._clock.now(),
            backlog=figures.backlog if figures else None,
            totals=counted.totals if counted else None,
            ambiguous=counted.ambiguous if counted else 0,
            holds=figures.holds if figures else (),
            occurrences=counted.occurrences if counted else None,
            years={year: days.state(year) == "decided" for year in (today.year, today.year + 1)},
            free={folder: room for folder, room in free.items() if room is not None},
            red=frozenset(each.name for each in found if each.level == "bad"),
            relay_down=self._pulse.relay_down_since is not None,
            taken_over=self._ledger.taken_over,
            fenced=self._ledger.fenced,
        )

    async def _seen(self) -> tuple[list[Finding], _Figures | None]:
        now, config = self._clock.now(), self._current.config
        days = self._current.site.working_days
        found = passes_late(self.late(), now)
        found += disk_full(self._folders(), config.watch.disk_free_mb)
        undecided = working_days_undecided(days, self._today(), config)
        found += [undecided] if undecided else []
        figures = None
        try:
            figures = await self._ask(self._figures)
        except LedgerDownError as error:
            found.append(database_down(str(error)))
        else:
            found += held(figures.holds)
            down = mail_down(
                figures.backlog, self._trouble(now), now=now, working_days=days, config=config
            )
            found += [down] if down and not figures.holds else []
        return self._dated(found, now), figures

    def _dated(self, found: list[Finding], now: datetime) -> list[Finding]:
        """Each with a `since`: where nothing else tells, when it was first seen."""
        names = {each.name for each in found}
        self._first_seen = {name: self._first_seen.get(name, now) for name in names}
        return [
            each if each.since else replace(each, since=self._first_seen[each.name])
            for each in found
        ]

    def _figures(self) -> _Figures:
        with answering():
            return _Figures(self._ledger.backlog(self._clock.now()), self._ledger.holding())

    def _count(self) -> _Counted:
        begun = monotonic()
        if self._counted is None or begun > self._counted.until:
            with answering():
                totals, ambiguous = self._ledger.totals(), self._ledger.ambiguous()
                facts = self._ledger.facts()
            states = count_states(self.schedule, facts, self._today()) if self.schedule else None
            took = monotonic() - begun
            self._counted = _Counted(totals, ambiguous, states, monotonic() + took / SHARE)
        return self._counted

    async def _ask(
        self, question: Callable[[], _T], threads: ThreadPoolExecutor | None = None
    ) -> _T:
        asked = asyncio.get_running_loop().run_in_executor(threads or self._thread, question)
        try:
            return await asyncio.wait_for(asked, PATIENCE)
        except TimeoutError as error:
            raise LedgerDownError(f"no answer within {PATIENCE:g} s") from error

    def _folders(self) -> list[Path]:
        config = self._current.config
        return state_folders(config, sqlite_file(config.ledger.url))

    def _today(self) -> date:
        return self._clock.now().astimezone(self._current.config.zone).date()

    def _trouble(self, now: datetime) -> RelayTrouble | None:
        since = self._pulse.relay_down_since
        if since is None:
            return None
        return RelayTrouble(self._pulse.relay_error, now - timedelta(seconds=monotonic() - since))

    def late(self) -> list[Late]:
        """The passes that are late by more than two of their intervals."""
        return self._pulse.late(self._intervals())

    def _intervals(self) -> dict[str, float]:
        config = self._current.config
        every = config.daemon.model_dump(include={"enqueue", "deliver", "publish", "reload"})
        mail = config.mail  # between two mails it may wait for the relay, and for its own pace
        every["deliver"] += mail.connect_timeout + (60 / mail.per_minute if mail.per_minute else 0)
        if self._pulse.in_hand:  # and for the answer to the data
            every["deliver"] += mail.timeout / 2
        return every
