"""What the tests of the intake read with: shipped directories, a plan of 2021, the fixtures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from intake.draft import Draft, make_draft
from intake.outline import Item, items_of, outline
from intake.read import read_document
from intake.recognise.agencies import Agencies
from intake.recognise.prose import Scene
from intake.recognise.times import Reader
from rules.deadline import Context
from rules.directory import Directory
from rules.directory_file import load_directory
from rules.workdays import WorkingDays
from rules.workdays_file import load_working_days

PLANS = Path(__file__).parents[2] / "plans"
FIXTURES = Path(__file__).parent / "fixtures"


@cache
def working_days() -> WorkingDays:
    return load_working_days(PLANS / "working-days.toml")[0]


@cache
def directories() -> Mapping[str, Directory]:
    paths = sorted((PLANS / "directories").glob("*.toml"))
    loaded = (load_directory(path)[0] for path in paths)
    return {directory.id: directory for directory in loaded if directory}


def scene(first: int = 2021, last: int = 2021) -> Scene:
    context = Context(first, working_days(), last, date(first - 1, 12, 28))
    return Scene(
        Agencies(directories()["haiphong"]), Reader(context), range(first, last + 1), "năm 2021"
    )


def items(text: str) -> list[Item]:
    return list(items_of(outline(read_document(text.encode(), "van-ban.txt"))))


def draft(text: str, directory: str | None = "haiphong") -> Draft:
    document = read_document(text.encode(), "van-ban.txt")
    return make_draft(document, directories(), working_days(), directory)


def fixture(name: str) -> str:
    return (FIXTURES / name).read_text("utf-8")
