"""How long a message in hand is its holder's, and by which clock.

PostgreSQL's own where there is one, since several machines, whose clocks may differ, ask the same
rows; with SQLite there is one daemon, and its clock will do.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    and_,
    func,
    literal,
    literal_column,
    or_,
    text,
)

from .tables import messages

LEASE = timedelta(minutes=20)  # more than the longest transaction (RFC 5321 4.5.3.2.6: 10 minutes)
_WAITING = text("messages.state IN ('queued', 'sending')")  # as in the index, so that it is used
THERE: ColumnElement[datetime] = literal_column(
    "timezone('UTC', statement_timestamp())", DateTime()
)


def lease_end(
    connection: Connection, now: datetime, lease: timedelta
) -> ColumnElement[datetime] | datetime:
    """When a lease taken now runs out, as a value of `messages.next_attempt`."""
    if connection.dialect.name == "postgresql":
        return THERE + literal(lease)
    return now + lease


def due(connection: Connection, now: datetime) -> ColumnElement[bool]:
    """What may be claimed: queued and its time come, or in the hands of one whose lease ran out."""
    at = messages.c.next_attempt
    if connection.dialect.name != "postgresql":
        return and_(_WAITING, at <= now)
    local = literal(now, type_=messages.c.next_attempt.type)
    return and_(
        _WAITING,
        at <= func.greatest(local, THERE),
        or_(
            and_(messages.c.state == "queued", at <= local),
            and_(messages.c.state == "sending", at <= THERE),
        ),
    )
