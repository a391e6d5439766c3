"""Pages kept as they were shown, so that a printed ranking can be drawn again byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import Engine, select

from .engine import insert_new, reading, writing
from .tables import snapshots

DIGITS = 12  # hexadecimal, of the SHA-256: short enough to be typed from paper


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A page as of a civil day of the site: its figures (`data`, JSON) and its very bytes."""

    id: str
    scope: str
    day: date
    data: str
    page: bytes
    by: str
    recorded_at: datetime


class Snapshots:
    """The snapshots of a ledger."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save_snapshot(
        self, scope: str, day: date, data: str, page: bytes, by: str, now: datetime
    ) -> str:
        """Keep it and name it by what is in it; the same again is the one that is there.

        `scope` says of what it is (a plan's id, say), and so should `data`, as canonical JSON.
        """
        name = sha256(data.encode() + page).hexdigest()[:DIGITS]
        row = {
            "id": name, "scope": scope, "day": day, "data": data, "page": page, "by": by,
            "recorded_at": now,
        }  # fmt: skip
        with writing(self._engine) as connection:
            insert_new(connection, snapshots, [row])
        return name

    def snapshot(self, name: str) -> Snapshot | None:
        """The snapshot of that id, None where there is none. Who may see it is the caller's."""
        with reading(self._engine) as connection:
            found = connection.execute(select(snapshots).where(snapshots.c.id == name))
            row = found.mappings().first()
        return None if row is None else Snapshot(**row)
