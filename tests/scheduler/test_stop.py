"""A relay that hangs hangs nothing else: the daemon goes on, reloads, and stops when it is told."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scheduler.crash import Ground
from tests.scheduler.relay import HANG, Relay, relay

CALM = ("timeout = 2\nconnect_timeout = 1", "timeout = 600\nconnect_timeout = 30")


@pytest.fixture
def server() -> Iterator[Relay]:
    with relay() as running:
        yield running


def hanging(tmp_path: Path, server: Relay, stop: str) -> Ground:
    """A site with the default timeouts, whose relay never answers the data."""
    server.on_data = [HANG] * 100
    ground = Ground(tmp_path, server, agencies=3, connections=2)
    config = ground.config.read_text("utf-8").replace(*CALM).replace("stop = 20", f"stop = {stop}")
    config = config.replace("reload = 300", "reload = 0.2").replace("publish = 300", "publish = 1")
    ground.config.write_text(config, encoding="utf-8")
    return ground


def test_other_passes_go_on_and_a_stop_does_not_wait_for_ever(
    tmp_path: Path, server: Relay
) -> None:
    ground = hanging(tmp_path, server, stop="1")
    process = ground.start()
    try:
        ground.until(lambda: len(server.on_data) < 100)
        process.send_signal(signal.SIGHUP)
        ground.until(lambda: ground.events("reloaded"))
        ground.until(lambda: ground.events("published"))
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert 1 <= time.monotonic() - begun < 30
    finally:
        process.kill()
        process.wait()
    assert ground.events("cut-short")


def test_the_second_time_it_leaves_at_once(tmp_path: Path, server: Relay) -> None:
    ground = hanging(tmp_path, server, stop="60")
    process = ground.start()
    try:
        ground.until(lambda: len(server.on_data) < 100)
        process.send_signal(signal.SIGTERM)
        ground.until(lambda: ground.events("stopping"))
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 1
    finally:
        process.kill()
        process.wait()
    server.on_data = []
    ground.finish()
    tally = ground.tally()
    assert (tally.lost, tally.repeats, tally.changed) == (0, 0, 0)
    assert tally.ambiguous == 1  # the relay may have taken it
