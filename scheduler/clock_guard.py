"""Watches the clock: a wrong one holds the mail, and a moved one wakes the passes."""

from __future__ import annotations

from datetime import timedelta

import structlog

from ledger.holds import ClockMark
from ledger.store import Ledger

from .clock import Clock, SystemClock, Timekeeper
from .holds import ClockFault, clock_fault

DRIFT = 2.0  # seconds by which clock and uptime may part between two looks: NTP slews by less

log = structlog.get_logger(__name__)


class ClockGuard:
    """The judgement of one daemon's clock. A pretended clock is believed: somebody asked for it."""

    def __init__(self, clock: Clock, ledger: Ledger) -> None:
        self._clock = clock if isinstance(clock, Timekeeper) else None
        self._watched: Timekeeper = self._clock or SystemClock()  # what the waits are measured by
        self._ledger = ledger
        self._last = self._read(self._watched)
        self._good: ClockMark | None = None
        self.fault: ClockFault | None = None

    def check(self, tolerance: timedelta) -> ClockFault | None:
        """What is wrong with the clock now; kept in the ledger as a hold until it clears up.

        A clock that is fine is marked, so that a process after this one can judge its own by it.
        """
        if self._clock is None:
            return None
        reading = self._read(self._clock)
        before, fault = self.fault, clock_fault(reading, self._ledger.clock_marks(), tolerance)
        self.fault = fault
        if fault is not None:
            begun = self._ledger.hold("clock", fault.reason, reading.now, node=reading.boot)
            if begun or before is None:
                log.error("clock-held", fault=fault.name, why=fault.reason.en)
            return fault
        self._ledger.mark_clock(reading)
        self._good = reading
        if self._ledger.end_hold("clock", reading.now, node=reading.boot):
            log.warning("clock-agrees-again")
        elif before is not None:
            log.warning("clock-released")
        return None

    def trusts(self, tolerance: timedelta) -> bool:
        """Whether the clock has stayed right since the last check, without asking the ledger."""
        if self._clock is None:
            return True
        marks = (self._good,) if self._good else ()
        return self.fault is None and clock_fault(self._read(self._clock), marks, tolerance) is None

    def moved(self) -> float:
        """Seconds by which the clock has moved against the uptime since the last call; 0 for none.

        What sleeps until an hour of the clock has to look again: its wait was measured otherwise.
        """
        reading, last = self._read(self._watched), self._last
        self._last = reading
        drift = (reading.now - last.now).total_seconds() - (reading.uptime - last.uptime)
        return drift if abs(drift) > DRIFT else 0.0

    @staticmethod
    def _read(clock: Timekeeper) -> ClockMark:
        return ClockMark(clock.boot, clock.now(), clock.uptime())
