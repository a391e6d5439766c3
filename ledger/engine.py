"""The database opened: SQLite with its pragmas, or PostgreSQL; reading and writing transactions."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    StaticPool,
    Table,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url

from . import faults

_PART = 10_000
_Key = TypeVar("_Key", int, str)
BUSY_TIMEOUT = 10_000  # milliseconds to wait for another process that is writing
_FROZEN = 30_000  # milliseconds within a transaction without a word to the server
_PAUSE = 50  # milliseconds between two tries at the one lock that SQLite does not wait for


def open_engine(url: str) -> Engine:
    """The engine of a database URL; the folder of an SQLite file is made where it is missing."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, pool_pre_ping=True)  # the server may have been restarted
        event.listen(engine, "connect", _set_up_postgresql)
    elif parsed.database:
        engine = create_engine(parsed)
    else:
        engine = create_engine(parsed, poolclass=StaticPool)  # in memory: one connection has it all
    if engine.dialect.name == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_postgresql(connection: Any, _record: object) -> None:
    """A node that was frozen within a transaction gives up its locks: others wait for them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = {_FROZEN}")
    connection.commit()


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the transactions are begun below, not by the driver
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
    _switch_to_wal(connection)
    for pragma in ("synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Once in a database's life. SQLite does not wait for others who open it in that moment."""
    tries = BUSY_TIMEOUT // _PAUSE
    for last in (False,) * tries + (True,):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if last:
                raise
            time.sleep(_PAUSE / 1000)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: begun as a reader it could fail half-way."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads: one consistent view, on PostgreSQL too."""
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, *, unchecked: bool = False) -> Iterator[Connection]:
    """A transaction that writes: committed at the end, or undone whole.

    `unchecked`: SQLite does not look at foreign keys meanwhile, so that a table that others point
    at can be made anew, the only way to change some things there (sqlite.org/lang_altertable.html).
    """
    with (
        engine.connect().execution_options(writes=True) as connection,
        _unchecked(connection) if unchecked else nullcontext(),
    ):
        with connection.begin():
            yield connection
            faults.point("commit-before")
        faults.point("commit-after")


@contextmanager
def _unchecked(connection: Connection) -> Iterator[None]:
    """The pragma has no effect within a transaction: it is set around it."""
    driver: object = connection.connection.dbapi_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def one_at_a_time(connection: Connection, what: str) -> None:
    """Wait until no other transaction does the same; SQLite's writer is alone anyway."""
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 7028))")
        connection.execute(lock, {"what": f"kyhan {what}"})


def parts(values: Iterable[_Key]) -> Iterator[list[_Key]]:
    """The values, sorted, in lists short enough for one statement: SQLite takes 32,766."""
    ordered = sorted(values)
    for start in range(0, len(ordered), _PART):
        yield ordered[start : start + _PART]


def newest_of(
    connection: Connection, table: Table, column: ColumnElement[str], keys: Iterable[str]
) -> Iterator[Row[Any]]:
    """The newest row of each of these keys, where there is one."""
    for some in parts(keys):
        last = select(func.max(table.c.id)).where(column.in_(some)).group_by(column)
        yield from connection.execute(select(table).where(table.c.id.in_(last)))


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows that no unique key forbids."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing()
    connection.execute(statement, list(rows))
