"""Lines of a PDF put together into paragraphs, over the ends of pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce

from ..model import Place
from .blocks import Blocks
from .pdf_words import Line, joined, was_full

_WIDE = 0.9  # of a line's height: more white above a line begins a paragraph
_INDENT = 0.8  # of a line's height: one that begins so far behind the last begins a paragraph
_NUMBERED = re.compile(
    r"(?:[-–—•*+]|\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|[IVXLC]+[.)\-]|[a-zđ][.)])\s"
    r"|\((?-i:[A-ZĐ])|(?:phụ\s+lục|điều\s+\d|chương\s+[IVX\d])",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.;:!?]\s*$")


class Prose:
    """The lines of the paragraph that is being read."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._lines: list[Line] = []
        self._place = Place()
        self._page = self._number = 0
        self._right = 0.0
        self._turned = False

    def turn_page(self, page: int, lines: Sequence[Line]) -> None:
        """The next page begins, with these lines outside drawn tables."""
        self._page, self._number, self._turned = page, 0, True
        self._right = max((line.x1 for line in lines), default=self._right)

    def take(self, line: Line) -> None:
        """The next line: it goes on with the paragraph, or begins one."""
        self._number += 1
        if not self._goes_on(line):
            self.end()
            self._place = Place(page=self._page, line=self._number)
        self._lines.append(line)
        self._turned = False

    def _goes_on(self, line: Line) -> bool:
        if not self._lines or _NUMBERED.match(line.text):
            return False
        last = self._lines[-1]
        if not was_full(last, line, self._right):
            return False
        if self._turned:
            return not _ENDED.search(last.text)
        indented = line.x0 - last.x0 > _INDENT * line.height
        return line.top - last.bottom <= _WIDE * line.height and not indented

    def end(self) -> None:
        """The paragraph so far is whole."""
        if self._lines:
            self._blocks.paragraph(reduce(joined, (line.text for line in self._lines)), self._place)
            self._lines = []
