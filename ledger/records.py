"""What people record: completions and outside events. Append-only; the newest row of a key wins."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, func, insert, select

from rules.facts import Completion, Event, Facts

from .engine import reading, writing
from .tables import completions, events


class Records:
    """The completions and events."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def facts(self) -> Facts:
        """The newest record of each occurrence and event."""
        with reading(self._engine) as connection:
            done = [_completion(row) for row in _newest(connection, completions, "occurrence")]
            happened = [_event(row) for row in _newest(connection, events, "event")]
        return Facts({each.key: each for each in done}, {each.id: each for each in happened})

    def completions_of(self, keys: Collection[str]) -> dict[str, Completion]:
        """The newest completion of each of a few occurrences, where there is one."""
        last = (
            select(func.max(completions.c.id))
            .where(completions.c.occurrence.in_(keys))
            .group_by(completions.c.occurrence)
        )
        query = select(completions).where(completions.c.id.in_(last))
        with reading(self._engine) as connection:
            return {row.occurrence: _completion(row) for row in connection.execute(query)}

    def record_completion(self, completion: Completion) -> bool:
        """Append it; False where the newest record of its key already says the same."""
        row = {
            "occurrence": completion.key,
            "day": completion.on,
            "number": completion.number,
            "by": completion.by,
            "recorded_at": completion.recorded_at,
        }
        return self._append(completions, "occurrence", row)

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
        return self._append(events, "event", row)

    def _append(self, table: Table, key: str, row: dict[str, Any]) -> bool:
        with writing(self._engine) as connection:
            newest = connection.execute(
                select(table).where(table.c[key] == row[key]).order_by(table.c.id.desc()).limit(1)
            ).first()
            told = {name: value for name, value in row.items() if name != "recorded_at"}
            if newest is not None and told.items() <= newest._asdict().items():
                return False
            connection.execute(insert(table).values(row))
            return True


def _newest(connection: Connection, table: Table, key: str) -> list[Row[Any]]:
    last = select(func.max(table.c.id)).group_by(table.c[key])
    return list(connection.execute(select(table).where(table.c.id.in_(last))))


def _completion(row: Row[Any]) -> Completion:
    return Completion(row.occurrence, row.day, row.number, row.by, row.recorded_at)


def _event(row: Row[Any]) -> Event:
    return Event(row.event, row.day, row.number, row.by, row.recorded_at, row.deadline)
