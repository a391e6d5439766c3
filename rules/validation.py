"""A TOML file read into a pydantic model: every fault becomes a Problem with its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .problems import Problem
from .text import Text
from .validation_texts import describe

M = TypeVar("M", bound=BaseModel)
Loc = Sequence[str | int]

_IDENTITIES = ("ref", "id", "date", "year")
_HEADER = re.compile(r"\s*(?P<open>\[\[?)\s*(?P<name>[^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a TOML file and its data, for naming the place of a fault."""

    file: str
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    def key(self, loc: Loc) -> str:
        """The path as a person reads it: `duty["III.1"].when`, an index where there is no name."""
        key, at = "", self.data
        for part in loc:
            at = _inside(at, part)
            if isinstance(part, str):
                key += f".{part}" if key else part
            else:
                name = _identity(at)
                key += f'["{name}"]' if name else f"[{part}]"
        return key

    def line(self, loc: Loc) -> int | None:
        """The 1-based line of the innermost part that can be found, None where none can."""
        lines = self.text.splitlines()
        first, last, best, prefix, at = 0, len(lines), None, "", self.data
        starts: list[int] = []
        for part in loc:
            at = _inside(at, part)
            if isinstance(part, str):
                prefix = f"{prefix}.{part}" if prefix else part
                starts = [n for n in range(first, last) if _header(lines[n]) == ("[[", prefix)]
                found = None if starts else _assignment(lines, first, last, part, prefix)
            else:
                found = starts[part] if part < len(starts) else _row(lines, first, last, at)
                last = starts[part + 1] if part + 1 < len(starts) else last
            if found is not None:
                best = first = found
        return None if best is None else best + 1

    def problem(
        self, loc: Loc, what: Text, hint: Text = Text("", ""), value: object = ""
    ) -> Problem:
        """An error at `loc`."""
        shown = "" if isinstance(value, Mapping | list | tuple) or value is None else str(value)
        return Problem(self.file, self.key(loc), what, hint, shown[:80], self.line(loc))

    def validate(self, model: type[M]) -> tuple[M | None, list[Problem]]:
        """The data as `model`, or all that is wrong with it."""
        try:
            return model.model_validate(self.data), []
        except ValidationError as error:
            found = error.errors()
            return None, [
                self.problem(one["loc"], *describe(one, model))
                for one in found
                if not _only_seems_empty(one, found)
            ]


def _only_seems_empty(error: ErrorDetails, found: list[ErrorDetails]) -> bool:
    """Pydantic calls a list too short when all its items are faulty; the items say it already."""
    loc = error["loc"]
    return error["type"] == "too_short" and any(
        one["loc"][: len(loc)] == loc and len(one["loc"]) > len(loc) for one in found
    )


def read_toml(path: Path) -> tuple[Source, list[Problem]]:
    """The file's text and data; where it cannot be read or is not TOML, no data and one problem."""
    file = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return Source(file, text, tomllib.loads(text)), []
    except OSError as error:
        what = Text(f"không đọc được tệp: {error.strerror}", f"cannot be read: {error.strerror}")
        return Source(file), [Problem(file, "file", what)]
    except UnicodeDecodeError as error:
        what = Text("tệp không ở dạng UTF-8", "is not UTF-8")
        hint = Text("lưu lại tệp theo bảng mã UTF-8", "save the file as UTF-8")
        line = error.object[: error.start].count(b"\n") + 1
        return Source(file), [Problem(file, "UTF-8", what, hint, line=line)]
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        what = Text(f"sai cú pháp TOML: {error}", f"is not valid TOML: {error}")
        hint = Text(
            'chuỗi phải nằm trong dấu nháy: when = "Quý I/2019"; mỗi khóa chỉ khai một lần',
            'strings stand in quotes: when = "Quý I/2019"; each key may appear once',
        )
        return Source(file), [
            Problem(file, "TOML", what, hint, line=int(place[1]) if place else None)
        ]


def _inside(at: Any, part: str | int) -> Any:
    try:
        return at[part]
    except (KeyError, IndexError, TypeError):
        return None


def _identity(at: Any) -> str:
    if not isinstance(at, Mapping):
        return ""
    return next((str(at[name]) for name in _IDENTITIES if name in at), "")


def _header(line: str) -> tuple[str, str] | None:
    match = _HEADER.fullmatch(line)
    return (match["open"], match["name"]) if match else None


def _assignment(lines: list[str], first: int, last: int, part: str, prefix: str) -> int | None:
    """The line `part = …` of the table that is open at `first`, else the header `[prefix]`."""
    assigned = re.compile(rf"\s*[\"']?{re.escape(part)}[\"']?\s*=")
    for number in range(first, last):
        if number > first and _header(lines[number]):
            break
        if assigned.match(lines[number]):
            return number
    return next((n for n in range(first, last) if _header(lines[n]) == ("[", prefix)), None)


def _row(lines: list[str], first: int, last: int, at: Any) -> int | None:
    """The line of an inline table, found by what names it."""
    name = _identity(at)
    if not name:
        return None
    named = re.compile(rf"=\s*[\"']?{re.escape(name)}[\"']?\s*[,}}#]")
    return next((n for n in range(first, last) if named.search(lines[n])), None)
