"""The schema: made from nothing, the same as the tables the code uses, and asked for only once."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ledger import migrate
from ledger.engine import open_engine, reading
from ledger.store import Ledger
from ledger.tables import metadata
from tests.postgres import own_schema


def test_the_migrations_make_the_tables_that_the_code_uses(url: str) -> None:
    engine = open_engine(url)
    migrate.upgrade(engine)
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_head_names_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.HEAD


def test_opening_again_keeps_what_is_there(url: str) -> None:
    with Ledger.open(url) as ledger:
        secret = ledger.secret()
    with Ledger.open(url) as ledger:
        assert ledger.secret() == secret


def test_a_database_is_safe_against_power_loss_and_busy_readers(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with reading(engine) as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


@pytest.mark.parametrize(
    ("index", "kind"), [("messages_due", "<>"), ("messages_sign_in", "=")], ids=["mails", "links"]
)
def test_the_poll_for_due_messages_uses_its_index(sqlite_url: str, index: str, kind: str) -> None:
    Ledger.open(sqlite_url).close()
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT id FROM messages"
            " WHERE messages.state IN ('queued', 'sending') AND next_attempt <= ?"
            f" AND messages.kind {kind} 'sign-in' LIMIT 1",
            ("2019-03-04",),
        ).fetchall()
    connection.close()
    assert index in str(plan)


def test_a_failed_migration_leaves_nothing_half_done(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr("alembic.op.create_index", broken)
        with pytest.raises(RuntimeError, match="power cut"):
            Ledger.open(sqlite_url)
    with Ledger.open(sqlite_url) as ledger:
        assert ledger.recorded() == {}


def test_a_new_database_may_be_opened_by_many_at_once(tmp_path: Path) -> None:
    # SQLite does not wait for the lock under which a new file is switched to WAL
    for number in range(12):
        url = f"sqlite:///{tmp_path / f'{number}.sqlite3'}"

        def look(url: str = url) -> int:
            with Ledger.open(url) as ledger:
                return len(ledger.facts().completions)

        with ThreadPoolExecutor(6) as pool:
            assert [task.result() for task in [pool.submit(look) for _ in range(6)]] == [0] * 6


def test_a_node_frozen_within_a_transaction_does_not_keep_its_locks_for_ever() -> None:
    with own_schema() as url:
        engine = open_engine(url)
        with reading(engine) as connection:
            found = connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar()
        engine.dispose()
    assert found == "30s"
