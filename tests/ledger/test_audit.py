"""The audit: a chain that shows every row changed, taken out, put in, moved or cut off."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from sqlalchemy import text

from ledger.audit import AuditEntry, AuditError, append
from ledger.engine import writing
from ledger.store import Ledger
from rules.facts import Completion, Event, Extension, Return

NOW = datetime(2019, 3, 4, 2, tzinfo=UTC)
KEY = "p/III.1/2019-Q1/tu-phap"

_COPY = (
    "INSERT INTO audit SELECT 7, at, who, kind, subject, before, after, hash"
    " FROM audit WHERE id = 6"
)


def entry(number: int) -> AuditEntry:
    return AuditEntry("event", f"p/{number}", "lan", None, {"on": date(2019, 3, number)})


@pytest.fixture
def chain(ledger: Ledger) -> Ledger:
    """Six rows."""
    for number in range(1, 7):
        ledger.audit(entry(number), NOW)
    return ledger


def tamper(ledger: Ledger, *statements: str) -> None:
    with writing(ledger._engine) as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_nothing_recorded_is_whole(ledger: Ledger) -> None:
    found = ledger.verify_audit()
    assert (found.rows, found.first_bad, found.head) == (0, None, "0" * 64)


def test_a_row_is_hashed_with_the_one_before(chain: Ledger) -> None:
    first, second, *_ = chain.audit_rows()
    at = "2019-03-04T02:00:00+00:00"
    for previous, row in (("0" * 64, first), (first.hash, second)):
        after = json.dumps({"on": f"2019-03-0{row.id}"})
        fields = [previous, row.id, at, "lan", "event", f"p/{row.id}", None, after]
        assert row.hash == sha256(json.dumps(fields).encode()).hexdigest()
    found = chain.verify_audit()
    assert (found.rows, found.first_bad) == (6, None)


@pytest.mark.parametrize(
    ("statement", "row", "why"),
    [
        ("UPDATE audit SET who = 'minh' WHERE id = 3", 3, "content"),
        ("UPDATE audit SET at = '2019-03-05T02:00:00+00:00' WHERE id = 1", 1, "content"),
        ("UPDATE audit SET kind = 'hold' WHERE id = 6", 6, "content"),
        ("""UPDATE audit SET after = '{"on": "2019-03-20"}' WHERE id = 2""", 2, "content"),
        ("UPDATE audit SET after = NULL WHERE id = 2", 2, "content"),
        ("UPDATE audit SET before = '{}' WHERE id = 2", 2, "content"),
        ("UPDATE audit SET hash = repeat_('0') WHERE id = 4", 4, "content"),
        ("DELETE FROM audit WHERE id = 4", 4, "missing"),
        ("DELETE FROM audit WHERE id = 1", 1, "missing"),
        ("DELETE FROM audit WHERE id > 4", 5, "missing"),
        ("DELETE FROM audit", 1, "missing"),
        (_COPY, 7, "content"),
        ("UPDATE settings SET value = '5 x' WHERE name = 'audit'", 6, "head"),
        ("UPDATE settings SET value = '6 x' WHERE name = 'audit'", 6, "head"),
        ("DELETE FROM settings WHERE name = 'audit'", 7, "head"),
    ],
)  # fmt: skip
def test_the_first_row_that_does_not_fit_is_named(
    chain: Ledger, statement: str, row: int, why: str
) -> None:
    tamper(chain, statement.replace("repeat_('0')", f"'{'0' * 64}'"))
    found = chain.verify_audit()
    assert found.first_bad == row
    assert found.why is not None
    assert why in found.why.en


def test_rows_that_changed_places_are_named(chain: Ledger) -> None:
    tamper(
        chain,
        "UPDATE audit SET id = 100 WHERE id = 2",
        "UPDATE audit SET id = 2 WHERE id = 5",
        "UPDATE audit SET id = 5 WHERE id = 100",
    )
    assert chain.verify_audit().first_bad == 2


def test_a_row_changed_with_its_own_hash_is_given_away_by_the_next(chain: Ledger) -> None:
    second = [*chain.audit_rows()][1]
    fields = [
        "x", 3, second.at, "minh", "event", "p/3", None, json.dumps({"on": "2019-03-03"}),
    ]  # fmt: skip
    fields[0] = second.hash
    forged = sha256(json.dumps(fields).encode()).hexdigest()
    tamper(chain, f"UPDATE audit SET who = 'minh', hash = '{forged}' WHERE id = 3")
    assert chain.verify_audit().first_bad == 4


def test_without_a_head_nothing_more_is_chained(chain: Ledger) -> None:
    tamper(chain, "DELETE FROM settings WHERE name = 'audit'")
    with pytest.raises(AuditError):
        chain.audit(entry(7), NOW)


def test_a_fact_that_is_undone_leaves_no_row(chain: Ledger) -> None:
    def fail() -> None:
        with writing(chain._engine) as connection:
            append(connection, [entry(7)], NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert chain.verify_audit().rows == 6


def test_what_is_no_plain_value_is_refused(ledger: Ledger) -> None:
    with pytest.raises(TypeError, match="cannot stand in the audit"):
        ledger.audit(entry(1)._replace(after={"on": object()}), NOW)  # type: ignore[dict-item]
    assert ledger.verify_audit().rows == 0


def test_many_writers_make_one_chain(url: str) -> None:
    def write(start: int) -> None:
        with Ledger.open(url) as own:
            for number in range(start, start + 20):
                key = f"p/I/2019-Q1/a{number}"
                own.record_completion(Completion(key, date(2019, 3, 1), "1", "lan", NOW))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(0, 80, 20)))
    with Ledger.open(url) as ledger:
        found = ledger.verify_audit()
        assert (found.rows, found.first_bad) == (80, None)
        assert len(ledger.facts().completions) == 80


def test_every_record_stands_beside_the_one_before(ledger: Ledger) -> None:
    done = Completion(KEY, date(2019, 3, 1), "1/BC", "lan", NOW)
    ledger.record_completion(done)
    ledger.record_completion(Completion(KEY, date(2019, 3, 4), "2/BC", "minh", NOW))
    ledger.record_completion(Completion(KEY, date(2019, 3, 4), "2/BC", "minh", NOW))
    ledger.record_return(Return(KEY, "thiếu số liệu", "noi-vu", NOW))
    ledger.record_extension(Extension(KEY, date(2019, 3, 16), "5/UBND", "noi-vu", NOW))
    ledger.record_event(Event("p/IV.2", date(2019, 2, 1), "3/TB", "", NOW, date(2019, 4, 1)))
    rows = [*ledger.audit_rows()]
    assert [(row.kind, row.subject, row.who) for row in rows] == [
        ("completion", KEY, "lan"),
        ("completion", KEY, "minh"),
        ("return", KEY, "noi-vu"),
        ("extension", KEY, "noi-vu"),
        ("event", "p/IV.2", ""),
    ]
    first = {"by": "lan", "number": "1/BC", "on": "2019-03-01", "recorded_at": NOW.isoformat()}
    assert (rows[0].before, rows[0].after) == (None, first)
    assert rows[1].before == first
    assert rows[2].before == rows[1].after
    assert isinstance(rows[3].after, dict)
    assert rows[3].after["until"] == "2019-03-16"
    assert [row.id for row in ledger.audit_rows("p/IV.2")] == [5]
