"""`kyhan import --review DRAFT`: the doubtful rows settled, and the draft written anew."""

from __future__ import annotations

import sys
from pathlib import Path

import typer
from rich.console import Console

from intake.desk import Desk, keep, open_desk, settle
from intake.desk_errors import AnswersError, DeskError, NoPlanError
from intake.settling import Settling
from rules.text import Lang, Text

from ..config import Config
from ..site import load_site
from .import_ask import interview, leftover_lines
from .options import BAD_INPUT, FAILED, FOUND, fail, show_problems


def review(draft: Path, config: Config, lang: Lang) -> None:
    """Ask what is open, keep each answer, and write the draft anew once nothing is.

    Exits 2 where the person stops before, 3 where there is no such draft to review, 1 without a
    terminal, where the answers make no plan or somebody else answered meanwhile.
    """
    try:
        desk = open_desk(draft)
        if not desk.is_settled:
            site = load_site(config)
            settling = desk.settling(site.directories, site.working_days)
    except AnswersError as error:
        fail(error.text, lang, FAILED)
    except DeskError as error:
        fail(error.text, lang, BAD_INPUT)
    if not desk.is_settled:
        try:
            _ask(desk, settling, lang)
        except DeskError as error:
            if isinstance(error, NoPlanError):
                show_problems(error.problems, lang)
            fail(error.text, lang, FAILED)
    print(
        Text(f"Đã soát xong: kyhan plans add {draft}", f"Reviewed: kyhan plans add {draft}").to(
            lang
        )
    )


def _ask(desk: Desk, settling: Settling, lang: Lang) -> None:
    """Until nothing is open, then write the draft anew and list what was left over."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        words = Text(
            "--review hỏi từng điều nên cần chạy ở cửa sổ dòng lệnh",
            "--review asks question by question: it needs a terminal",
        )
        fail(words, lang, FAILED)
    console = Console(highlight=False)

    def kept(after: Settling) -> None:
        nonlocal desk
        desk = keep(desk, after)

    settled = interview(console, lang, settling, kept)
    if settled.open:
        raise typer.Exit(FOUND)
    settle(desk, settled)
    left = Text("Giống ngày hoặc kỳ, chưa dùng", "Like a date or a period, and not used").to(lang)
    console.print(f"\n{left} ({len(desk.sheet.leftovers)}):", markup=False, style="bold")
    for line in leftover_lines(desk.sheet.leftovers, lang):
        console.print(f"- {line}", markup=False)
