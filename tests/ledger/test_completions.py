"""The two steps: submitted, then accepted or returned, whatever comes in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from ledger.engine import reading
from ledger.memory import MemoryLedger
from ledger.store import Ledger
from ledger.tables import acceptances, completions
from rules.facts import Acceptance, Completion, Facts, Return

NOW = datetime(2019, 3, 4, 2, tzinfo=UTC)
KEY = "p/III.1/2019-Q1/tu-phap"
WAITING = Completion(KEY, date(2019, 3, 4), "12/BC", "văn thư", NOW)
ACCEPTANCE = Acceptance("nội vụ", NOW + timedelta(hours=1))
ACCEPTED = replace(WAITING, accepted=ACCEPTANCE)
RETURN = Return(KEY, "thiếu số liệu", "nội vụ", NOW + timedelta(hours=2))


def stored(ledger: Ledger) -> tuple[int, int]:
    """How many completions and acceptances."""
    with reading(ledger._engine) as connection:
        one, two = (
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (completions, acceptances)
        )
    return one, two


def kinds(ledger: Ledger) -> list[str]:
    return [row.kind for row in ledger.audit_rows(KEY)]


def test_all_that_is_submitted_comes_back(ledger: Ledger) -> None:
    whole = replace(
        WAITING, document_date=date(2019, 3, 1), nil=True, link="https://a.vn/1", file="0" * 64,
        file_name="báo cáo.pdf", note="một\nhai", accepted=ACCEPTANCE,
    )  # fmt: skip
    assert ledger.record_completion(whole)
    assert ledger.facts() == Facts({KEY: whole})
    assert ledger.completions_of([KEY]) == {KEY: whole}


def test_what_was_submitted_waits_until_it_is_accepted_once(ledger: Ledger) -> None:
    assert not ledger.record_acceptance(KEY, ACCEPTANCE)
    assert ledger.record_completion(WAITING)
    assert ledger.facts().completions[KEY].accepted is None
    assert ledger.completions_of([KEY]) == {KEY: WAITING}
    assert ledger.record_acceptance(KEY, ACCEPTANCE)
    assert ledger.facts() == Facts({KEY: ACCEPTED})
    assert ledger.completions_of([KEY]) == {KEY: ACCEPTED}
    assert not ledger.record_acceptance(KEY, Acceptance("ai khác", NOW))
    assert ledger.facts() == Facts({KEY: ACCEPTED})
    assert stored(ledger) == (1, 1)
    assert kinds(ledger) == ["completion", "acceptance"]


def test_both_steps_at_once_and_again(ledger: Ledger) -> None:
    assert ledger.record_completion(ACCEPTED)
    assert not ledger.record_completion(ACCEPTED)
    assert not ledger.record_completion(WAITING)
    assert ledger.facts() == Facts({KEY: ACCEPTED})
    assert stored(ledger) == (1, 1)


def test_submitted_first_and_then_recorded_as_done_adds_the_acceptance_alone(
    ledger: Ledger,
) -> None:
    ledger.record_completion(WAITING)
    assert ledger.record_completion(ACCEPTED)
    assert (stored(ledger), ledger.facts().completions[KEY]) == ((1, 1), ACCEPTED)


@pytest.mark.parametrize("first", [WAITING, ACCEPTED])
def test_a_return_is_of_what_stands_accepted_or_not(ledger: Ledger, first: Completion) -> None:
    ledger.record_completion(first)
    assert ledger.record_return(RETURN)
    assert not ledger.record_acceptance(KEY, ACCEPTANCE)
    assert not ledger.record_return(RETURN)
    facts = ledger.facts()
    assert (facts.completions, facts.returns) == ({}, {KEY: RETURN})
    assert ledger.completions_of([KEY]) == {}
    assert ledger.record_completion(first)
    assert ledger.facts().completions == {KEY: first}
    assert stored(ledger)[0] == 2


def test_another_submission_waits_itself_though_the_one_before_was_accepted(
    ledger: Ledger,
) -> None:
    ledger.record_completion(ACCEPTED)
    again = replace(WAITING, number="13/BC")
    assert ledger.record_completion(again)
    assert ledger.facts() == Facts({KEY: again}, earlier={KEY: 2})
    assert ledger.completions_of([KEY]) == {KEY: again}


def test_only_what_was_looked_at_is_accepted_or_returned(ledger: Ledger) -> None:
    ledger.record_completion(WAITING)
    later = replace(WAITING, number="13/BC", recorded_at=NOW + timedelta(microseconds=1))
    ledger.record_completion(later)
    assert not ledger.record_acceptance(KEY, ACCEPTANCE, seen=WAITING.recorded_at)
    assert not ledger.record_return(RETURN, seen=WAITING.recorded_at)
    assert ledger.facts().completions == {KEY: later}
    assert ledger.record_acceptance(KEY, ACCEPTANCE, seen=later.recorded_at)
    assert ledger.record_return(RETURN, seen=later.recorded_at)


def test_both_steps_or_neither(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr("ledger.completions._accept", broken)
        with pytest.raises(RuntimeError, match="power cut"):
            ledger.record_completion(ACCEPTED)
    assert (stored(ledger), kinds(ledger), ledger.facts()) == ((0, 0), [], Facts())


def test_an_acceptance_is_newer_than_a_letter_written_before(ledger: Ledger) -> None:
    ledger.record_completion(WAITING)
    before = ledger.revision()
    ledger.record_acceptance(KEY, ACCEPTANCE)
    assert ledger.revision() != before


ACTS = ("submit", "submit another", "record done", "accept", "return", "look")


def test_whatever_is_done_the_newest_that_stands_counts() -> None:
    keys = count(1)
    with MemoryLedger.empty() as ledger:

        @given(st.lists(st.sampled_from(ACTS), max_size=12))
        def acting(acts: list[str]) -> None:
            _against_a_model(ledger, f"p/III.1/2019-Q1/{next(keys)}", acts)

        acting()


def _against_a_model(ledger: Ledger, key: str, acts: list[str]) -> None:
    """What stands, whether it is accepted, and how many records there are."""
    number, accepted, standing, records = 0, False, False, 0
    for act in acts:
        same = replace(WAITING, key=key, number=str(number))
        if act == "look":
            ledger.facts()
        elif act == "return":
            assert ledger.record_return(replace(RETURN, key=key)) is standing
            records += standing
            standing = accepted = False
        elif act == "accept":
            assert ledger.record_acceptance(key, ACCEPTANCE) is (standing and not accepted)
            records += standing and not accepted
            accepted = accepted or standing
        elif act == "submit" and standing:
            assert not ledger.record_completion(same)
        elif act == "record done" and standing:
            done = replace(same, accepted=ACCEPTANCE)
            assert ledger.record_completion(done) is not accepted
            records += not accepted
            accepted = True
        else:
            number += act == "submit another"
            accepted, standing = act == "record done", True
            acceptance = ACCEPTANCE if accepted else None
            assert ledger.record_completion(replace(same, number=str(number), accepted=acceptance))
            records += 1 + accepted
    facts = ledger.facts()
    assert facts.records_of([key])[0] == records == len([*ledger.audit_rows(key)])
    assert ledger.completions_of([key]).get(key) == facts.completions.get(key)
    assert (key in facts.completions) is standing
    if standing:
        found = facts.completions[key]
        assert (found.number, found.accepted is not None) == (str(number), accepted)
