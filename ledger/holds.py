"""What keeps mail from leaving until somebody lets it go, and how a restored database is known.

Four kinds. `mass`: the messages of one pass, in state `held`. `restored` and `stopped` keep every
message back, on every node. `clock` is the state of one machine, its `node`, and keeps that one
from working.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, select, text, update

from rules.text import Text

from .audit import AuditEntry, append, lock_head
from .claims import of_kind
from .engine import insert_new, reading, writing
from .hold_rows import MACHINE, Kind, begin_hold
from .notices import at_once
from .tables import clock_marks, holds, messages, notices, settings, summaries

_COPIED = Text(
    "Cơ sở dữ liệu là bản sao hay bản phục hồi: thư đã gửi sau bản sao lưu không còn được ghi.",
    "The database is a copy or was restored: mails sent after the backup are not recorded in it.",
)
_OLDER = Text(
    "Cơ sở dữ liệu cũ hơn lần ghi cuối trên máy này: đã phục hồi từ bản sao lưu.",
    "The database is older than what this machine last wrote to it: it was restored from a backup.",
)


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold in force."""

    id: int
    kind: str
    node: str
    reason: Text
    since: datetime


@dataclass(frozen=True, slots=True)
class ClockMark:
    """What the clock and the uptime of one boot of one machine said at the last good pass."""

    boot: str
    now: datetime
    uptime: float  # seconds


@dataclass(frozen=True, slots=True)
class LetGo:
    """The holds that were ended, and how many messages may go now (or were dropped)."""

    holds: tuple[Hold, ...]
    messages: int


class Holds:
    """The holds, the clock's high-water marks and the heartbeat."""

    _beats = 0  # heartbeats as of the last one of this process

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def holding(self) -> tuple[Hold, ...]:
        """The holds in force, oldest first."""
        with reading(self._engine) as connection:
            return _in_force(connection)

    def hold(
        self, kind: Kind, reason: Text, now: datetime, *, node: str = "", by: str = MACHINE
    ) -> bool:
        """Begin a hold; False where one of that kind and node is in force already."""
        with writing(self._engine) as connection:
            return begin_hold(connection, kind, reason, now, node=node, by=by)

    def end_hold(self, kind: Kind, now: datetime, *, node: str = "") -> bool:
        """End what has cleared up by itself; False where it was not in force."""
        if not any(each.kind == kind and each.node == node for each in self.holding()):
            return False
        with writing(self._engine) as connection:
            which = (holds.c.kind == kind, holds.c.node == node)
            return bool(_end(connection, now, MACHINE, "", *which))

    def release_held(self, by: str, now: datetime) -> LetGo:
        """End every hold: what was kept back may go, and the machines' clocks are believed."""
        kept_back = select(messages.c.id, messages.c.day).where(messages.c.state == "held")
        with writing(self._engine) as connection:
            connection.execute(delete(clock_marks))
            going = connection.execute(kept_back.with_for_update()).all()
            for number, day in going:
                connection.execute(
                    update(messages)
                    .where(messages.c.id == number)
                    .values(state="queued", next_attempt=at_once(day))
                )
            return LetGo(_end(connection, now, by, "released"), len(going))

    def drop_held(self, by: str, now: datetime) -> LetGo:
        """End every hold, and let nothing go of what is waiting and was never on its way.

        For a restored database: much of what it would send was sent before. Links to sign in are
        let go: no hold keeps them back.
        """
        why = Text(f"Không gửi, theo quyết định của {by}.", f"Not sent, as decided by {by}.")
        waiting = select(messages.c.id).where(
            messages.c.state.in_(("held", "queued")), messages.c.stamped_at.is_(None),
            of_kind(sign_in=False),
        )  # fmt: skip
        with writing(self._engine) as connection:
            connection.execute(delete(clock_marks))
            numbers: Sequence[int] = connection.scalars(waiting.with_for_update()).all()
            for number in numbers:
                connection.execute(
                    update(messages)
                    .where(messages.c.id == number)
                    .values(state="dropped", settled_at=now, last_error=why.en)
                )
                _withdraw(connection, number, why)
            return LetGo(_end(connection, now, by, "dropped"), len(numbers))

    def busiest(self, since: date, before: date) -> int:
        """The most mails of a day that were sent for one, from `since` up to the day `before`."""
        a_day = (
            select(func.count().label("mails"))
            .where(messages.c.state == "sent", messages.c.kind == "notices")
            .where(messages.c.day >= since, messages.c.day < before)
            .group_by(messages.c.day)
            .subquery()
        )
        with reading(self._engine) as connection:
            return connection.scalar(select(func.max(a_day.c.mails))) or 0

    def clock_marks(self) -> tuple[ClockMark, ...]:
        """The last good pass of each boot, newest first; none before the first pass."""
        query = select(clock_marks).order_by(clock_marks.c.now.desc())
        with reading(self._engine) as connection:
            return tuple(
                ClockMark(row.boot, row.now, row.uptime) for row in connection.execute(query)
            )

    def mark_clock(self, mark: ClockMark) -> None:
        """Keep the last good pass of this boot; those of boots long gone are forgotten."""
        kept = (
            select(clock_marks.c.boot)
            .where(clock_marks.c.boot != mark.boot)
            .order_by(clock_marks.c.now.desc())
            .limit(_BOOTS)
        )
        with writing(self._engine) as connection:
            old = [mark.boot, *connection.scalars(kept)]
            connection.execute(delete(clock_marks).where(clock_marks.c.boot.not_in(old)))
            row = {"boot": mark.boot, "now": mark.now, "uptime": mark.uptime}
            insert_new(connection, clock_marks, [row])
            connection.execute(
                update(clock_marks).where(clock_marks.c.boot == mark.boot).values(row)
            )

    def beat(self, now: datetime) -> None:
        """One more heartbeat, in the database and then in the file beside it.

        Fewer than this process has counted: the database was put back beneath it, and is held.
        """
        with writing(self._engine) as connection:
            insert_new(connection, settings, [{"name": "heartbeat", "value": "0"}])
            count = _heartbeat(connection, locked=True)[0]
            if count < self._beats:
                begin_hold(connection, "restored", _OLDER, now)
            count += 1
            _set(connection, "heartbeat", str(count))
            _set(connection, "identity", self._identity(connection))
        self._beats = count
        path = self._heartbeat_file()
        if path is not None:
            part = path.with_suffix(".part")
            part.write_text(f"{count}\n", encoding="ascii")
            part.replace(path)

    def restored(self) -> Text | None:
        """Why this database is not the one that was last written to, None where it is.

        On SQLite the file's inode, and a count of heartbeats kept beside it; on PostgreSQL the
        cluster, its timeline, and the identities of database and table, one of which changes with
        every way to restore. A disk rolled back whole is not seen: `kyhan notices --hold` it.
        """
        path = self._heartbeat_file()
        written = 0
        if path is not None and path.exists():
            found = path.read_text(encoding="ascii").strip()
            written = int(found) if found.isdecimal() else 0
        with writing(self._engine) as connection:
            count, identity = _heartbeat(connection)
            if written > count:
                return _OLDER
            if identity is not None and identity != self._identity(connection):
                return _COPIED
        return None

    def _heartbeat_file(self) -> Path | None:
        database = self._engine.url.database
        on_disk = self._engine.dialect.name == "sqlite" and database not in (None, "", ":memory:")
        return Path(f"{database}.heartbeat") if on_disk else None

    def _identity(self, connection: Connection) -> str:
        if connection.dialect.name == "postgresql":
            return str(connection.scalar(text(_POSTGRESQL)))
        database = self._engine.url.database
        return "" if self._heartbeat_file() is None else str(Path(str(database)).stat().st_ino)


