"""Links to sign in leave at once: at any hour, under any hold, never after they have expired."""

from __future__ import annotations

import signal
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.store import Ledger
from rules.text import Text
from scheduler.config import Config
from scheduler.deliver import DeliverReport, deliver_pass
from scheduler.mail.transport import SendError
from tests.scheduler.crash import Ground
from tests.scheduler.relay import relay
from tests.scheduler.stage import CONFIG, NOI_VU, TU_PHAP, SetClock, Twin, deliver, enqueue, site

LAN = "lan@tu-phap.example.org"
LETTER = b"Subject: x\r\n\r\nhttps://example.org/sign-in/secret\r\n"
WHY = Text("thử", "a trial")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def queue(ledger: Ledger, clock: SetClock, to: str = LAN, minutes: float = 15) -> None:
    now = clock.now()
    expires = now + timedelta(minutes=minutes)
    ledger.queue_letter(to, f"<{to}.{now}@x>", LETTER, now=now, expires=expires)


async def deliver_links(
    ledger: Ledger, clock: SetClock, twin: Twin, config: Config = CONFIG
) -> DeliverReport:
    return await deliver_pass(
        site(), ledger, twin, config=config, clock=clock, owner="x", sign_in=True
    )


async def test_a_link_leaves_on_a_sunday_night_under_a_hold_and_notices_do_not(
    ledger: Ledger,
) -> None:
    clock, twin = SetClock("2019-03-01"), Twin()
    enqueue(ledger, clock, site())
    ledger.hold("stopped", WHY, clock.now())
    clock.instant = SetClock("2019-03-03", 23).instant  # a Sunday
    queue(ledger, clock)
    await deliver(ledger, clock, site(), twin)
    assert twin.sent == []
    assert (await deliver_links(ledger, clock, twin)).sent == 1
    assert [(each.recipient, each.data) for each in twin.sent] == [(LAN, LETTER)]
    ledger.release_held("Lan", clock.now())
    await deliver(ledger, clock, site(), twin)
    assert twin.recipients == [LAN]  # it is still Sunday night
    clock.instant = SetClock("2019-03-04").instant
    await deliver(ledger, clock, site(), twin)
    assert twin.recipients == [LAN, NOI_VU, TU_PHAP]


async def test_an_expired_link_does_not_leave(ledger: Ledger) -> None:
    clock, twin = SetClock("2019-03-04"), Twin()
    queue(ledger, clock)
    clock.move(minutes=15)
    assert await deliver_links(ledger, clock, twin) == DeliverReport(dropped=1)
    assert twin.sent == []
    assert not ledger.has_due(clock.now(), sign_in=True)


async def test_a_refused_link_is_tried_again_until_it_would_expire(ledger: Ledger) -> None:
    clock, twin = SetClock("2019-03-04"), Twin()
    queue(ledger, clock)
    twin.errors = [SendError("temporary", "451 later")] * 9
    reports = []
    for _ in range(20):
        reports.append(await deliver_links(ledger, clock, twin))
        clock.move(minutes=1)
    # at once, after 1 minute and 5 more; 15 more would be too late
    assert [sum(each.deferred for each in reports), sum(each.failed for each in reports)] == [2, 1]
    assert not ledger.has_due(clock.now() + timedelta(days=1), sign_in=True)


async def test_a_link_of_unknown_end_is_the_same_to_the_byte(ledger: Ledger) -> None:
    clock, twin = SetClock("2019-03-04"), Twin()
    queue(ledger, clock)
    twin.errors = [SendError("unknown", "cut")]
    await deliver_links(ledger, clock, twin)
    clock.move(minutes=2)
    assert (await deliver_links(ledger, clock, twin)).sent == 1
    assert [(each.message_id, each.data) for each in twin.sent[:1]] * 2 == [
        (each.message_id, each.data) for each in twin.sent
    ]
    assert ledger.ambiguous() == 1


async def test_a_relay_that_is_down_costs_a_link_nothing_but_time(ledger: Ledger) -> None:
    clock, twin = SetClock("2019-03-04"), Twin()
    queue(ledger, clock)
    twin.early = [SendError("relay", "refused")]
    report = await deliver_links(ledger, clock, twin)
    assert (report.relay, report.deferred) == ("refused", 1)
    assert (await deliver_links(ledger, clock, twin)).sent == 1


async def test_a_trial_gets_the_links_too(ledger: Ledger) -> None:
    clock, twin = SetClock("2019-03-04"), Twin()
    queue(ledger, clock)
    trial = {"redirect_all_to": "trial@example.org"}
    config = CONFIG.model_copy(update={"mail": CONFIG.mail.model_copy(update=trial)})
    await deliver_links(ledger, clock, twin, config)
    assert twin.recipients == ["trial@example.org"]


def test_a_running_daemon_sends_a_link_within_seconds_whatever_is_held(tmp_path: Path) -> None:
    with relay() as server:
        ground = Ground(tmp_path, server, agencies=2, connections=1)
        with Ledger.open(ground.url) as ledger:
            clock = SetClock("2019-03-04")
            ledger.hold("stopped", WHY, clock.now())
            process = ground.start()
            try:
                ground.until(lambda: ground.events("enqueued"))
                queue(ledger, clock, minutes=1_000_000)
                ground.until(lambda: server.mails)
                process.send_signal(signal.SIGTERM)
                assert process.wait(60) == 0
            finally:
                process.kill()
                process.wait()
        assert [mail.recipient for mail in server.mails] == [LAN]
