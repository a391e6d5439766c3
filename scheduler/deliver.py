"""The pass that sends: claims what is queued, writes it, stamps it, hands it over, settles it.

Several senders work at once. The first message goes alone: only when the relay has answered for it
do the others follow.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from ledger.outbox import Claim
from ledger.store import Ledger
from rules.schedule import Schedule

from .clock import Clock
from .config import Config
from .letter import Known
from .mail.pool import Pace
from .mail.transport import Transport
from .patience import closed
from .postman import DeliverReport, Postman, Settling

__all__ = ["DeliverReport", "deliver_pass"]

BATCH = 128  # messages claimed at once, at most: what a crash leaves in hand
NAP = 0.2  # seconds between two looks at whether to stop, while a sender waits for its turn

log = structlog.get_logger(__name__)


async def deliver_pass(  # noqa: PLR0913  # all by name, no two of a kind
    schedule: Schedule,
    ledger: Ledger,
    transport: Transport,
    *,
    config: Config,
    clock: Clock,
    owner: str,
    stopping: Callable[[], bool] = lambda: False,
    refresh: Callable[[], Awaitable[Schedule]] | None = None,
    sign_in: bool = False,
) -> DeliverReport:
    """Send all whose time has come, in the hours in which mail leaves.

    `sign_in`: instead, the links to sign in, at any hour and under any hold; a pass of its own, so
    that none of them waits behind other mail in hand, nor for `[mail] per_minute`.

    Ends early where the relay fails or `stopping` says so: then the messages in hand are finished
    and the others are put back. Cancelled, it gives up those in hand as well: what may have arrived
    is kept to the byte for the repeat. `refresh` gives the schedule as of now; it is asked again
    whenever something was recorded meanwhile (without it `schedule` is kept).
    """
    postman = Postman(schedule, ledger, transport, config, clock, refresh)
    senders = _Senders(postman, owner, stopping, sign_in=sign_in)
    try:
        await senders.work()
    finally:
        await asyncio.shield(postman.settled())
        await senders.put_back_the_rest()
        await transport.close()
    return postman.report


class _Senders:
    """What the senders of one pass share: the claims not yet begun, and whether to go on."""

    def __init__(
        self, postman: Postman, owner: str, stopping: Callable[[], bool], *, sign_in: bool
    ) -> None:
        self._postman, self._owner, self._stopping = postman, owner, stopping
        self._config, self._sign_in = postman.config, sign_in
        self._claims: deque[tuple[Claim, Known]] = deque()
        self._claiming = asyncio.Lock()
        self._pace = Pace(0 if sign_in else self._config.mail.per_minute)

    async def work(self) -> None:
        first = await self._next()
        if first is None:
            return
        await self._postman.deliver(*first)
        await self._postman.settled()
        async with asyncio.TaskGroup() as group:
            for _ in range(self._config.mail.connections):
                group.create_task(self._send_one_by_one())

    async def put_back_the_rest(self) -> None:
        while self._claims:
            await asyncio.shield(self._postman.put_back(self._claims.popleft()[0]))

    async def _send_one_by_one(self) -> None:
        settling: Settling = None
        while (claim := await self._next()) is not None:
            settling = await self._postman.deliver(*claim, settling)

    async def _next(self) -> tuple[Claim, Known] | None:
        """The next claim when its turn has come, None where the pass is at its end."""
        async with self._claiming:
            if not self._claims and self._go_on():
                self._claims.extend(await self._claim())
            if self._claims:
                await self._turn()
            return self._claims.popleft() if self._claims and self._go_on() else None

    async def _claim(self) -> list[tuple[Claim, Known]]:
        mail, clock = self._config.mail, self._postman.clock
        most = min(BATCH, mail.per_minute or BATCH)  # none waits in hand for more than a minute
        claims = await asyncio.to_thread(
            self._postman.ledger.claim, self._owner, clock.now(), most,
            lease=lease_of(self._config), sign_in=self._sign_in,
        )  # fmt: skip
        if not claims:
            return []
        known = await self._postman.look_up(claims)
        return [(claim, known) for claim in claims]

    async def _turn(self) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + self._pace.wait(loop.time())
        while (rest := until - loop.time()) > 0 and self._go_on():  # noqa: ASYNC110  # a clock, too
            await asyncio.sleep(min(rest, NAP))

    def _go_on(self) -> bool:
        postman = self._postman
        if self._stopping() or postman.report.relay:
            return False
        return self._sign_in or not closed(
            postman.clock.now(), postman.schedule.working_days, self._config.mail,
            self._config.zone,
        )  # fmt: skip


def lease_of(config: Config) -> timedelta:
    """How long a message in hand is this daemon's: never less than a transaction may take."""
    longest = config.mail.timeout + config.mail.connect_timeout
    return timedelta(seconds=max(config.daemon.lease, longest))
