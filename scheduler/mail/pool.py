"""Several connections to a relay, reused by as many senders at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from .transport import Envelope, Stamp
from .transport_smtp import SmtpConnection


class SmtpPool:
    """At most `size` connections. Each message takes the one used last: few stay open in quiet."""

    def __init__(self, connect: Callable[[], SmtpConnection], size: int) -> None:
        self._connect = connect
        self._idle: list[SmtpConnection] = []
        self._free = asyncio.Semaphore(size)

    async def send(self, envelope: Envelope, stamp: Stamp) -> None:
        """One transaction, on the first connection that is free."""
        async with self._free:
            connection = self._idle.pop() if self._idle else self._connect()
            try:
                await connection.send(envelope, stamp)
            except asyncio.CancelledError:
                connection.drop()  # in the middle of something
                raise
            finally:
                if connection.is_open:
                    self._idle.append(connection)

    async def close(self) -> None:
        """QUIT on all of them at once."""
        idle, self._idle = self._idle, []
        await asyncio.gather(*(connection.close() for connection in idle))


class Pace:
    """At most so many messages a minute, evenly; 0 is as fast as can be."""

    def __init__(self, per_minute: int) -> None:
        self._gap = 60 / per_minute if per_minute else 0.0
        self._next = 0.0

    def wait(self, now: float) -> float:
        """In how many seconds the next message may go; its place is taken. `now`: monotonic."""
        at = max(self._next, now)
        self._next = at + self._gap
        return at - now
