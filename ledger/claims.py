"""A message in hand, with what it is to carry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from rules.ladder import Rung
from rules.notices import NoticeKey
from rules.text import Text

from .notices import key_of
from .tables import notices, summaries


@dataclass(frozen=True, slots=True)
class Planned:
    """A notice that a message is to carry."""

    id: int
    key: NoticeKey
    rung: Rung
    role: str
    reason: Text
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A message in hand, under `fence`, for as long as `lease`.

    `body` is set where an earlier attempt got as far as sending: it may have arrived, so that a
    repeat must be the same to the byte; `ambiguous` counts such attempts. `refused` counts the
    recipient's refusals since `first_refused_at`.
    """

    id: int
    recipient: str
    day: date
    message_id: str
    fence: int
    lease: timedelta
    body: bytes | None
    refused: int
    first_refused_at: datetime | None
    ambiguous: int
    notices: tuple[Planned, ...]
    week: str | None


def claims_of(connection: Connection, rows: Sequence[Row[Any]], lease: timedelta) -> list[Claim]:
    """The claims that rows of messages make, once their fences and counts have gone up."""
    numbers = [row.id for row in rows]
    carried: defaultdict[int, list[Planned]] = defaultdict(list)
    for row in connection.execute(
        select(notices)
        .where(notices.c.message.in_(numbers), notices.c.outcome == "planned")
        .order_by(notices.c.id)
    ):
        carried[row.message].append(_planned(row))
    weeks: dict[int, str] = {
        row.message: row.week
        for row in connection.execute(
            select(summaries.c.message, func.max(summaries.c.week).label("week"))
            .where(summaries.c.message.in_(numbers), summaries.c.outcome == "planned")
            .group_by(summaries.c.message)
        )
    }
    return [
        Claim(
            row.id, row.recipient, row.day, row.message_id, row.fence + 1, lease, row.body,
            row.attempts, row.first_refused_at, row.ambiguous + orphaned(row),
            tuple(carried[row.id]), weeks.get(row.id),
        )
        for row in rows
    ]  # fmt: skip


def orphaned(row: Row[Any]) -> bool:
    """Whether somebody stamped it and never told how that ended."""
    return row.state == "sending" and row.stamped_at is not None


def _planned(row: Row[Any]) -> Planned:
    return Planned(
        row.id,
        key_of(row),
        Rung(row.rung, row.rung_day, row.late),
        row.role,
        Text(row.reason_vi, row.reason_en),
        row.moved_from,
    )
