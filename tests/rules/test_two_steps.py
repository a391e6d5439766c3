"""Submitted, accepted, returned: states and notices of a report due Monday 4 March 2019."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from rules.facts import Completion, Facts, Return
from rules.notices import NoticeRules, Outcome, Recorded, decide
from rules.state import WORDS, State, state_of
from rules.summary import overdue_by_agency
from tests.rules.builders import DAYS, completion, plan, schedule, slot

KEY = "p/III.1/2019-Q1/tu-phap"
STATED = date(2019, 3, 4)
PLANS = schedule(slot(STATED))
BACK = Return(KEY, "thiếu số liệu", "noi-vu", datetime(2019, 3, 6, tzinfo=UTC))


@pytest.mark.parametrize(
    ("last", "today", "state"),
    [
        (completion(KEY, date(2019, 3, 1), accepted=False), "2019-03-01", State.SUBMITTED),
        (completion(KEY, date(2019, 3, 4), accepted=False), "2019-06-03", State.SUBMITTED),
        (completion(KEY, date(2019, 3, 5), accepted=False), "2019-06-03", State.SUBMITTED),
        (completion(KEY, date(2019, 3, 4)), "2019-06-03", State.DONE),
        (completion(KEY, date(2019, 3, 5)), "2019-06-03", State.DONE_LATE),
        (completion(KEY, date(2019, 3, 5), nil=True), "2019-06-03", State.DONE_LATE),
        (BACK, "2019-03-04", State.RETURNED),
        (BACK, "2019-03-05", State.OVERDUE),
    ],
)
def test_the_state_of_what_was_submitted(
    last: Completion | Return, today: str, state: State
) -> None:
    assert state_of(slot(STATED), last, date.fromisoformat(today), DAYS) is state


def test_late_acceptance_makes_nobody_late() -> None:
    accepted = completion(KEY, STATED, at=datetime(2019, 5, 6, tzinfo=UTC))
    assert state_of(slot(STATED), accepted, date(2019, 5, 6), DAYS) is State.DONE


def test_what_waits_for_acceptance_does_so_in_an_archived_plan_and_without_a_date() -> None:
    waiting = completion(KEY, STATED, accepted=False)
    for found in (slot(STATED, of=plan(archived=date(2019, 3, 1))), slot(None)):
        assert state_of(found, waiting, date(2019, 6, 3), DAYS) is State.SUBMITTED
        assert state_of(found, completion(KEY, STATED), date(2019, 6, 3), DAYS) is State.DONE


def test_every_state_has_its_words_in_both_languages() -> None:
    assert set(WORDS) == set(State)
    assert WORDS[State.SUBMITTED] == ("Đã nộp, chờ xác nhận", "Submitted, awaiting acceptance")
    for lang in ("vi", "en"):
        assert len({words.to(lang) for words in WORDS.values()}) == len(State)


def told(facts: Facts, day: date, recorded: Recorded) -> list[str]:
    found = decide(PLANS, facts, recorded, day, NoticeRules())
    return [
        each.rung.name
        for each in found
        if each.outcome is Outcome.SEND and each.role == "officer"
    ]  # fmt: skip


def test_notices_stop_when_it_is_submitted_and_go_on_when_it_is_returned() -> None:
    waiting = Facts({KEY: completion(KEY, date(2019, 3, 1), accepted=False)})
    back = Facts(returns={KEY: BACK})
    one_day = timedelta(days=1)
    days = [STATED + number * one_day for number in range(-20, 40)]
    for accepted, day in product((False, True), days):
        facts = Facts({KEY: completion(KEY, date(2019, 3, 1), accepted=accepted)})
        assert told(facts, day, {}) == []
    assert told(Facts(), date(2019, 3, 7), {}) == told(back, date(2019, 3, 7), {}) == ["late-2"]
    known: Recorded = {(KEY, STATED): {("late-2", "officer@tu-phap.example.org")}}
    assert told(waiting, date(2019, 3, 12), known) == []
    assert told(back, date(2019, 3, 12), known) == ["late-5"]


@pytest.mark.parametrize("recorded", [{}, {(KEY, STATED): {("skip", "")}}])
def test_what_is_returned_is_never_too_old_to_be_told(recorded: Recorded) -> None:
    day = date(2019, 5, 6)  # two months late: what is first seen then is skipped
    plans, back = frozenset({"p"}), Facts(returns={KEY: BACK})
    assert told(Facts(), day, recorded) == []
    assert told(back, day, recorded) == ["late-40"]
    (agency,) = overdue_by_agency(PLANS, back, recorded, day, plans)
    assert [each.key for each in agency.occurrences] == [KEY]


def test_nobody_who_has_submitted_stands_in_the_weekly_summary() -> None:
    day, plans = date(2019, 3, 15), frozenset({"p"})
    assert len(overdue_by_agency(PLANS, Facts(), {}, day, plans)) == 1
    for accepted in (False, True):
        facts = Facts({KEY: completion(KEY, date(2019, 3, 11), accepted=accepted)})
        assert overdue_by_agency(PLANS, facts, {}, day, plans) == ()


def test_nobody_who_has_submitted_is_told_of_a_new_date() -> None:
    recorded: Recorded = {(KEY, STATED): {("due", "officer@tu-phap.example.org")}}
    moved = schedule(slot(date(2019, 6, 28)))
    facts = Facts({KEY: completion(KEY, date(2019, 3, 1), accepted=False)})
    day, rules = date(2019, 3, 5), NoticeRules()
    assert [each.rung.name for each in decide(moved, Facts(), recorded, day, rules)] == ["moved"]
    assert list(decide(moved, facts, recorded, day, rules)) == []


def test_an_acceptance_is_a_record_of_its_own() -> None:
    waiting, accepted = (completion(KEY, STATED, accepted=each) for each in (False, True))
    at = waiting.recorded_at
    assert Facts({KEY: waiting}).records_of([KEY]) == (1, (at,))
    assert Facts({KEY: accepted}, earlier={KEY: 2}).records_of([KEY]) == (4, (at, at))
