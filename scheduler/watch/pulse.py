"""What this process has seen of itself since it began: its passes, its relay, its mail in hand."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from . import counters

SLACK = 10.0  # seconds a pass may take and not be called late, however short its interval


@dataclass(slots=True)
class _Pass:
    good: float  # when it last ended well, or when it was first to run; monotonic seconds
    error: str = ""


@dataclass(frozen=True, slots=True)
class Late:
    """A pass that has not ended well for `seconds`, and its last error ("" where there is none)."""

    name: str
    seconds: float
    error: str


class Pulse:
    """Touched by the event loop, read by the watch. All times are monotonic seconds."""

    def __init__(self) -> None:
        self._passes: dict[str, _Pass] = {}
        self.in_hand = 0  # mails between their first byte and the relay's answer
        self.relay_error = ""
        self.relay_down_since: float | None = None

    @contextmanager
    def passing(self, name: str, timestamp: float) -> Iterator[None]:
        """Around a pass that begins at `timestamp` (Unix seconds); its exception goes through."""
        mine = self._passes.setdefault(name, _Pass(time.monotonic()))
        begun = time.monotonic()
        try:
            yield
        except Exception as error:
            mine.error = type(error).__name__
            counters.PASS_FAILURES.labels(name).inc()
            raise
        else:
            mine.good, mine.error = time.monotonic(), ""
            counters.PASS_LAST.labels(name).set(timestamp + mine.good - begun)
        finally:
            counters.PASS_SECONDS.labels(name).observe(time.monotonic() - begun)

    def expect(self, name: str) -> None:
        """From now on the pass is expected; without this one that never begins is not missed."""
        self._passes[name] = _Pass(time.monotonic())

    def progress(self, name: str) -> None:
        """A long pass is alive: it has got something done."""
        if name in self._passes:
            self._passes[name].good = time.monotonic()

    def late(self, intervals: Mapping[str, float]) -> list[Late]:
        """The passes that are late by more than two of their intervals (seconds)."""
        now = time.monotonic()
        return [
            Late(name, now - each.good, each.error)
            for name, each in self._passes.items()
            if now - each.good > 2 * intervals[name] + SLACK
        ]

    def relay_failed(self, error: str) -> None:
        """The relay itself failed; `error` is its own words on one line."""
        self.relay_error = error
        if self.relay_down_since is None:
            self.relay_down_since = time.monotonic()

    def relay_works(self) -> None:
        """A message was taken, or refused for its recipient: the relay is there."""
        self.relay_error, self.relay_down_since = "", None
