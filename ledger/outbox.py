"""The outbox: messages claimed under a lease, stamped before they leave, and settled after.

A fence goes up with each claim. Whoever comes back with an old one (its lease ran out and another
took the message over) changes nothing. States: queued -> sending -> sent, failed or dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, func, select, text, update

from rules.ladder import Rung
from rules.notices import NoticeKey
from rules.text import Text

from .engine import reading, writing
from .notices import at_once, key_of
from .tables import messages, notices, summaries

LEASE = timedelta(minutes=20)  # more than the longest transaction (RFC 5321 4.5.3.2.6: 10 minutes)
_WAITING = text("messages.state IN ('queued', 'sending')")  # as in the index, so that it is used


@dataclass(frozen=True, slots=True)
class Planned:
    """A notice that a message is to carry."""

    id: int
    key: NoticeKey
    rung: Rung
    role: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Claim:
    """A message in hand, under `fence`.

    `body` is set where an earlier attempt got as far as sending: it may have arrived, so that a
    repeat must be the same to the byte. `refused` counts the recipient's refusals since
    `first_refused_at`.
    """

    id: int
    recipient: str
    day: date
    message_id: str
    fence: int
    body: bytes | None
    refused: int
    first_refused_at: datetime | None
    notices: tuple[Planned, ...]
    week: str | None


class Outbox:
    """The messages still to be sent. `now` is always an aware instant."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def has_due(self, now: datetime) -> bool:
        """Whether there is anything to claim; takes no writer's lock."""
        query = select(messages.c.id).where(_WAITING, messages.c.next_attempt <= now).limit(1)
        with reading(self._engine) as connection:
            return connection.execute(query).first() is not None

    def claim(self, owner: str, now: datetime, limit: int) -> list[Claim]:
        """Take up to `limit` messages whose time has come, oldest first; nobody else gets them."""
        if not self.has_due(now):
            return []
        due = (
            select(messages)
            .where(_WAITING, messages.c.next_attempt <= now)
            .order_by(messages.c.next_attempt, messages.c.id)
            .limit(limit)
        )
        with writing(self._engine) as connection:
            rows = connection.execute(due.with_for_update(skip_locked=True)).all()
            for row in rows:
                connection.execute(
                    update(messages)
                    .where(messages.c.id == row.id)
                    .values(
                        state="sending",
                        owner=owner,
                        fence=row.fence + 1,
                        next_attempt=now + LEASE,
                    )
                )
            return [_claim(connection, row) for row in rows]

    def stamp(
        self, claim: Claim, body: bytes, withdrawn: Mapping[int, Text], now: datetime
    ) -> bool:
        """Write down, just before the data leave, that they do, and which notices stay behind.

        Renews the lease. False: the claim was lost, nothing may be sent.
        """
        with writing(self._engine) as connection:
            held = _change(
                connection, claim, {"stamped_at": now, "body": body, "next_attempt": now + LEASE}
            )
            if held:
                _withdraw(connection, withdrawn)
            return held

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
        with writing(self._engine) as connection:
            held = _change(
                connection, claim,
                {"state": state, "settled_at": now, "last_error": error, "owner": ""},
            )  # fmt: skip
            if held:
                _withdraw(connection, withdrawn or {})
            if held and state != "failed":
                outcome = "sent" if state == "sent" else "withdrawn"
                for table in (notices, summaries):
                    connection.execute(
                        update(table)
                        .where(table.c.message == claim.id, table.c.outcome == "planned")
                        .values(outcome=outcome)
                    )
            return held

    def release(
        self,
        claim: Claim,
        now: datetime,
        *,
        after: timedelta | None = None,
        error: str = "",
        refused: bool = False,
        unknown: bool = False,
    ) -> bool:
        """Put it back, to be tried again `after` that time or at once. False: the claim was lost.

        `refused`: the recipient's answer, which counts; not so what is the relay's. `unknown`: the
        message may have arrived, so its bytes are kept; else it is composed anew.
        """
        again = at_once(claim.day) if after is None else now + after
        values: dict[str, Any] = {"state": "queued", "owner": "", "next_attempt": again}
        if error:
            values["last_error"] = error
        if refused:
            values["attempts"] = messages.c.attempts + 1
            values["first_refused_at"] = func.coalesce(messages.c.first_refused_at, now)
        if not unknown and claim.body is None:
            values |= {"stamped_at": None, "body": None}
        with writing(self._engine) as connection:
            return _change(connection, claim, values)

    def recover(self, now: datetime) -> int:
        """Put back whatever is in hand: only for a daemon that knows to be the only one."""
        orphans = update(messages).where(messages.c.state == "sending")
        with writing(self._engine) as connection:
            return connection.execute(
                orphans.values(state="queued", owner="", next_attempt=now)
            ).rowcount


def _change(connection: Connection, claim: Claim, values: Mapping[str, Any]) -> bool:
    held = (
        messages.c.id == claim.id,
        messages.c.fence == claim.fence,
        messages.c.state == "sending",
    )
    return connection.execute(update(messages).where(*held).values(**values)).rowcount == 1


def _withdraw(connection: Connection, withdrawn: Mapping[int, Text]) -> None:
    for number, reason in withdrawn.items():
        connection.execute(
            update(notices)
            .where(notices.c.id == number)
            .values(outcome="withdrawn", reason_vi=reason.vi, reason_en=reason.en)
        )


def _claim(connection: Connection, row: Row[Any]) -> Claim:
    carried: Sequence[Row[Any]] = connection.execute(
        select(notices)
        .where(notices.c.message == row.id, notices.c.outcome == "planned")
        .order_by(notices.c.id)
    ).all()
    week = connection.scalar(
        select(summaries.c.week)
        .where(summaries.c.message == row.id, summaries.c.outcome == "planned")
        .order_by(summaries.c.week.desc())
        .limit(1)
    )
    return Claim(
        row.id, row.recipient, row.day, row.message_id, row.fence + 1, row.body, row.attempts,
        row.first_refused_at, tuple(_planned(each) for each in carried), week,
    )  # fmt: skip


def _planned(row: Row[Any]) -> Planned:
    rung = Rung(row.rung, row.rung_day, row.late)
    return Planned(row.id, key_of(row), rung, row.role, Text(row.reason_vi, row.reason_en))
