"""What a sheet shows for a stored value: numbers and days by their cell's number format.

ECMA-376 part 1, 18.8.30. Days are written in the Vietnamese order whatever the format's, for a
reader would take 5/10 for 5 October.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from .ooxml import namespace, number_of

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DECIMALS = re.compile(r"\.(0+)")
_FIRST_CUSTOM = 164
_SHORT_DATES = (14, 22)  # shown as the machine's own short date


@dataclass(frozen=True, slots=True)
class Formats:
    """The number format of each cell style, and the day that counts as the first."""

    codes: tuple[str, ...]
    since_1904: bool = False

    def shown(self, value: str, style: int) -> str:
        """A number as its cell shows it; a text that is no number as it is."""
        try:
            number = float(value)
        except ValueError:
            return value
        code = self.codes[style] if style < len(self.codes) else "General"
        if is_date_format(code) and (day := self._day(number, code)):
            return day
        plain = _LITERAL.sub("", code.partition(";")[0])
        decimals = len(found[1]) if (found := _DECIMALS.search(plain)) else 0
        if "%" in plain:
            return f"{number * 100:.{decimals}f}%"
        return f"{number:.{decimals}f}" if decimals else f"{number:.15g}"

    def _day(self, number: float, code: str) -> str:
        """The parts of the day its format shows; "" for a time of day or what is no day."""
        plain = _LITERAL.sub("", code.partition(";")[0]).lower()
        dated = re.sub(r"h+\W*m+|m+\W*s+", "", plain)
        try:
            epoch = CALENDAR_MAC_1904 if self.since_1904 else CALENDAR_WINDOWS_1900
            day = from_excel(number, epoch)
        except (ValueError, OverflowError):
            return ""
        if not isinstance(day, datetime):
            return ""
        parts = (
            ("d", f"{day.day:02}" if "dd" in dated else str(day.day)),
            ("m", f"{day.month:02}" if "mm" in dated else str(day.month)),
            ("y", str(day.year)),
        )
        return "/".join(text for letter, text in parts if letter in dated)


def read_formats(styles: etree._Element | None, *, since_1904: bool) -> Formats:
    """The formats that `styles.xml` gives."""
    if styles is None:
        return Formats((), since_1904)
    ns = namespace(styles)
    own = {
        number_of(each, "numFmtId", 0): each.get("formatCode", "")
        for each in styles.iterfind(f"{ns}numFmts/{ns}numFmt")
    }
    codes = []
    for cell in styles.iterfind(f"{ns}cellXfs/{ns}xf"):
        id_ = number_of(cell, "numFmtId", 0)
        builtin = "dd/mm/yyyy" if id_ in _SHORT_DATES else BUILTIN_FORMATS.get(id_, "General")
        codes.append(own.get(id_, "General" if id_ >= _FIRST_CUSTOM else builtin))
    return Formats(tuple(codes), since_1904)
