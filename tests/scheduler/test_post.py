"""Urging: looked at beforehand, sent once a day, and only about what is still owed."""

from __future__ import annotations

import email
import email.policy
from datetime import date

import pytest

from calendars.web.services import Moment, Urging
from ledger.store import Ledger
from rules.directory import Contacts
from rules.facts import Extension
from rules.schedule import Assignee, Schedule
from rules.text import Text
from scheduler.deliver import DeliverReport
from scheduler.mail.transport import Envelope
from scheduler.post import preview_urging, urge
from tests.rules.builders import plan, slot
from tests.scheduler.stage import (
    CONFIG,
    KEY,
    NOI_VU,
    STATED,
    TU_PHAP,
    SetClock,
    Twin,
    deliver,
    done,
    enqueue,
    site,
)

HEAD = "head@tu-phap.example.org"
OTHER = "p/III.1/2019-Q1/noi-vu"
PLANS = site()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def moment(ledger: Ledger, clock: SetClock, plans: Schedule = PLANS) -> Moment:
    now = clock.now()
    return Moment(plans, ledger.facts(), now, now.astimezone(CONFIG.zone).date())


def urged(
    ledger: Ledger, clock: SetClock, *keys: str, plans: Schedule = PLANS, note: str = ""
) -> Urging:
    return urge(moment(ledger, clock, plans), ledger, CONFIG, keys, note, "Lan")


def text_of(envelope: Envelope) -> tuple[str, str]:
    mail = email.message_from_bytes(envelope.data, policy=email.policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    return str(mail["Subject"]), body.get_content().replace("\r\n", "\n")


async def test_what_was_looked_at_is_what_leaves(ledger: Ledger) -> None:
    clock, twin = SetClock("2019-03-06"), Twin()
    note = "Đề nghị nộp trước 17 giờ.\r\n<b>Gấp</b>\x00"
    seen = preview_urging(moment(ledger, clock), ledger, CONFIG, [KEY, KEY], note)
    assert [each.recipient for each in seen.letters] == [HEAD, TU_PHAP]
    assert not ledger.has_due(clock.now())
    assert urged(ledger, clock, KEY, note=note) == seen
    assert (await deliver(ledger, clock, PLANS, twin)).sent == 2
    sent = {envelope.recipient: text_of(envelope) for envelope in twin.sent}
    assert sent == {each.recipient: (each.subject, each.text) for each in seen.letters}
    subject, text = sent[TU_PHAP]
    assert subject.startswith("Đôn đốc: ")
    assert "đề nghị quý cơ quan khẩn trương" in text
    assert "Đề nghị nộp trước 17 giờ.\n\n<b>Gấp</b>\n" in text
    assert "Báo cáo CCHC" in text
    html = twin.sent[0].data
    assert b"<b>G" not in html


async def test_nobody_is_urged_twice_a_day_about_the_same(ledger: Ledger) -> None:
    clock = SetClock("2019-03-06")
    urged(ledger, clock, KEY)
    again = preview_urging(moment(ledger, clock), ledger, CONFIG, [KEY, OTHER], "")
    assert again.already == (KEY,)
    assert [each.recipient for each in again.letters] == ["head@noi-vu.example.org", NOI_VU]
    assert urged(ledger, clock, KEY).letters == ()
    clock.move(days=1)
    assert len(urged(ledger, clock, KEY).letters) == 2


async def test_the_mail_of_the_day_and_the_urging_both_arrive(ledger: Ledger) -> None:
    clock, twin = SetClock("2019-03-04"), Twin()
    enqueue(ledger, clock, PLANS)
    urged(ledger, clock, KEY)
    await deliver(ledger, clock, PLANS, twin)
    subjects = [text_of(each)[0] for each in twin.sent if each.recipient == TU_PHAP]
    assert sorted(each.startswith("Đôn đốc: ") for each in subjects) == [False, True]
    assert len({each.message_id for each in twin.sent}) == len(twin.sent) == 4


async def test_what_was_submitted_meanwhile_is_not_urged(ledger: Ledger) -> None:
    clock, twin = SetClock("2019-03-06"), Twin()
    urged(ledger, clock, KEY, OTHER)
    done(ledger, on=date(2019, 3, 6))
    assert await deliver(ledger, clock, PLANS, twin) == DeliverReport(sent=2, dropped=2)
    assert twin.recipients == ["head@noi-vu.example.org", NOI_VU]


async def test_what_was_extended_meanwhile_is_not_urged(ledger: Ledger) -> None:
    clock, twin = SetClock("2019-03-06"), Twin()
    urged(ledger, clock, KEY)
    ledger.record_extension(Extension(KEY, date(2019, 4, 1), "9/CV", "Lan", clock.now()))
    assert await deliver(ledger, clock, PLANS, twin) == DeliverReport(dropped=2)


async def test_it_leaves_in_the_hours_of_mail_and_under_no_hold(ledger: Ledger) -> None:
    clock, twin = SetClock("2019-03-09"), Twin()  # a Saturday
    urged(ledger, clock, KEY)
    assert (await deliver(ledger, clock, PLANS, twin)).sent == 0
    clock.instant = SetClock("2019-03-11").instant
    ledger.hold("stopped", Text("thử", "a trial"), clock.now())
    assert (await deliver(ledger, clock, PLANS, twin)).sent == 0
    ledger.release_held("Lan", clock.now())
    assert (await deliver(ledger, clock, PLANS, twin)).sent == 2


async def test_too_many_letters_at_once_are_held(ledger: Ledger) -> None:
    clock = SetClock("2019-03-06")
    config = CONFIG.model_copy(update={"mail": CONFIG.mail.model_copy(update={"hold_above": 3})})
    asked = moment(ledger, clock), ledger, config, [KEY, OTHER], ""
    assert preview_urging(*asked).held == 4
    assert urge(*asked, "Lan").held == 4
    assert not ledger.has_due(clock.now())


def test_what_is_not_owed_is_left_out_and_what_reaches_nobody_is_named(ledger: Ledger) -> None:
    clock = SetClock("2019-03-06")
    done(ledger, on=date(2019, 3, 5))
    original = PLANS.dated[0]
    agency = original.assignees[1].agency.model_copy(update={"contacts": Contacts()})
    mute = slot(STATED, label="mute")
    object.__setattr__(mute, "assignees", (Assignee(agency, "các Sở"),))
    plans = site(original, mute, slot(None, label="later"))
    asked = [KEY, "p/III.1/mute/noi-vu", "p/III.1/later/tu-phap", "p/III.1/gone/tu-phap"]
    assert urged(ledger, clock, *asked, plans=plans) == Urging((), nobody=(asked[1],))
    closed = site(slot(STATED, of=plan(archived=date(2019, 3, 5)), agencies=("noi-vu",)))
    assert urged(ledger, clock, OTHER, plans=closed) == Urging(())
    assert list(ledger.audit_rows(OTHER)) == []


async def test_whoever_was_urged_is_told_of_a_new_date(ledger: Ledger) -> None:
    """An urging tells a date as much as a reminder does."""
    clock, twin = SetClock("2019-01-07"), Twin()
    urged(ledger, clock, KEY)
    await deliver(ledger, clock, PLANS, twin)
    later = site(slot(date(2019, 5, 6)))
    enqueue(ledger, clock, later)
    await deliver(ledger, clock, later, twin)
    assert [each.recipient for each in twin.sent[2:]] == [HEAD, TU_PHAP]
    assert all("06/05/2019" in text_of(each)[1] for each in twin.sent[2:])
