"""Completions and events: appended, and the newest of a key wins."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ledger.store import Ledger
from rules.facts import Completion, Event, Facts

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
