"""Links to sign in: finished letters that no hold keeps back, and whose bytes are forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pytest
from sqlalchemy import select

from ledger.engine import reading
from ledger.outbox import LEASE, Claim
from ledger.store import Ledger
from ledger.tables import messages
from rules.text import Text
from tests.ledger.test_holds import enqueue, two
from tests.ledger.test_outbox import wait

NOW = datetime(2019, 3, 4, 2, tzinfo=UTC)
EXPIRES = NOW + timedelta(minutes=15)
LAN = "lan@tu-phap.example.org"
LETTER = b"Subject: x\r\n\r\nhttps://example.org/sign-in/secret\r\n"
WHY = Text("thử", "a trial")


def queue(ledger: Ledger, number: int = 1, to: str = LAN) -> None:
    ledger.queue_letter(to, f"<{number}@example.org>", LETTER, now=NOW, expires=EXPIRES)


def claim_link(ledger: Ledger, now: datetime = NOW) -> Claim:
    (claim,) = ledger.claim("me", now, 10, sign_in=True)
    return claim


def bodies(ledger: Ledger) -> list[tuple[str, bytes | None]]:
    with reading(ledger._engine) as connection:
        query = select(messages.c.state, messages.c.body).order_by(messages.c.id)
        return [(row.state, row.body) for row in connection.execute(query)]


def test_a_link_is_claimed_apart_from_all_other_mail(ledger: Ledger) -> None:
    enqueue(ledger, two(), above=None)
    queue(ledger)
    assert len(ledger.claim("me", NOW, 10)) == 2
    claim = claim_link(ledger)
    assert (claim.recipient, claim.kind, claim.body) == (LAN, "sign-in", LETTER)
    assert claim.expires_at == EXPIRES
    assert ledger.claim("me", NOW, 10, sign_in=True) == []


def test_two_links_of_one_day_both_go_beside_the_mail_of_the_day(ledger: Ledger) -> None:
    enqueue(ledger, two(), above=None)
    for number in range(2):
        queue(ledger, number, "officer@tu-phap.example.org")
    assert len(ledger.claim("me", NOW, 10)) == 2
    assert len(ledger.claim("me", NOW, 10, sign_in=True)) == 2


@pytest.mark.parametrize("kind", ["stopped", "restored", "clock"])
def test_no_hold_keeps_a_link_back(
    ledger: Ledger, kind: Literal["stopped", "restored", "clock"]
) -> None:
    enqueue(ledger, two(), above=None)
    queue(ledger)
    ledger.hold(kind, WHY, NOW)
    assert ledger.has_due(NOW) == (kind == "clock")  # that one is the daemon's to look at
    assert ledger.has_due(NOW, sign_in=True)
    assert ledger.drop_held("Lan", NOW).messages == 2
    assert not ledger.has_due(NOW)
    assert claim_link(ledger).body == LETTER


def test_a_link_neither_makes_a_pass_too_large_nor_counts_for_the_busiest_day(
    ledger: Ledger,
) -> None:
    for number in range(5):
        queue(ledger, number)
    for claim in ledger.claim("me", NOW, 10, sign_in=True):
        ledger.settle(claim, "sent", NOW)
    assert ledger.busiest(date(2019, 3, 1), date(2019, 3, 31)) == 0
    assert enqueue(ledger, two(), above=2).kept_back == 0


@pytest.mark.parametrize("state", ["sent", "failed", "dropped"])
def test_its_bytes_are_forgotten_however_it_ends(
    ledger: Ledger, state: Literal["sent", "failed", "dropped"]
) -> None:
    queue(ledger)
    claim = claim_link(ledger)
    ledger.stamp(claim, LETTER, {}, NOW)
    assert bodies(ledger) == [("sending", LETTER)]
    ledger.settle(claim, state, NOW, error="550")
    assert bodies(ledger) == [(state, None)]


def test_a_refused_link_is_kept_and_its_end_is_known(ledger: Ledger) -> None:
    queue(ledger)
    claim = claim_link(ledger)
    ledger.stamp(claim, LETTER, {}, NOW)
    ledger.put_back(claim, NOW, after=timedelta(minutes=1), refused=True, error="451")
    again = claim_link(ledger, NOW + timedelta(minutes=1))
    assert (again.body, again.refused, again.ambiguous) == (LETTER, 1, 0)
    later = wait(ledger, LEASE + timedelta(minutes=1))
    assert claim_link(ledger, later).ambiguous == 0  # taken over before it was stamped again


def test_a_link_that_may_have_arrived_is_counted(ledger: Ledger) -> None:
    queue(ledger)
    claim = claim_link(ledger)
    ledger.stamp(claim, LETTER, {}, NOW)
    taken = claim_link(ledger, wait(ledger, LEASE))
    assert (taken.body, taken.ambiguous) == (LETTER, 1)
    assert not ledger.settle(claim, "sent", NOW)


def test_a_link_that_failed_is_not_listed_nor_tried_again(ledger: Ledger) -> None:
    queue(ledger)
    ledger.settle(claim_link(ledger), "failed", NOW, error="550")
    assert ledger.failed() == []
    assert ledger.retry(NOW) == 0
    assert bodies(ledger) == [("failed", None)]


def test_a_link_that_arrived_does_not_hide_a_mail_that_did_not(ledger: Ledger) -> None:
    enqueue(ledger, two(), above=None)
    for claim in ledger.claim("me", NOW, 10):
        ledger.settle(claim, "failed", NOW, error="550")
    tomorrow = NOW + timedelta(days=1)
    ledger.queue_letter(
        "officer@tu-phap.example.org", "<1@x>", LETTER, now=tomorrow, expires=tomorrow
    )
    ledger.settle(claim_link(ledger, tomorrow), "sent", tomorrow)
    assert len(ledger.failed()) == 2
