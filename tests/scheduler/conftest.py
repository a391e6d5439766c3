"""A real database for each test: SQLite, and PostgreSQL too where a module's `database` says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.store import Ledger
from tests.postgres import own_schema
from tests.scheduler.stage import SetClock, enqueue, ledger_in, site


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def ledger(database: str, tmp_path: Path) -> Iterator[Ledger]:
    if database == "sqlite":
        with ledger_in(tmp_path) as opened:
            yield opened
    else:
        with own_schema() as url, Ledger.open(url) as opened:
            yield opened


@pytest.fixture
def clock(ledger: Ledger) -> SetClock:
    """Friday 1 March 2019, both departments' reminders enqueued."""
    clock = SetClock("2019-03-01")
    enqueue(ledger, clock, site())
    return clock
