"""Tables of a PDF page: those drawn with lines, and those that only the words' places show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pdfplumber.page import Page

from .grid import GridRow
from .pdf_words import Line, Word, lines_of, rewrapped

_GUTTER = 0.4  # of a line's height: narrower white between columns is a space between words
_FEWEST_LINES = 3  # of a table without drawn lines; white that runs through two may be chance
_ROW_GAP = 1.1  # times the least distance of lines: more begins a row
_TOUCHING = 3.0  # lines nearer than this meet
_PADDING = 8.0  # at most, between a drawn cell's edge and its words

_Box = tuple[float, float, float, float]
_White = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table's texts and where on the page it begins; whether the page cuts its outer rows."""

    top: float
    rows: list[GridRow]
    cut_above: bool = False
    cut_below: bool = False


def drawn_tables(page: Page, words: Sequence[Word]) -> tuple[list[PageTable], list[Word]]:
    """The tables drawn with lines, and the words that stand in none of them."""
    tables: list[PageTable] = []
    left = list(words)
    ends = _open_ends(page)
    for table in page.find_tables({"explicit_horizontal_lines": ends}):
        x0, top, x1, bottom = table.bbox
        inside = [word for word in left if _within(word, (x0, top, x1, bottom))]
        if not inside:
            continue
        left = [word for word in left if not _within(word, (x0, top, x1, bottom))]
        rows = []
        open_cells: dict[int, float] = {}  # column: where its last cell ends
        for number, row in enumerate(table.rows, 1):
            merged = frozenset(n for n, end in open_cells.items() if end > row.bbox[1] + 1)
            open_cells.update((n, box[3]) for n, box in enumerate(row.cells) if box is not None)
            texts = [_cell(inside, box) if box is not None else "" for box in row.cells]
            rows.append(GridRow(number, texts, merged))
        above, below = (any(abs(y - end) < _TOUCHING for end in ends) for y in (top, bottom))
        tables.append(PageTable(top, rows, above, below))
    return tables, left


def _open_ends(page: Page) -> list[float]:
    """Where a page cuts through a row: the ends of the lines down that no line across closes."""
    across = [
        float(edge["top"])
        for edge in page.edges
        if edge["orientation"] == "h" and edge["x1"] - edge["x0"] > _TOUCHING  # no line's own end
    ]
    down = [edge for edge in page.edges if edge["orientation"] == "v"]
    ends = (
        min((float(edge["top"]) for edge in down), default=0.0),
        max((float(edge["bottom"]) for edge in down), default=0.0),
    )
    return [end for end in ends if across and all(abs(end - y) > _TOUCHING for y in across)]


def _within(word: Word, box: _Box) -> bool:
    x, y = word.middle
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _cell(words: Sequence[Word], box: _Box) -> str:
    inside = lines_of(word for word in words if _within(word, box))
    padding = min((line.x0 for line in inside), default=box[0]) - box[0]
    return rewrapped(inside, box[2] - min(padding, _PADDING))


def placed_tables(lines: Sequence[Line]) -> list[tuple[range, PageTable]]:
    """Tables without drawn lines: three lines or more with the same white between three columns.

    Two columns are one only at a letterhead, which is for the caller to tell. Each comes with the
    lines that it takes up.
    """
    found: list[tuple[range, PageTable]] = []
    start = 0
    while start < len(lines):
        end, gutters = _run(lines, start)
        if len(gutters) == 1:  # what stands below a letterhead on one side is not of it
            while end > start and not _parts(lines[end - 1 : end], gutters[0]):
                end -= 1
        if _is_table(lines[start:end], gutters):
            taken = lines[start:end]
            found.append((range(start, end), PageTable(taken[0].top, _rows(taken, gutters))))
            start = end
        else:
            start += 1
    return found


def _run(lines: Sequence[Line], start: int) -> tuple[int, list[_White]]:
    """How far the white between words goes on, and which."""
    gutters = _white(lines[start])[1:-1]
    end = start + 1
    while end < len(lines) and gutters:
        least = _GUTTER * lines[end].height
        kept = [
            (max(a[0], b[0]), min(a[1], b[1]))
            for a in gutters
            for b in _white(lines[end])
            if min(a[1], b[1]) - max(a[0], b[0]) >= least
        ]
        settled = end - start >= _FEWEST_LINES
        if not kept or (settled and len(kept) < len(gutters)) or len(kept) < min(len(gutters), 2):
            break
        gutters = kept
        end += 1
    return end, [white for white in gutters if _parts(lines[start:end], white)]


def _white(line: Line) -> list[_White]:
    """Where the line has no words, from the left edge to the right."""
    least = _GUTTER * line.height
    between = [
        (one.x1, other.x0) for one, other in pairwise(line.words) if other.x0 - one.x1 >= least
    ]
    return [(float("-inf"), line.x0), *between, (line.x1, float("inf"))]


def _parts(lines: Sequence[Line], white: _White) -> bool:
    """Whether words stand on both sides."""
    return any(line.x0 < white[0] for line in lines) and any(line.x1 > white[1] for line in lines)


def _is_table(lines: Sequence[Line], gutters: Sequence[_White]) -> bool:
    """Enough lines, two of them with words in several columns: wide white in one is chance."""
    if len(lines) < (_FEWEST_LINES if len(gutters) > 1 else 2) or not gutters:
        return False
    columns = [
        sum(bool(_inside(line, left, right)) for left, right in pairwise(_bounds(gutters)))
        for line in lines
    ]
    return sum(filled >= min(len(gutters) + 1, 3) for filled in columns) > 1


def _bounds(gutters: Sequence[_White]) -> list[float]:
    """The middles of the white between columns, and the far left and right."""
    middles = [(left + right) / 2 for left, right in sorted(gutters)]
    return [float("-inf"), *middles, float("inf")]


def _rows(lines: Sequence[Line], gutters: Sequence[_White]) -> list[GridRow]:
    columns = [
        [Line(inside) if (inside := _inside(line, left, right)) else None for line in lines]
        for left, right in pairwise(_bounds(gutters))
    ]
    begins = _row_begins(lines, columns[0])
    rights = [max((line.x1 for line in column if line), default=0.0) for column in columns]
    if len(columns) == 2:  # a letterhead, centred: its lines end where their author ended them
        rights = [float("inf")] * 2
    return [
        GridRow(
            number,
            [
                rewrapped([line for line in column[first:end] if line], right + 1)
                for column, right in zip(columns, rights, strict=True)
            ],
        )
        for number, (first, end) in enumerate(pairwise([*begins, len(lines)]), 1)
    ]


def _inside(line: Line, left: float, right: float) -> tuple[Word, ...]:
    return tuple(word for word in line.words if left <= word.middle[0] < right)


def _row_begins(lines: Sequence[Line], first_column: Sequence[Line | None]) -> list[int]:
    """The lines that begin a row: after more white than between a cell's lines, else numbered."""
    distances = [other.bottom - one.bottom for one, other in pairwise(lines)]
    least = min(distances, default=0.0)
    apart = [n for n, distance in enumerate(distances, 1) if distance > _ROW_GAP * least]
    if not apart:
        apart = [n for n, line in enumerate(first_column) if n and line is not None]
    return [0, *apart]
