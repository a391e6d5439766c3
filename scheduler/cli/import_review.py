"""`kyhan import --review DRAFT`: the doubtful rows settled, and the draft written anew."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import typer
from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Console

from intake.answers import Answer, AnswerError, Data
from intake.questions import Sheet
from intake.seal import content_hash, is_sealed, sealed
from rules.plan import Plan
from rules.plan_file import load_plan
from rules.plan_text import plan_text
from rules.text import Lang, Text, one_line

from ..config import Config
from ..site import load_site
from .import_ask import Interview, leftover_lines
from .options import FAILED, FOUND, fail, show_problems


class Answers(BaseModel):
    """The answers beside a draft. `draft` is the hash of the draft they are about; `reviewed` that
    of the draft they made, "" while questions are open.
    """

    model_config = ConfigDict(extra="forbid")

    draft: str
    reviewed: str = ""
    answers: list[Answer] = []


def answers_path(draft: Path) -> Path:
    """Where the answers to a draft are kept: beside it, `ID.answers.json`."""
    return draft.with_suffix(".answers.json")


def put(path: Path, content: str) -> None:
    """Write a file whole."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(content, "utf-8")
    beside.replace(path)


def review(draft: Path, config: Config, lang: Lang) -> None:
    """Ask what is open, keep each answer, and write the draft anew once nothing is.

    Exits 2 where the person stops before, 3 where there is no such draft to review, 1 without a
    terminal or where the answers make no plan.
    """
    text, data, sheet = _draft(draft, lang)
    kept = _kept(draft, sheet, lang)
    if kept.reviewed == content_hash(text):
        _ready(draft, lang)
        return
    if sheet.sha256 != content_hash(text):
        words = Text(
            f"{draft}: phiếu soát và trả lời là của bản nháp khác; đọc lại bằng kyhan import",
            f"{draft}: its sheet and answers are another draft's; import the document again",
        )
        fail(words, lang)
    site = load_site(config)
    directory = site.directories.get(str(data.get("directory", "")))
    if directory is None:
        known = ", ".join(sorted(site.directories))
        words = Text(
            f"bản nháp chưa có danh bạ nên chưa có cơ quan: kyhan import --directory MÃ ({known})",
            f"no directory, so no agencies: import again with --directory ID ({known})",
        )
        fail(words, lang)
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        words = Text(
            "--review hỏi từng điều nên cần chạy ở cửa sổ dòng lệnh",
            "--review asks question by question: it needs a terminal",
        )
        fail(words, lang, FAILED)
    console = Console(highlight=False)
    interview = Interview(
        console, lang, data, sheet.questions(), kept.answers, directory, site.working_days,
        lambda: put(answers_path(draft), kept.model_dump_json(indent=2) + "\n"),
    )  # fmt: skip
    try:
        settled = interview.run()
    except AnswerError as error:
        fail(_unfit(answers_path(draft), error.text), lang, FAILED)
        return
    if settled is None:
        raise typer.Exit(FOUND)
    _write(draft, settled, sheet, kept, lang)
    left = Text("Giống ngày hoặc kỳ, chưa dùng", "Like a date or a period, and not used").to(lang)
    console.print(f"\n{left} ({len(sheet.leftovers)}):", markup=False, style="bold")
    for line in leftover_lines(sheet.leftovers, lang):
        console.print(f"- {line}", markup=False)
    _ready(draft, lang)


def _draft(path: Path, lang: Lang) -> tuple[str, Data, Sheet]:
    """The draft's text and data, and its sheet. Exits 3 where one is missing, broken or edited."""
    if path.suffix != ".toml":
        words = Text(
            "--review cần bản nháp (.toml); đọc văn bản trước bằng kyhan import",
            "--review takes a draft (.toml); import the document first",
        )
        fail(words, lang)
    try:
        text = path.read_bytes().decode("utf-8")
        sheet = Sheet.model_validate_json(path.with_suffix(".review.json").read_bytes())
        data = tomllib.loads(text)
    except OSError as error:
        why = f"{error.filename}: {error.strerror}"
        fail(Text(f"không mở được {why}", f"cannot be read: {why}"), lang)
        raise
    except ValueError as error:
        why = one_line(str(error))
        words = Text(f"bản nháp hoặc phiếu soát hỏng: {why}", f"draft or sheet broken: {why}")
        fail(words, lang)
        raise
    if not is_sealed(text):
        words = Text(
            f"{path}: đã sửa tay; đọc lại văn bản, hoặc quyết nốt trong tệp và xóa dòng đầu",
            f"{path}: edited by hand; import again, or settle the rest in the file without line 1",
        )
        fail(words, lang)
    return text, data, sheet


def _kept(draft: Path, sheet: Sheet, lang: Lang) -> Answers:
    """The answers so far. Exits 1 where those beside the draft are another draft's."""
    path = answers_path(draft)
    if not path.exists():
        return Answers(draft=sheet.sha256)
    try:
        kept = Answers.model_validate_json(path.read_bytes())
    except ValidationError as error:
        fail(_unfit(path, Text(*[one_line(str(error))] * 2)), lang, FAILED)
        raise
    if kept.draft != sheet.sha256:
        fail(_unfit(path, Text("của bản nháp khác", "another draft's")), lang, FAILED)
    return kept


def _unfit(path: Path, why: Text) -> Text:
    return Text(
        f"{path}: trả lời không dùng được ({why.vi}); đổi tên hoặc xóa tệp này",
        f"{path}: the answers do not fit ({why.en}); rename or delete that file",
    )


def _write(draft: Path, settled: Data, sheet: Sheet, kept: Answers, lang: Lang) -> None:
    """The plan file in the draft's place, sealed. Exits 1 where it would be none: all is kept."""
    source = one_line(sheet.source)
    head = (f"Đọc từ {source}, đã soát.", f"Read from {source}, reviewed.")
    text = sealed(plan_text(Plan.model_validate(settled), head=head))
    beside = draft.with_name(f".{draft.name}.new")
    beside.write_text(text, "utf-8")
    plan, problems = load_plan(beside)
    show_problems(problems, lang)
    if plan is None:
        beside.unlink()
        raise typer.Exit(FAILED)
    kept.reviewed = content_hash(text)
    put(answers_path(draft), kept.model_dump_json(indent=2) + "\n")
    beside.replace(draft)


def _ready(draft: Path, lang: Lang) -> None:
    words = Text(f"Đã soát xong: kyhan plans add {draft}", f"Reviewed: kyhan plans add {draft}")
    print(words.to(lang))
