"""Changes of due dates, noticed when a pass finds what was told under another date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection, Engine, insert, select

from .audit import AuditEntry, append, lock_head
from .engine import newest_of, reading, writing
from .tables import due_changes, notices

WHO = "kyhan"  # no person: a plan, the working days, an event or an extension moved it


class DueChanges:
    """The due dates that changed after somebody had been told of them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record_due_changes(self, dues: Mapping[str, date | None], now: datetime) -> int:
        """Write down each change once, with its row in the audit; how many there were.

        `dues`: of occurrences that have notices, the due date by now, None where there is none any
        more (`rules.changes.changed_dues`). A pass may hand over the same ones every time: what
        counts is the date known last, that of the last change or else of the first notice.
        """
        if not dues:
            return 0
        with reading(self._engine) as connection:
            if not _changed(connection, dues):
                return 0
        with writing(self._engine) as connection:
            lock_head(connection)
            changed = _changed(connection, dues)
            rows = [
                {"occurrence": key, "before": before, "after": dues[key], "recorded_at": now}
                for key, before in changed.items()
            ]
            if rows:
                connection.execute(insert(due_changes), rows)
            entries = [
                AuditEntry("due", key, WHO, {"due": before}, {"due": dues[key]})
                for key, before in changed.items()
            ]
            append(connection, entries, now)
        return len(rows)


def _changed(connection: Connection, dues: Mapping[str, date | None]) -> dict[str, date | None]:
    """Of those whose date is another one by now: the date known last."""
    known: dict[str, date | None] = {
        row.occurrence: row.after
        for row in newest_of(connection, due_changes, due_changes.c.occurrence, dues)
    }
    for key in dues:
        if key not in known:
            known[key] = _first_told(connection, key)
    return {key: before for key, before in known.items() if before != dues[key]}


def _first_told(connection: Connection, key: str) -> date | None:
    plan, _, rest = key.partition("/")
    ref, label, agency = rest.rsplit("/", 2)
    query = (
        select(notices.c.due)
        .where(
            notices.c.plan == plan, notices.c.ref == ref, notices.c.label == label,
            notices.c.agency == agency,
        )
        .order_by(notices.c.id)
        .limit(1)
    )  # fmt: skip
    found: date | None = connection.scalar(query)
    return found
