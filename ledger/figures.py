"""Counts for those who watch: read from the ledger when asked, so that a restart loses none.

Only reads. Every method raises LedgerDownError where the database does not answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from .engine import reading
from .lease import due
from .tables import messages, notices

RECENT = 1_000  # messages in which the last that was sent is looked for: a bound on the cost
_OPEN = text("messages.state IN ('queued', 'sending')")  # as in the index, so that it is used


class LedgerDownError(Exception):
    """The database does not answer, or not as it should; the text is one line, without secrets."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is still to be sent; instants are UTC.

    `queued` and `sending` count messages; `stuck` are those in hand whose lease has run out.
    `oldest` is since when the oldest one waits that is due and that no recipient has put off, None
    where there is none; `waiting` counts these. `last_sent` is when a message last went.
    """

    queued: int = 0
    sending: int = 0
    stuck: int = 0
    waiting: int = 0
    oldest: datetime | None = None
    last_sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there are: `notices` by outcome and rung, `messages` by state.

    A notice that waits on a message which failed for good counts as "failed".
    """

    notices: Mapping[tuple[str, str], int]
    messages: Mapping[str, int]


class Figures:
    """What the ledger can be asked by a watcher."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def backlog(self, now: datetime) -> Backlog:
        """What is to be sent, by a partial index: as fast with a million messages behind it."""
        newest = (
            select(messages.c.state, messages.c.settled_at)
            .order_by(messages.c.id.desc())
            .limit(RECENT)
            .subquery()
        )
        with answering(), reading(self._engine) as connection:
            ready = due(connection, now)
            unhindered = (ready, messages.c.first_refused_at.is_(None))
            states = select(messages.c.state, func.count()).where(_OPEN).group_by(messages.c.state)
            open_now: dict[str, int] = dict(connection.execute(states).all())
            stuck = select(func.count()).where(ready, messages.c.state == "sending")
            waiting, oldest = connection.execute(
                select(func.count(), func.min(messages.c.created_at)).where(*unhindered)
            ).one()
            return Backlog(
                open_now.get("queued", 0),
                open_now.get("sending", 0),
                connection.scalar(stuck) or 0,
                waiting,
                oldest,
                connection.scalar(
                    select(func.max(newest.c.settled_at)).where(newest.c.state == "sent")
                ),
            )

    def totals(self) -> Totals:
        """All notices and messages, counted: one to two seconds for a million notices."""
        with answering(), reading(self._engine) as connection:
            settled = select(notices.c.outcome, notices.c.rung, func.count()).group_by(
                notices.c.outcome, notices.c.rung
            )
            failed = (
                select(notices.c.rung, func.count())
                .join(messages, notices.c.message == messages.c.id)
                .where(messages.c.state == "failed", notices.c.outcome == "planned")
                .group_by(notices.c.rung)
            )
            counts = {(state, rung): count for state, rung, count in connection.execute(settled)}
            for rung, count in connection.execute(failed):
                counts["failed", rung] = counts.get(("failed", rung), 0) + count
                counts["planned", rung] -= count
            states = select(messages.c.state, func.count()).group_by(messages.c.state)
            return Totals(counts, dict(connection.execute(states).all()))


@contextmanager
def answering() -> Iterator[None]:
    """LedgerDownError in place of whatever the driver raises."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise LedgerDownError(one_line(error)) from error


def one_line(error: Exception) -> str:
    """What the driver says, on one line: neither the statement nor its values."""
    said = getattr(error, "orig", None) or error
    return " ".join(f"{type(said).__name__}: {said}".split())[:300]
