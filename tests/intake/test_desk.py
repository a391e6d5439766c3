"""A draft on the disk: laid, opened, kept, settled; never over what somebody else wrote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest

from intake.desk import (
    answers_path,
    directory_of,
    drafts_in,
    keep,
    lay,
    open_desk,
    settle,
    source_of,
)
from intake.desk_errors import DeskError, NoPlanError, OvertakenError
from intake.plan_text import plan_text
from intake.read import read_document
from intake.seal import is_sealed
from intake.settling import Settling
from tests.intake.reading import directories, draft, working_days
from tests.intake.test_answers import HEAD, ROWS
from tests.intake.test_settling import answer

NAMES = [
    "haiphong-2021.review.json", "haiphong-2021.review.md", "haiphong-2021.source.json",
    "haiphong-2021.toml",
]  # fmt: skip


def laid(folder: Path, text: str = HEAD + ROWS) -> Path:
    made = draft(text)
    return lay(folder, made, plan_text(made), read_document(text.encode(), "van-ban.txt"))[-1]


def settling(path: Path) -> Settling:
    return open_desk(path).settling(directories(), working_days())


def all_answered(path: Path) -> Settling:
    made = settling(path)
    for number in range(5):
        made = answer(made, number)
    return made


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_lies_there_and_what_it_says(tmp_path: Path) -> None:
    path = laid(tmp_path / "new")
    assert names(path.parent) == NAMES
    assert drafts_in(path.parent) == [path]
    assert directory_of(path) == "haiphong"
    desk = open_desk(path)
    assert (desk.directory, desk.is_settled, desk.answers.answers) == ("haiphong", False, ())
    assert source_of(desk) == read_document((HEAD + ROWS).encode(), "van-ban.txt")


def test_the_source_of_another_draft_is_none(tmp_path: Path) -> None:
    path = laid(tmp_path)
    source = path.with_suffix(".source.json").read_bytes()
    laid(tmp_path, HEAD + ROWS.replace("Mời", "Đón"))
    path.with_suffix(".source.json").write_bytes(source)
    assert source_of(open_desk(path)) is None
    path.with_suffix(".source.json").write_bytes(b"{")
    assert source_of(open_desk(path)) is None


def test_answers_are_kept_and_the_draft_is_settled(tmp_path: Path) -> None:
    path = laid(tmp_path)
    before, desk = path.read_bytes(), open_desk(path)
    desk = keep(desk, answer(settling(path), 4))
    assert path.read_bytes() == before
    assert [each is None for each in open_desk(path).answers.answers] == [True] * 4 + [False]
    with pytest.raises(DeskError, match="open questions"):
        settle(desk, settling(path))
    done = settle(desk, all_answered(path))
    assert done.is_settled
    assert open_desk(path) == done
    assert is_sealed(path.read_text("utf-8"))
    assert names(tmp_path) == sorted([*NAMES, answers_path(path).name])
    with pytest.raises(DeskError, match="another draft's"):
        done.settling(directories(), working_days())


def _other_answers(path: Path) -> None:
    keep(open_desk(path), answer(settling(path), 0))


def _other_draft(path: Path) -> None:
    laid(path.parent, HEAD + ROWS.replace("Mời", "Đón"))


def _no_draft(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("meanwhile", [_other_answers, _other_draft, _no_draft])
def test_who_comes_second_writes_nothing(tmp_path: Path, meanwhile: Callable[[Path], None]) -> None:
    path = laid(tmp_path)
    desk, mine = open_desk(path), all_answered(path)
    meanwhile(path)
    before = {each: each.read_bytes() for each in tmp_path.iterdir()}
    for write in (keep, settle):
        with pytest.raises(OvertakenError):
            write(desk, mine)
    assert {each: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_of_many_at_once_one_is_kept(tmp_path: Path) -> None:
    path = laid(tmp_path)
    desk, mine, together = open_desk(path), answer(settling(path), 0), Barrier(8)
    told: list[str] = []

    def write() -> None:
        together.wait()
        try:
            keep(desk, mine)
        except OvertakenError:
            told.append("overtaken")
        else:
            told.append("kept")

    threads = [Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["kept", *["overtaken"] * 7]


def test_what_cannot_be_written_is_said_and_all_stays(tmp_path: Path) -> None:
    path = laid(tmp_path)
    before = path.read_bytes()
    for name in (f".{path.name}.new", f".{answers_path(path).name}.new"):
        (tmp_path / name).mkdir()
    desk = open_desk(path)
    for write in (keep, settle):
        with pytest.raises(DeskError, match="cannot be written"):
            write(desk, all_answered(path))
    with pytest.raises(DeskError, match="cannot be written"):
        laid(path)  # a file is no folder
    assert path.read_bytes() == before
    assert not answers_path(path).exists()


def test_what_would_be_no_plan_is_not_written(tmp_path: Path) -> None:
    """The form of a plan is right, and what it says is refused by the rules of plan files."""
    path = laid(tmp_path)
    before, desk = path.read_bytes(), open_desk(path)
    twice = {**desk.data, "duty": [*desk.data["duty"], desk.data["duty"][0]]}
    made = Settling(twice, desk.sheet.questions(), (), directories()["haiphong"], working_days())
    for number in range(5):
        made = answer(made, number)
    with pytest.raises(NoPlanError) as refused:
        settle(desk, made)
    (problem,) = refused.value.problems
    assert problem.what.en == "is also the duty at line 14"
    assert path.read_bytes() == before
    assert names(tmp_path) == NAMES


def test_no_link_is_followed(tmp_path: Path) -> None:
    path = laid(tmp_path / "outside")
    inside = tmp_path / "inside"
    inside.mkdir()
    for each in path.parent.iterdir():
        (inside / each.name).symlink_to(each)
    assert drafts_in(inside) == []
    with pytest.raises(DeskError, match="cannot be read"):
        open_desk(inside / path.name)
    assert directory_of(inside / path.name) == ""
    assert drafts_in(tmp_path / "none") == []


@pytest.mark.parametrize(
    ("draft_says", "sheet_says", "expected"),
    [
        ('directory = "a"', "{}", "a"),
        ("directory = 1", '{"plan": {"directory": "b"}}', "b"),
        ("[", '{"plan": {"directory": "b"}}', "b"),
        ("[", '{"plan": {"directory": 1}}', ""),
        ("[", "[]", ""),
        ("[", "{", ""),
    ],
)
def test_whose_a_broken_draft_is(
    tmp_path: Path, draft_says: str, sheet_says: str, expected: str
) -> None:
    (tmp_path / "x.toml").write_text(draft_says, "utf-8")
    (tmp_path / "x.review.json").write_text(sheet_says, "utf-8")
    assert directory_of(tmp_path / "x.toml") == expected
