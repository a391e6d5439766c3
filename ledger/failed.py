"""The messages that were given up, for those who can do something about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, select, update

from rules.notices import NoticeKey
from rules.text import Text

from .claims import of_kind
from .notices import at_once, key_of
from .tables import messages, notices, summaries

_OVERTAKEN = Text(
    "Thư trước gửi không được; việc này nay đã được báo ở bước mới hơn.",
    "The earlier mail failed; by now a newer rung has been told.",
)


@dataclass(frozen=True, slots=True)
class Failed:
    """A message that was given up: what the server said last, and since when it has refused.

    `since` is the first refusal of that message, `at` when it was given up. `keys` are the notices
    that did not arrive; `week` the summary, or "".
    """

    id: int
    recipient: str
    day: date
    since: datetime
    at: datetime
    answer: str
    attempts: int
    keys: tuple[NoticeKey, ...]
    week: str


def failed(connection: Connection, since: datetime | None) -> list[Failed]:
    """Newest first, given up since then; not those whose recipient got a later mail.

    Nor links to sign in: who wants one asks again.
    """
    later = messages.alias("later")
    reached = (
        select(later.c.id)
        .where(later.c.recipient == messages.c.recipient, later.c.state == "sent")
        .where(later.c.kind != "sign-in")
        .where(later.c.day > messages.c.day)
        .exists()
    )
    query = select(messages).where(messages.c.state == "failed", of_kind(sign_in=False), ~reached)
    if since is not None:
        query = query.where(messages.c.settled_at >= since)
    rows = connection.execute(
        query.order_by(messages.c.settled_at.desc(), messages.c.id.desc())
    ).all()
    return [_failed(connection, row) for row in rows]


def _failed(connection: Connection, row: Row[Any]) -> Failed:
    carried = connection.execute(
        select(notices)
        .where(notices.c.message == row.id, notices.c.outcome == "planned")
        .order_by(notices.c.id)
    )
    week = connection.scalar(
        select(summaries.c.week)
        .where(summaries.c.message == row.id, summaries.c.outcome == "planned")
        .order_by(summaries.c.week.desc())
        .limit(1)
    )
    return Failed(
        row.id, row.recipient, row.day, row.first_refused_at or row.settled_at, row.settled_at,
        row.last_error, row.attempts, tuple(key_of(each) for each in carried), week or "",
    )  # fmt: skip


def retry(connection: Connection, now: datetime, recipients: Collection[str] | None) -> int:
    """Queue them again as they are; how many have something left to say."""
    rows = connection.execute(
        select(messages.c.id, messages.c.day, messages.c.recipient)
        .where(messages.c.state == "failed", of_kind(sign_in=False))
        .order_by(messages.c.day.desc())
        .with_for_update()
    ).all()
    going = 0
    for row in rows:
        if recipients is not None and row.recipient not in recipients:
            continue
        _supersede(connection, row.id)
        values: dict[str, Any] = {"state": "dropped", "settled_at": now}
        if _has_something_left(connection, row.id):
            going += 1
            values = {
                "state": "queued",
                "settled_at": None,
                "next_attempt": min(now, at_once(row.day)),
                "attempts": 0,
                "first_refused_at": None,
            }
        connection.execute(update(messages).where(messages.c.id == row.id).values(**values))
    return going


def _supersede(connection: Connection, message: int) -> None:
    """Take out what a newer notice of the same occurrence told, or tells, the same recipient."""
    newer = notices.alias("newer")
    same = ("plan", "ref", "label", "agency", "recipient")
    overtaken = (
        select(newer.c.id)
        .where(and_(*(newer.c[name] == notices.c[name] for name in same)))
        .where(newer.c.id > notices.c.id, newer.c.message != message)
        .where(newer.c.outcome.in_(("planned", "sent")))
        .exists()
    )
    connection.execute(
        update(notices)
        .where(notices.c.message == message, notices.c.outcome == "planned", overtaken)
        .values(outcome="superseded", reason_vi=_OVERTAKEN.vi, reason_en=_OVERTAKEN.en)
    )


def _has_something_left(connection: Connection, message: int) -> bool:
    return any(
        connection.execute(
            select(table.c.id)
            .where(table.c.message == message, table.c.outcome == "planned")
            .limit(1)
        ).first()
        for table in (notices, summaries)
    )
