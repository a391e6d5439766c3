"""Sending: checked once more before it leaves, repeated safely, failing in the right place."""

from __future__ import annotations

import email
import email.policy
import tempfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.outbox import Claim
from ledger.store import Ledger
from rules.schedule import Schedule
from scheduler.deliver import DeliverReport, deliver_pass
from scheduler.letter import Letter, write_letter
from scheduler.mail.transport import Envelope, SendError, Stamp
from tests.rules.builders import plan, slot
from tests.scheduler.stage import (
    CONFIG,
    COORDINATOR,
    KEY,
    NOI_VU,
    STATED,
    TU_PHAP,
    SetClock,
    Twin,
    deliver,
    done,
    enqueue,
    ledger_in,
    site,
)

PLANS = site()


def parsed(envelope: Envelope) -> EmailMessage:
    return email.message_from_bytes(envelope.data, policy=email.policy.default)


def outcomes(ledger: Ledger) -> dict[str, str]:
    return {
        each.key.recipient: each.outcome for each in ledger.told() if each.outcome != "superseded"
    }


async def test_each_recipient_gets_one_mail_that_names_its_duty(
    ledger: Ledger, clock: SetClock
) -> None:
    twin = Twin()
    assert await deliver(ledger, clock, PLANS, twin) == DeliverReport(sent=2)
    assert twin.recipients == [NOI_VU, TU_PHAP]
    mail = parsed(twin.sent[0])
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Báo cáo CCHC" in body.get_content()
    assert mail["Date"].datetime == clock.now()
    assert mail["Message-ID"].endswith("@kyhan.example.org>")
    assert mail["References"].endswith("@kyhan.example.org>")
    assert outcomes(ledger) == {TU_PHAP: "sent", NOI_VU: "sent"}


@settings(max_examples=25)
@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=12),
    st.lists(st.sampled_from(["relay", "temporary", "unknown"]), max_size=6),
)
async def test_however_often_the_passes_run_nobody_gets_two_mails_a_day(
    steps: list[int], faults: list[str]
) -> None:
    """Nor is anything lost: in the end each recipient has had the mail of every day it went on."""
    with tempfile.TemporaryDirectory() as folder, ledger_in(Path(folder)) as ledger:
        clock, twin = SetClock("2019-02-15"), Twin()
        twin.errors = [SendError(kind, "x") for kind in faults]  # type: ignore[arg-type]
        for days in steps:
            for _ in range(2):
                enqueue(ledger, clock, PLANS)
                await deliver(ledger, clock, PLANS, twin)
            clock.move(days=days)
        seen: dict[str, bytes] = {}
        for envelope in twin.sent:  # a repeat is the same to the byte
            assert seen.setdefault(envelope.message_id, envelope.data) == envelope.data
        days_of = [
            (envelope.recipient, parsed(envelope)["Date"].datetime.date())
            for envelope in {each.message_id: each for each in twin.sent}.values()
        ]
        assert len(days_of) == len(set(days_of))


async def test_what_was_done_meanwhile_is_taken_out(ledger: Ledger, clock: SetClock) -> None:
    done(ledger, on=date(2019, 3, 1))
    twin = Twin()
    assert await deliver(ledger, clock, PLANS, twin) == DeliverReport(sent=1, dropped=1)
    assert twin.recipients == [NOI_VU]
    assert outcomes(ledger)[TU_PHAP] == "withdrawn"


async def test_the_rest_of_a_mail_goes_without_what_was_done(ledger: Ledger) -> None:
    plans = site(slot(STATED), slot(STATED, label="2019-02"))
    clock, twin = SetClock("2019-03-01"), Twin()
    enqueue(ledger, clock, plans)
    done(ledger, on=date(2019, 3, 1))
    assert await deliver(ledger, clock, plans, twin) == DeliverReport(sent=1)
    reasons = {
        each.key.label: each.outcome for each in ledger.told() if each.key.rung == "remind-1"
    }
    assert reasons == {"2019-Q1": "withdrawn", "2019-02": "sent"}


