"""The facts as read so far: what has been recorded since is added to them, nothing is read twice.

Rows are only ever added, and on PostgreSQL too one after the other (`audit.lock_head`): whatever is
new has a higher number. A database put back beneath a running process is noticed by the audit row
that was the last one then: it is gone or another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, select

from rules.facts import Acceptance, Completion, Event, Extension, Facts, Return

from .audit import Head, read_head
from .revision import FACTS, Revision, revision
from .tables import acceptances, audit, completions, events, extensions, returns

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
        later, happened = dict(known.extensions), dict(known.events)
        earlier = Counter(known.earlier)
        done, back = self._reported(connection, earlier)
        for row in self._new(connection, select(extensions), extensions):
            if row.occurrence in later:
                earlier[row.occurrence] += 1
            later[row.occurrence] = as_extension(row)
        for row in self._new(connection, select(events), events):
            if row.event in happened:
                earlier[row.event] += 1
            happened[row.event] = as_event(row)
        return Facts(done, happened, later, back, dict(earlier))

    def _reported(
        self, connection: Connection, earlier: Counter[str]
    ) -> tuple[dict[str, Completion], dict[str, Return]]:
        """What stands as submitted or accepted, and what was returned; adds to `earlier`."""
        done, back = dict(self._facts.completions), dict(self._facts.returns)
        new = self._new(connection, _with_key(acceptances), acceptances)
        accepted = {row.completion: row for row in new}
        for row in self._new(connection, select(completions), completions):
            key = row.occurrence
            if key in done:
                earlier[key] += _records(done.pop(key))
            elif back.pop(key, None) is not None:
                earlier[key] += 1
            done[key] = as_completion(row, accepted.pop(row.id, None))
            self._newest[key] = row.id
        for number, row in accepted.items():  # of what was known before
            key = row.occurrence
            if self._newest[key] == number:
                done[key] = replace(done[key], accepted=as_acceptance(row))
            else:
                earlier[key] += 1
        for row in self._new(connection, _with_key(returns), returns):
            key = row.occurrence
            if self._newest[key] == row.completion:
                earlier[key] += _records(done.pop(key))
                back[key] = Return(key, row.reason, row.by, row.recorded_at)
            else:
                earlier[key] += 1
        return done, back

    def _new(self, connection: Connection, query: Select[Any], table: Table) -> Iterator[Row[Any]]:
        new = query.where(table.c.id > self._upto[FACTS.index(table)]).order_by(table.c.id)
        yield from connection.execute(new, execution_options={"yield_per": _CHUNK})


def _with_key(table: Table) -> Select[Any]:
    return select(table, completions.c.occurrence).join(completions)


def _records(completion: Completion) -> int:
    return 1 if completion.accepted is None else 2


def as_completion(row: Row[Any], accepted: Row[Any] | None = None) -> Completion:
    """A row of `completions`, and that of `acceptances` which accepts it."""
    acceptance = None if accepted is None else as_acceptance(accepted)
    return Completion(
        row.occurrence, row.day, row.number, row.by, row.recorded_at, row.document_date, row.nil,
        row.link, row.file, row.file_name, row.note, acceptance,
    )  # fmt: skip


def as_acceptance(row: Row[Any]) -> Acceptance:
    """A row of `acceptances`."""
    return Acceptance(row.by, row.recorded_at)


def as_extension(row: Row[Any]) -> Extension:
    """A row of `extensions`."""
    return Extension(row.occurrence, row.until, row.number, row.by, row.recorded_at)


def as_event(row: Row[Any]) -> Event:
    """A row of `events`."""
    return Event(row.event, row.day, row.number, row.by, row.recorded_at, row.deadline)
