"""The ledger: one database with the records, the notices and the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, select

from .access import Access
from .completions import Completions
from .due_changes import DueChanges
from .engine import insert_new, open_engine, reading, writing
from .figures import Figures
from .files import Files
from .history import History
from .holds import Holds
from .lock import held
from .migrate import upgrade
from .notices import NoticeLog
from .outbox import Outbox
from .records import Records
from .snapshots import Snapshots
from .tables import settings
from .tokens import Tokens
from .urges import Urges


class Ledger(
    Records,
    Completions,
    NoticeLog,
    Urges,
    Outbox,
    Figures,
    Holds,
    History,
    DueChanges,
    Files,
    Snapshots,
    Access,
    Tokens,
):
    """Everything that is remembered. May be used by several threads at once."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """The ledger of a database URL, its schema brought up to date; made where it is missing."""
        engine = open_engine(url)
        upgrade(engine)
        return cls(engine)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def secret(self) -> str:
        """What only this installation knows: made once, so that its message ids stay the same."""
        query = select(settings.c.value).where(settings.c.name == "secret")
        with reading(self._engine) as connection:
            found = connection.scalars(query).first()
        if found is not None:
            return str(found)
        with writing(self._engine) as connection:
            made = {"name": "secret", "value": token_hex(16)}
            insert_new(connection, settings, [made])
            return str(connection.scalars(query).one())

    @contextmanager
    def as_daemon(self, now: datetime) -> Iterator[None]:
        """Be the one that sends. On SQLite there is one at a time: AlreadyRunningError else.

        What a daemon before this one left in hand on SQLite is put back at once, whatever the clock
        says; on PostgreSQL, where there may be several, its lease has to run out. A database that
        was restored from a backup starts held.
        """
        database = self._engine.url.database
        alone = self._engine.dialect.name == "sqlite" and database is not None
        with held(Path(f"{database}.lock")) if alone else nullcontext():
            if alone:
                self.recover(now)
            restored = self.restored()
            if restored is not None:
                self.hold("restored", restored, now)
            self.beat(now)
            yield
