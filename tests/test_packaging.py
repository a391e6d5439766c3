"""Five flat top-level names, two of which others publish too: nobody may stand in their place."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("rules", "ledger", "templates", "calendars", "intake", "scheduler")
LOCKS = ("requirements.txt", "requirements-dev.txt")
GENERATED = {"__pycache__", ".DS_Store"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_the_folder_one_sees(room: str) -> None:
    module = importlib.import_module(room)
    assert module.__file__ is not None
    assert Path(module.__file__).resolve() == ROOT / room / "__init__.py"


@pytest.mark.parametrize("room", [*ROOMS, "tests", "bench"])
def test_no_other_distribution_claims_the_name(room: str) -> None:
    # The editable install maps no names at all: whoever shows here has files under our name.
    claimed = packages_distributions().get(room, [])
    assert claimed == [], (
        f"{claimed} also installs `{room}`: kyhan needs an environment of its own (make clean)"
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_carries_all_that_stands_in_the_rooms(wheel: zipfile.ZipFile) -> None:
    here = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and not GENERATED & set(path.parts)
    }
    assert here - set(wheel.namelist()) == set()


def test_the_wheel_carries_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {entry.partition("/")[0] for entry in wheel.namelist()}
    assert tops == {*ROOMS, "kyhan-0.1.0.dist-info"}


def test_the_wheel_brings_the_command_and_is_never_uploaded(wheel: zipfile.ZipFile) -> None:
    entry_points = wheel.read("kyhan-0.1.0.dist-info/entry_points.txt").decode()
    metadata = wheel.read("kyhan-0.1.0.dist-info/METADATA").decode()
    assert "kyhan = scheduler.cli.main:main" in entry_points
    assert "Classifier: Private :: Do Not Upload" in metadata


def pins(lock: str) -> dict[str, str]:
    """Package and version of each entry, without its markers and hashes."""
    text = (ROOT / lock).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_vouches_for_each_file_and_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted-host", text)
    entries = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(entries) == len(re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE)) > 0
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_tools_lock_only_adds_to_the_runtime_lock() -> None:
    # `make test` after `make demo` must not change a version the demo ran with.
    runtime, tools = (pins(lock) for lock in LOCKS)
    assert runtime.items() <= tools.items()


def test_each_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[<>=!~ ;\[]", entry)[0] for entry in project["dependencies"]}
    assert wanted <= pins("requirements.txt").keys()
