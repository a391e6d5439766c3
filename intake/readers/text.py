"""Plain text as OCR or a conversion leaves it: paragraphs, tab-separated or Markdown tables.

Markdown is the same text with marks; both kinds of table row may stand in one document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..model import Block, Cell, Document, Paragraph, Place, Table
from .markup import is_heading, plain, plain_lines

_RULE = re.compile(r"[\s|:+=\-–—_\t]*(?:-{2,}|–{2,}|—{2,}|={2,})[\s|:+=\-–—_\t]*")
_PIPES = re.compile(r"\s*\|.*\|\s*")
_ENDED = re.compile(r"[.;:!?…)\]”\"/]\s*$")
_STARTS_ANEW = re.compile(
    r"\s*(?:[-–—•*+>#“\"|]|\((?=[A-ZĐ])|[IVXLC]+(?:[.)\-]|/\s)|\d+(?:\.\d+)*(?:[.)]|/\s)|[a-zđ][.)/]\s)|\s*[^\W\d_]{1,3}\."
)
_WRAPPED_FROM = 60  # shorter lines end where their author ended them
_WIDEST_WRAP = 130  # a text with longer lines has a line for a paragraph
_RAGGED = 14  # how much of a full line a long last word leaves empty


def read_text(text: str, name: str) -> Document:
    """The document of a text, its line ends of any kind. Lines are counted from 1."""
    lines = text.split("\n")
    reader = _Reader(_wrapped_at(lines))
    for number, line in enumerate(lines, 1):
        reader.take(number, line.rstrip("\r"))
    reader.end_paragraph()
    reader.end_table()
    return Document(name, tuple(joined_over_pages(reader.blocks)))


def _wrapped_at(lines: list[str]) -> int:
    """The width lines were broken at, 0 where a line is a paragraph."""
    widest = max((len(line) for line in lines if "\t" not in line and "|" not in line), default=0)
    return widest if _WRAPPED_FROM < widest < _WIDEST_WRAP else 0


@dataclass
class _Reader:
    wrapped: int = 0
    blocks: list[Block] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _first: int = 0
    _rows: list[tuple[int, list[str]]] = field(default_factory=list)
    _tables: int = 0
    _after_row: bool = False
    _width: int = 0  # of the piece above, where only empty lines stand between

    def take(self, number: int, line: str) -> None:
        if not line.strip():
            self.end_paragraph()
            self._end_piece()
            return
        cells = self._cells(line)
        if cells is not None:
            self.end_paragraph()
            self._row(number, cells)
        elif self._row_is_short():
            self._rows[-1][1][-1] += "\n" + line
        else:
            self.end_table()
            self._width = 0
            self._prose(number, line)

    def _cells(self, line: str) -> list[str] | None:
        """The cells of a table row; none for the rule under a head; None for running text."""
        if _RULE.fullmatch(line) and ("\t" in line or "|" in line):
            return []
        if line.count("\t") >= 2 or ("\t" in line and (self._rows or self._width)):
            return line.split("\t")
        if _PIPES.fullmatch(line) and line.count("|") >= 3:
            return re.split(r"(?<!\\)\|", line.strip()[1:-1])
        return None

    def _row_is_short(self) -> bool:
        """Whether the row before, right above, still lacks cells: then this line belongs to it."""
        return self._after_row and len(self._rows[-1][1]) < len(self._rows[0][1])

    def _row(self, number: int, cells: list[str]) -> None:
        if not cells:
            return
        if self._row_is_short() and cells[0].strip() and len(self._rows) > 1:
            last = self._rows[-1][1]
            last[-1] += "\n" + cells[0]
            last.extend(cells[1:])
        else:
            self._rows.append((number, cells))
        self._after_row = True

    def _prose(self, number: int, line: str) -> None:
        anew = is_heading(line) or not self._lines or not self._continues(line)
        if anew:
            self.end_paragraph()
            self._first = number
        self._lines.append(line)
        if is_heading(line):
            self.end_paragraph()

    def _continues(self, line: str) -> bool:
        """Whether the line goes on with the sentence of the one above."""
        before, here = plain(self._lines[-1]), plain(line)
        if not here or _STARTS_ANEW.match(here):
            return False
        if here[0].islower():
            return True
        if self.wrapped and len(self._lines[-1]) > self.wrapped - _RAGGED:
            return True
        return len(before) >= _WRAPPED_FROM and not _ENDED.search(before)

    def end_paragraph(self) -> None:
        if self._lines:
            text = plain(" ".join(self._lines))
            if text and not _RULE.fullmatch(text):
                heading = is_heading(self._lines[0])
                self.blocks.append(Paragraph(text, Place(line=self._first), heading))
            self._lines = []

    def _end_piece(self) -> None:
        """An empty line is a page's end within a table: as in the other formats the rest is a piece
        of its own, as wide as the first.
        """
        if self._rows:
            width = max(self._width, *(len(cells) for _, cells in self._rows))
            self.end_table()
            self._width = width

    def end_table(self) -> None:
        if not self._rows:
            return
        self._tables += not self._width  # a piece more is the same table
        width = max(self._width, *(len(cells) for _, cells in self._rows))
        rows = tuple(
            tuple(
                Cell(plain_lines(text), Place(line=number, table=self._tables, column=column))
                for column, text in enumerate(cells + [""] * (width - len(cells)), 1)
            )
            for number, cells in self._rows
        )
        place = Place(line=self._rows[0][0], table=self._tables)
        self.blocks.append(Table(rows, place))
        self._rows, self._after_row = [], False


def joined_over_pages(blocks: list[Block]) -> list[Block]:
    """A paragraph a page broke goes on in small letters after one that did not end."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if (
            isinstance(block, Paragraph)
            and isinstance(last, Paragraph)
            and not (block.heading or last.heading)
            and block.text[0].islower()
            and not _STARTS_ANEW.match(block.text)
            and not _ENDED.search(last.text)
        ):
            joined[-1] = Paragraph(f"{last.text} {block.text}", last.place, last.heading)
        else:
            joined.append(block)
    return joined
