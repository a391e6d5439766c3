"""Paragraphs and tables as a reader finds them, counted as they come and given their places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from rules.text import Text, one_line

from ..limits import (
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_PARAGRAPHS,
    MOST_ROWS,
    at_most,
)
from ..model import Block, Cell, Document, Note, Paragraph, Place, Table
from ..words import bare
from .grid import GridRow
from .text import joined_over_pages

_CHARACTERS = Text("chữ", "characters")
_PARAGRAPHS = Text("đoạn văn", "paragraphs")
_CELLS = Text("ô trong các bảng", "cells in tables")
_ROWS = Text("hàng trong một bảng", "rows in one table")
_COLUMNS = Text("cột trong một bảng", "columns in one table")
_LETTERHEAD_ROWS = 6
NOWHERE = Place()


@dataclass
class Blocks:
    """What a document has been found to hold so far. Its methods raise UnreadableError."""

    _found: list[Block] = field(default_factory=list)
    _notes: list[Note] = field(default_factory=list)
    _paragraphs: int = 0
    _tables: int = 0
    _cells: int = 0
    _characters: int = 0

    def paragraph(self, text: str, at: Place = NOWHERE, *, heading: bool = False) -> None:
        """Running text, each of its lines a paragraph. Without a line it is counted by number."""
        for line in text.split("\n"):
            if clean := self._counted(one_line(line)):
                self._paragraphs += 1
                at_most(self._paragraphs, MOST_PARAGRAPHS, _PARAGRAPHS)
                place = at if at.line else replace(at, paragraph=self._paragraphs)
                self._found.append(Paragraph(clean, place, heading))

    def table(self, rows: Iterable[GridRow], at: Place = NOWHERE, first_column: int = 1) -> None:
        """A table; a letterhead or a frame set as one is running text, column by column.

        `at`: what is known of its place. Rows without a word are left out.
        """
        kept = [row for row in rows if any(text.strip() for text in row.texts)]
        at_most(len(kept), MOST_ROWS, _ROWS)
        width = max((len(row.texts) for row in kept), default=0)
        at_most(width, MOST_COLUMNS, _COLUMNS)
        if not kept:
            return
        if width == 1 or is_letterhead(kept):
            for column in range(width):
                for row in kept:
                    text = row.texts[column] if column < len(row.texts) else ""
                    self.paragraph(text, replace(at, row=row.number) if at.sheet else at)
            return
        self._tables += 1
        self._cells += width * len(kept)
        at_most(self._cells, MOST_CELLS, _CELLS)
        at = replace(at, table=self._tables)
        self._found.append(
            Table(tuple(self._row(row, width, at, first_column) for row in kept), at)
        )

    def _row(self, row: GridRow, width: int, at: Place, first_column: int) -> tuple[Cell, ...]:
        texts = [*row.texts, *[""] * (width - len(row.texts))]
        return tuple(
            Cell(
                self._lines(text),
                replace(at, row=row.number, column=first_column + n),
                merged=n in row.merged and not text,
            )
            for n, text in enumerate(texts)
        )

    def _lines(self, text: str) -> str:
        lines = (self._counted(one_line(line)) for line in text.split("\n"))
        return "\n".join(line for line in lines if line)

    def _counted(self, text: str) -> str:
        self._characters += len(text)
        at_most(self._characters, MOST_CHARACTERS, _CHARACTERS)
        return text

    def note(self, place: Place, text: Text) -> None:
        """Something the document holds and the reader does not read: a person has to look."""
        self._notes.append(Note(place, text))

    @property
    def empty(self) -> bool:
        """Whether no word has been found yet."""
        return not self._found

    def document(self, name: str) -> Document:
        """All of it, sentences that a page broke put together."""
        return Document(name, tuple(joined_over_pages(self._found)), tuple(self._notes))


def is_letterhead(rows: Sequence[GridRow]) -> bool:
    """The head (authority | the republic's motto) and the foot (recipients | signature)."""
    width = len({n for row in rows for n, text in enumerate(row.texts) if text.strip()})
    if len(rows) > _LETTERHEAD_ROWS or width > 3:
        return False
    words = [bare(text) for row in rows for text in row.texts]
    return any(
        "doc lap tu do hanh phuc" in text or (width == 2 and text.startswith("noi nhan"))
        for text in words
    )
