"""When anything is decided at all, who gets the weekly summary, and that twice is once."""

from __future__ import annotations

import email
import email.policy
from datetime import date

import pytest

from ledger.notices import Enqueued
from ledger.store import Ledger
from rules.extensions import extend
from rules.facts import Extension, Facts
from scheduler.enqueue import coordinators, weekly_summaries
from scheduler.mail.transport import Envelope
from tests.rules.builders import slot
from tests.scheduler.stage import (
    COORDINATOR,
    KEY,
    STATED,
    SetClock,
    Twin,
    deliver,
    done,
    enqueue,
    site,
)


@pytest.mark.parametrize(
    ("day", "hour", "held"),
    [
        ("2019-03-01", 7, True),  # Friday before the sending hour
        ("2019-03-01", 8, False),
        ("2019-03-01", 23, False),
        ("2019-03-02", 9, True),  # Saturday
        ("2019-02-05", 9, True),  # Tết Kỷ Hợi
    ],
)
def test_only_on_working_days_from_the_sending_hour_on(
    ledger: Ledger, day: str, hour: int, held: bool
) -> None:
    report = enqueue(ledger, SetClock(day, hour), site())
    assert (report.held is not None) == held
    assert not (held and ledger.told())


def test_a_second_pass_on_the_same_day_adds_nothing(ledger: Ledger) -> None:
    clock = SetClock("2019-03-01")
    assert enqueue(ledger, clock, site()).enqueued.planned == 2
    clock.move(minutes=5)
    assert enqueue(ledger, clock, site()).enqueued == Enqueued()


def test_days_begin_at_midnight_in_viet_nam(ledger: Ledger) -> None:
    # 23:30 UTC on Sunday is 06:30 on Monday in Việt Nam: a working day, before the hour
    clock = SetClock("2019-03-04", 6)
    report = enqueue(ledger, clock, site())
    assert report.held is not None
    assert "8" in report.held.en


def test_what_was_long_over_at_the_first_start_is_recorded_and_not_mailed(ledger: Ledger) -> None:
    first = enqueue(ledger, SetClock("2019-06-03"), site())
    assert first.enqueued == Enqueued(skipped=2)
    assert {each.outcome for each in ledger.told()} == {"skipped"}
    assert enqueue(ledger, SetClock("2019-06-04"), site()).enqueued == Enqueued()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2019-03-04", "skipped"),  # Monday: nothing is overdue up to and including 3 March
        ("2019-03-12", "planned"),  # Tuesday, Monday's was missed
    ],
)
def test_the_weekly_summary_goes_to_the_plans_coordinator(day: str, expected: str) -> None:
    plans = site(slot(date(2019, 3, 8)))
    found = list(
        weekly_summaries(plans, Facts(), {}, date.fromisoformat(day), weekday="monday", decided=())
    )
    assert [(each.recipient, each.outcome) for each in found] == [(COORDINATOR, expected)]


def test_no_summary_before_its_weekday_nor_twice() -> None:
    plans, today, nothing = site(), date(2019, 3, 12), Facts()  # a Tuesday
    early = weekly_summaries(plans, nothing, {}, today, weekday="wednesday", decided=())
    again = weekly_summaries(plans, nothing, {}, today, weekday="monday", decided={COORDINATOR})
    assert [*early, *again] == []


def test_a_week_with_nothing_overdue_on_monday_has_no_summary_on_wednesday(ledger: Ledger) -> None:
    plans = site(slot(date(2019, 3, 5)))
    enqueue(ledger, SetClock("2019-03-04"), plans)  # due tomorrow, nothing overdue
    report = enqueue(ledger, SetClock("2019-03-06"), plans)
    assert report.enqueued.summaries == 0
    assert enqueue(ledger, SetClock("2019-03-11"), plans).enqueued.summaries == 1


def test_nothing_of_what_is_done(ledger: Ledger) -> None:
    plans = site(slot(STATED))
    done(ledger, on=date(2019, 2, 20))
    assert enqueue(ledger, SetClock("2019-03-01"), plans).enqueued.planned == 0


