"""Letters of urging: beside the mails of the ladder, once a day about the same thing, on record."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

from ledger.claims import Claim
from ledger.store import Ledger
from ledger.urges import UrgeReport
from rules.notices import Notice, Outcome, recipients, urge_rung
from rules.schedule import Occurrence, Schedule
from rules.text import Text
from tests.ledger.test_holds import enqueue
from tests.rules.builders import schedule, slot

DAY = date(2019, 3, 4)
NOW = datetime(2019, 3, 4, 2, tzinfo=UTC)
PLANS = schedule(slot(DAY, agencies=("tu-phap", "noi-vu")))
OFFICER, HEAD = "officer@tu-phap.example.org", "head@tu-phap.example.org"
KEY = "p/III.1/2019-Q1/tu-phap"


def rows(plans: Schedule = PLANS, day: date = DAY, agency: str = "") -> list[Notice]:
    return [
        Notice(
            Occurrence(each, assignee), urge_rung(day), to, role, Outcome.SEND,
            Text("đôn đốc", "urged"),
        )
        for each in plans.slots
        for assignee in each.assignees
        for role, to in recipients(assignee.agency)
        if agency in assignee.agency.id
    ]  # fmt: skip


def urge(
    ledger: Ledger, notices: Sequence[Notice], day: date = DAY, above: int | None = None
) -> UrgeReport:
    return ledger.urge(
        notices, by="Lan", note="Gấp", day=day, now=NOW + (day - DAY), hold_above=above,
        message_id=lambda to, of: f"<{to}.{day}.{hash(tuple(each.key for each in of))}@x>",
    )  # fmt: skip


def claims(ledger: Ledger, to: str = OFFICER, now: datetime = NOW) -> list[Claim]:
    return [claim for claim in ledger.claim("me", now, 50) if claim.recipient == to]


def test_each_recipient_has_one_letter_with_the_note(ledger: Ledger) -> None:
    plans = schedule(*PLANS.dated, slot(DAY, label="2019-02"))
    assert urge(ledger, rows(plans)) == UrgeReport(4, 0)
    found = {claim.recipient: claim for claim in ledger.claim("me", NOW, 50)}
    assert {(claim.kind, claim.note, claim.day) for claim in found.values()} == {
        ("urge", "Gấp", DAY)
    }
    assert {to: len(claim.notices) for to, claim in found.items()} == {
        OFFICER: 2, HEAD: 2, "officer@noi-vu.example.org": 1, "head@noi-vu.example.org": 1,
    }  # fmt: skip
    assert found[OFFICER].notices[0].rung.name == "urge-2019-03-04"


def test_the_same_is_urged_once_a_day(ledger: Ledger) -> None:
    assert urge(ledger, rows(agency="tu-phap")) == UrgeReport(2, 0)
    assert urge(ledger, rows()) == UrgeReport(2, 2)
    assert ledger.not_urged(rows()) == []
    tomorrow = DAY + timedelta(days=1)
    assert urge(ledger, rows(day=tomorrow), tomorrow) == UrgeReport(4, 0)


def test_two_urgings_of_a_day_about_different_things_are_two_letters(ledger: Ledger) -> None:
    urge(ledger, rows(agency="tu-phap"))
    urge(ledger, rows(schedule(slot(DAY, label="2019-02"))))
    assert len(claims(ledger)) == 2


def test_the_mail_of_the_day_and_the_urging_both_go(ledger: Ledger) -> None:
    """Whichever was first, and a letter of an earlier day is not merged into today's mail."""
    urge(ledger, rows(day=DAY - timedelta(days=3)), DAY - timedelta(days=3))
    assert enqueue(ledger, PLANS, above=None).messages == 2
    urge(ledger, rows())
    assert sorted(claim.kind for claim in claims(ledger)) == ["notices", "urge", "urge"]


def test_who_urged_what_is_on_record(ledger: Ledger) -> None:
    urge(ledger, rows(agency="tu-phap"))
    urge(ledger, rows(agency="tu-phap"))
    (row,) = ledger.audit_rows(KEY)
    assert (row.kind, row.who, row.after) == ("urge", "Lan", {"day": "2019-03-04", "note": "Gấp"})
    assert ledger.verify_audit().first_bad is None


def test_what_was_urged_changes_nothing_of_the_ladder(ledger: Ledger) -> None:
    urge(ledger, rows(day=DAY - timedelta(days=3)), DAY - timedelta(days=3))
    done = enqueue(ledger, PLANS, above=None)
    assert (done.planned, done.superseded) == (2, 8)  # as without it (test_outbox.py)


def test_too_many_letters_wait_to_be_released(ledger: Ledger) -> None:
    assert urge(ledger, rows(), above=3) == UrgeReport(4, 0, 4)
    assert [hold.kind for hold in ledger.holding()] == ["mass"]
    assert claims(ledger) == []
    assert ledger.release_held("Lan", NOW).messages == 4
    assert len(claims(ledger)) == 1


def test_a_general_hold_keeps_them_back_and_they_can_be_dropped(ledger: Ledger) -> None:
    urge(ledger, rows())
    ledger.hold("stopped", Text("thử", "a trial"), NOW)
    assert not ledger.has_due(NOW)
    assert claims(ledger) == []
    assert ledger.drop_held("Lan", NOW).messages == 4
    assert {each.outcome for each in ledger.told()} == {"withdrawn"}


def test_letters_of_urging_do_not_count_for_the_busiest_day(ledger: Ledger) -> None:
    urge(ledger, rows())
    for claim in ledger.claim("me", NOW, 50):
        ledger.settle(claim, "sent", NOW)
    assert {each.outcome for each in ledger.told()} == {"sent"}
    assert ledger.busiest(DAY, DAY + timedelta(days=1)) == 0


def test_two_coordinators_at_once_send_one_letter(ledger: Ledger) -> None:
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda _: urge(ledger, rows()), range(2)))
    assert sorted((each.messages, each.already) for each in reports) == [(0, 4), (4, 0)]
    assert len(ledger.claim("me", NOW, 50)) == 4
