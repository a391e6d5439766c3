"""A draft on the disk and what lies beside it, for the terminal and the web app alike.

ID.toml         the draft, sealed; once settled the plan file, sealed anew
ID.review.md    the review sheet to read, ID.review.json the same as data
ID.source.json  the document as it was read
ID.answers.json what a person answered
"""

from __future__ import annotations

import fcntl
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from json import dumps, loads
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from rules.directory import Directory
from rules.plan import Plan
from rules.plan_file import load_plan
from rules.plan_text import plan_text
from rules.text import Text, one_line
from rules.workdays import WorkingDays

from .answers import Answer, AnswerError, Data
from .desk_errors import (
    NO_DRAFT,
    OTHER_SHEET,
    OVERTAKEN,
    STILL_OPEN,
    DeskError,
    NoPlanError,
    OvertakenError,
    edited,
    edited_before,
    no_directory,
    reviewed_before,
    unfit,
)
from .draft import Draft
from .model import Document
from .questions import Sheet
from .review import sheet_json, sheet_markdown
from .seal import content_hash, is_sealed, sealed
from .settling import Settling

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe must not hold us up


class Answers(BaseModel):
    """The answers beside a draft, each at its question's place. `draft` is the hash of the draft
    they are about; `reviewed` that of the draft they made, "" before.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    draft: str
    reviewed: str = ""
    answers: tuple[Answer | None, ...] = ()


class _Source(BaseModel):
    """The document that the draft with this hash was read from."""

    draft: str
    document: Document


@dataclass(frozen=True)
class Desk:
    """A draft as it lies there."""

    path: Path
    text: str
    data: Data
    sheet: Sheet
    answers: Answers

    @cached_property
    def stamp(self) -> str:
        """A name for this draft with these answers: it is another once either is."""
        whole = f"{content_hash(self.text)}{self.answers.model_dump_json()}"
        return sha256(whole.encode()).hexdigest()

    @property
    def directory(self) -> str:
        """The id of the directory whose agencies it names, or ""."""
        return str(self.data.get("directory", ""))

    @property
    def is_settled(self) -> bool:
        """Whether it was settled and written anew."""
        return self.answers.reviewed == content_hash(self.text)

    def settling(self, directories: Mapping[str, Directory], days: WorkingDays) -> Settling:
        """Its questions and answers. DeskError for a draft that was settled, or whose directory is
        not there; AnswersError where the answers cannot be read any more.
        """
        if self.sheet.sha256 != content_hash(self.text):
            raise DeskError(OTHER_SHEET)
        directory = directories.get(self.directory)
        if directory is None:
            raise DeskError(no_directory(sorted(directories)))
        try:
            return Settling(
                self.data, self.sheet.questions(), self.answers.answers, directory, days
            )
        except AnswerError as error:
            raise unfit(answers_path(self.path), error.text) from error


def drafts_in(folder: Path) -> list[Path]:
    """The drafts of a folder, by name; what is no plain file, as a symbolic link, is none."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.glob("*.toml")
        if not path.name.startswith(".") and path.is_file() and not path.is_symlink()
    )


def directory_of(path: Path) -> str:
    """The id of the directory that a draft names, or its sheet where the draft is broken; or ""."""
    for file, read in ((path, tomllib.loads), (path.with_suffix(".review.json"), _plan_of)):
        try:
            found = read(_read(file).decode("utf-8")).get("directory")
        except (OSError, ValueError):
            continue
        if isinstance(found, str):
            return found
    return ""


def answers_path(draft: Path) -> Path:
    """Where the answers to a draft are kept."""
    return draft.with_suffix(".answers.json")


def open_desk(path: Path) -> Desk:
    """The draft with its sheet and the answers so far. Symbolic links are not followed.

    DeskError where one is missing, broken or was edited by hand; AnswersError where the answers are
    another draft's.
    """
    if path.suffix != ".toml":
        raise DeskError(NO_DRAFT)
    try:
        text = _read(path).decode("utf-8")
        data = tomllib.loads(text)
        sheet = Sheet.model_validate_json(_read(path.with_suffix(".review.json")))
    except OSError as error:
        why = f"{Path(error.filename or path).name}: {error.strerror}"
        raise DeskError(Text(f"không mở được {why}", f"cannot be read: {why}")) from error
    except ValueError as error:
        why = _why(error)
        raise DeskError(
            Text(f"bản nháp hoặc phiếu soát hỏng: {why}", f"draft or sheet broken: {why}")
        ) from error
    if not is_sealed(text):
        raise DeskError(edited(path))
    return Desk(path, text, data, sheet, _answers(path, sheet))


def source_of(desk: Desk) -> Document | None:
    """The document as it was read; None where it was not kept, or is another draft's."""
    try:
        kept = _Source.model_validate_json(_read(_source_path(desk.path)))
    except (OSError, ValueError):
        return None
    return kept.document if kept.draft == desk.sheet.sha256 else None


