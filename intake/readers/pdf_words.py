"""Words of a PDF page by their places, put into lines.

Lengths are points (1/72 inch) from the top left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.text import one_line

_WITHIN_WORD = re.compile(r"\w[-/]$")
_SPACE = 0.3  # of a line's height: what lies between two words


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the box it stands in."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """The box's centre."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words, one space apart."""
        return one_line(" ".join(word.text for word in self.words))

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.words[-1].x1

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        """That of its highest word."""
        return max(word.bottom - word.top for word in self.words)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The words in lines, from the top: a word whose middle lies within a line is one of it."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda each: (each.middle[1], each.x0)):
        last = found[-1][0] if found else None
        if last is not None and last.top <= word.middle[1] <= last.bottom:
            found[-1].append(word)
        else:
            found.append([word])
    return [Line(tuple(sorted(line, key=lambda word: word.x0))) for line in found]


def was_full(line: Line, following: Line, right: float) -> bool:
    """Whether the next line's first word would have run over the right edge: then it was broken."""
    first = following.words[0]
    return line.x1 + _SPACE * line.height + (first.x1 - first.x0) > right


def joined(text: str, following: str) -> str:
    """A broken line and its next; a word broken at its hyphen or stroke is one again."""
    return text + following if _WITHIN_WORD.search(text) else f"{text} {following}"


def rewrapped(lines: Sequence[Line], right: float) -> str:
    """A cell's text: lines that were full go on with the next, the others end where they ended."""
    text = ""
    for number, line in enumerate(lines):
        if not number:
            text = line.text
        elif was_full(lines[number - 1], line, right):
            text = joined(text, line.text)
        else:
            text += "\n" + line.text
    return text