_BOOTS = 20  # more than there are nodes
_POSTGRESQL = """SELECT concat_ws(':',
    (SELECT system_identifier FROM pg_control_system()),
    (SELECT timeline_id FROM pg_control_checkpoint()),
    (SELECT oid FROM pg_database WHERE datname = current_database()),
    'settings'::regclass::oid)"""


def _end(
    connection: Connection, now: datetime, by: str, how: str, *which: ColumnElement[bool]
) -> tuple[Hold, ...]:
    """End the holds in force, each with its row in the audit."""
    lock_head(connection)
    ended = _in_force(connection, *which)
    numbers = [each.id for each in ended]
    connection.execute(
        update(holds).where(holds.c.id.in_(numbers)).values(ended_at=now, ended_by=by)
    )
    append(
        connection,
        [
            AuditEntry(
                "release", each.kind, by, {"reason_en": each.reason.en, "since": each.since},
                {"how": how, "node": each.node},
            )
            for each in ended
        ],
        now,
    )  # fmt: skip
    return ended


def _in_force(connection: Connection, *which: ColumnElement[bool]) -> tuple[Hold, ...]:
    query = select(holds).where(holds.c.ended_at.is_(None), *which).order_by(holds.c.id)
    return tuple(
        Hold(row.id, row.kind, row.node, Text(row.reason_vi, row.reason_en), row.since)
        for row in connection.execute(query)
    )


def _withdraw(connection: Connection, message: int, why: Text) -> None:
    of_it = (notices.c.message == message, notices.c.outcome == "planned")
    connection.execute(
        update(notices)
        .where(*of_it)
        .values(outcome="withdrawn", reason_vi=why.vi, reason_en=why.en)
    )
    connection.execute(
        update(summaries)
        .where(summaries.c.message == message, summaries.c.outcome == "planned")
        .values(outcome="withdrawn")
    )


def _heartbeat(connection: Connection, *, locked: bool = False) -> tuple[int, str | None]:
    """The count and the identity; locked, no other daemon can count from the same number."""
    query = select(settings).where(settings.c.name.in_(("heartbeat", "identity")))
    query = query.order_by(settings.c.name).with_for_update() if locked else query
    found = {row.name: row.value for row in connection.execute(query)}
    return int(found.get("heartbeat", 0)), found.get("identity")


def _set(connection: Connection, name: str, value: str) -> None:
    insert_new(connection, settings, [{"name": name, "value": value}])
    connection.execute(update(settings).where(settings.c.name == name).values(value=value))
