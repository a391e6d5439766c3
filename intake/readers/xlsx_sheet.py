"""One sheet's cells as text, streamed from its XML; formulas give the value that was stored."""

from __future__ import annotations

import io
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from rules.text import Text

from ..limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, UnreadableError, at_most, broken
from .ooxml import namespace, number_of
from .xlsx_values import Formats

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_RANGE = re.compile(rf"{_REFERENCE.pattern}:{_REFERENCE.pattern}")
_MERGED = Text("ô gộp", "merged cells")
_CELLS = Text("ô trong một trang tính", "cells in one sheet")
_ROWS = Text("hàng trong một trang tính", "rows in one sheet")
_COLUMNS = Text("cột trong một trang tính", "columns in one sheet")


@dataclass
class Sheet:
    """The cells that hold something, by row and column from 1, and how many formulas hold nothing.

    A merged cell has its text in its first place; `merged` are the columns of those below it.
    """

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: dict[int, set[int]] = field(default_factory=dict)
    last: int = 0
    uncomputed: int = 0


def read_sheet(xml: bytes, strings: Sequence[str], formats: Formats, kind: str) -> Sheet:
    """The sheet. Raises UnreadableError where it is broken or larger than any plan's."""
    sheet, cells = Sheet(), 0
    merged: list[str] = []
    try:
        for element in _elements(xml):
            if str(element.tag).endswith("}mergeCell"):
                merged.append(element.get("ref", ""))
                at_most(len(merged), MOST_CELLS, _MERGED)
                continue
            cells += len(element)
            at_most(cells, MOST_CELLS, _CELLS)
            _row(element, sheet, strings, formats)
            at_most(len(sheet.rows), MOST_ROWS, _ROWS)
    except etree.XMLSyntaxError:
        raise broken(kind) from None
    _unmerge(sheet, merged)
    return sheet


def _elements(xml: bytes) -> Iterator[etree._Element]:
    """Each row and each merged range, forgotten when the next one comes."""
    parsed = etree.iterparse(
        io.BytesIO(xml),
        events=("end",),
        tag=("{*}row", "{*}mergeCell"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _, element in parsed:
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _row(row: etree._Element, sheet: Sheet, strings: Sequence[str], formats: Formats) -> None:
    ns = namespace(row)
    number = number_of(row, "r", sheet.last + 1)
    sheet.last = number
    column = 0
    for cell in row.iterchildren(f"{ns}c"):
        match = _REFERENCE.fullmatch(cell.get("r", ""))
        column = _column(match[1]) if match else column + 1
        text = _text(cell, ns, strings, formats)
        if not text.strip():
            sheet.uncomputed += cell.find(f"{ns}f") is not None and not cell.findtext(f"{ns}v")
            continue
        at_most(column, MOST_COLUMNS, _COLUMNS)
        sheet.rows.setdefault(number, {})[column] = text


def _column(letters: str) -> int:
    count = 0
    for letter in letters:
        count = count * 26 + ord(letter) - ord("A") + 1
    return count


def _text(cell: etree._Element, ns: str, strings: Sequence[str], formats: Formats) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{ns}is")
        return "" if inline is None else string(inline, ns)
    value = cell.findtext(f"{ns}v") or ""
    if kind == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value)
    return formats.shown(value, number_of(cell, "s", 0)) if kind == "n" and value else value


def string(item: etree._Element, ns: str) -> str:
    """A text item's runs put together, without hints on pronunciation."""
    runs = (run for run in item.iterchildren(f"{ns}t", f"{ns}r"))
    return "".join(
        (run.text if run.tag == f"{ns}t" else run.findtext(f"{ns}t")) or "" for run in runs
    )


def _unmerge(sheet: Sheet, merged: Sequence[str]) -> None:
    """Empties what some programs leave in the hidden cells of a merged range."""
    work, numbers = 0, sorted(sheet.rows)
    for written in merged:
        match = _RANGE.fullmatch(written)
        if match is None:
            raise UnreadableError(
                Text(f"ô gộp sai: {written}", f"a merged range is wrong: {written}")
            )
        left, top = _column(match[1]), int(match[2])
        right, bottom = _column(match[3]), int(match[4])
        within = numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]
        work += len(within)
        at_most(work, MOST_CELLS, _MERGED)
        for number in within:
            row = sheet.rows[number]
            for column in [c for c in row if left <= c <= right and (number, c) != (top, left)]:
                del row[column]
            if number > top:
                sheet.merged.setdefault(number, set()).add(left)
