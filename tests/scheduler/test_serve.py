"""`kyhan serve` and the pages beside the daemon, as real processes."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.scheduler.small_city import write_city

PATIENCE = 60.0


def site(folder: Path, listen: str) -> Path:
    config = write_city(folder)
    text = config.read_text("utf-8").replace(
        '[web]\nlisten = ""', f'[web]\nlisten = "{listen}"\n[daemon]\nreload = 0.1'
    )
    config.write_text(text, encoding="utf-8")
    return config


@contextmanager
def running(config: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and the address it says it listens on."""
    command = [sys.executable, "-m", "scheduler", *words, "--config", str(config), "--lang", "en"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=config.parent
    ) as process:
        try:
            assert process.stdout is not None
            found = next(
                (m for m in (re.search(r"http://\S+", line) for line in process.stdout) if m), None
            )
            assert found is not None, process.wait()
            yield process, found.group().rstrip("/")
        finally:
            process.kill()


def page(url: str, path: str = "/sign-in") -> httpx.Response:
    return httpx.get(url + path, trust_env=False, timeout=PATIENCE)


def test_the_pages_alone_answer_until_they_are_told_to_stop(tmp_path: Path) -> None:
    with running(site(tmp_path, "127.0.0.1:0"), "serve") as (process, url):
        assert page(url).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


def test_a_changed_plan_is_taken_up(tmp_path: Path) -> None:
    config = site(tmp_path, "127.0.0.1:0")
    with running(config, "serve", "--demo", "--today", "2019-02-25") as (_, url):
        assert "boss@tu-phap.example.org" not in page(url, "/demo").text
        directory = tmp_path / "plans" / "directories" / "city.toml"
        text = directory.read_text("utf-8")
        directory.write_text(text.replace("head@tu-phap", "boss@tu-phap"), encoding="utf-8")
        end = time.monotonic() + PATIENCE
        while "boss@tu-phap.example.org" not in page(url, "/demo").text:
            assert time.monotonic() < end
            time.sleep(0.1)


def refusal(config: Path, *words: str) -> str:
    command = [sys.executable, "-m", "scheduler", "serve", *words, "--lang", "en"]
    done = subprocess.run(
        [*command, "--config", str(config)], capture_output=True, text=True, check=False,
        timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 1
    return done.stderr


def test_pages_that_are_switched_off(tmp_path: Path) -> None:
    assert "[web] listen is empty" in refusal(site(tmp_path, ""))


def test_a_trial_is_open_to_nobody_else(tmp_path: Path) -> None:
    assert "for this machine alone" in refusal(site(tmp_path, "0.0.0.0:0"), "--demo")


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Cannot listen on 127.0.0.1:{port}" in refusal(site(tmp_path, f"127.0.0.1:{port}"))


def test_the_daemon_mails_on_where_its_pages_cannot_listen(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        config = site(tmp_path, f"127.0.0.1:{taken.getsockname()[1]}")
        command = [sys.executable, "-m", "scheduler", "run", "--today", "2019-03-04"]
        with subprocess.Popen(
            [*command, "--config", str(config)], stderr=subprocess.PIPE, text=True, cwd=tmp_path
        ) as process:
            end = time.monotonic() + PATIENCE
            while not list((tmp_path / "mail" / "new").glob("*")):
                assert time.monotonic() < end
                time.sleep(0.1)
            process.send_signal(signal.SIGTERM)
            assert "no-pages" in process.communicate(timeout=PATIENCE)[1]


def test_the_daemon_shows_the_pages(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = site(tmp_path, f"127.0.0.1:{port}")
    command = [sys.executable, "-m", "scheduler", "run", "--today", "2019-03-04"]
    with subprocess.Popen(
        [*command, "--config", str(config)], stderr=subprocess.DEVNULL, cwd=tmp_path
    ) as process:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                assert page(f"http://127.0.0.1:{port}").status_code == 200
            except httpx.ConnectError:
                assert time.monotonic() < end
                time.sleep(0.1)
            else:
                break
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
