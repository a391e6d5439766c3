"""Letters of urging and links to sign in, the daemon killed at every step: none lost, none changed.

Each kind leaves with the daily mails, by its own pass or in theirs; on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import signal
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from calendars.web.services import Moment
from ledger.engine import reading
from ledger.faults import POINTS
from ledger.store import Ledger
from ledger.tables import messages
from scheduler.config import load_config
from scheduler.post import urge
from scheduler.site import load_site
from tests.postgres import own_schema
from tests.scheduler.crash import DAY, TITLES, Ground
from tests.scheduler.relay import Relay, relay
from tests.scheduler.stage import SetClock
from tests.scheduler.test_crash import ONCE, WINDOW

LINKS = 40
KINDS = ("notices", "urge", "sign-in")
STEPS = [f"{point}:{1 if point in ONCE else 3}" for point in POINTS]


@pytest.fixture
def server() -> Iterator[Relay]:
    with relay() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        yield ""
    else:
        with own_schema() as made:
            yield made


def queue_both(ground: Ground) -> None:
    """Every agency is urged about its first duty, and so many people want to sign in."""
    config, _ = load_config(ground.config)
    assert config is not None
    schedule, _ = load_site(config).schedule()
    now = SetClock(DAY).now()
    with Ledger.open(ground.url) as ledger:
        moment = Moment(schedule, ledger.facts(), now, now.date())
        first = next(each for each in schedule.slots if each.duty.title == TITLES[0])
        keys = [f"{first.key}/{each.agency.id}" for each in first.assignees]
        found = urge(moment, ledger, config, keys, "Gấp", "Lan")
        assert len(found.letters) == ground.agencies
        for number in range(LINKS):
            name = f"<link{number}@x>"
            ledger.queue_letter(
                f"p{number}@example.org", name, f"Message-ID: {name}\r\n".encode(),
                now=now, expires=now + timedelta(days=3650),
            )  # fmt: skip


def open_messages(ground: Ground) -> bool:
    with Ledger.open(ground.url) as ledger, reading(ledger._engine) as connection:
        states = select(messages.c.id).where(messages.c.state.in_(("queued", "sending")))
        return connection.execute(states.limit(1)).first() is not None


def test_killed_at_each_step(tmp_path: Path, server: Relay, url: str) -> None:
    ground = Ground(tmp_path, server, agencies=30, url=url, connections=1, lease=2)
    queue_both(ground)
    for step in STEPS:
        ground.killed_at(step)
    process = ground.start()
    try:
        ground.until(lambda: not open_messages(ground))
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()
    copies: defaultdict[str, list[bytes]] = defaultdict(list)
    for mail in server.mails:
        copies[str(mail.parsed["Message-ID"])].append(mail.data)
    with Ledger.open(ground.url) as ledger, reading(ledger._engine) as connection:
        sent = select(messages.c.message_id, messages.c.kind, messages.c.body)
        kinds = {row.message_id: row for row in connection.execute(sent)}
        ambiguous = ledger.ambiguous()
    assert copies.keys() == kinds.keys(), "lost"
    assert {kind: sum(row.kind == kind for row in kinds.values()) for kind in KINDS} == {
        "notices": 30, "urge": 30, "sign-in": LINKS,
    }  # fmt: skip
    assert all(len(set(same)) == 1 for same in copies.values()), "changed"
    repeats = sum(len(same) - 1 for same in copies.values())
    assert (WINDOW in POINTS) <= repeats <= ambiguous
    assert all(row.body is None for row in kinds.values() if row.kind == "sign-in")
