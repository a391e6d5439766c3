"""`kyhan import`: a signed document to a draft plan and a sheet of what a person has to settle."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from intake.desk import lay
from intake.desk_errors import DeskError
from intake.draft import Draft
from intake.draft_apart import draft_apart
from intake.limits import MOST_BYTES, UnreadableError
from intake.model import Document
from intake.plan_text import plan_text
from intake.review import duties_json
from intake.sandbox import read_apart
from rules.directory import Directory
from rules.directory_file import load_directory
from rules.text import Lang, Text
from rules.validation_texts import did_you_mean

from ..config import Config
from ..site import load_days
from .import_review import review as review_draft
from .options import (
    DEFAULT_CONFIG,
    FAILED,
    ConfigOption,
    JsonOption,
    LangOption,
    choose_lang,
    fail,
    print_json,
    read_config,
    show_problems,
)


def import_(
    document: Annotated[
        Path, typer.Argument(help="Văn bản: DOCX, XLSX, PDF, HTML, .md, .txt. | The document.")
    ],
    review: Annotated[
        bool, typer.Option("--review", help="Soát bản nháp .toml này. | Review this draft.")
    ] = False,
    json: JsonOption = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Thư mục ghi bản nháp; mặc định [plans] drafts. | The draft's folder."),
    ] = None,
    directory: Annotated[
        str | None,
        typer.Option(help="Danh bạ cơ quan; mặc định theo văn bản. | Whose agencies it names."),
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    lang: LangOption = None,
) -> None:
    """Đọc văn bản thành bản nháp và phiếu soát. | Read a document into a draft and a review sheet.

    With --json the duties go to stdout, and files are written only where --out names a folder.
    With --review the document is a draft made before: each doubt is asked about on the terminal.
    """
    settings = read_config(config, lang)
    language = choose_lang(lang, settings)
    if review:
        review_draft(document, settings, language)
        return
    read, draft = _read(document, settings, directory, language)
    if json:
        print_json(duties_json(draft))
    if out or not json:
        try:
            written = lay(out or settings.plans.drafts, draft, plan_text(draft), read)
        except DeskError as error:
            fail(error.text, language, FAILED)
        print(*written, sep="\n", file=sys.stderr)
    _say(draft, language)


def _read(
    document: Path, settings: Config, directory: str | None, lang: Lang
) -> tuple[Document, Draft]:
    """The document read. Exits 3 where it cannot be, or names a directory that is not there."""
    working_days, problems = load_days(settings)
    directories: dict[str, Directory] = {}
    for path in sorted(settings.plans.directories.glob("*.toml")):
        loaded, found = load_directory(path)
        problems += found
        if loaded is not None:
            directories[loaded.id] = loaded
    show_problems(problems, lang)
    if directory is not None and directory not in directories:
        near = did_you_mean(directory, list(directories))
        fail(
            Text(
                f"--directory {directory}: không có → {near.vi}",
                f"--directory {directory}: unknown → {near.en}",
            ),
            lang,
        )
    try:
        read = read_apart(_bytes(document, lang), document.name)
        return read, draft_apart(read, directories, working_days, directory)
    except UnreadableError as error:
        fail(error.text, lang)


def _bytes(document: Path, lang: Lang) -> bytes:
    """The file's bytes, never more than one over the most that is read."""
    try:
        with document.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or str(error)
        fail(
            Text(f"{document}: không mở được ({why})", f"{document}: cannot be read ({why})"), lang
        )


def _say(draft: Draft, lang: Lang) -> None:
    duties, doubts, left = len(draft.duties), len(draft.doubts), len(draft.leftovers)
    words = Text(
        f"{duties} nhiệm vụ, {doubts} điều cần người quyết, {left} chỗ giống ngày chưa dùng.",
        f"{duties} duties, {doubts} doubts to settle, {left} stretches like dates left over.",
    )
    print(words.to(lang), file=sys.stderr)
