"""A message in hand, with what it is to carry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, literal_column, select

from rules.ladder import Rung
from rules.notices import NoticeKey
from rules.text import Text

from .tables import messages, notices, summaries

Kind = Literal["notices", "urge", "sign-in"]
"""`notices`: the one mail of a day. `urge`: a letter of urging that a coordinator sends on purpose.
`sign-in`: a finished letter with a link to sign in, which waits for no hour and no hold.
"""


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
    recipient's refusals since `first_refused_at`. A link to sign in comes with its `body`; it is of
    no use after `expires_at`. `note`: the coordinator's own words in a letter of urging.
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
    kind: Kind = "notices"
    note: str = ""
    expires_at: datetime | None = None


_CARRIED = (
    select(
        notices.c.message, notices.c.id, notices.c.role, notices.c.reason_vi, notices.c.reason_en,
        notices.c.moved_from, notices.c.rung.label("name"), notices.c.rung_day, notices.c.late,
        *(notices.c[name] for name in NoticeKey._fields),
    )
    .where(notices.c.message.in_(bindparam("rows", expanding=True)))
    .where(notices.c.outcome == "planned")
    .order_by(notices.c.id)
)  # fmt: skip
_WEEKS = (
    select(summaries.c.message, func.max(summaries.c.week))
    .where(summaries.c.message.in_(bindparam("rows", expanding=True)))
    .where(summaries.c.outcome == "planned")
    .group_by(summaries.c.message)
)


def claims_of(connection: Connection, rows: Sequence[Row[Any]], lease: timedelta) -> list[Claim]:
    """The claims that rows of messages make, once their fences and counts have gone up."""
    numbers = [row.id for row in rows]
    carried: defaultdict[int, list[Planned]] = defaultdict(list)
    for message, number, role, vi, en, moved_from, name, day, late, *key in connection.execute(
        _CARRIED, {"rows": numbers}
    ):
        planned = Planned(
            number, NoticeKey(*key), Rung(name, day, late), role, Text(vi, en), moved_from
        )
        carried[message].append(planned)
    weeks: dict[int, str] = dict(connection.execute(_WEEKS, {"rows": numbers}).all())
    return [
        Claim(
            row.id, row.recipient, row.day, row.message_id, row.fence + 1, lease, row.body,
            row.attempts, row.first_refused_at, row.ambiguous + orphaned(row),
            tuple(carried[row.id]), weeks.get(row.id), row.kind, row.note, row.expires_at,
        )
        for row in rows
    ]  # fmt: skip


def of_kind(*, sign_in: bool) -> ColumnElement[bool]:
    """The links to sign in, or everything else: the two are claimed apart."""
    link: ColumnElement[str] = literal_column(
        "'sign-in'"
    )  # written out, so that SQLite takes the index of them
    return messages.c.kind == link if sign_in else messages.c.kind != link


def orphaned(row: Row[Any]) -> bool:
    """Whether somebody stamped it and never told how that ended."""
    return row.state == "sending" and row.stamped_at is not None
