"""Which facts a letter was written from: the newest row of each table that people write to."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from .tables import acceptances, completions, events, extensions, returns

Revision = tuple[int, ...]
"""The highest id of each table of facts; equal where nothing was recorded in between.

Facts are recorded one after the other (with the audit's head in hand): their ids commit in order.
"""

FACTS = (completions, acceptances, returns, extensions, events)
_QUERY = select(
    *(func.coalesce(select(func.max(table.c.id)).scalar_subquery(), 0) for table in FACTS)
)


def revision(connection: Connection) -> Revision:
    """As it stands in this transaction; a few look-ups of an index's end, however much there is."""
    return tuple(connection.execute(_QUERY).one())