@pytest.mark.parametrize(
    "after",
    [
        site(slot(STATED, agencies=("noi-vu",))),  # no longer owed
        site(slot(date(2019, 3, 15))),  # another due date
        site(slot(STATED, of=plan(archived=date(2019, 3, 1)))),
    ],
    ids=["gone", "moved", "archived"],
)
async def test_what_a_changed_plan_no_longer_holds_is_not_sent(
    ledger: Ledger, after: Schedule
) -> None:
    clock, twin = SetClock("2019-03-01"), Twin()
    enqueue(ledger, clock, site(slot(STATED)))
    assert (await deliver(ledger, clock, after, twin)).dropped == 1
    assert twin.sent == []
    assert outcomes(ledger)[TU_PHAP] == "withdrawn"


async def test_the_summary_joins_the_mail_of_the_day(ledger: Ledger) -> None:
    plans = site(slot(date(2019, 3, 4), agencies=("so-noi-vu", "tu-phap")))
    clock, twin = SetClock("2019-03-11"), Twin()  # Monday, a week late
    enqueue(ledger, clock, plans)
    await deliver(ledger, clock, plans, twin)
    own = [envelope for envelope in twin.sent if envelope.recipient == COORDINATOR]
    assert len(own) == 1
    body = parsed(own[0]).get_body(("plain",))
    assert body is not None
    assert "Sở tu-phap" in body.get_content()


async def test_a_summary_of_what_was_done_meanwhile_is_dropped(ledger: Ledger) -> None:
    plans = site(slot(STATED))
    clock, twin = SetClock("2019-03-11"), Twin()
    enqueue(ledger, clock, plans)
    done(ledger, on=date(2019, 3, 11))
    await deliver(ledger, clock, plans, twin)
    assert twin.sent == []


async def test_an_unexpected_fault_of_the_transport_stops_no_other(
    ledger: Ledger, clock: SetClock
) -> None:
    class Odd(Twin):
        async def send(self, envelope: Envelope, stamp: Stamp) -> None:
            if envelope.recipient == NOI_VU:
                raise RuntimeError("odd")
            await super().send(envelope, stamp)

    twin = Odd()
    report = await deliver(ledger, clock, PLANS, twin)
    assert (report.sent, report.deferred) == (1, 1)


async def test_a_sender_that_lost_its_claim_sends_nothing(ledger: Ledger) -> None:
    plans = site(slot(STATED))
    clock = SetClock("2019-03-01")
    enqueue(ledger, clock, plans)

    class Slow(Twin):
        async def send(self, envelope: Envelope, stamp: Stamp) -> None:
            clock.move(hours=1)  # the lease runs out, and another takes it over
            assert ledger.claim("other", clock.now(), 1)
            await super().send(envelope, stamp)

    twin = Slow()
    assert await deliver(ledger, clock, plans, twin) == DeliverReport()
    assert twin.sent == []


async def test_what_is_recorded_at_the_last_moment_stops_it(ledger: Ledger) -> None:
    """After the letter was written, before its data left: it is written anew, or not sent."""
    plans = site(slot(STATED), slot(STATED, label="2019-02"))
    clock = SetClock("2019-03-01")
    enqueue(ledger, clock, plans)

    class Late(Twin):
        async def send(self, envelope: Envelope, stamp: Stamp) -> None:
            if keys:
                done(ledger, keys.pop(0), on=date(2019, 3, 1))
            await super().send(envelope, stamp)

    keys, twin = [KEY], Late()
    assert await deliver(ledger, clock, plans, twin) == DeliverReport(sent=1)
    body = parsed(twin.sent[0]).get_body(("plain",))
    assert body is not None
    assert "tháng 2/2019" in body.get_content()
    assert "quý I/2019" not in body.get_content()
    reasons = {
        each.key.label: each.outcome for each in ledger.told() if each.key.rung == "remind-1"
    }
    assert reasons == {"2019-Q1": "withdrawn", "2019-02": "sent"}


async def test_all_recorded_at_the_last_moment_drops_it(ledger: Ledger) -> None:
    plans = site(slot(STATED))
    clock = SetClock("2019-03-01")
    enqueue(ledger, clock, plans)

    class Late(Twin):
        async def send(self, envelope: Envelope, stamp: Stamp) -> None:
            done(ledger, on=date(2019, 3, 1))
            await super().send(envelope, stamp)

    twin = Late()
    assert await deliver(ledger, clock, plans, twin) == DeliverReport(dropped=1)
    assert twin.sent == []
    assert outcomes(ledger)[TU_PHAP] == "withdrawn"


