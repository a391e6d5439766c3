"""`kyhan feeds` as a person types it, on the shipped plans."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ledger.store import Ledger
from scheduler.cli.main import app
from tests.scheduler.small_city import ROOT
from tests.scheduler.stage import at

DAY = "2019-02-25"
NOW = at(DAY, 13)  # an hour after the pretended noon


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    found = f"sqlite:///{tmp_path}/kyhan.sqlite3"
    monkeypatch.setenv("KYHAN_LEDGER__URL", found)
    monkeypatch.setenv("KYHAN_SITE__URL", "https://kyhan.example.vn")
    monkeypatch.setenv("COLUMNS", "200")
    return found


def feeds(*words: str, code: int = 0) -> Result:
    config = str(ROOT / "config.toml")
    line = ["feeds", *words, "--by", "minh", "--config", config, "--lang", "en", "--today", DAY]
    done = CliRunner().invoke(app, line)
    assert done.exit_code == code, done.output
    return done


def create(*words: str) -> str:
    """What stands on stdout: the address or the token alone."""
    (line,) = feeds("--create", *words).stdout.splitlines()
    return line


def listed() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(feeds("--json").stdout)
    return found


def opens(url: str, address: str, *, later: timedelta = timedelta()) -> str | None:
    token = address.split("/")[4] if "/" in address else address
    with Ledger.open(url) as ledger:
        return ledger.token_scope(token, "feed" if "/" in address else "api", NOW + later)


@pytest.mark.parametrize(
    ("word", "file", "scope"),
    [
        ("hanoi:so-tu-phap", "so-tu-phap.ics", "agency:hanoi:so-tu-phap"),
        ("haiphong:so-tu-phap", "so-tu-phap.ics", "agency:haiphong:so-tu-phap"),
        ("hanoi:@so", "so.ics", "group:hanoi:@so"),
        ("hanoi-2019", "hanoi-2019.ics", "plan:hanoi-2019"),
    ],
)
def test_an_address_is_made_and_shown_once(url: str, word: str, file: str, scope: str) -> None:
    address = create(word, "--name", "chị Lan")
    assert re.fullmatch(rf"https://kyhan\.example\.vn/feeds/[\w-]{{43}}/{file}", address)
    assert len(address) <= 256  # Google takes no longer one
    assert opens(url, address) == scope
    (row,) = listed()
    assert (row["id"], row["kind"], row["scope"], row["name"]) == (1, "feed", word, "chị Lan")
    assert (row["by"], row["ended"]) == ("minh", None)
    assert datetime.fromisoformat(row["made"]).date().isoformat() == DAY
    for shown in (feeds().output, feeds("--json").output):
        assert address.split("/")[4] not in shown


def test_a_token_of_the_api_is_no_address(url: str) -> None:
    token = create("hanoi-2019", "--api")
    assert re.fullmatch(r"[\w-]{43}", token)
    assert opens(url, token) == "plan:hanoi-2019"
    made = json.loads(feeds("--create", "hanoi-2019", "--api", "--json").stdout)
    assert set(made) == {"id", "kind", "scope", "token"}


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("hanoi:so-tu-phapp", "hanoi:so-tu-phap"),
        ("hanoi:@soo", "hanoi:@so"),
        ("hanoi-2091", "hanoi-20"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is_near(url: str, word: str, near: str) -> None:
    refused = feeds("--create", word, code=3)
    assert near in refused.stderr
    assert refused.stdout == ""
    assert listed() == []


@pytest.mark.parametrize(("days", "still"), [(0, False), (7, True)])
def test_a_rotation_overlaps_as_long_as_asked(url: str, days: int, still: bool) -> None:
    old = create("hanoi:so-tu-phap")
    new = feeds("--rotate", "1", "--keep-days", str(days)).stdout.strip()
    assert new != old
    assert opens(url, new) == "agency:hanoi:so-tu-phap"
    assert bool(opens(url, old)) is still
    assert opens(url, old, later=timedelta(days=days)) is None
    assert "until 04/03/2019" in feeds().stdout or not still


def test_what_is_revoked_is_over(url: str) -> None:
    address = create("hanoi:@so")
    feeds("--revoke", "1")
    assert opens(url, address) is None
    assert "ended 25/02/2019" in feeds().stdout
    for option in ("--revoke", "--rotate"):
        assert "Number 1: there is none" in feeds(option, "1", code=1).stderr
        assert "Number 9: there is none" in feeds(option, "9", code=1).stderr


def test_one_thing_at_a_time(url: str) -> None:
    address = create("hanoi:@so")
    feeds("--revoke", "1", "--rotate", "1", code=1)
    assert opens(url, address)


def test_the_audit_tells_of_it(url: str) -> None:
    create("hanoi:@so")
    feeds("--revoke", "1")
    with Ledger.open(url) as ledger:
        rows = [(row.kind, row.subject, row.who) for row in ledger.audit_rows()]
    assert rows == [("token", "group:hanoi:@so", "minh")] * 2
