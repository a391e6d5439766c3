"""A machine's clock that is moved by hand, with the uptime that nobody can move."""

from __future__ import annotations

from datetime import datetime, timedelta


class MovedClock:
    """Stands still but for `go`, which is time going by, and `jump`, which is not."""

    def __init__(self, start: datetime) -> None:
        self._now, self._uptime, self._boots = start, 1000.0, 1

    @property
    def boot(self) -> str:
        return f"boot {self._boots}"

    def now(self) -> datetime:
        return self._now

    def uptime(self) -> float:
        return self._uptime

    def go(self, **span: float) -> None:
        self._now += timedelta(**span)
        self._uptime += timedelta(**span).total_seconds()

    def jump(self, **span: float) -> None:
        self._now += timedelta(**span)

    def reboot(self) -> None:
        self._boots, self._uptime = self._boots + 1, 10.0
