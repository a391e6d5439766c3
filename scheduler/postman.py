"""One message at a time: written, stamped, handed over, and settled by how that ended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from ledger import faults
from ledger.changes import Change, PutBack, Settled, Stamped, Verdict
from ledger.outbox import Claim
from ledger.revision import Revision
from ledger.store import Ledger
from rules.schedule import Schedule

from .clock import Clock
from .commits import Commits
from .config import Config
from .letter import Known, Letter, look_up, write_letter
from .mail.mime import checked_address
from .mail.transport import Envelope, SendError, Transport
from .patience import out_of_patience, unknown_for_too_long, wait_after, wait_after_unknown

PUZZLED = timedelta(minutes=15)  # until a message that could not be written is tried again
REWRITES = 5  # of one letter: so often in a row something was recorded between writing and sending
UNKNOWN_IN_A_ROW = 3  # ends that nobody knows, without one known in between: the relay's failure
_AGAIN = (0.1, 0.5, 2.0, 5.0, 10.0)  # seconds between tries to write down how a message ended

Settling = asyncio.Task[None] | None
"""The end of a message that is being written down."""

log = structlog.get_logger(__name__)


class LostClaimError(Exception):
    """The lease ran out and another sender has the message: it must not leave from here."""


class StaleLetterError(Exception):
    """Something was recorded since the letter was written: it must not leave as it stands."""


@dataclass(slots=True)
class DeliverReport:
    """How many messages went, were dropped as empty, failed for good, were put back; how often the
    relay `answered`, and its own failure, "" where it works.
    """

    sent: int = 0
    dropped: int = 0
    failed: int = 0
    deferred: int = 0
    answered: int = field(default=0, compare=False)
    relay: str = ""


class Postman:
    """Delivers claims, several at once; `report` says what became of them."""

    def __init__(
        self,
        schedule: Schedule,
        ledger: Ledger,
        transport: Transport,
        config: Config,
        clock: Clock,
        refresh: Callable[[], Awaitable[Schedule]] | None,
    ) -> None:
        self.schedule, self.ledger, self.transport = schedule, ledger, transport
        self.config, self.clock, self._refresh = config, clock, refresh
        self.report = DeliverReport()
        self._commits = Commits(ledger)
        self._settling: set[asyncio.Task[None]] = set()
        self._scheduled_at: Revision | None = None
        self._unknown = 0

    async def look_up(self, claims: Sequence[Claim]) -> Known:
        """What is recorded about these messages by now, and a schedule no older than that."""
        while True:
            known = await asyncio.to_thread(look_up, claims, self.ledger)
            if self._refresh is None or known.revision == self._scheduled_at:
                return known
            self._scheduled_at = known.revision  # read before the schedule: never newer than it
            self.schedule = await self._refresh()

    async def deliver(self, claim: Claim, known: Known, before: Settling = None) -> Settling:
        """One message, whatever comes of it; `known` was looked up since it was claimed.

        Returns its end where that is still being written down, else `before`: that of the sender's
        last one. It goes into one commit with the stamp of the next, whose data wait for both: so
        that never more than one message of a sender can be in doubt.
        """
        try:
            to = checked_address(self.config.mail.redirect_all_to or claim.recipient)
            for _ in range(REWRITES):
                try:
                    return await self._write_and_send(claim, to, known, before)
                except StaleLetterError:
                    known = await self.look_up([claim])
            await self.put_back(claim, "rewritten too often", after=PUZZLED)
        except LostClaimError:
            log.warning("lost-claim", message=claim.message_id)
        except SendError as error:
            await self._not_sent(claim, error)
        except ValueError as error:  # an address that is none
            await self._fail(claim, str(error))
        return before

    async def settled(self) -> None:
        """Wait until every end is written down."""
        await asyncio.gather(*self._settling)

    async def put_back(
        self,
        claim: Claim,
        error: str = "",
        *,
        after: timedelta | None = None,
        refused: bool = False,
        unknown: bool = False,
    ) -> None:
        """To be tried again `after` that time, or at once."""
        change = PutBack(claim, self.clock.now(), after, error, refused, unknown)
        await self._commit(change)
        if error:
            self.report.deferred += 1
            log.warning("put-back", message=claim.message_id, to=claim.recipient, error=error)

    async def _write_and_send(
        self, claim: Claim, to: str, known: Known, before: Settling
    ) -> Settling:
        if self._is_over(claim):
            await self._commit(Settled(claim, "dropped", self.clock.now(), error="expired"))
            self.report.dropped += 1
            return before
        try:
            letter = await self._write(claim, known)
        except Exception as error:
            log.exception("letter", message=claim.message_id)
            await self.put_back(claim, f"{type(error).__name__}: {error}", after=PUZZLED)
            return before
        faults.point("write-after")
        if letter.body is None:
            dropped = Settled(
                claim, "dropped", self.clock.now(),
                withdrawn=letter.withdrawn, seen=letter.seen,
            )  # fmt: skip
            _held(await self._commit(dropped))
            self.report.dropped += 1
            return before
        envelope = Envelope(self.config.mail.from_, to, claim.message_id, letter.body)
        stamp = _Stamp(self, claim, letter, letter.body, before)
        try:
            await self.transport.send(envelope, stamp)
        except (SendError, LostClaimError, StaleLetterError):
            raise
        except asyncio.CancelledError:  # a stop that nobody can wait for any longer
            await asyncio.shield(self.put_back(claim, "cut short", unknown=stamp.made))
            raise
        except Exception as error:
            log.exception("transport", message=claim.message_id)
            detail = f"{type(error).__name__}: {error}"
            await self.put_back(claim, detail, after=PUZZLED, unknown=stamp.made)
            return before
        self._unknown = 0
        settling = asyncio.create_task(self._sent(claim))
        self._settling.add(settling)
        settling.add_done_callback(self._forget)
        await asyncio.sleep(0)  # it takes its place in the line, before the next one's stamp
        return settling

    def _forget(self, settling: asyncio.Task[None]) -> None:
        """What went wrong is kept for `settled` to raise."""
        if not settling.cancelled() and settling.exception() is None:
            self._settling.discard(settling)

    async def _write(self, claim: Claim, known: Known) -> Letter:
        if claim.body is not None:  # it may have arrived: the same again
            return Letter(claim.body, {})

        def write() -> Letter:
            now = self.clock.now()
            return write_letter(
                claim, self.schedule, self.ledger, now=now, config=self.config, known=known
            )

        # A summary asks the ledger. A letter is a millisecond's work: a thread would cost more.
        return await asyncio.to_thread(write) if claim.week else write()

    async def _sent(self, claim: Claim) -> None:
        verdict = await self._commit(Settled(claim, "sent", self.clock.now()))
        faults.point("settle-after")
        self.report.sent += 1
        self.report.answered += 1
        settled = verdict == "done"
        log.info("sent", message=claim.message_id, to=claim.recipient, settled=settled)

    async def _not_sent(self, claim: Claim, error: SendError) -> None:
        """Lay the failure where it belongs."""
        if error.kind == "lost":
            log.warning("lost-claim", message=claim.message_id, why=error.detail)
        elif error.kind == "relay":
            self.report.relay = error.detail
            await self.put_back(claim, error.detail)
        elif error.kind == "unknown":
            await self._unknown_end(claim, error.detail)
        else:
            self._unknown = 0
            self.report.answered += 1
            now = self.clock.now()
            zone, mail = self.config.zone, self.config.mail
            working_days = self.schedule.working_days
            if error.kind == "permanent" or out_of_patience(
                claim.first_refused_at, now, working_days, mail, zone
            ):
                await self._fail(claim, error.detail)
            else:
                after = wait_after(claim.refused + 1, claim.id)
                await self._again(claim, error.detail, after, refused=True)

    async def _unknown_end(self, claim: Claim, detail: str) -> None:
        """Nobody knows whether it arrived: the same bytes again, later. Never for ever."""
        self._unknown += 1
        times = claim.ambiguous + 1
        if unknown_for_too_long(times, self.config.mail):
            await self._fail(claim, detail)
        else:
            after = wait_after_unknown(times, claim.id)
            await self._again(claim, detail, after, unknown=True)
        if self._unknown >= UNKNOWN_IN_A_ROW:
            self.report.relay = detail

    async def _again(
        self,
        claim: Claim,
        error: str,
        after: timedelta,
        *,
        refused: bool = False,
        unknown: bool = False,
    ) -> None:
        """Once more `after` that time; given up where it is of no use by then."""
        if self._is_over(claim, after):
            await self._fail(claim, error)
        else:
            await self.put_back(claim, error, after=after, refused=refused, unknown=unknown)

    def _is_over(self, claim: Claim, after: timedelta = timedelta(0)) -> bool:
        return claim.expires_at is not None and self.clock.now() + after >= claim.expires_at

    async def _fail(self, claim: Claim, error: str) -> None:
        await self._commit(Settled(claim, "failed", self.clock.now(), error=error))
        self.report.failed += 1
        log.error("failed", message=claim.message_id, to=claim.recipient, error=error)

    async def _commit(self, change: Change) -> Verdict:
        """Written down, even where the database is away for a while: a mail that went must not go
        again for want of a line.
        """
        for pause in _AGAIN:
            try:
                return await self._commits.apply(change)
            except Exception as error:
                if isinstance(change, Stamped):
                    raise
                log.warning("not-written", message=change.claim.message_id, error=str(error))
                await asyncio.sleep(pause)
        return await self._commits.apply(change)

    async def stamp(self, change: Stamped) -> None:
        """LostClaimError or StaleLetterError where the message must not leave."""
        faults.point("stamp-before")
        _held(await self._commit(change))
        faults.point("stamp-after")


class _Stamp:
    """The stamp of one attempt."""

    def __init__(
        self, postman: Postman, claim: Claim, letter: Letter, body: bytes, before: Settling
    ) -> None:
        self._postman, self._claim, self._letter, self._body = postman, claim, letter, body
        self._before = before
        self._lease_ends = 0.0
        self.made = False

    async def __call__(self) -> None:
        loop = asyncio.get_running_loop()
        self._lease_ends = loop.time() + self._claim.lease.total_seconds()
        self.made = True  # from here on it may be written, whatever comes back
        letter = self._letter
        await self._postman.stamp(
            Stamped(
                self._claim, self._body, letter.withdrawn, self._postman.clock.now(), letter.seen
            )
        )
        if self._before is not None:
            await asyncio.shield(self._before)

    def holds(self) -> bool:
        return asyncio.get_running_loop().time() < self._lease_ends


def _held(verdict: Verdict) -> None:
    if verdict == "lost":
        raise LostClaimError
    if verdict == "stale":
        raise StaleLetterError
