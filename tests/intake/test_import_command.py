"""`kyhan import` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from intake.seal import is_sealed
from scheduler.cli.main import app
from tests.intake.reading import FIXTURES

CONFIG = str(Path(__file__).parents[2] / "config.toml")
DOCUMENT = str(FIXTURES / "ke-hoach-nam.txt")


def kyhan(*words: str) -> Result:
    return CliRunner().invoke(app, ["import", *words, "--config", CONFIG])


def test_json_goes_to_stdout_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = kyhan(DOCUMENT, "--json")
    assert done.exit_code == 0
    assert len(json.loads(done.stdout)) == 17
    assert not list(tmp_path.iterdir())


def test_the_draft_its_two_sheets_and_its_source(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    done = kyhan(DOCUMENT, "--out", str(folder))
    assert done.exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "haiphong-2021.review.json",
        "haiphong-2021.review.md",
        "haiphong-2021.source.json",
        "haiphong-2021.toml",
    ]
    assert is_sealed((folder / "haiphong-2021.toml").read_text("utf-8"))
    assert "17 nhiệm vụ" in done.stderr


def test_a_draft_edited_by_hand_is_not_written_over(tmp_path: Path) -> None:
    kyhan(DOCUMENT, "--out", str(tmp_path))
    draft = tmp_path / "haiphong-2021.toml"
    edited = draft.read_text("utf-8").replace("Quý I/2021", "Quý II/2021")
    draft.write_text(edited, "utf-8")
    done = kyhan(DOCUMENT, "--out", str(tmp_path), "--lang", "en")
    assert done.exit_code == 1
    assert "edited by hand" in done.stderr
    assert draft.read_text("utf-8") == edited


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no-such-file.txt"], "cannot be read"),
        ([DOCUMENT, "--directory", "haipong"], "haiphong"),
        (["/dev/null"], "there is no text in it"),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], said: str) -> None:
    done = kyhan(*words, "--lang", "en")
    assert done.exit_code == 3
    assert said in done.stderr
    assert not done.stdout
