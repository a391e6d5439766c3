"""What people record: completions, returns, extensions and outside events.

Append-only: the newest row of a key wins, and each stands in the audit beside its predecessor. The
facts are read once and kept; after that only what is new is read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, insert, select, update

from rules.facts import Completion, Event, Extension, Facts, Return

from .audit import AuditEntry, AuditKind, append, lock_head
from .engine import newest_of, parts, reading, writing
from .known import Known, as_completion, as_event, as_extension
from .tables import completions, events, extensions, notices, returns

Record = Completion | Event | Extension | Return


class Records:
    """The completions, returns, extensions and events."""

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

    def completions_of(self, keys: Collection[str]) -> dict[str, Completion]:
        """The newest completion of each of a few occurrences, unless it was returned."""
        with reading(self._engine) as connection:
            found = newest_of(connection, completions, completions.c.occurrence, keys)
            newest = {row.id: as_completion(row) for row in found}
            back = returns.c.completion
            for some in parts(newest):
                for number in connection.scalars(select(back).where(back.in_(some))):
                    del newest[number]
            return {completion.key: completion for completion in newest.values()}

    def extensions_of(self, keys: Collection[str]) -> dict[str, Extension]:
        """The newest extension of each of a few occurrences."""
        with reading(self._engine) as connection:
            found = newest_of(connection, extensions, extensions.c.occurrence, keys)
            return {row.occurrence: as_extension(row) for row in found}

    def record_completion(self, completion: Completion) -> bool:
        """Append it; False where the newest record of its key says the same and stands."""
        row = {
            "occurrence": completion.key,
            "day": completion.on,
            "number": completion.number,
            "by": completion.by,
            "recorded_at": completion.recorded_at,
        }
        with writing(self._engine) as connection:
            _mark(connection, completion.key, live=False)
            lock_head(connection)
            newest = _newest(connection, completions, "occurrence", completion.key)
            returned = newest is not None and _is_returned(connection, newest.id)
            if newest is not None and not returned and _same(row, newest):
                return False
            before = None if newest is None else as_completion(newest)
            connection.execute(insert(completions).values(row))
            _audit(connection, "completion", completion, before)
            return True

    def record_return(self, returned: Return) -> bool:
        """Return the newest completion of the key; False where there is none that stands."""
        with writing(self._engine) as connection:
            _mark(connection, returned.key, live=True)
            lock_head(connection)
            newest = _newest(connection, completions, "occurrence", returned.key)
            if newest is None or _is_returned(connection, newest.id):
                return False
            row = {
                "completion": newest.id,
                "reason": returned.reason,
                "by": returned.by,
                "recorded_at": returned.recorded_at,
            }
            connection.execute(insert(returns).values(row))
            _audit(connection, "return", returned, as_completion(newest))
            return True

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
            lock_head(connection)
            newest = _newest(connection, extensions, "occurrence", extension.key)
            if newest is not None and _same(row, newest):
                return False
            before = None if newest is None else as_extension(newest)
            connection.execute(insert(extensions).values(row))
            _audit(connection, "extension", extension, before)
            return True

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
            lock_head(connection)
            newest = _newest(connection, events, "event", event.id)
            if newest is not None and _same(row, newest):
                return False
            before = None if newest is None else as_event(newest)
            connection.execute(insert(events).values(row))
            _audit(connection, "event", event, before)
            return True


def _newest(connection: Connection, table: Table, column: str, key: str) -> Row[Any] | None:
    """Asked for with the head of the audit in hand, so that no other can come in between."""
    of_key = select(table).where(table.c[column] == key)
    return connection.execute(of_key.order_by(table.c.id.desc()).limit(1)).first()


def _same(row: Mapping[str, Any], newest: Row[Any]) -> bool:
    told = {name: value for name, value in row.items() if name != "recorded_at"}
    return told.items() <= newest._asdict().items()


def _is_returned(connection: Connection, completion: int) -> bool:
    query = select(returns.c.id).where(returns.c.completion == completion)
    return connection.execute(query).first() is not None


def _mark(connection: Connection, key: str, *, live: bool) -> None:
    """Whether passes have to read this occurrence's notices.

    A row that a sender has in hand stays live: it costs a pass a row, and nobody waits.
    """
    plan, _, rest = key.partition("/")
    ref, label, agency = rest.rsplit("/", 2)
    rows = select(notices.c.id).where(
        notices.c.plan == plan, notices.c.ref == ref, notices.c.label == label,
        notices.c.agency == agency, notices.c.live.is_not(live),
    )  # fmt: skip
    locked = rows.order_by(notices.c.id).with_for_update(skip_locked=not live)
    found = connection.scalars(locked).all()
    if found:
        connection.execute(update(notices).where(notices.c.id.in_(found)).values(live=live))


def _audit(connection: Connection, kind: AuditKind, after: Record, before: Record | None) -> None:
    subject = after.id if isinstance(after, Event) else after.key
    entry = AuditEntry(
        kind, subject, after.by, None if before is None else _fields(before), _fields(after)
    )
    append(connection, [entry], after.recorded_at)


def _fields(record: Record) -> dict[str, Any]:
    return {name: value for name, value in asdict(record).items() if name not in _IN_THE_ROW}


_IN_THE_ROW = ("key", "id")  # the subject
