"""When mail leaves, when it is tried again, and when it is given up."""

from __future__ import annotations

from datetime import date, timedelta

from ledger.store import Ledger
from scheduler.deliver import DeliverReport
from scheduler.mail.transport import SendError
from scheduler.patience import wait_after, wait_after_unknown
from tests.rules.builders import slot
from tests.scheduler.stage import (
    CONFIG,
    STATED,
    TU_PHAP,
    SetClock,
    Twin,
    at,
    deliver,
    done,
    enqueue,
    site,
)

PLANS = site()


async def test_nothing_goes_at_night_or_on_days_off(ledger: Ledger, clock: SetClock) -> None:
    """Decided on Friday 1 March 2019, but not sent on it: it goes on Monday at eight."""
    twin = Twin()
    clock.move(hours=24)
    while clock.now() < at("2019-03-04", 8):
        assert await deliver(ledger, clock, PLANS, twin) == DeliverReport()
        clock.move(hours=1)
    assert (await deliver(ledger, clock, PLANS, twin)).sent == 2


async def test_repeats_stop_in_the_evening_where_an_hour_is_set(ledger: Ledger) -> None:
    clock, twin = SetClock("2019-03-01", 19), Twin()
    enqueue(ledger, clock, PLANS)
    evening = CONFIG.model_copy(update={"mail": CONFIG.mail.model_copy(update={"until": 20})})
    twin.errors = [SendError("temporary", "451")] * 2
    assert (await deliver(ledger, clock, PLANS, twin, evening)).deferred == 2
    clock.move(hours=1)
    assert await deliver(ledger, clock, PLANS, twin, evening) == DeliverReport()
    assert (await deliver(ledger, clock, PLANS, twin)).sent == 2


async def test_a_failing_relay_costs_nothing_but_time(ledger: Ledger, clock: SetClock) -> None:
    twin, tried = Twin(), 0
    for _ in range(100):
        twin.early = [SendError("relay", "connection refused")]
        report = await deliver(ledger, clock, PLANS, twin)
        assert (report.sent, report.failed) == (0, 0)
        tried += report.relay == "connection refused"
        clock.move(hours=12)
    assert tried == 70  # at 9:00 and 21:00 on 35 working days, from 1 March to 19 April
    clock.instant, twin.early = at("2019-04-22"), []
    assert (await deliver(ledger, clock, PLANS, twin)).sent == 2


async def test_a_recipients_later_is_tried_again_and_given_up_after_72_hours(
    ledger: Ledger,
) -> None:
    plans = site(slot(STATED))
    clock, twin, tries = SetClock("2019-03-01"), Twin(), 0
    enqueue(ledger, clock, plans)
    start = clock.now()
    report = DeliverReport()
    while not report.failed:
        twin.errors = [SendError("temporary", "451 later")]
        report = await deliver(ledger, clock, plans, twin)
        tries += report.deferred
        clock.move(minutes=5)
    # From Friday 09:00: the weekend does not count, so it is Wednesday after 09:00
    assert timedelta(hours=120) <= clock.now() - start <= timedelta(hours=122)
    assert 45 < tries < 60  # hourly, but not at night
    assert [each.message_state for each in ledger.told() if each.outcome == "planned"] == ["failed"]


async def test_a_final_no_is_final(ledger: Ledger, clock: SetClock) -> None:
    twin = Twin()
    twin.errors = [SendError("permanent", "550 no such user")]
    report = await deliver(ledger, clock, PLANS, twin)
    assert (report.failed, report.sent) == (1, 1)
    clock.move(days=3)
    assert await deliver(ledger, clock, PLANS, twin) == DeliverReport()


async def test_a_repeat_after_an_unknown_end_is_the_same_to_the_byte(ledger: Ledger) -> None:
    plans = site(slot(STATED))
    clock, twin = SetClock("2019-03-01"), Twin()
    enqueue(ledger, clock, plans)
    twin.errors = [SendError("unknown", "cut")]
    await deliver(ledger, clock, plans, twin)
    done(ledger, on=date(2019, 3, 1))  # changes nothing any more: it may have arrived
    clock.move(minutes=5)
    assert (await deliver(ledger, clock, plans, twin)).sent == 1
    first, second = twin.sent
    assert first == second


def test_waits_grow_to_an_hour_and_differ_a_little() -> None:
    minutes = [wait_after(n, 10).total_seconds() / 60 for n in range(1, 8)]
    assert minutes == [1, 5, 15, 30, 60, 60, 60]
    spread = {wait_after(1, number) for number in range(100)}
    assert min(spread) == timedelta(seconds=54)
    assert max(spread) == timedelta(seconds=66)


def test_waits_after_an_unknown_end_double_up_to_eight_hours() -> None:
    minutes = [wait_after_unknown(n, 10).total_seconds() / 60 for n in range(1, 12)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 256, 480, 480]


async def test_unknown_ends_are_not_repeated_for_ever(ledger: Ledger) -> None:
    """1 to 256 minutes make 8.5 hours; of eight hours each it takes 8 more to make up 72."""
    plans = site(slot(STATED))
    clock, twin, report = SetClock("2019-03-01"), Twin(), DeliverReport()
    enqueue(ledger, clock, plans)
    while not report.failed:
        twin.errors = [SendError("unknown", "cut")]
        report = await deliver(ledger, clock, plans, twin)
        clock.move(minutes=15)
    assert len(twin.sent) == 9 + 8
    assert len({envelope.data for envelope in twin.sent}) == 1
    assert ledger.ambiguous() == len(twin.sent) - 1


async def test_three_unknown_ends_in_a_row_are_the_relays(ledger: Ledger) -> None:
    plans = site(slot(STATED, agencies=tuple(f"a{n}" for n in range(20))))
    clock, twin = SetClock("2019-03-01"), Twin()
    enqueue(ledger, clock, plans)
    twin.errors = [SendError("unknown", "hangs")] * 20
    one = CONFIG.model_copy(update={"mail": CONFIG.mail.model_copy(update={"connections": 1})})
    report = await deliver(ledger, clock, plans, twin, one)
    assert (report.relay, report.deferred, report.failed) == ("hangs", 3, 0)


async def test_refusals_count_on_when_mails_are_merged(ledger: Ledger) -> None:
    """Or an address that answers "later" for ever would never be given up."""
    clock, twin = SetClock("2019-03-01"), Twin()
    plans = site(slot(STATED, agencies=("tu-phap",)))
    enqueue(ledger, clock, plans)
    twin.errors = [SendError("temporary", "451")]
    await deliver(ledger, clock, plans, twin)
    first = clock.now()
    clock.move(days=3)
    enqueue(ledger, clock, plans)
    (claim,) = (each for each in ledger.claim("x", clock.now(), 9) if each.recipient == TU_PHAP)
    assert (claim.day, claim.refused, claim.first_refused_at) == (date(2019, 3, 4), 1, first)