async def test_a_schedule_that_changed_meanwhile_is_asked_for_again(ledger: Ledger) -> None:
    """As an event or an extension changes it: the letter is written from the new one."""
    clock, twin = SetClock("2019-03-01"), Twin()
    enqueue(ledger, clock, site(slot(STATED)))

    async def refresh() -> Schedule:  # as the daemon's
        return site(slot(date(2019, 3, 15)))

    report = await deliver_pass(
        site(slot(STATED)), ledger, twin, config=CONFIG, clock=clock, owner="x", refresh=refresh
    )
    assert (report.dropped, twin.sent) == (1, [])


async def test_stopping_puts_back_what_is_not_in_hand(ledger: Ledger, clock: SetClock) -> None:
    twin = Twin()
    report = await deliver_pass(
        PLANS, ledger, twin, config=CONFIG, clock=clock, owner="x",
        stopping=lambda: len(twin.sent) > 0,
    )  # fmt: skip
    assert (report.sent, len(twin.sent)) == (1, 1)
    assert len(ledger.claim("next", clock.now(), 10)) == 1


async def test_an_address_that_is_none_fails_alone(ledger: Ledger) -> None:
    plans = site(slot(STATED, agencies=("a" * 64, "noi-vu")))
    clock, twin = SetClock("2019-03-01"), Twin()
    enqueue(ledger, clock, plans)
    report = await deliver(ledger, clock, plans, twin)
    assert (report.sent, report.failed) == (1, 1)


async def test_a_mail_that_cannot_be_written_stops_no_other(
    ledger: Ledger, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(claim: Claim, *args: Any, **options: Any) -> Letter:
        if claim.recipient == NOI_VU:
            raise ValueError("a template without an end")
        return write_letter(claim, *args, **options)

    monkeypatch.setattr("scheduler.postman.write_letter", broken)
    twin = Twin()
    report = await deliver(ledger, clock, PLANS, twin)
    assert (report.sent, report.deferred, report.failed) == (1, 1, 0)
    monkeypatch.undo()
    clock.move(minutes=15)
    assert (await deliver(ledger, clock, PLANS, twin)).sent == 1


def test_the_key_of_the_stage_is_in_its_site() -> None:
    assert PLANS.find(KEY) is not None


async def test_a_trial_sends_everything_to_one_address_and_says_for_whom(
    ledger: Ledger, clock: SetClock
) -> None:
    trial = {"redirect_all_to": "trial@example.org"}
    config = CONFIG.model_copy(update={"mail": CONFIG.mail.model_copy(update=trial)})
    twin = Twin()
    assert (await deliver(ledger, clock, PLANS, twin, config)).sent == 2
    assert twin.recipients == ["trial@example.org"] * 2
    mails = {parsed(envelope)["X-Kyhan-Recipient"]: parsed(envelope) for envelope in twin.sent}
    assert sorted(mails) == [NOI_VU, TU_PHAP]
    mail = mails[TU_PHAP]
    assert mail["To"] == "trial@example.org"
    assert mail["Subject"].startswith(f"[→ {TU_PHAP}] ")
    for part in mail.iter_parts():
        assert f"Thư thử: lẽ ra gửi tới {TU_PHAP}." in part.get_content()[:5000]


async def test_the_weekly_summary_tells_whom_no_mail_reached(ledger: Ledger) -> None:
    """Refused on Friday; nothing is overdue on Monday, and yet the coordinator gets a summary."""
    plans = site(slot(date(2019, 3, 15), agencies=("tu-phap",)))
    clock, twin = SetClock("2019-03-01"), Twin()
    enqueue(ledger, clock, plans)
    twin.errors = [SendError("permanent", "550 5.1.1 no such user")]
    assert (await deliver(ledger, clock, plans, twin)).failed == 1
    clock.move(days=3)
    enqueue(ledger, clock, plans)
    assert (await deliver(ledger, clock, plans, twin)).sent == 1
    (envelope,) = twin.sent
    mail = parsed(envelope)
    assert envelope.recipient == COORDINATOR
    assert mail["Subject"] == "[Tổng hợp tuần 10/2019] Thư không gửi được"
    body = mail.get_body(("plain",))
    assert body is not None
    said = "từ ngày 01/03/2019, 1 thông báo chưa đến; máy chủ trả lời “550 5.1.1 no such user”"
    assert f"{TU_PHAP}: {said}" in body.get_content()
