"""The daemon killed at every step of a pass and at random, on SQLite: nothing lost, none twice.

With one connection the only repeats come from the window between the relay's acceptance and our
commit. With four, each kill may find up to four messages in it.
"""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from ledger.faults import POINTS
from tests.scheduler.crash import Ground, Tally
from tests.scheduler.relay import Relay, relay

ONCE = ("claim-after", "connect-after")  # reached once in a run
WINDOW = "data-after"  # accepted, and nobody here knows yet


@pytest.fixture
def server() -> Iterator[Relay]:
    with relay() as running:
        yield running


def took(server: Relay, mails: int) -> bool:
    return len(server.mails) > mails


def show(what: str, kills: int, tally: Tally) -> None:
    print(  # noqa: T201  # the figures of the promise: pytest -rP shows them
        f"\n{what}: {kills} kills, {tally.keys} notices, {tally.mails} mails accepted,"
        f" {tally.lost} lost, {tally.repeats} repeated (all byte-equal), {tally.changed} changed,"
        f" {tally.ambiguous} counted as ambiguous"
    )


@pytest.mark.parametrize("half", [POINTS[::2], POINTS[1::2]], ids=["even", "odd"])
def test_killed_at_each_step(tmp_path: Path, server: Relay, half: tuple[str, ...]) -> None:
    """Each run takes up what the one before left; most points the second time they are reached."""
    steps = [f"{point}:{1 if point in ONCE else 2}" for point in half]
    ground = Ground(tmp_path, server, agencies=4 + 3 * len(steps), connections=1)
    for step in steps:
        ground.killed_at(step)
    ground.finish()
    tally = ground.tally()
    show(", ".join(steps), len(steps), tally)
    assert (tally.lost, tally.changed) == (0, 0)
    assert tally.repeats == (WINDOW in half)
    # stamp-after and data-before are ambiguous as well, though nothing had gone
    assert tally.repeats <= tally.ambiguous <= 3


def test_killed_in_each_of_the_first_commits(tmp_path: Path, server: Relay) -> None:
    """Whatever they write: heartbeats, notices, claims, stamps, ends."""
    steps = [f"commit-before:{number}" for number in range(6, 12)]
    ground = Ground(tmp_path, server, agencies=30, connections=1)
    ground.killed_at("commit-after:4")
    for step in steps:
        ground.killed_at(step)
    ground.finish()
    tally = ground.tally()
    show(", ".join(steps), 1 + len(steps), tally)
    assert (tally.lost, tally.changed) == (0, 0)
    assert tally.repeats <= tally.ambiguous <= len(steps)


def test_killed_at_random(tmp_path: Path, server: Relay) -> None:
    kills, connections, draw = 6, 4, random.Random(2019)
    server.delay = 0.03
    ground = Ground(tmp_path, server, agencies=100, connections=connections)
    for number in range(kills):
        log = f"log-{number}"
        process = ground.start(log=log)
        ground.until(partial(ground.events, "started", log))
        time.sleep(draw.uniform(0.0, 0.4))
        process.kill()
        assert process.wait() == -signal.SIGKILL
    ground.finish()
    tally = ground.tally()
    show(f"at random, {connections} connections", kills, tally)
    assert (tally.lost, tally.changed) == (0, 0)
    assert tally.repeats <= tally.ambiguous
    assert tally.repeats <= kills * connections


def test_sigterm_repeats_nothing(tmp_path: Path, server: Relay) -> None:
    server.delay = 0.02
    ground = Ground(tmp_path, server, agencies=40, connections=4)
    for _ in range(2):
        process = ground.start()
        ground.until(partial(took, server, len(server.mails) + 5))
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    ground.finish()
    tally = ground.tally()
    show("SIGTERM", 2, tally)
    assert (tally.lost, tally.repeats, tally.ambiguous) == (0, 0, 0)
