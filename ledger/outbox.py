"""The outbox: messages claimed under a lease, stamped before they leave, and settled after.

A fence goes up with each claim. Whoever comes back with an old one (its lease ran out and another
took the message over) changes nothing. States: queued -> sending -> sent, failed or dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Engine, and_, case, func, insert, select, update

from rules.text import Text

from . import faults
from .changes import Change, PutBack, Settled, Stamped, Verdict, apply
from .claims import Claim, Planned, claims_of, of_kind
from .engine import reading, writing
from .failed import Failed, failed, retry
from .hold_rows import blocked
from .lease import LEASE, due, lease_end
from .notices import at_once
from .revision import Revision, revision
from .tables import messages

__all__ = ["LEASE", "Claim", "Outbox", "Planned"]

_ORPHANED: ColumnElement[int] = case(
    (and_(messages.c.state == "sending", messages.c.stamped_at.is_not(None)), 1), else_=0
)


class Outbox:
    """The messages still to be sent. `now` is always an aware instant.

    Counted since this process began: `taken_over` from holders whose lease ran out, and `fenced`
    off, because another had taken over.
    """

    taken_over = 0
    fenced = 0

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def queue_letter(
        self, recipient: str, message_id: str, body: bytes, *, now: datetime, expires: datetime
    ) -> None:
        """Queue a finished letter with a link to sign in: the whole MIME message, as it leaves.

        It goes at once, at any hour and whatever is held. It is dropped once it `expires`, and its
        bytes, which hold a secret, are forgotten as soon as it has ended in any way.
        """
        day = now.astimezone(UTC).date()
        row = {
            "recipient": recipient, "day": day, "message_id": message_id, "state": "queued",
            "created_at": now, "next_attempt": at_once(day), "body": body, "kind": "sign-in",
            "expires_at": expires,
        }  # fmt: skip
        with writing(self._engine) as connection:
            connection.execute(insert(messages).values(row))

    def has_due(self, now: datetime, *, sign_in: bool = False) -> bool:
        """Whether there is anything to claim, and no hold on it all; takes no writer's lock.

        `sign_in`: any link to sign in, which no hold keeps back.
        """
        with reading(self._engine) as connection:
            ready = (due(connection, now), of_kind(sign_in=sign_in))
            query = select(messages.c.id).where(*ready).limit(1)
            if connection.execute(query).first() is None:
                return False
            return sign_in or not blocked(connection)

    def claim(
        self,
        owner: str,
        now: datetime,
        limit: int,
        *,
        lease: timedelta = LEASE,
        sign_in: bool = False,
    ) -> list[Claim]:
        """Take up to `limit` messages whose time has come, oldest first; nobody else gets them.

        One whose holder's lease ran out is taken over; where it was stamped, its end is unknown and
        it is counted as ambiguous. Nothing under a hold that keeps all mail back. `sign_in`: the
        links to sign in and nothing else, under any hold; without it all but these.
        """
        if not self.has_due(now, sign_in=sign_in):
            return []
        with writing(self._engine) as connection:
            if blocked(connection) and not sign_in:
                return []
            rows = connection.execute(
                select(messages)
                .where(due(connection, now), of_kind(sign_in=sign_in))
                .order_by(messages.c.next_attempt, messages.c.id)
                .limit(limit)
                .with_for_update(skip_locked=True)
            ).all()
            connection.execute(
                update(messages)
                .where(messages.c.id.in_([row.id for row in rows]))
                .values(
                    state="sending",
                    owner=owner,
                    fence=messages.c.fence + 1,
                    ambiguous=messages.c.ambiguous + _ORPHANED,
                    next_attempt=lease_end(connection, now, lease),
                )
            )
            found = claims_of(connection, rows, lease)
        self.taken_over += sum(row.state == "sending" for row in rows)
        faults.point("claim-after")
        return found

    def apply(self, changes: Sequence[Change]) -> list[Verdict]:
        """Stamp, settle and put back any number of messages in one commit; one verdict each."""
        with writing(self._engine) as connection:
            verdicts = apply(connection, changes)
        self.fenced += verdicts.count("lost")
        return verdicts

    def stamp(
        self,
        claim: Claim,
        body: bytes,
        withdrawn: Mapping[int, Text],
        now: datetime,
        seen: Revision | None = None,
    ) -> bool:
        """Write down, just before the data leave, that they do. False: they must not."""
        return self.apply([Stamped(claim, body, withdrawn, now, seen)]) == ["done"]

    def settle(
        self,
        claim: Claim,
        state: Literal["sent", "failed", "dropped"],
        now: datetime,
        *,
        error: str = "",
        withdrawn: Mapping[int, Text] | None = None,
    ) -> bool:
        """The end of a message, and of what it carried. False: the claim was lost."""
        change = Settled(claim, state, now, error, withdrawn or {})
        return self.apply([change]) == ["done"]

    def put_back(
        self,
        claim: Claim,
        now: datetime,
        *,
        after: timedelta | None = None,
        error: str = "",
        refused: bool = False,
        unknown: bool = False,
    ) -> bool:
        """Try it again `after` that time, or at once (see PutBack). False: the claim was lost."""
        change = PutBack(claim, now, after, error, refused, unknown)
        return self.apply([change]) == ["done"]

    def recover(self, now: datetime) -> int:
        """Put back whatever is in hand: only for a daemon that knows to be the only one."""
        orphans = select(messages.c.id, messages.c.day).where(messages.c.state == "sending")
        with writing(self._engine) as connection:
            rows = connection.execute(orphans).all()
            for row in rows:
                connection.execute(
                    update(messages)
                    .where(messages.c.id == row.id)
                    .values(
                        state="queued",
                        owner="",
                        next_attempt=min(now, at_once(row.day)),
                        ambiguous=messages.c.ambiguous + _ORPHANED,
                    )
                )
            return len(rows)

    def revision(self) -> Revision:
        """Which facts are recorded by now."""
        with reading(self._engine) as connection:
            return revision(connection)

    def ambiguous(self) -> int:
        """How often nobody could say whether a message had been accepted: a bound on repeats."""
        with reading(self._engine) as connection:
            return connection.scalar(select(func.sum(messages.c.ambiguous))) or 0

    def failed(self, since: datetime | None = None) -> list[Failed]:
        """The messages given up, newest first, whose recipient no later mail has reached."""
        with reading(self._engine) as connection:
            return failed(connection, since)

    def retry(self, now: datetime, recipients: Collection[str] | None = None) -> int:
        """Queue again what was given up, for some recipients or all; how many messages will go.

        What a newer notice has overtaken meanwhile is superseded; a message that has nothing left
        to say is dropped.
        """
        with writing(self._engine) as connection:
            return retry(connection, now, recipients)
