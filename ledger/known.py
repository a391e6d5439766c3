"""The facts as read so far: what has been recorded since is added to them, nothing is read twice.

Rows are only ever added, and on PostgreSQL too one after the other (`audit.lock_head`): whatever is
new has a higher number. A database put back beneath a running process is noticed by the audit row
that was the last one then: it is gone or another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, select

from rules.facts import Completion, Event, Extension, Facts, Return

from .audit import Head, read_head
from .revision import FACTS, Revision, revision
from .tables import audit, completions, events, extensions, returns

_CHUNK = 10_000  # rows in memory at a time while all are read


class Known:
    """What one process knows of the records."""

    def __init__(self) -> None:
        self._facts = Facts()
        self._upto: Revision = (0,) * len(FACTS)
        self._newest: dict[str, int] = {}  # of each occurrence the id of its newest completion
        self._head: Head | None = None

    def still_there(self, connection: Connection) -> bool:
        """Whether the database is still the one that the facts were read from."""
        if self._head is None:
            return not any(self._upto)
        if any(now < known for now, known in zip(revision(connection), self._upto, strict=True)):
            return False
        if self._head.count == 0:
            return True
        query = select(audit.c.hash).where(audit.c.id == self._head.count)
        return connection.scalar(query) == self._head.hash

    def catch_up(self, connection: Connection) -> Facts:
        """The facts of this transaction: those known, with what is new."""
        now = revision(connection)
        if now != self._upto:
            self._facts = self._with_new(connection)
            self._head = read_head(connection)
            self._upto = now
        return self._facts

    def _with_new(self, connection: Connection) -> Facts:
        known = self._facts
        done, back = dict(known.completions), dict(known.returns)
        later, happened = dict(known.extensions), dict(known.events)
        earlier = Counter(known.earlier)
        for row in self._new(connection, select(completions), completions):
            key = row.occurrence
            if (done.pop(key, None) or back.pop(key, None)) is not None:
                earlier[key] += 1
            done[key] = as_completion(row)
            self._newest[key] = row.id
        with_key = select(returns, completions.c.occurrence).join(completions)
        for row in self._new(connection, with_key, returns):
            key = row.occurrence
            earlier[key] += 1
            if self._newest[key] == row.completion:
                del done[key]
                back[key] = Return(key, row.reason, row.by, row.recorded_at)
        for row in self._new(connection, select(extensions), extensions):
            if row.occurrence in later:
                earlier[row.occurrence] += 1
            later[row.occurrence] = as_extension(row)
        for row in self._new(connection, select(events), events):
            if row.event in happened:
                earlier[row.event] += 1
            happened[row.event] = as_event(row)
        return Facts(done, happened, later, back, dict(earlier))

    def _new(self, connection: Connection, query: Select[Any], table: Table) -> Iterator[Row[Any]]:
        new = query.where(table.c.id > self._upto[FACTS.index(table)]).order_by(table.c.id)
        yield from connection.execute(new, execution_options={"yield_per": _CHUNK})


def as_completion(row: Row[Any]) -> Completion:
    """A row of `completions`."""
    return Completion(row.occurrence, row.day, row.number, row.by, row.recorded_at)


def as_extension(row: Row[Any]) -> Extension:
    """A row of `extensions`."""
    return Extension(row.occurrence, row.until, row.number, row.by, row.recorded_at)


def as_event(row: Row[Any]) -> Event:
    """A row of `events`."""
    return Event(row.event, row.day, row.number, row.by, row.recorded_at, row.deadline)