def lay(folder: Path, draft: Draft, text: str, document: Document) -> list[Path]:
    """Write a draft's text with its sheets and its source. Returns the files, the draft the last.

    DeskError over one that somebody has edited or reviewed, and where it cannot be written.
    """
    path = folder / f"{draft.id}.toml"
    seal = content_hash(text)
    source = _Source(draft=seal, document=document)
    files = {
        path.with_suffix(".review.md"): sheet_markdown(draft, seal),
        path.with_suffix(".review.json"): _json(sheet_json(draft, seal)),
        _source_path(path): source.model_dump_json(exclude_defaults=True) + "\n",
        path: text,
    }
    with _alone(folder):
        there = _read(path).decode("utf-8", "replace") if path.exists() else None
        if there is not None and not is_sealed(there):
            raise DeskError(edited_before(path))
        if answers_path(path).exists() and there != text:
            raise DeskError(reviewed_before(answers_path(path)))
        for each, content in files.items():
            _put(each, content)
    return list(files)


def keep(desk: Desk, settling: Settling) -> Desk:
    """Write the answers so far. Returns the draft as it then lies there.

    OvertakenError where it is another than `desk`; DeskError where it cannot be written.
    """
    with _alone(desk.path.parent):
        _same(desk)
        kept = Answers(draft=desk.sheet.sha256, answers=settling.answers)
        _put(answers_path(desk.path), kept.model_dump_json(indent=2) + "\n")
        return Desk(desk.path, desk.text, desk.data, desk.sheet, kept)


def settle(desk: Desk, settling: Settling) -> Desk:
    """Write the plan file in the draft's place, sealed: all questions are answered.

    NoPlanError where it would be none, OvertakenError where the draft is another than `desk`,
    DeskError where it cannot be written: then all stays as it is.
    """
    if settling.open:
        raise DeskError(STILL_OPEN)
    path, source = desk.path, one_line(desk.sheet.source)
    head = (f"Đọc từ {source}, đã soát.", f"Read from {source}, reviewed.")
    try:
        text = sealed(plan_text(Plan.model_validate(settling.data), head=head))
    except ValidationError as error:
        raise DeskError(Text(*[_why(error)] * 2)) from error
    with _alone(path.parent):
        _same(desk)
        beside = _write(path, text)
        plan, problems = load_plan(beside)
        if plan is None:
            beside.unlink()
            raise NoPlanError(problems)
        kept = Answers(
            draft=desk.sheet.sha256, reviewed=content_hash(text), answers=settling.answers
        )
        _put(answers_path(path), kept.model_dump_json(indent=2) + "\n")
        beside.replace(path)
    return Desk(path, text, tomllib.loads(text), desk.sheet, kept)


def _answers(draft: Path, sheet: Sheet) -> Answers:
    path = answers_path(draft)
    try:
        kept = Answers.model_validate_json(_read(path))
    except FileNotFoundError:
        return Answers(draft=sheet.sha256)
    except OSError as error:
        raise unfit(path, Text(*[error.strerror or ""] * 2)) from error
    except ValueError as error:
        raise unfit(path, Text(*[_why(error)] * 2)) from error
    if kept.draft != sheet.sha256:
        raise unfit(path, Text("của bản nháp khác", "another draft's"))
    return kept


def _same(desk: Desk) -> None:
    try:
        now = open_desk(desk.path).stamp
    except DeskError as error:
        raise OvertakenError(error.text) from error
    if now != desk.stamp:
        raise OvertakenError(OVERTAKEN)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Alone with the folder, made if missing: another process or thread that writes there waits.

    DeskError where writing fails.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
    except OSError as error:
        why = f"{Path(error.filename or folder).name}: {error.strerror}"
        raise DeskError(Text(f"không ghi được {why}", f"cannot be written: {why}")) from error


def _put(path: Path, content: str) -> None:
    """Write a file whole or not at all."""
    _write(path, content).replace(path)


def _write(path: Path, content: str) -> Path:
    """Write what is to become the file beside it."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return beside


def _read(path: Path) -> bytes:
    with os.fdopen(os.open(path, _READ), "rb") as file:
        return file.read()


def _plan_of(sheet: str) -> dict[str, object]:
    """The plan's head in a sheet. ValueError where there is none."""
    data = loads(sheet)
    plan = data.get("plan") if isinstance(data, dict) else None
    if not isinstance(plan, dict):
        raise ValueError("no sheet")  # noqa: TRY004  # of a broken file, not of a program
    return plan


def _source_path(draft: Path) -> Path:
    return draft.with_suffix(".source.json")


def _json(value: object) -> str:
    return dumps(value, ensure_ascii=False, indent=2) + "\n"


def _why(error: ValueError) -> str:
    """What is wrong with a file, without repeating the file."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return one_line(f"{where}: {first['msg']}" if where else first["msg"])
    return one_line(str(error))
