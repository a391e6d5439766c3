"""Extensions: a report due Monday 4 March 2019, granted until Saturday 16 March to one department.

Worked out by hand: 16 March is a Saturday, so the day to aim for is Friday 15 March, and by article
148.5 of the Civil Code the term ends with Monday 18 March: late from Tuesday 19 March.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rules.changes import changed_dues
from rules.deadline import Bound
from rules.explain import explain
from rules.extensions import extend, may_extend, newer
from rules.facts import Completion, Extension, Facts, Return
from rules.notices import NoticeRules, Outcome, decide
from rules.schedule import Schedule, Slot
from rules.state import State, state_of
from rules.summary import overdue_by_agency
from tests.rules.builders import DAYS, completion, schedule, slot

STATED, UNTIL = date(2019, 3, 4), date(2019, 3, 16)
AT = datetime(2019, 3, 1, 2, tzinfo=UTC)
STEM = "p/III.1/2019-Q1"
KEY = f"{STEM}/tu-phap"
AGENCIES = ("tu-phap", "noi-vu", "y-te")


def granted(agency: str = "tu-phap", until: date = UNTIL, number: str = "5/UBND") -> Extension:
    return Extension(f"{STEM}/{agency}", until, number, "lan", AT)


def extended(of: Slot, *extensions: Extension) -> Schedule:
    by_key = {extension.key: extension for extension in extensions}
    return schedule(*extend([of], by_key, DAYS))


SHARED = slot(STATED, agencies=AGENCIES)
PLANS = extended(SHARED, granted())


def test_without_extensions_every_slot_is_the_same_object() -> None:
    other = slot(STATED, label="2019-Q2")
    assert [*extend([SHARED, other], {}, DAYS)] == [SHARED, other]
    assert [*extend([SHARED, other], {KEY: granted()}, DAYS)][-1] is other


def test_the_new_dates_follow_by_the_same_rules() -> None:
    found = PLANS.find(KEY)
    assert found is not None
    own = found.slot
    assert (own.stated, own.bound) == (UNTIL, Bound.BY)
    assert (own.due, own.late_from) == (date(2019, 3, 15), date(2019, 3, 19))
    assert own.original is not None
    assert (own.original.stated, own.original.late_from) == (STATED, date(2019, 3, 5))
    assert own.extension == granted()


def test_the_others_keep_their_slot_and_all_keep_their_keys() -> None:
    keys = {each.key: each.slot.due for each in PLANS.occurrences()}
    assert keys == {
        KEY: date(2019, 3, 15), f"{STEM}/noi-vu": STATED, f"{STEM}/y-te": STATED
    }  # fmt: skip
    left = PLANS.find(f"{STEM}/noi-vu")
    assert left is not None
    assert (left.slot.original, left.slot.extension) == (None, None)
    assert left.slot.extensions == (granted(),)
    assert PLANS.find(f"{STEM}/giao-thong") is None


def test_those_granted_the_same_by_one_document_share_a_slot() -> None:
    plans = extended(SHARED, granted(), granted("y-te"), granted("noi-vu", number="6/UBND"))
    assert [(each.stated, len(each.assignees)) for each in plans.slots] == [(UNTIL, 2), (UNTIL, 1)]


def test_what_moved_the_new_date_is_that_dates_own() -> None:
    until = date(2019, 4, 30)  # Reunification Day; 29 April is off in lieu, 1 May is a holiday
    found = extended(slot(STATED), granted(until=until)).find(KEY)
    assert found is not None
    assert (found.slot.due, found.slot.late_from) == (date(2019, 4, 26), date(2019, 5, 3))


@pytest.mark.parametrize("until", [date(2019, 3, 4), date(2019, 3, 1)])
def test_a_day_that_is_not_later_changes_nothing(until: date) -> None:
    assert not may_extend(SHARED, until)
    plans = extended(SHARED, granted(until=until))
    assert plans.slots == (SHARED,)


def test_what_waits_for_its_event_cannot_be_extended() -> None:
    waiting = slot(None)
    assert not may_extend(waiting, UNTIL)
    assert extended(waiting, granted()).slots == (waiting,)


def test_a_later_grant_is_measured_from_the_document_not_from_the_first_grant() -> None:
    found = PLANS.find(KEY)
    assert found is not None
    assert may_extend(found.slot, date(2019, 3, 8))
    assert not newer(found.slot, granted())
    assert newer(found.slot, granted(until=date(2019, 3, 8)))
    assert newer(SHARED, granted())
    assert not newer(SHARED, None)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2019-03-05", State.UPCOMING),  # late by the document, not by the grant
        ("2019-03-13", State.SOON),
        ("2019-03-15", State.TODAY),
        ("2019-03-18", State.CLOSING),
        ("2019-03-19", State.OVERDUE),
    ],
)
def test_the_state_is_judged_by_the_date_granted(today: str, state: State) -> None:
    found = PLANS.find(KEY)
    assert found is not None
    assert state_of(found.slot, None, date.fromisoformat(today), DAYS) is state


@pytest.mark.parametrize(
    ("on", "state"), [("2019-03-18", State.DONE), ("2019-03-19", State.DONE_LATE)]
)
def test_on_time_is_by_the_date_granted(on: str, state: State) -> None:
    found = PLANS.find(KEY)
    assert found is not None
    done = completion(KEY, date.fromisoformat(on))
    assert state_of(found.slot, done, date(2019, 6, 1), DAYS) is state


def test_its_ladder_is_the_new_dates_and_the_old_one_ends() -> None:
    day = date(2019, 3, 12)  # three working days before 15 March
    told = {
        (each.occurrence.key, each.rung.name, each.key.due)
        for each in decide(PLANS, Facts(), {}, day, NoticeRules())
        if each.outcome is Outcome.SEND and each.role == "officer"
    }
    assert told == {
        (KEY, "remind-3", date(2019, 3, 15)),
        (f"{STEM}/noi-vu", "late-5", STATED),
        (f"{STEM}/y-te", "late-5", STATED),
    }


def test_the_summary_leaves_it_out_until_its_own_day() -> None:
    for day, count in ((date(2019, 3, 18), 2), (date(2019, 3, 19), 3)):
        late = overdue_by_agency(PLANS, Facts(), {}, day, frozenset({"p"}))
        assert sum(len(each.occurrences) for each in late) == count


def test_what_was_told_under_the_old_date_is_known_to_have_changed() -> None:
    told = {("remind-1", "officer@tu-phap.example.org")}
    recorded = {
        (KEY, STATED): told,
        (f"{STEM}/noi-vu", STATED): told,
        ("q/I/finish/x", STATED): told,
    }
    assert changed_dues(PLANS, recorded) == {KEY: date(2019, 3, 15)}
    assert changed_dues(schedule(slot(None)), {(KEY, STATED): told}) == {KEY: None}


def test_the_explanation_shows_both_dates_and_the_document() -> None:
    found = PLANS.find(KEY)
    assert found is not None
    steps = explain(found)
    rules = [step.rule for step in steps]
    assert rules.index("late-exclusive") < rules.index("extension") < rules.index("aim-preceding")
    assert rules[-2:] == ["late-after-grace", "lead"]
    (step,) = [step for step in steps if step.rule == "extension"]
    for words in ("4 March 2019", "16 March 2019", "5/UBND"):
        assert words in step.text.en
    assert "lan" not in step.text.en  # who recorded it: feeds carry these steps, and no names
    assert "extension" not in [step.rule for step in explain(next(schedule(SHARED).occurrences()))]


@pytest.mark.parametrize(
    ("today", "state"),
    [("2019-02-25", State.RETURNED), ("2019-03-04", State.RETURNED), ("2019-03-05", State.OVERDUE)],
)
def test_what_was_returned_is_owed_again(today: str, state: State) -> None:
    back = Return(KEY, "thiếu số liệu", "lan", AT)
    assert state_of(slot(STATED), back, date.fromisoformat(today), DAYS) is state


def test_records_are_counted_and_a_completion_goes_before_a_return() -> None:
    done, back = Completion(KEY, STATED, "1/BC", "lan", AT), Return(KEY, "sai", "lan", AT)
    facts = Facts(
        completions={KEY: done}, returns={KEY: back}, extensions={KEY: granted()}, earlier={KEY: 4}
    )
    assert facts.last(KEY) is done
    assert facts.last("other") is None
    assert facts.records_of([KEY, "other"]) == (7, (AT, AT, AT))
    assert Facts().records_of([KEY]) == (0, ())
