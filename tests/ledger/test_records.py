"""What people record: appended, and the newest of a key wins."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ledger.store import Ledger
from rules.facts import Acceptance, Completion, Event, Extension, Facts, Return

NOW = datetime(2019, 3, 4, 2, tzinfo=UTC)
KEY = "p/III.1/2019-Q1/tu-phap"


def completion(day: date, number: str = "12/BC", *, at: datetime = NOW) -> Completion:
    return Completion(KEY, day, number, "văn thư", at)


def test_nothing_is_recorded_at_first(ledger: Ledger) -> None:
    assert ledger.facts() == Facts()


def test_a_record_comes_back_as_it_went_in(ledger: Ledger) -> None:
    done = completion(date(2019, 3, 1))
    event = Event("p/IV.2", date(2019, 2, 1), "3/TB", "ai đó", NOW, date(2019, 4, 1))
    assert ledger.record_completion(done)
    assert ledger.record_event(event)
    assert ledger.facts() == Facts({KEY: done}, {"p/IV.2": event})


def test_the_newest_record_wins_even_back_to_an_earlier_one(ledger: Ledger) -> None:
    first, second = completion(date(2019, 3, 1)), completion(date(2019, 3, 4), "13/BC")
    for each in (first, second, first):
        assert ledger.record_completion(each)
        assert ledger.facts().completions[KEY] == each


def test_recording_the_same_again_adds_nothing(ledger: Ledger) -> None:
    assert ledger.record_completion(completion(date(2019, 3, 1)))
    later = completion(date(2019, 3, 1), at=NOW + timedelta(hours=1))
    assert not ledger.record_completion(later)
    assert ledger.facts().completions[KEY].recorded_at == NOW


def test_a_few_completions_are_read_without_the_rest(ledger: Ledger) -> None:
    ledger.record_completion(completion(date(2019, 3, 1)))
    assert set(ledger.completions_of({KEY, "another"})) == {KEY}
    assert ledger.completions_of(set()) == {}


def test_an_instant_without_a_zone_is_refused(ledger: Ledger) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(Exception, match="no time zone"):
        ledger.record_completion(completion(date(2019, 3, 1), at=naive))


def returned(reason: str = "thiếu số liệu") -> Return:
    return Return(KEY, reason, "noi-vu", NOW)


def extension(until: date, number: str = "5/UBND") -> Extension:
    return Extension(KEY, until, number, "noi-vu", NOW)


def test_a_return_takes_the_completion_back(ledger: Ledger) -> None:
    assert not ledger.record_return(returned())
    ledger.record_completion(completion(date(2019, 3, 1)))
    assert ledger.record_return(returned())
    facts = ledger.facts()
    assert (facts.completions, facts.returns) == ({}, {KEY: returned()})
    assert ledger.completions_of({KEY}) == {}
    assert not ledger.record_return(returned("another reason"))


def test_what_was_returned_may_be_submitted_again_unchanged(ledger: Ledger) -> None:
    done = completion(date(2019, 3, 1))
    ledger.record_completion(done)
    ledger.record_return(returned())
    assert ledger.record_completion(done)
    facts = ledger.facts()
    assert (facts.completions, facts.returns) == ({KEY: done}, {})
    assert ledger.completions_of({KEY}) == {KEY: done}
    assert facts.records_of([KEY])[0] == 3
    assert ledger.record_return(returned())


def test_the_newest_extension_wins(ledger: Ledger) -> None:
    first, second = extension(date(2019, 3, 16)), extension(date(2019, 3, 22), "6/UBND")
    assert ledger.record_extension(first)
    assert not ledger.record_extension(first)
    assert ledger.record_extension(second)
    assert ledger.facts().extensions == {KEY: second}
    assert ledger.extensions_of({KEY, "another"}) == {KEY: second}
    assert ledger.facts().records_of([KEY]) == (2, (NOW,))


def test_facts_read_bit_by_bit_are_the_facts_read_at_once(ledger: Ledger, url: str) -> None:
    """Another process records, this one has read before."""
    event = Event("p/IV.2", date(2019, 2, 1), "3/TB", "ai đó", NOW)
    with Ledger.open(url) as other:
        records: tuple[Callable[[], bool], ...] = (
            lambda: other.record_completion(completion(date(2019, 3, 1))),
            lambda: other.record_extension(extension(date(2019, 3, 16))),
            lambda: other.record_acceptance(KEY, Acceptance("noi-vu", NOW)),
            lambda: other.record_completion(completion(date(2019, 3, 4), "13/BC")),
            lambda: other.record_return(returned()),
            lambda: other.record_event(event),
            lambda: other.record_completion(completion(date(2019, 3, 8), "14/BC")),
            lambda: other.record_acceptance(KEY, Acceptance("noi-vu", NOW)),
            lambda: other.record_return(returned("again")),
            lambda: other.record_extension(extension(date(2019, 3, 22))),
            lambda: other.record_event(replace(event, deadline=date(2019, 4, 1))),
        )
        for record in records:
            assert record()
            with Ledger.open(url) as fresh:
                assert ledger.facts() == fresh.facts()
    assert ledger.facts() is ledger.facts()
    assert ledger.facts().earlier == {KEY: 7, "p/IV.2": 1}


def test_a_database_put_back_beneath_the_process_is_read_anew(
    sqlite_url: str, tmp_path: Path
) -> None:
    file, copy = Path(sqlite_url.removeprefix("sqlite:///")), tmp_path / "copy"
    with Ledger.open(sqlite_url) as ledger:
        ledger.record_completion(completion(date(2019, 3, 1)))
        ledger.facts()
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as backup:
            source.backup(backup)
        ledger.record_completion(completion(date(2019, 3, 4), "13/BC"))
        assert ledger.facts().completions[KEY].number == "13/BC"
        with closing(sqlite3.connect(copy)) as backup, closing(sqlite3.connect(file)) as target:
            backup.backup(target)
        assert ledger.facts().completions[KEY].number == "12/BC"
        ledger.record_completion(completion(date(2019, 3, 5), "14/BC"))
        assert ledger.facts().completions[KEY].number == "14/BC"
