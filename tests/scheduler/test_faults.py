"""A relay that fails in every known way: who is told, who is tried again, who is given up.

`pytest -rP tests/scheduler/test_faults.py` prints the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from ledger.outbox import Claim
from ledger.store import Ledger
from scheduler.config import Config
from scheduler.deliver import DeliverReport, deliver_pass
from scheduler.mail.open import open_transport
from tests.rules.builders import slot
from tests.scheduler.relay import CUT, CUT_AFTER, HANG, HANG_AFTER, Relay, free_port, relay
from tests.scheduler.stage import (
    CONFIG,
    NOI_VU,
    STATED,
    TU_PHAP,
    SetClock,
    enqueue,
    site,
)

PLANS = site(slot(STATED, agencies=("noi-vu", "tu-phap", "y-te")))
Y_TE = "officer@y-te.example.org"


class Seen(NamedTuple):
    """What a pass under the fault did, and what the passes after it was mended."""

    sent: int
    relay: bool  # taken for the relay's failure: the breaker opens
    refusals: int  # counted against the message
    ambiguous: int
    later: int  # mails that came once it was mended, repeats included
    failed: int


PATIENCE = 30.0  # seconds: what the machine itself holds up must not pass for a fault
IMPATIENCE = 2.0  # where the server hangs, and the wait is the test


def setting(server: Relay, scheme: str = "smtp", wait: float = PATIENCE) -> Config:
    changes = {
        "transport": f"{scheme}://127.0.0.1:{server.port}",
        "timeout": wait,
        "connect_timeout": wait,
        "connections": 2,
    }
    return CONFIG.model_copy(update={"mail": CONFIG.mail.model_copy(update=changes)})


async def a_pass(ledger: Ledger, clock: SetClock, config: Config) -> DeliverReport:
    return await deliver_pass(
        PLANS, ledger, open_transport(config.mail), config=config, clock=clock, owner="x"
    )


@pytest.fixture
def server() -> Iterator[Relay]:
    with relay() as running:
        yield running


@pytest.mark.parametrize(
    ("fault", "phase", "expected"),
    [
        ("421 4.3.2 going away", "mail", Seen(0, True, 0, 0, 3, 0)),
        ("421 4.3.2 going away", "rcpt", Seen(0, True, 0, 0, 3, 0)),
        ("421 4.3.2 going away", "data", Seen(0, True, 0, 0, 3, 0)),
        ("450 4.2.0 mailbox busy", "always", Seen(2, False, 1, 0, 1, 0)),
        ("451 4.3.0 try again later", "always", Seen(2, False, 1, 0, 1, 0)),
        ("451 4.3.0 try again later", "data", Seen(2, False, 1, 0, 1, 0)),
        ("550 5.1.1 no such user", "always", Seen(2, False, 0, 0, 0, 1)),
        ("554 5.7.1 refused", "data", Seen(2, False, 0, 0, 0, 1)),
        (CUT, "always", Seen(2, False, 0, 1, 1, 0)),
        (CUT_AFTER, "always", Seen(2, False, 0, 1, 1, 0)),
        (HANG, "always", Seen(2, False, 0, 1, 1, 0)),
        (HANG_AFTER, "always", Seen(2, False, 0, 1, 1, 0)),
        (HANG, "mail", Seen(0, True, 0, 0, 3, 0)),
        ("nobody listens", "connect", Seen(0, True, 0, 0, 3, 0)),
        ("STARTTLS stripped", "connect", Seen(0, True, 0, 0, 3, 0)),
    ],
)
async def test_a_fault_and_its_outcome(
    ledger: Ledger, server: Relay, fault: str, phase: str, expected: Seen
) -> None:
    """`always`: one recipient of three; `data`: the first message; `mail`, `rcpt`: the first."""
    clock, config = SetClock("2019-03-01"), setting(server)
    enqueue(ledger, clock, PLANS)
    broken = config
    if fault in (HANG, HANG_AFTER):
        broken = setting(server, wait=IMPATIENCE)
    if fault == "nobody listens":
        broken = setting(Relay(port=free_port()))
    elif fault == "STARTTLS stripped":
        broken = setting(server, "smtp+starttls")
    elif phase == "always":
        server.always = {NOI_VU: fault}
    else:
        getattr(server, f"on_{phase}").append(fault)
    report = await a_pass(ledger, clock, broken)
    ambiguous = ledger.ambiguous()
    refusals = sum(claim.refused for claim in _in_hand(ledger, clock))
    told = {mail.recipient for mail in server.mails}
    assert expected.relay or {TU_PHAP, Y_TE} <= told or phase == "data", "others were held up"
    took = len(server.mails)
    server.always = {}
    clock.move(minutes=2)
    await a_pass(ledger, clock, config)
    seen = Seen(
        report.sent, bool(report.relay), refusals, ambiguous,
        len(server.mails) - took, len(ledger.failed()),
    )  # fmt: skip
    print(f"| {fault} ({phase}) | {' | '.join(map(str, seen))} |")  # noqa: T201  # the table
    assert seen == expected
    copies: dict[str, set[bytes]] = {}
    for mail in server.mails:
        copies.setdefault(mail.parsed["Message-ID"], set()).add(mail.data)
    assert all(len(different) == 1 for different in copies.values())


def _in_hand(ledger: Ledger, clock: SetClock) -> list[Claim]:
    """What is waiting, looked at and put back."""
    claims = ledger.claim("looker", clock.instant.replace(year=2020), 10)
    for claim in claims:
        ledger.put_back(claim, clock.now(), unknown=claim.body is not None)
    return claims


async def test_one_bad_address_is_asked_once_and_told(ledger: Ledger, server: Relay) -> None:
    clock, config = SetClock("2019-03-01"), setting(server)
    server.always = {NOI_VU: "550 5.1.1 no such user"}
    enqueue(ledger, clock, PLANS)
    for _ in range(5):
        await a_pass(ledger, clock, config)
        clock.move(hours=1)
    assert server.attempts[NOI_VU] == 1
    (failed,) = ledger.failed()
    assert (failed.recipient, failed.answer) == (NOI_VU, "550 5.1.1 no such user")
    assert [key.label for key in failed.keys] == ["2019-Q1"]
    server.always = {}
    assert ledger.retry(clock.now(), ["nobody@example.org"]) == 0
    assert ledger.retry(clock.now()) == 1
    await a_pass(ledger, clock, config)
    assert ledger.failed() == []
    assert len(server.to(NOI_VU)) == 1


async def test_what_a_newer_rung_has_told_is_not_repeated_by_a_retry(
    ledger: Ledger, server: Relay
) -> None:
    """Refused on Friday, told on Monday: by then there is nothing to send again."""
    clock, config = SetClock("2019-03-01"), setting(server)
    server.always = {NOI_VU: "550 5.1.1 no such user"}
    enqueue(ledger, clock, PLANS)
    await a_pass(ledger, clock, config)
    server.always = {}
    clock.move(days=3)
    enqueue(ledger, clock, PLANS)
    await a_pass(ledger, clock, config)
    assert ledger.failed() == []  # reached meanwhile
    assert ledger.retry(clock.now()) == 0
    await a_pass(ledger, clock, config)
    assert len(server.to(NOI_VU)) == 1
