"""What people record: extensions and outside events here, completions in `completions.py`.

Append-only: the newest row of a key wins, and each stands in the audit beside its predecessor. The
facts are read once and kept; after that only what is new is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, insert, select

from rules.facts import Acceptance, Completion, Event, Extension, Facts, Return

from .audit import AuditEntry, AuditKind, append, lock_head
from .engine import newest_of, reading, writing
from .known import Known, as_event, as_extension
from .tables import events, extensions

Record = Completion | Acceptance | Event | Extension | Return


class Records:
    """All that is recorded, as facts; extensions and events, as they are recorded."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known = Known()
        self._lock = Lock()

    def facts(self) -> Facts:
        """The newest record of each occurrence and event; the same object while nothing is new."""
        with self._lock, reading(self._engine) as connection:
            if not self._known.still_there(connection):
                self._known = Known()
            return self._known.catch_up(connection)

    def extensions_of(self, keys: Collection[str]) -> dict[str, Extension]:
        """The newest extension of each of a few occurrences."""
        with reading(self._engine) as connection:
            found = newest_of(connection, extensions, extensions.c.occurrence, keys)
            return {row.occurrence: as_extension(row) for row in found}

    def record_extension(self, extension: Extension) -> bool:
        """Append it; False where the newest extension of its key says the same."""
        row = {
            "occurrence": extension.key,
            "until": extension.until,
            "number": extension.number,
            "by": extension.by,
            "recorded_at": extension.recorded_at,
        }
        with writing(self._engine) as connection:
            return _append(
                connection, "extension", extensions, "occurrence", row, extension, as_extension
            )

    def record_event(self, event: Event) -> bool:
        """Append it; False where the newest record of this event already says the same."""
        row = {
            "event": event.id,
            "day": event.on,
            "deadline": event.deadline,
            "number": event.number,
            "by": event.by,
            "recorded_at": event.recorded_at,
        }
        with writing(self._engine) as connection:
            return _append(connection, "event", events, "event", row, event, as_event)


def _append(
    connection: Connection,
    kind: AuditKind,
    table: Table,
    column: str,
    row: Mapping[str, Any],
    record: Record,
    read: Callable[[Row[Any]], Record],
) -> bool:
    """Append the record as this row; False where the newest of its key, in `column`, says it."""
    lock_head(connection)
    newest = newest_row(connection, table, column, row[column])
    if newest is not None and same(row, newest):
        return False
    connection.execute(insert(table).values(row))
    tell(connection, kind, row[column], record, None if newest is None else read(newest))
    return True


def newest_row(connection: Connection, table: Table, column: str, key: str) -> Row[Any] | None:
    """The newest row of the key; with the audit's head in hand no other can come in between."""
    of_key = select(table).where(table.c[column] == key)
    return connection.execute(of_key.order_by(table.c.id.desc()).limit(1)).first()


def same(row: Mapping[str, Any], newest: Row[Any]) -> bool:
    """Whether the newest row says all that this one does, whenever it was recorded."""
    told = {name: value for name, value in row.items() if name != "recorded_at"}
    return told.items() <= newest._asdict().items()


def tell(
    connection: Connection, kind: AuditKind, subject: str, after: Record, before: Record | None
) -> None:
    """Put the record into the audit, beside the one it replaces; last in the transaction."""
    was = None if before is None else _fields(before)
    append(
        connection, [AuditEntry(kind, subject, after.by, was, _fields(after))], after.recorded_at
    )


def _fields(record: Record) -> dict[str, Any]:
    """What is said; the subject and an acceptance have places of their own."""
    fields = asdict(record)
    for elsewhere in ("key", "id", "accepted"):
        fields.pop(elsewhere, None)
    return {name: value for name, value in fields.items() if value not in (None, "", False)}
