"""The pass that sends: claims what is queued, writes it, stamps it, hands it over, settles it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog

from ledger.outbox import Claim
from ledger.store import Ledger
from rules.schedule import Schedule
from rules.text import Text

from .clock import Clock
from .config import Config
from .letter import Letter, write_letter
from .mail.mime import checked_address
from .mail.transport import Envelope, SendError, Transport

BATCH = 10  # messages claimed at once: what a crash leaves in hand
PUZZLED = timedelta(minutes=15)  # until a message that could not be written is tried again
_WAITS = (1, 5, 15, 30, 60)  # minutes after the first, second .. refusal; then hourly

log = structlog.get_logger(__name__)


class LostClaimError(Exception):
    """The lease ran out and another sender has the message: it must not leave from here."""


@dataclass(slots=True)
class DeliverReport:
    """How many messages went, were dropped as empty, failed for good, were put back; `relay` is the
    relay's own failure, "" where it works.
    """

    sent: int = 0
    dropped: int = 0
    failed: int = 0
    deferred: int = 0
    relay: str = ""


def wait_after(refused: int, spread: int) -> timedelta:
    """How long until the next try after the `refused`-th refusal (from 1), from -10 % to +10 %.

    `spread` is any number that differs between messages, so that they do not all come back at once.
    """
    minutes = _WAITS[min(refused, len(_WAITS)) - 1]
    return timedelta(minutes=minutes * (90 + spread % 21) / 100)


async def deliver_pass(
    schedule: Schedule,
    ledger: Ledger,
    transport: Transport,
    *,
    config: Config,
    clock: Clock,
    owner: str,
    stopping: Callable[[], bool] = lambda: False,
) -> DeliverReport:
    """Send all whose time has come, from the sending hour of the site's day on.

    Ends early where the relay fails or `stopping` says so: then the message in hand is finished and
    the others are put back.
    """
    postman = _Postman(schedule, ledger, transport, config, clock)
    report = postman.report
    if clock.now().astimezone(config.zone).hour < config.mail.hour:
        return report
    try:
        while not stopping() and not report.relay:
            claims = await asyncio.to_thread(ledger.claim, owner, clock.now(), BATCH)
            if not claims:
                break
            for claim in claims:
                if stopping() or report.relay:
                    await asyncio.to_thread(ledger.release, claim, clock.now())
                else:
                    await postman.deliver(claim)
    finally:
        await transport.close()
    return report


class _Postman:
    def __init__(
        self,
        schedule: Schedule,
        ledger: Ledger,
        transport: Transport,
        config: Config,
        clock: Clock,
    ) -> None:
        self.schedule, self.ledger, self.transport = schedule, ledger, transport
        self.config, self.clock = config, clock
        self.report = DeliverReport()

    async def deliver(self, claim: Claim) -> None:
        """One message, whatever comes of it."""
        try:
            to = checked_address(claim.recipient)
        except ValueError as error:
            await self._fail(claim, str(error))
            return
        try:
            letter = await asyncio.to_thread(self._write, claim)
        except Exception as error:
            log.exception("letter", message=claim.message_id)
            await self._put_back(claim, f"{type(error).__name__}: {error}", after=PUZZLED)
            return
        if letter.body is None:
            await asyncio.to_thread(
                self.ledger.settle, claim, "dropped", self.clock.now(), withdrawn=letter.withdrawn
            )
            self.report.dropped += 1
            return
        await self._send(claim, to, letter.body, letter.withdrawn)

    def _write(self, claim: Claim) -> Letter:
        if claim.body is not None:  # it may have arrived: the same again
            return Letter(claim.body, {})
        now = self.clock.now()
        return write_letter(claim, self.schedule, self.ledger, now=now, config=self.config)

    async def _send(
        self, claim: Claim, to: str, body: bytes, withdrawn: Mapping[int, Text]
    ) -> None:
        async def stamp() -> None:
            now = self.clock.now()
            if not await asyncio.to_thread(self.ledger.stamp, claim, body, withdrawn, now):
                raise LostClaimError

        envelope = Envelope(self.config.mail.from_, to, claim.message_id, body)
        try:
            await self.transport.send(envelope, stamp)
        except LostClaimError:
            log.warning("lost-claim", message=claim.message_id)
        except SendError as error:
            await self._not_sent(claim, error)
        except Exception as error:
            log.exception("transport", message=claim.message_id)
            detail = f"{type(error).__name__}: {error}"
            await self._put_back(claim, detail, after=PUZZLED, unknown=True)
        else:
            held = await asyncio.to_thread(self.ledger.settle, claim, "sent", self.clock.now())
            self.report.sent += 1
            log.info("sent", message=claim.message_id, to=claim.recipient, settled=held)

    async def _not_sent(self, claim: Claim, error: SendError) -> None:
        now = self.clock.now()
        if error.kind == "relay":
            self.report.relay = error.detail
            await self._put_back(claim, error.detail)
            return
        tried_for = now - (claim.first_refused_at or now)
        if error.kind == "permanent" or tried_for >= self._patience:
            await self._fail(claim, error.detail)
            return
        after = wait_after(claim.refused + 1, claim.id)
        await self._put_back(
            claim, error.detail, after=after, refused=True, unknown=error.kind == "unknown"
        )

    @property
    def _patience(self) -> timedelta:
        return timedelta(hours=self.config.mail.retry_hours)

    async def _fail(self, claim: Claim, error: str) -> None:
        await asyncio.to_thread(self.ledger.settle, claim, "failed", self.clock.now(), error=error)
        self.report.failed += 1
        log.error("failed", message=claim.message_id, to=claim.recipient, error=error)

    async def _put_back(
        self,
        claim: Claim,
        error: str,
        *,
        after: timedelta | None = None,
        refused: bool = False,
        unknown: bool = False,
    ) -> None:
        await asyncio.to_thread(
            self.ledger.release, claim, self.clock.now(),
            after=after, error=error, refused=refused, unknown=unknown,
        )  # fmt: skip
        self.report.deferred += 1
        log.warning("put-back", message=claim.message_id, to=claim.recipient, error=error)
