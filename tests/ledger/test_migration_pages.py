"""A ledger of the version before the pages, with data, brought up to date (0004 -> 0005)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from ledger import migrate
from ledger.engine import open_engine, reading, writing
from ledger.store import Ledger
from rules.facts import Acceptance, Completion, Return

AT = "2019-03-04 02:00:00.000000"
NOW = datetime(2019, 3, 4, 2, tzinfo=UTC)
DAY = date(2019, 3, 1)
DONE, BACK, AGAIN, TWICE = (f"p/III.1/2019-Q1/{name}" for name in ("a", "b", "c", "d"))
COMPLETIONS = ((1, DONE), (2, BACK), (3, AGAIN), (4, TWICE), (5, AGAIN), (6, TWICE))
RETURNS = ((1, 2), (2, 3))  # BACK stands returned, AGAIN was submitted once more
STATES = ("sent", "queued", "held", "sending", "failed", "dropped")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """A database of 0004: six completions of four occurrences, six messages, their notices."""
    made = open_engine(url)
    config = Config()
    folder = Path(migrate.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    with writing(made) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        for ident, key in COMPLETIONS:
            connection.execute(
                text(
                    'INSERT INTO completions (occurrence, day, number, "by", recorded_at)'
                    " VALUES (:key, '2019-03-01', :number, 'lan', :at)"
                ),
                {"key": key, "number": f"{ident}/BC", "at": AT},
            )
        for ident, completion in RETURNS:
            connection.execute(
                text(
                    'INSERT INTO returns (completion, reason, "by", recorded_at)'
                    " VALUES (:completion, :reason, 'minh', :at)"
                ),
                {"completion": completion, "reason": f"sai {ident}", "at": AT},
            )
        for ident, state in enumerate(STATES, start=1):
            connection.execute(
                text(
                    "INSERT INTO messages (recipient, day, message_id, state, created_at,"
                    " next_attempt, attempts, last_error, fence, stamped_at, body, ambiguous)"
                    " VALUES (:to, '2019-03-04', :name, :state, :at, :at, 2, 'báo bận', 3, :at,"
                    " :body, 1)"
                ),
                {
                    "to": f"{state}@a.vn", "name": f"<{ident}@a.vn>", "state": state, "at": AT,
                    "body": bytes(range(256)),
                },
            )  # fmt: skip
            connection.execute(
                text(
                    "INSERT INTO notices (plan, ref, label, agency, due, rung, recipient, role,"
                    " rung_day, late, outcome, reason_vi, reason_en, message, recorded_at, live)"
                    " VALUES ('p', 'III.1', '2019-Q1', 'a', '2019-03-04', 'due', :to, 'officer',"
                    " '2019-03-04', 0, 'planned', 'vì', 'why', :message, :at, :live)"
                ),
                {"to": f"{state}@a.vn", "message": ident, "at": AT, "live": True},
            )
            connection.execute(
                text(
                    "INSERT INTO summaries (recipient, week, outcome, message, recorded_at)"
                    " VALUES (:to, '2019-W10', 'planned', :message, :at)"
                ),
                {"to": f"{state}@a.vn", "message": ident, "at": AT},
            )
    yield made
    made.dispose()


def rows(engine: Engine, table: str) -> list[dict[str, Any]]:
    with reading(engine) as connection:
        found = connection.execute(text(f"SELECT * FROM {table} ORDER BY id"))
        return [dict(row) for row in found.mappings()]


def test_what_was_done_stays_done_and_what_was_returned_returned(engine: Engine, url: str) -> None:
    with Ledger.open(url) as ledger:
        facts = ledger.facts()
        assert facts.completions == {
            key: Completion(key, DAY, number, "lan", NOW, accepted=Acceptance("lan", NOW))
            for key, number in ((DONE, "1/BC"), (AGAIN, "5/BC"), (TWICE, "6/BC"))
        }
        assert facts.returns == {BACK: Return(BACK, "sai 1", "minh", NOW)}
        assert facts.earlier == {BACK: 1, AGAIN: 2, TWICE: 2}  # what was returned is not accepted
        assert ledger.completions_of([DONE, BACK, AGAIN, TWICE]) == facts.completions
        assert not ledger.record_acceptance(DONE, Acceptance("ai", NOW))
        assert not ledger.record_acceptance(BACK, Acceptance("ai", NOW))
        assert ledger.record_return(Return(DONE, "sai", "minh", NOW))


@pytest.mark.parametrize("table", ["messages", "notices", "summaries", "completions", "returns"])
def test_every_row_keeps_what_it_had(engine: Engine, url: str, table: str) -> None:
    before = rows(engine, table)
    Ledger.open(url).close()
    after = rows(engine, table)
    assert len(before) in (2, 6)
    assert [
        {name: row[name] for name in was} for was, row in zip(before, after, strict=True)
    ] == before
    if table == "messages":
        assert {row["kind"] for row in after} == {"notices"}


def add_message(engine: Engine, kind: str, name: str) -> None:
    with writing(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO messages (recipient, day, message_id, state, created_at,"
                " next_attempt, kind) VALUES ('queued@a.vn', '2019-03-04', :name, 'queued', :at,"
                " :at, :kind)"
            ),
            {"name": name, "at": AT, "kind": kind},
        )


def test_keys_and_indexes_hold_as_before(engine: Engine, url: str) -> None:
    Ledger.open(url).close()
    add_message(engine, "sign-in", "<7@a.vn>")  # the next number, on PostgreSQL too
    assert rows(engine, "messages")[-1]["id"] == len(STATES) + 1
    for kind, name in (("notices", "<8@a.vn>"), ("sign-in", "<7@a.vn>")):
        with pytest.raises(IntegrityError):
            add_message(engine, kind, name)
    for statement in (
        "DELETE FROM messages WHERE id = 1",
        "UPDATE notices SET message = 99 WHERE id = 1",
        "UPDATE acceptances SET completion = 99 WHERE id = 1",
        "UPDATE acceptances SET completion = 1",
    ):
        with pytest.raises(IntegrityError), writing(engine) as connection:
            connection.execute(text(statement))
    found = {index["name"]: index for index in inspect(engine).get_indexes("messages")}
    for name in ("messages_due", "messages_open", "messages_one_a_day"):
        assert "WHERE" in str(found[name]).upper(), name
