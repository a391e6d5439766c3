"""A database looked at from outside by `kyhan doctor`: nothing is made, migrated or changed."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from .figures import one_line
from .migrate import HEAD
from .tables import completions, events, notices

State = Literal["missing", "down", "empty", "old", "new", "ready"]
_PATIENCE = 2  # seconds to wait for a database that another process holds, or that is not there


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found. `error` is empty where the database answered.

    `state`: "missing" (no file), "down" (no answer, or no database), "empty" (no schema yet),
    "old" or "new" (another version's schema), "ready". `locked`: nobody can write at present, and
    the driver's words. `clock` is the server's own time (PostgreSQL only), `newest` the newest
    instant on record. `journal` is SQLite's mode, `wal` the bytes of its write-ahead log.
    """

    state: State
    error: str = ""
    revision: str = ""
    head: str = HEAD
    locked: str = ""
    clock: datetime | None = None
    newest: datetime | None = None
    journal: str = ""
    wal: int = 0


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite URL, None for another database."""
    parsed = make_url(url)
    on_disk = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(str(parsed.database)) if on_disk else None


def named(url: str) -> str:
    """The URL without its password."""
    return make_url(url).render_as_string(hide_password=True)


def examine(url: str) -> Examined:
    """Look at the database of a URL. Never raises for what is wrong with the database."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return Examined("missing", str(file))
    engine = _open(make_url(url), file)
    try:
        return _examine(engine, file)
    except (SQLAlchemyError, OSError) as error:
        return Examined("down", one_line(error))
    finally:
        engine.dispose()


def holder(file: Path) -> str | None:
    """The process id of the daemon on an SQLite file ("?" where unknown), None where none runs."""
    try:
        descriptor = os.open(file.with_name(f"{file.name}.lock"), os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.read(descriptor, 20).decode("ascii", "replace").strip() or "?"
    finally:
        os.close(descriptor)
    return None


def _open(url: URL, file: Path | None) -> Engine:
    if file is None:
        return create_engine(url, connect_args={"connect_timeout": _PATIENCE})
    there = url.set(
        database=f"file:{quote(str(file))}",
        query={"mode": "rw", "uri": "true"},  # not made where it is missing
    )
    engine = create_engine(there, connect_args={"timeout": _PATIENCE})
    event.listen(engine, "connect", _begin_by_hand)
    return engine


def _begin_by_hand(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None


def _examine(engine: Engine, file: Path | None) -> Examined:
    sqlite = file is not None
    with engine.connect() as connection:
        journal = str(connection.scalar(text("PRAGMA journal_mode"))) if sqlite else ""
        clock = None if sqlite else connection.scalar(select(func.clock_timestamp()))
        has_schema = inspect(connection).has_table("alembic_version")
        version = text("SELECT version_num FROM alembic_version")
        revision = str(connection.scalar(version) or "") if has_schema else ""
        newest = _newest(connection) if revision == HEAD else None
    state: State = "ready" if revision == HEAD else _age(revision)
    wal = 0
    with suppress(OSError):
        wal = 0 if file is None else file.with_name(f"{file.name}-wal").stat().st_size
    locked = _locked(engine, sqlite=sqlite)
    return Examined(state, "", revision, HEAD, locked, clock, newest, journal, wal)


def _age(revision: str) -> State:
    if not revision:
        return "empty"
    return "old" if revision < HEAD else "new"  # our revisions are numbers of four digits


def _newest(connection: Connection) -> datetime | None:
    found = [
        connection.scalar(select(func.max(column)))
        for column in (completions.c.recorded_at, events.c.recorded_at, notices.c.recorded_at)
    ]
    return max((each for each in found if each is not None), default=None)


def _locked(engine: Engine, *, sqlite: bool) -> str:
    """Why nobody can write, "" where it can be done. Nothing is written."""
    try:
        with engine.connect() as connection:
            if not sqlite:
                read_only = connection.scalar(text("SHOW transaction_read_only")) == "on"
                return "read only" if read_only else ""
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.exec_driver_sql("ROLLBACK")
    except SQLAlchemyError as error:
        return one_line(error)
    return ""
