"""Who is told what: the ladder against the records, on a report due Monday 4 March 2019."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.deadline import Bound
from rules.facts import Facts
from rules.notices import Notice, NoticeRules, Outcome, decide
from rules.schedule import Schedule
from rules.state import State, state_of
from rules.summary import overdue_by_agency
from tests.rules.builders import DAYS, completion, plan, schedule, slot

NOTHING = Facts()
RULES = NoticeRules()
STATED = date(2019, 3, 4)
KEY = "p/III.1/2019-Q1/tu-phap"
Records = dict[tuple[str, date], set[tuple[str, str]]]


def done(key: str, on: date) -> Facts:
    return Facts(completions={key: completion(key, on)})


def run(plans: Schedule, day: str, records: Records, facts: Facts = NOTHING) -> list[Notice]:
    """One pass: decide, and record all that was decided."""
    found = list(decide(plans, facts, records, date.fromisoformat(day), RULES))
    for notice in found:
        records.setdefault((notice.occurrence.key, notice.key.due), set()).add(
            (notice.rung.name, notice.recipient)
        )
    return found


def sent(notices: list[Notice]) -> list[tuple[str, str]]:
    return [(each.rung.name, each.role) for each in notices if each.outcome is Outcome.SEND]


def test_a_whole_ladder_day_by_day() -> None:
    plans, records = schedule(slot(STATED)), Records()
    told = {}
    day = date(2019, 2, 10)
    while day <= date(2019, 3, 20):
        notices = sent(run(plans, day.isoformat(), records))
        if notices:
            told[day.isoformat()] = notices
        day += timedelta(days=1)
    assert told == {
        "2019-02-18": [("remind-10", "officer")],
        "2019-02-25": [("remind-5", "officer")],
        "2019-02-27": [("remind-3", "officer")],
        "2019-03-01": [("remind-1", "officer")],
        "2019-03-04": [("due", "officer")],
        "2019-03-05": [("late-0", "officer")],
        "2019-03-07": [("late-2", "officer"), ("late-2", "head")],
        "2019-03-12": [("late-5", "officer"), ("late-5", "head")],
        "2019-03-19": [("late-10", "officer"), ("late-10", "head")],
    }


def test_after_downtime_one_notice_and_the_rest_superseded() -> None:
    plans, records = schedule(slot(STATED)), Records()
    assert sent(run(plans, "2019-02-18", records)) == [("remind-10", "officer")]
    notices = run(plans, "2019-03-12", records)
    assert sent(notices) == [("late-5", "officer"), ("late-5", "head")]
    overtaken = [each for each in notices if each.outcome is Outcome.SUPERSEDED]
    assert Counter((each.rung.name, each.role) for each in overtaken) == Counter(
        [
            ("late-2", "officer"), ("late-0", "officer"), ("due", "officer"),
            ("remind-1", "officer"), ("remind-3", "officer"), ("remind-5", "officer"),
            ("late-2", "head"),
        ]
    )  # fmt: skip


def test_what_is_done_is_not_told() -> None:
    facts = done(KEY, date(2019, 2, 20))
    assert run(schedule(slot(STATED)), "2019-03-12", {}, facts) == []


def test_what_was_long_over_when_first_seen_is_skipped_for_good() -> None:
    plans, records = schedule(slot(STATED)), Records()
    (notice,) = run(plans, "2019-04-05", records)  # late from 5/3: 31 days
    assert notice.outcome is Outcome.SKIPPED
    assert run(plans, "2019-04-12", records) == []
    late = overdue_by_agency(plans, NOTHING, records, date(2019, 4, 12), frozenset({"p"}))
    assert late == ()


def test_thirty_days_late_is_still_told() -> None:
    notices = run(schedule(slot(STATED)), "2019-04-04", {})
    assert ("late-20", "officer") in sent(notices)


def test_a_ladder_once_begun_goes_on_after_the_limit() -> None:
    plans, records = schedule(slot(STATED)), Records()
    run(plans, "2019-03-05", records)
    assert sent(run(plans, "2019-05-20", records)) != []


def test_an_archived_plan_and_a_pending_duty_are_silent() -> None:
    archived = plan(archived=date(2019, 3, 1))
    plans = schedule(slot(STATED, of=archived), slot(None, label="finish"))
    assert run(plans, "2019-03-12", {}) == []


def test_a_moved_due_date_begins_a_new_ladder_and_its_first_rung_says_so() -> None:
    records = Records()
    run(schedule(slot(STATED)), "2019-03-04", records)
    moved = schedule(slot(date(2019, 3, 8)))
    notices = run(moved, "2019-03-05", records)
    assert sent(notices) == [("remind-3", "officer")]
    assert [each.moved_from for each in notices if each.outcome is Outcome.SEND] == [STATED]
    assert [each.rung.name for each in notices if each.outcome is Outcome.SUPERSEDED] == [
        "remind-5", "remind-10", "moved",
    ]  # fmt: skip
    assert run(moved, "2019-03-05", records) == []
    later = run(moved, "2019-03-07", records)
    assert sent(later) == [("remind-1", "officer")]
    assert [each.moved_from for each in later] == [None]


def test_a_date_moved_far_ahead_is_told_at_once_and_once() -> None:
    records = Records()
    run(schedule(slot(STATED)), "2019-03-04", records)
    moved = schedule(slot(date(2019, 6, 28)))  # the first rung of its ladder is due on 14 June
    (notice,) = run(moved, "2019-03-05", records)
    assert (notice.rung.name, notice.outcome, notice.moved_from) == ("moved", Outcome.SEND, STATED)
    assert (notice.rung.day, notice.key.due) == (date(2019, 3, 5), date(2019, 6, 28))
    assert notice.reason.en == "The due date changed from 04/03/2019 to 28/06/2019."
    assert run(moved, "2019-03-06", records) == []
    assert [name for name, _ in sent(run(moved, "2019-06-14", records))] == ["remind-10"]


def test_only_who_was_told_the_old_date_is_told_of_the_change() -> None:
    records = Records()
    run(schedule(slot(STATED)), "2019-03-05", records)  # late-0: to the officer alone
    moved = schedule(slot(date(2019, 6, 28)))
    assert sent(run(moved, "2019-03-05", records)) == [("moved", "officer")]
    records = Records()
    run(schedule(slot(STATED)), "2019-03-07", records)  # late-2: to the head as well
    assert sent(run(moved, "2019-03-08", records)) == [("moved", "officer"), ("moved", "head")]
    assert run(moved, "2019-03-08", Records()) == []  # nobody was told anything


def test_a_date_moved_again_names_the_one_told_last() -> None:
    records, second, third = Records(), date(2019, 6, 28), date(2019, 5, 31)
    run(schedule(slot(STATED)), "2019-03-04", records)
    run(schedule(slot(second)), "2019-03-05", records)
    (notice,) = run(schedule(slot(third)), "2019-03-06", records)
    assert (notice.key.due, notice.moved_from) == (third, second)


def test_no_change_of_date_is_told_of_what_is_done_pending_closed_or_gone() -> None:
    records, far = Records(), date(2019, 6, 28)
    run(schedule(slot(STATED)), "2019-03-04", records)
    assert run(schedule(slot(far)), "2019-03-05", records, done(KEY, STATED)) == []
    closed = slot(far, of=plan(archived=date(2019, 3, 1)))
    for other in (slot(None), closed, slot(far, agencies=("noi-vu",))):
        assert run(schedule(other), "2019-03-05", records) == []


def test_a_date_moved_back_beyond_the_limit_is_told_all_the_same() -> None:
    records = Records()
    run(schedule(slot(STATED)), "2019-03-04", records)
    found = run(schedule(slot(date(2019, 1, 10))), "2019-03-05", records)  # since 11 January
    assert sent(found) == [("late-30", "officer"), ("late-30", "head")]
    assert {each.moved_from for each in found if each.role == "officer"} == {STATED, None}


def test_every_agency_of_a_shared_slot_is_told_on_its_own() -> None:
    plans = schedule(slot(STATED, agencies=("tu-phap", "tai-chinh")))
    facts = done(KEY, date(2019, 2, 20))
    notices = run(plans, "2019-02-25", {}, facts)
    assert {notice.recipient for notice in notices} == {"officer@tai-chinh.example.org"}


@given(st.lists(st.integers(0, 60), max_size=40).map(sorted))
def test_no_notice_twice_and_never_two_at_once(offsets: list[int]) -> None:
    plans, records = schedule(slot(STATED)), Records()
    keys: Counter[object] = Counter()
    for offset in offsets:
        day = date(2019, 2, 11) + timedelta(days=offset)
        notices = run(plans, day.isoformat(), records)
        keys.update(each.key for each in notices)
        assert max(Counter(role for _, role in sent(notices)).values(), default=0) <= 1
    assert max(keys.values(), default=1) == 1


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2019-03-26", State.SOON),  # 3 working days before Friday 29
        ("2019-03-25", State.UPCOMING),
        ("2019-03-29", State.TODAY),
        ("2019-03-30", State.CLOSING),
        ("2019-04-01", State.CLOSING),
        ("2019-04-02", State.OVERDUE),
    ],
)
def test_the_states_round_a_sunday_with_grace(today: str, state: State) -> None:
    open_slot = slot(date(2019, 3, 31), bound=Bound.WITHIN)
    assert state_of(open_slot, None, date.fromisoformat(today), DAYS) is state


@pytest.mark.parametrize(
    ("on", "state"), [("2019-03-04", State.DONE), ("2019-03-05", State.DONE_LATE)]
)
def test_on_time_is_judged_by_the_day_of_submission(on: str, state: State) -> None:
    found = completion(KEY, date.fromisoformat(on))
    assert state_of(slot(STATED), found, date(2019, 6, 1), DAYS) is state
