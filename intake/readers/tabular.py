"""Tab- or comma-separated values: one table, its cells quoted where they hold line breaks."""

from __future__ import annotations

import csv
import io

from ..model import Cell, Document, Place, Table
from .markup import plain_lines


def looks_tabular(text: str, separator: str) -> bool:
    """Whether nearly every line that is not empty has the separator."""
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and sum(separator in line for line in lines) >= 0.9 * len(lines)


def read_tabular(text: str, name: str, separator: str) -> Document:
    """The document of one table; a row's line is the one it ends on."""
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    raw = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    width = max((len(row) for _, row in raw), default=0)
    rows = tuple(
        tuple(
            Cell(plain_lines(cell), Place(line=line, table=1, row=number, column=column))
            for column, cell in enumerate(row + [""] * (width - len(row)), 1)
        )
        for number, (line, row) in enumerate(raw, 1)
    )
    return Document(name, (Table(rows, Place(line=1, table=1)),) if rows else ())