def test_a_coordinator_that_the_directory_does_not_know_gets_nothing() -> None:
    plans = site()
    del plans.directories["hanoi"].agencies["so-noi-vu"]
    assert coordinators(plans) == {}


def test_a_changed_date_is_told_once_in_one_item(ledger: Ledger) -> None:
    clock = SetClock("2019-03-01")
    enqueue(ledger, clock, site(slot(STATED)))
    moved = site(slot(date(2019, 6, 28)))  # its ladder begins in June
    clock.move(days=3)
    assert enqueue(ledger, clock, moved).enqueued.planned == 1
    clock.move(days=1)
    assert enqueue(ledger, clock, moved).enqueued == Enqueued()
    told = {each.key.rung: each for each in ledger.told() if each.outcome == "planned"}
    assert told["moved"].reason.en == "The due date changed from 04/03/2019 to 28/06/2019."


async def test_the_mail_names_both_dates(ledger: Ledger) -> None:
    clock, twin = SetClock("2019-03-01"), Twin()
    plans = site(slot(STATED))
    enqueue(ledger, clock, plans)
    await deliver(ledger, clock, plans, twin)
    clock.move(days=3)
    moved = site(slot(date(2019, 3, 11)))
    enqueue(ledger, clock, moved)  # five working days ahead: the rung says it
    await deliver(ledger, clock, moved, twin)
    _, corrected = (text_of(envelope) for envelope in twin.sent)
    assert "Đổi hạn: hạn đã đổi từ thứ Hai, 04/03/2019 sang thứ Hai, 11/03/2019" in corrected
    assert corrected.count("Đổi hạn") == 1
    clock.move(days=2)
    enqueue(ledger, clock, moved)
    await deliver(ledger, clock, moved, twin)
    assert "Đổi hạn" not in text_of(twin.sent[2])


async def test_an_extension_is_told_as_one(ledger: Ledger) -> None:
    clock, twin = SetClock("2019-03-04"), Twin()
    plans = site(slot(STATED))
    enqueue(ledger, clock, plans)
    await deliver(ledger, clock, plans, twin)
    granted = Extension(KEY, date(2019, 6, 28), "34/VP", "Lan", clock.now())
    ledger.record_extension(granted)
    clock.move(days=1)
    slots = extend(plans.slots, ledger.facts().extensions, plans.working_days)
    extended = site(*slots)
    assert enqueue(ledger, clock, extended).enqueued.planned == 1
    await deliver(ledger, clock, extended, twin)
    said = " ".join(text_of(twin.sent[1]).split())
    assert "được gia hạn từ thứ Hai, 04/03/2019 sang thứ Sáu, 28/06/2019" in said
    assert "đã được gia hạn đến hết 28/06/2019 theo văn bản 34/VP" in said
    told = {each.key.rung: each.reason.en for each in ledger.told()}
    assert told["moved"] == "Extended from 04/03/2019 to 28/06/2019."


async def test_what_an_unsent_mail_says_of_a_change_goes_into_the_next(ledger: Ledger) -> None:
    clock, twin = SetClock("2019-03-01"), Twin()
    plans = site(slot(STATED))
    enqueue(ledger, clock, plans)
    await deliver(ledger, clock, plans, twin)
    clock.move(days=3)
    moved = site(slot(date(2019, 3, 11)))
    enqueue(ledger, clock, moved)  # 4 March: remind-5, with the change; it cannot leave
    clock.move(days=2)
    enqueue(ledger, clock, moved)  # 6 March: remind-3 overtakes it
    await deliver(ledger, clock, moved, twin)
    assert len(twin.sent) == 2
    assert "hạn đã đổi từ thứ Hai, 04/03/2019" in text_of(twin.sent[1])


def text_of(envelope: Envelope) -> str:
    mail = email.message_from_bytes(envelope.data, policy=email.policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
