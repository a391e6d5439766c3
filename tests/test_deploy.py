"""What stands in deploy/ and docs/operations.md can be carried out, and says what is true."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import typer

from scheduler.cli.main import app
from scheduler.config import load_config
from scheduler.watch.doctor import NAMES
from scheduler.watch.judge import REASONS

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
UNIT = (DEPLOY / "kyhan.service").read_text("utf-8")
CONTAINERFILE = (DEPLOY / "Containerfile").read_text("utf-8")
COMPOSE = (DEPLOY / "compose.yaml").read_text("utf-8")
SCORE = 1.1


def copied() -> list[str]:
    """What the image takes from the source folder."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", CONTAINERFILE, re.MULTILINE)
    return [source for line in lines for source in line.split()[:-1]]


def settings(text: str) -> dict[str, str]:
    """Every KYHAN_ variable that is set in a file, by name."""
    return dict(re.findall(r"\b(KYHAN_\w+__\w+)(?:=|: )(\S+)", text))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_the_score_of_the_unit_is_the_one_stated() -> None:
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", DEPLOY / "kyhan.service"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    (score,) = re.findall(r"exposure level for kyhan.service: ([\d.]+)", told.stdout)
    assert float(score) <= SCORE
    assert f"**{SCORE}**" in OPERATIONS


@pytest.mark.parametrize(
    "line",
    [
        "Type=notify", "DynamicUser=yes", "StateDirectory=kyhan", "StateDirectoryMode=0700",
        "ProtectSystem=strict", "CapabilityBoundingSet=", "NoNewPrivileges=yes", "WatchdogSec=60",
        "Restart=always", "LoadCredential=smtp-password:/etc/kyhan/smtp-password",
        "Environment=KYHAN_MAIL__PASSWORD_FILE=%d/smtp-password",
    ],
)  # fmt: skip
def test_the_unit_keeps_to_itself(line: str) -> None:
    assert line in UNIT.splitlines()


def test_it_may_take_longer_to_stop_than_the_daemon_takes() -> None:
    stop = tomllib.loads((ROOT / "config.toml").read_text("utf-8"))["daemon"]["stop"]
    (unit,) = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)
    (compose,) = re.findall(r"stop_grace_period: (\d+)s", COMPOSE)
    assert int(unit) > stop
    assert int(compose) > stop


@pytest.mark.parametrize(
    "name", ["kyhan.service", "Containerfile", "compose.yaml", "kyhan.env.example"]
)
def test_every_variable_is_a_key_of_the_configuration(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("postgresql+psycopg://kyhan@database/kyhan", encoding="utf-8")
    found = {
        variable: str(secret) if variable.endswith("_FILE") else value.replace("%S", "/var/lib")
        for variable, value in settings((DEPLOY / name).read_text("utf-8")).items()
    }
    assert found
    config, problems = load_config(ROOT / "config.toml", found)
    assert problems == []
    assert config is not None


def test_the_image_copies_what_is_there() -> None:
    assert [source for source in copied() if not (ROOT / source).exists()] == []


def test_the_image_copies_every_room() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    rooms = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(rooms) <= {source.removeprefix("./") for source in copied()}


def test_what_the_image_copies_makes_the_wheel(tmp_path: Path) -> None:
    for source in copied():
        place = ROOT / source
        if place.is_dir():
            shutil.copytree(place, tmp_path / source)
        else:
            shutil.copy(place, tmp_path / source)
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "dist").glob("kyhan-*.whl"))


def test_the_container_is_nobody_on_a_root_that_cannot_be_written() -> None:
    last = CONTAINERFILE.rpartition("FROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    daemon = COMPOSE.partition("x-daemon:")[2].partition("\nservices:")[0]
    for line in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", 'user: "10001'):
        assert line in daemon
    assert len(re.findall(r"<<: \*daemon", COMPOSE)) == 2
    ports = re.findall(r'"([^"]+:9464)"', COMPOSE)
    assert len(ports) == 2
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_no_secret_and_no_registry_is_named() -> None:
    for path in [*DEPLOY.iterdir(), ROOT / "docs" / "operations.md"]:
        text = path.read_text("utf-8")
        for image in re.findall(r"^(?:FROM|\s+image:) ([^\s]+)", text, re.MULTILINE):
            assert "." not in image.partition("/")[0].partition(":")[0], f"{path.name}: {image}"
        assert not re.search(r"index-url|trusted-host|find-links", text), path.name
        assert not re.search(r"(?i)password\w*[=:] *['\"]?[a-z0-9]{6,}", text), path.name


def test_each_alarm_is_explained_and_nothing_else_is() -> None:
    explained = re.findall(r"^### `([a-z-]+)`$", OPERATIONS, re.MULTILINE)
    assert len(explained) == len(set(explained))
    assert set(explained) == {*NAMES, *REASONS}


def test_every_finding_in_the_code_is_one_of_the_names() -> None:
    watch = (ROOT / "scheduler" / "watch").glob("*.py")
    used = {
        name
        for path in watch
        for name in re.findall(r'Finding\(\s*"([a-z-]+)"', path.read_text("utf-8"))
    }
    assert used == {*NAMES, *REASONS}


def commands() -> dict[str, set[str]]:
    """Every command, and the options it takes."""
    group: Any = typer.main.get_command(app)  # of the click that typer brings along
    return {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in group.commands.items()
    }


def test_every_command_it_names_is_there() -> None:
    known = commands()
    told = re.findall(r"(?:`|^|&& |/bin/)kyhan ([a-z]+)([^`#|\n]*)", OPERATIONS, re.MULTILINE)
    assert len(told) > 10
    for name, rest in told:
        assert name in known, name
        assert set(re.findall(r"--[a-z-]+", rest)) <= known[name] | {"--help"}, f"{name}{rest}"


def test_every_file_it_names_is_there() -> None:
    named = set(re.findall(r"\bdeploy/[\w.-]*\w(?![*\w.-])", OPERATIONS))
    for name in named - {"deploy/secrets", "deploy/kyhan.env"}:  # made by hand
        assert (ROOT / name).exists(), name


def test_a_backup_is_whole_while_somebody_writes(tmp_path: Path) -> None:
    database, folder = tmp_path / "kyhan.sqlite3", tmp_path / "backups"
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (x)")
        connection.execute("INSERT INTO t VALUES (1)")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t VALUES (2)")  # not committed when the copy is made
        done = subprocess.run(
            ["sh", DEPLOY / "backup.sh", database, folder],
            env={**os.environ, "PYTHON": sys.executable},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        connection.execute("COMMIT")
    assert done.returncode == 0, done.stderr
    copy = Path(done.stdout.strip())
    assert list(folder.iterdir()) == [copy]
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT x FROM t").fetchall() == [(1,)]


def test_a_backup_of_what_is_not_there_fails_and_leaves_none(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", DEPLOY / "backup.sh", tmp_path / "no.sqlite3", tmp_path / "backups"],
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert list((tmp_path / "backups").glob("*.sqlite3")) == []
