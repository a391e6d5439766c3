"""Tables put together again: pieces broken over pages joined, repeated heads dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..model import Place, Row
from ..outline import Item, Placed, PlacedTable
from ..words import bare
from .columns import is_head

_LONGEST_HEADING = 200
_PAGE_NUMBER = re.compile(r"[-–\s]*\d{1,4}[-–\s]*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading: a paragraph between two pieces of a table."""

    number: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the joined table. `after_break`: a page ended between it and the row above."""

    row: Row
    after_break: bool


@dataclass
class Joined:
    """A table whole again. `head`: its head's words by column, None where it is lost."""

    part: str
    path: tuple[str, ...]
    place: Place
    width: int
    head: tuple[str, ...] | None = None
    lines: list[Line | Heading] = field(default_factory=list)


def joined_tables(placed: list[Placed]) -> list[Joined]:
    """All tables of the document, each whole."""
    tables: list[Joined] = []
    current: Joined | None = None
    between: list[Item] = []
    for each in placed:
        if isinstance(each, Item):
            between.append(each)
            continue
        if current is None or not _goes_on(current, each, between):
            current = Joined(
                each.part, () if each.part else each.path, each.table.place, _width(each)
            )
            tables.append(current)
            current.lines += _headings(between[-1:] if each.part else [])
        else:
            current.lines += _headings(between)
        _add(current, each)
        between = []
    return tables


def _width(placed: PlacedTable) -> int:
    return max(len(row) for row in placed.table.rows)


def _headings(items: list[Item]) -> list[Heading]:
    return [
        Heading(item.path[-1] if item.own else "", item.text, item.place)
        for item in items
        if not _PAGE_NUMBER.fullmatch(item.text) and (item.own or len(items) > 1)
    ]


def _goes_on(current: Joined, each: PlacedTable, between: list[Item]) -> bool:
    """Whether the next piece goes on with the table above: little between, no new head."""
    if each.part != current.part or (not each.part and each.path != current.path):
        return False
    if abs(_width(each) - current.width) > 1:
        return False
    if any(len(item.text) > _LONGEST_HEADING for item in between) or len(between) > 3:
        return False
    head = _head_of(each)
    return head is None or current.head is None or _same(head, current.head)


def _head_of(each: PlacedTable) -> tuple[str, ...] | None:
    first = tuple(cell.text for cell in each.table.rows[0])
    return first if is_head(first) else None


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """A head repeated on the next page, whatever OCR made of a letter or two of it."""
    pairs = list(zip(one, other, strict=False))
    return sum(bare(a) == bare(b) for a, b in pairs) >= 0.6 * len(pairs)


def _add(current: Joined, each: PlacedTable) -> None:
    last: int | None = None
    fresh = True  # the piece's first row is after a break; formats without lines have no other
    heading = not any(isinstance(line, Line) for line in current.lines)
    for row in each.table.rows:
        texts = tuple(cell.text for cell in row)
        line = row[0].place.line if row else None
        apart = line is not None and last is not None and line - last > 1 + _height(row)
        if is_head(texts) and (heading or current.head is None or _same(texts, current.head)):
            current.head = _merged(current.head, texts) if heading else current.head or texts
        elif _numbers_columns(texts) or (heading and _under_head(texts, current.head)):
            if not _numbers_columns(texts):
                current.head = _merged(current.head, texts)
        elif any(text.strip() for text in texts):
            first = not any(isinstance(known, Line) for known in current.lines)
            current.lines.append(Line(row, after_break=(fresh or apart) and not first))
            heading = fresh = False
            last = line
        current.width = max(current.width, len(row))


def _height(row: Row) -> int:
    return max(cell.text.count("\n") for cell in row)


def _merged(head: tuple[str, ...] | None, texts: tuple[str, ...]) -> tuple[str, ...]:
    """A head of two rows, its cells joined; under a head that spans the years, the year stays."""
    if head is None:
        return texts
    wide = [*head, *[""] * len(texts)]
    return tuple(
        text if re.fullmatch(r"(?:nam )?20\d\d", bare(text)) else f"{wide[n]} {text}".strip()
        for n, text in enumerate(texts)
    )


def _under_head(texts: tuple[str, ...], head: tuple[str, ...] | None) -> bool:
    """A second head row: nothing but years."""
    filled = [bare(text) for text in texts if text.strip()]
    return head is not None and bool(filled) and all(
        re.fullmatch(r"(?:nam )?20\d\d", text) for text in filled
    )  # fmt: skip


def _numbers_columns(texts: tuple[str, ...]) -> bool:
    """“(1) (2) (3)” under a head."""
    filled = [text.strip(" ()") for text in texts if text.strip()]
    return len(filled) > 2 and filled == [str(n) for n in range(1, len(filled) + 1)]
