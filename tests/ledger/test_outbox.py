"""Enqueueing, claims, leases and fences, on a report due Monday 4 March 2019."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pytest
from sqlalchemy import select, text

from ledger.engine import reading, writing
from ledger.lock import AlreadyRunningError
from ledger.notices import Enqueued, WeeklySummary
from ledger.outbox import LEASE, Claim
from ledger.store import Ledger
from ledger.tables import messages
from rules.facts import Facts
from rules.notices import Notice, NoticeRules, decide
from rules.schedule import Schedule
from rules.text import Text
from tests.rules.builders import schedule, slot

DAY = date(2019, 3, 4)
NOW = datetime(2019, 3, 4, 2, tzinfo=UTC)
PLANS = schedule(slot(DAY, agencies=("tu-phap", "noi-vu")))
TU_PHAP = "officer@tu-phap.example.org"


def decided(ledger: Ledger, day: date = DAY, plans: Schedule = PLANS) -> tuple[Notice, ...]:
    return tuple(decide(plans, Facts(), ledger.recorded(), day, NoticeRules()))


def enqueue(
    ledger: Ledger, day: date = DAY, plans: Schedule = PLANS, *weekly: WeeklySummary
) -> Enqueued:
    now = NOW + (day - DAY)
    return ledger.enqueue(
        decided(ledger, day, plans), weekly, day=day, now=now,
        message_id=lambda to: f"<{to.partition('@')[2]}.{day}@example.org>",
    )  # fmt: skip


def wait(ledger: Ledger, span: timedelta) -> datetime:
    """NOW, so much later. PostgreSQL measures leases by its own clock: there they are put back."""
    engine = ledger._engine
    if engine.dialect.name == "postgresql":
        with writing(engine) as connection:
            back = "UPDATE messages SET next_attempt = next_attempt - :span WHERE state = 'sending'"
            connection.execute(text(back), {"span": span})
    return NOW + span


def claim_one(ledger: Ledger, now: datetime = NOW) -> Claim:
    (claim,) = ledger.claim("me", now, 1)
    return claim


def outcomes(ledger: Ledger, recipient: str = TU_PHAP) -> dict[str, str]:
    return {
        each.key.rung: each.outcome for each in ledger.told() if each.key.recipient == recipient
    }


def test_notices_and_messages_are_written_together(ledger: Ledger) -> None:
    assert enqueue(ledger) == Enqueued(planned=2, superseded=8, messages=2)
    claims = ledger.claim("me", NOW, 10)
    assert [claim.recipient for claim in claims] == ["officer@noi-vu.example.org", TU_PHAP]
    assert [[each.key.rung for each in claim.notices] for claim in claims] == [["due"], ["due"]]
    assert outcomes(ledger)["remind-1"] == "superseded"


def test_enqueueing_the_same_twice_adds_nothing(ledger: Ledger) -> None:
    notices = decided(ledger)
    for _ in range(2):
        ledger.enqueue(
            notices, (WeeklySummary(TU_PHAP, "2019-W10"),), day=DAY, now=NOW,
            message_id=lambda to: f"<{to.partition('@')[2]}@example.org>",
        )  # fmt: skip
    assert len(ledger.told()) == len(notices)
    assert len(ledger.claim("me", NOW, 10)) == 2


def test_what_comes_up_after_todays_mail_has_gone_waits_for_tomorrow(ledger: Ledger) -> None:
    enqueue(ledger)
    for claim in ledger.claim("me", NOW, 10):
        ledger.stamp(claim, b"x", {}, NOW)
        ledger.settle(claim, "sent", NOW)
    more = schedule(*PLANS.dated, slot(DAY, agencies=("tu-phap",), label="2019-02"))
    assert enqueue(ledger, plans=more).held == 5
    assert ledger.claim("me", NOW, 10) == []
    assert enqueue(ledger, date(2019, 3, 5), more).planned > 0


def test_what_comes_up_before_it_has_gone_joins_it(ledger: Ledger) -> None:
    enqueue(ledger)
    more = schedule(*PLANS.dated, slot(DAY, agencies=("tu-phap",), label="2019-02"))
    assert enqueue(ledger, plans=more).planned == 1
    claims = {claim.recipient: claim for claim in ledger.claim("me", NOW, 10)}
    assert len(claims[TU_PHAP].notices) == 2


def test_a_mail_that_could_not_go_is_merged_into_the_next(ledger: Ledger) -> None:
    plans = schedule(slot(DAY, agencies=("tu-phap",)))
    enqueue(ledger, DAY, plans, WeeklySummary(TU_PHAP, "2019-W10"))
    later = date(2019, 3, 6)  # late-2 of what is late from 4 March
    enqueue(ledger, later, plans)
    claims = ledger.claim("me", NOW + timedelta(days=3), 10)
    assert [(claim.recipient, claim.day) for claim in claims][:1] == [(TU_PHAP, later)]
    assert claims[0].week == "2019-W10"
    assert outcomes(ledger)["due"] == "superseded"
    assert sum(claim.recipient == TU_PHAP for claim in claims) == 1


def test_two_claimers_never_get_the_same_message(ledger: Ledger) -> None:
    plans = schedule(slot(DAY, agencies=tuple(f"a{number}" for number in range(60))))
    enqueue(ledger, plans=plans)

    def take(owner: str) -> list[int]:
        found: list[int] = []
        while claims := ledger.claim(owner, NOW, 3):
            found += [claim.id for claim in claims]
        return found

    with ThreadPoolExecutor(4) as pool:
        taken = [number for part in pool.map(take, "abcd") for number in part]
    assert len(taken) == len(set(taken)) == 60


def test_a_lease_that_ran_out_passes_the_message_on_and_the_old_fence_is_dead(
    ledger: Ledger,
) -> None:
    enqueue(ledger, plans=schedule(slot(DAY)))
    old = claim_one(ledger)
    assert ledger.claim("other", wait(ledger, LEASE - timedelta(minutes=1)), 10) == []
    later = wait(ledger, LEASE)
    new = claim_one(ledger, later)
    assert new.fence > old.fence
    assert not ledger.stamp(old, b"x", {}, later)
    assert not ledger.settle(old, "sent", later)
    assert not ledger.put_back(old, later)
    assert ledger.stamp(new, b"x", {}, later)
    assert ledger.settle(new, "sent", later)
    assert not ledger.settle(new, "sent", later)


def test_a_stamp_renews_the_lease_and_keeps_the_bytes_for_a_repeat(ledger: Ledger) -> None:
    enqueue(ledger, plans=schedule(slot(DAY)))
    claim = claim_one(ledger)
    ledger.stamp(claim, b"the bytes", {}, wait(ledger, LEASE / 2))
    assert ledger.claim("other", NOW + LEASE, 10) == []
    assert claim_one(ledger, wait(ledger, LEASE * 2)).body == b"the bytes"


@pytest.mark.parametrize(("unknown", "kept"), [(True, b"x"), (False, None)])
def test_bytes_are_kept_only_where_they_may_have_arrived(
    ledger: Ledger, unknown: bool, kept: bytes | None
) -> None:
    enqueue(ledger, plans=schedule(slot(DAY)))
    claim = claim_one(ledger)
    ledger.stamp(claim, b"x", {}, NOW)
    ledger.put_back(claim, NOW, refused=True, unknown=unknown, error="451")
    again = claim_one(ledger)
    assert (again.body, again.refused, again.first_refused_at) == (kept, 1, NOW)


def test_bytes_that_may_have_arrived_are_kept_whatever_comes_after(ledger: Ledger) -> None:
    enqueue(ledger, plans=schedule(slot(DAY)))
    claim = claim_one(ledger)
    ledger.stamp(claim, b"x", {}, NOW)
    ledger.put_back(claim, NOW, unknown=True)
    ledger.put_back(claim_one(ledger), NOW, error="connection refused")
    assert claim_one(ledger).body == b"x"


@pytest.mark.parametrize(("state", "kept"), [("sent", None), ("failed", b"x")])
def test_bytes_are_forgotten_once_they_have_arrived(
    ledger: Ledger, state: Literal["sent", "failed"], kept: bytes | None
) -> None:
    enqueue(ledger, plans=schedule(slot(DAY)))
    claim = claim_one(ledger)
    ledger.stamp(claim, b"x", {}, NOW)
    ledger.settle(claim, state, NOW)
    with reading(ledger._engine) as connection:
        assert connection.scalar(select(messages.c.body)) == kept


def test_a_message_waits_as_long_as_it_was_told_to(ledger: Ledger) -> None:
    enqueue(ledger, plans=schedule(slot(DAY)))
    ledger.put_back(claim_one(ledger), NOW, after=timedelta(minutes=5), refused=True)
    assert ledger.claim("me", NOW + timedelta(minutes=4), 1) == []
    assert ledger.claim("me", NOW + timedelta(minutes=5), 1) != []


def test_what_a_message_carried_ends_with_it(ledger: Ledger) -> None:
    enqueue(ledger)
    first, second = ledger.claim("me", NOW, 10)
    why = Text("đã xong", "done")
    ledger.stamp(first, b"x", {}, NOW)
    ledger.settle(first, "sent", NOW)
    ledger.settle(second, "dropped", NOW, withdrawn={second.notices[0].id: why})
    assert outcomes(ledger, first.recipient)["due"] == "sent"
    told = {each.key.recipient: each for each in ledger.told() if each.key.rung == "due"}
    assert (told[second.recipient].outcome, told[second.recipient].reason) == ("withdrawn", why)


def test_a_daemon_alone_takes_over_what_another_left_in_hand(sqlite_ledger: Ledger) -> None:
    enqueue(sqlite_ledger)
    assert len(sqlite_ledger.claim("dead", NOW, 10)) == 2
    with sqlite_ledger.as_daemon(NOW):
        assert len(sqlite_ledger.claim("me", NOW, 10)) == 2


def test_there_is_one_daemon_to_a_database(sqlite_ledger: Ledger, sqlite_url: str) -> None:
    with (
        sqlite_ledger.as_daemon(NOW),
        Ledger.open(sqlite_url) as other,
        pytest.raises(AlreadyRunningError),
        other.as_daemon(NOW),
    ):
        pass
    with sqlite_ledger.as_daemon(NOW):
        pass


def test_a_summary_is_decided_once_a_week(ledger: Ledger) -> None:
    enqueue(ledger, DAY, PLANS, WeeklySummary(TU_PHAP, "2019-W10"),
            WeeklySummary("nobody@example.org", "2019-W10", "skipped"))  # fmt: skip
    assert ledger.summarised("2019-W10") == {TU_PHAP, "nobody@example.org"}
    assert ledger.summarised("2019-W11") == frozenset()
