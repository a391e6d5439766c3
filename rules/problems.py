"""Input errors are values: all of them at once, each with where, what, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .text import Lang, Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input.

    `file` as the user named it, `key` the path inside it ("duty[3].when"), `line` 1-based or None,
    `value` what stood there, `what` the fault, `hint` what would be right.
    A "warning" is shown but stops nothing.
    """

    file: str
    key: str
    what: Text
    hint: Text = Text("", "")
    value: str = ""
    line: int | None = None
    severity: Literal["error", "warning"] = "error"

    def show(self, lang: Lang) -> str:
        """`file:line: key = value: what → hint`, on one line, or more where a caret is drawn."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        value = f" = {self.value!r}" if self.value else ""
        hint = f" → {self.hint.to(lang)}" if self.hint.to(lang) else ""
        return f"{place}: {self.key}{value}: {self.what.to(lang)}{hint}"


def errors(problems: list[Problem]) -> list[Problem]:
    """Those that stop a plan, without the warnings."""
    return [problem for problem in problems if problem.severity == "error"]
