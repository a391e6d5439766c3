"""XLSX (ECMA-376 part 1, 18): every sheet that is shown; its tables, and the words around them.

A sheet knows no tables: rows side by side with nothing between them are one from the first row of
three cells to the last of two; a row of one cell above or below is running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from lxml import etree

from rules.text import Text

from ..limits import MOST_CELLS, at_most, broken
from ..model import Document, Place
from .blocks import Blocks
from .container import parts
from .grid import GridRow
from .ooxml import main_part, namespace, parse, relations
from .xlsx_sheet import Sheet, read_sheet, string
from .xlsx_values import read_formats

KIND = "XLSX"
_APPENDIX = re.compile(r"\s*(?:phụ\s+lục|danh\s+mục|biểu)\b", re.IGNORECASE)
_STRINGS = Text("chuỗi chữ", "strings")

_Row = tuple[int, dict[int, str]]


def read_xlsx(data: bytes, name: str) -> Document:
    """The document. Raises UnreadableError. Macros are never looked at."""
    files = parts(data, KIND)
    main = main_part(files, KIND)
    book = parse(files.get(main, b""), KIND)
    ns = namespace(book)
    related = relations(files, main, KIND)
    named = {kind: files[target] for kind, target in related.values() if target in files}
    settings = book.find(f"{ns}workbookPr")
    since_1904 = settings is not None and settings.get("date1904", "0") in ("1", "true")
    styles = parse(named["styles"], KIND) if "styles" in named else None
    formats = read_formats(styles, since_1904=since_1904)
    strings = _strings(named.get("sharedStrings"))
    blocks = Blocks()
    for each in book.iterfind(f"{ns}sheets/{ns}sheet"):
        title = each.get("name", "")
        kind, target = related.get(_relation(each), ("", ""))
        if kind != "worksheet":
            blocks.note(
                Place(sheet=title), Text("không phải bảng tính: chưa đọc", "no cells: not read")
            )
        elif each.get("state", "visible") != "visible":
            blocks.note(
                Place(sheet=title), Text("trang tính ẩn: chưa đọc", "a hidden sheet: not read")
            )
        elif target not in files:
            raise broken(KIND)
        else:
            _add(blocks, title, read_sheet(files[target], strings, formats, KIND))
    return blocks.document(name)


def _relation(sheet: etree._Element) -> str:
    """Its `r:id`, in whichever of the two namespaces."""
    return next((sheet.get(key, "") for key in map(str, sheet.keys()) if key.endswith("}id")), "")


def _strings(xml: bytes | None) -> list[str]:
    if xml is None:
        return []
    root = parse(xml, KIND)
    at_most(len(root), MOST_CELLS, _STRINGS)
    return [string(item, namespace(root)) for item in root]


def _add(blocks: Blocks, title: str, sheet: Sheet) -> None:
    at = Place(sheet=title)
    for band in _bands(sorted((n, row) for n, row in sheet.rows.items() if row)):
        wide = [n for n, (_, row) in enumerate(band) if len(row) > 2]
        filled = [n for n, (_, row) in enumerate(band) if len(row) > 1]
        first = _begin(band, wide[0]) if wide else filled[0] if filled else len(band)
        end = _end(band, first) if wide else first
        _loose(blocks, at, band[:first], sheet)
        _table(blocks, at, band[first:end], sheet)
        _loose(blocks, at, band[end:], sheet)
    if sheet.uncomputed:
        blocks.note(
            at,
            Text(
                f"{sheet.uncomputed} ô có công thức mà chưa có giá trị: mở tệp, tính lại rồi lưu",
                f"{sheet.uncomputed} formulas without a value: open, compute and save the file",
            ),
        )


def _begin(band: Sequence[_Row], wide: int) -> int:
    """At the first row of three cells, or above it where rows of one stand further in."""
    left = min(band[wide][1])
    while wide and len(band[wide - 1][1]) == 1 and min(band[wide - 1][1]) > left:
        wide -= 1
    return wide


def _end(band: Sequence[_Row], first: int) -> int:
    """After the last row of two cells, or of one that stands not in the table's first column."""
    left = min(column for _, row in band[first:] for column in row)
    return 1 + max(n for n, (_, row) in enumerate(band) if len(row) > 1 or left not in row)


def _bands(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Runs of rows without an empty one between; an appendix's heading begins its own."""
    band: list[_Row] = []
    for number, row in rows:
        alone = len(row) == 1 and _APPENDIX.match(next(iter(row.values())))
        if band and (number > band[-1][0] + 1 or alone):
            yield band
            band = []
        band.append((number, row))
    if band:
        yield band


def _loose(blocks: Blocks, at: Place, rows: Sequence[_Row], sheet: Sheet) -> None:
    """Rows of one cell as running text; rows of two, as a letterhead has, as a table."""
    for several, group in groupby(rows, key=lambda each: len(each[1]) > 1):
        if several:
            _table(blocks, at, list(group), sheet)
        else:
            for number, row in group:
                for column, text in row.items():
                    blocks.paragraph(text, Place(sheet=at.sheet, row=number, column=column))


def _table(blocks: Blocks, at: Place, rows: Sequence[_Row], sheet: Sheet) -> None:
    columns = {column for _, row in rows for column in row}
    if not columns:
        return
    first, whole = min(columns), range(min(columns), max(columns) + 1)
    blocks.table(
        [
            GridRow(
                number,
                [row.get(column, "") for column in whole],
                frozenset(column - first for column in sheet.merged.get(number, ())),
            )
            for number, row in rows
        ],
        at,
        first,
    )
