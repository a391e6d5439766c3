"""`kyhan import`: a signed document to a draft plan and a sheet of what a person has to settle."""

from __future__ import annotations

import sys
from json import dumps
from pathlib import Path
from typing import Annotated

import typer

from intake.draft import Draft, make_draft
from intake.plan_text import plan_text
from intake.read import MOST_BYTES, UnreadableError
from intake.review import duties_json, sheet_json, sheet_markdown
from intake.sandbox import read_apart
from intake.seal import content_hash, is_sealed
from rules.directory import Directory
from rules.directory_file import load_directory
from rules.text import Lang, Text
from rules.validation_texts import did_you_mean

from ..config import Config
from ..site import load_days
from .import_review import answers_path, put
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

DEFAULT_OUT = Path("drafts")


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
        typer.Option(help="Thư mục ghi bản nháp. | The folder the draft is written to."),
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
    draft = _draft(document, settings, directory, language)
    text = plan_text(draft)
    if json:
        print_json(duties_json(draft))
    if out or not json:
        _write(draft, text, out or DEFAULT_OUT, language)
    _say(draft, language)


def _draft(document: Path, settings: Config, directory: str | None, lang: Lang) -> Draft:
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
    except UnreadableError as error:
        fail(error.text, lang)
        raise
    return make_draft(read, directories, working_days, directory)


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
        raise


def _write(draft: Draft, text: str, folder: Path, lang: Lang) -> None:
    """The draft and its two sheets. Exits 1 over a draft that somebody has edited or reviewed."""
    target = folder / f"{draft.id}.toml"
    if target.exists() and not is_sealed(target.read_text("utf-8")):
        fail(
            Text(
                f"{target}: bản nháp đã được sửa tay; đổi tên hoặc chọn --out khác",
                f"{target}: the draft was edited by hand; rename it or choose another --out",
            ),
            lang,
            FAILED,
        )
    answers = answers_path(target)
    if answers.exists() and (not target.exists() or target.read_text("utf-8") != text):
        fail(
            Text(
                f"{answers}: đã có người soát bản nháp trước; đổi tên hoặc chọn --out khác",
                f"{answers}: a former draft was reviewed; rename it or choose another --out",
            ),
            lang,
            FAILED,
        )
    seal = content_hash(text)
    folder.mkdir(parents=True, exist_ok=True)
    sheet = dumps(sheet_json(draft, seal), ensure_ascii=False, indent=2) + "\n"
    for path, content in (
        (folder / f"{draft.id}.review.md", sheet_markdown(draft, seal)),
        (folder / f"{draft.id}.review.json", sheet),
        (target, text),
    ):
        put(path, content)
        print(path, file=sys.stderr)


def _say(draft: Draft, lang: Lang) -> None:
    duties, doubts, left = len(draft.duties), len(draft.doubts), len(draft.leftovers)
    words = Text(
        f"{duties} nhiệm vụ, {doubts} điều cần người quyết, {left} chỗ giống ngày chưa dùng.",
        f"{duties} duties, {doubts} doubts to settle, {left} stretches like dates left over.",
    )
    print(words.to(lang), file=sys.stderr)
