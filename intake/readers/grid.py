"""Cells that span rows and columns laid out on a grid: the text first, empty cells after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rules.text import Text

from ..limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, at_most

_CELLS = Text("ô trong một bảng", "cells in one table")
_COLUMNS = Text("cột trong một bảng", "columns in one table")


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row's texts by column, its number, and the columns that a cell from above reaches into."""

    number: int
    texts: Sequence[str]
    merged: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Span:
    """A cell's text and over how many columns and rows it goes, itself included.

    `merged`: where each row has a cell of its own, this one only goes on with the one above.
    """

    text: str
    columns: int = 1
    rows: int = 1
    merged: bool = False


@dataclass
class Grid:
    """Rows filled from the top; a cell takes the next place no cell from above reaches into."""

    _rows: list[dict[int, str]] = field(default_factory=list)
    _merged: list[set[int]] = field(default_factory=list)
    _until: dict[int, int] = field(default_factory=dict)  # column: the first row it is free in
    _cells: int = 0

    def add(self, spans: Iterable[Span]) -> None:
        """The next row. Raises UnreadableError for a table that grows out of all measure."""
        number, column = len(self._rows), 0
        row: dict[int, str] = {}
        merged = {column for column, until in self._until.items() if until > number}
        for span in spans:
            while self._until.get(column, 0) > number:
                column += 1
            row[column] = span.text
            merged |= {column} if span.merged else set()
            width = min(max(span.columns, 1), MOST_COLUMNS + 1)
            height = min(max(span.rows, 1), MOST_ROWS)
            if height > 1:
                self._until.update(dict.fromkeys(range(column, column + width), number + height))
            column += width
            self._cells += width
            at_most(column, MOST_COLUMNS, _COLUMNS)
            at_most(self._cells, MOST_CELLS, _CELLS)
        self._rows.append(row)
        self._merged.append(merged)

    def rows(self) -> list[GridRow]:
        """Rows of one length, numbered from 1; columns in which no cell begins are none."""
        columns = sorted({column for row in self._rows for column in row})
        at_most(len(columns) * len(self._rows), MOST_CELLS, _CELLS)
        return [
            GridRow(
                number,
                [row.get(column, "") for column in columns],
                frozenset(n for n, column in enumerate(columns) if column in merged),
            )
            for number, (row, merged) in enumerate(zip(self._rows, self._merged, strict=True), 1)
        ]
