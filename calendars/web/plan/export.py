"""Tables taken away: CSV that a Vietnamese Excel opens as it is, and XLSX. No cell is a formula.

CSV: UTF-8 with the byte order mark, without which Excel takes it for the machine's code page; ";"
between the fields, since "," is the decimal sign there and Excel then parts fields by ";". A first
line "sep=;" would be a row of the table to every other reader. Days are ISO 8601, which every
locale reads.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Literal
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from rules.text import Lang, one_line

Value = str | int | date | Fraction | None
"""A Fraction is a share, shown in percent with one decimal."""
Kind = Literal["csv", "xlsx"]
MEDIA_TYPES: dict[Kind, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a spreadsheet takes for the beginning of a formula, the wide forms included (OWASP, CSV
# Injection); tab and carriage return are gone with `one_line`, and are asked for all the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_LONGEST = 32_767  # characters of a cell in Excel


@dataclass(frozen=True, slots=True)
class Table:
    """Lines of a header, the columns' names, and the rows; `widths` are characters."""

    title: str
    about: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    widths: tuple[int, ...]


def as_csv(table: Table, lang: Lang) -> bytes:
    """The columns' names and the rows: what stands above them would be no table."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([harmless(name) for name in table.columns])
    for row in table.rows:
        writer.writerow([_plain(value, lang) for value in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table, now: datetime) -> bytes:
    """One sheet; its header stays in sight and is printed on every page. Text is text: typed so,
    and marked as with a leading apostrophe, so that it stays text when somebody edits it.
    """
    book = Workbook()
    book.properties.created = book.properties.modified = now.replace(tzinfo=None)
    book.properties.creator = "Kỳ Hạn"
    book.remove(book.worksheets[0])
    sheet: Worksheet = book.create_sheet(table.title[:31])
    header = len(table.about) + 1
    for place, width in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{header + 1}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for line in table.about:
        sheet.append([_cell(sheet, line)])
    sheet.append([_cell(sheet, name, heading=True) for name in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:  # `book.save` would look at the clock
        ExcelWriter(book, archive).save()
    return out.getvalue()


def harmless(text: str) -> str:
    """The text on one line, an apostrophe before what a spreadsheet would take for a formula."""
    line = one_line(text)[: _LONGEST - 1]
    return f"'{line}" if line.startswith(_FORMULA) else line


def _plain(value: Value, lang: Lang) -> str | int:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, Fraction):
        percent = f"{float(value * 100):.1f}"
        return percent.replace(".", ",") if lang == "vi" else percent
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def _cell(sheet: Worksheet, value: Value, *, heading: bool = False) -> Cell:
    cell = Cell(sheet, row=1, column=1)  # where it is put is told when it is appended
    if isinstance(value, str):
        cell.value = one_line(value)[:_LONGEST]
        cell.data_type = "s"
        cell.quotePrefix = True
    elif isinstance(value, Fraction):
        cell.value = float(value)
        cell.number_format = "0.0%"
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
    if heading:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
