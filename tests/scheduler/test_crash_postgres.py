"""Four daemons on one PostgreSQL database: one killed, one frozen past its lease and woken."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.postgres import own_schema
from tests.scheduler.crash import PATIENCE, Ground
from tests.scheduler.relay import Relay, relay
from tests.scheduler.test_crash import show

NODES = 4
LEASE = 4.0  # seconds


@pytest.fixture
def server() -> Iterator[Relay]:
    with relay() as running:
        yield running


@pytest.fixture
def url() -> Iterator[str]:
    with own_schema() as made:
        yield made


def stopped(process: subprocess.Popen[bytes]) -> bool:
    """Whether the process has frozen itself."""
    return Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "T"


@pytest.mark.parametrize(
    ("point", "repeats"),
    [
        ("stamp-after", 0),  # woken, it sees that its lease is over: no data leave
        ("data-after", 1),  # the window: accepted, unsettled; woken, it settles nothing
    ],
)
def test_one_frozen_past_its_lease_and_one_killed(
    tmp_path: Path, server: Relay, url: str, point: str, repeats: int
) -> None:
    server.delay = 0.02
    ground = Ground(tmp_path, server, agencies=40, url=url, connections=1, lease=LEASE)
    with ExitStack() as stack:

        def start(fault: str, log: str) -> subprocess.Popen[bytes]:
            process = ground.start(fault, log)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        frozen = start(f"{point}:3:stop", "frozen")
        ground.until(lambda: stopped(frozen))
        killed = start("claim-after:1", "killed")
        assert killed.wait(PATIENCE) == -signal.SIGKILL
        others = [start("", f"other-{number}") for number in range(NODES - 2)]
        ground.until(lambda: not ground.open())
        accepted = len(server.mails)
        frozen.send_signal(signal.SIGCONT)
        ground.until(
            lambda: (
                ground.events("lost-claim", "frozen")
                or [event for event in ground.events("sent", "frozen") if not event["settled"]]
            )
        )
        for process in (frozen, *others):
            process.send_signal(signal.SIGTERM)
        for process in (frozen, *others):
            assert process.wait(PATIENCE) == 0
    tally = ground.tally()
    show(f"PostgreSQL, {NODES} daemons, one frozen at {point}", 1, tally)
    assert len(server.mails) == accepted, "the woken one sent what another had sent"
    assert (tally.lost, tally.changed) == (0, 0)
    assert tally.repeats == repeats <= tally.ambiguous
