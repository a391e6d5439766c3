"""A table's lines made into its rows: sections, numbers, letters, groups; broken rows joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from rules.text import one_line

from ..model import Cell, Place, Row
from ..words import bare
from .columns import Columns, Role
from .tables import Heading, Joined, Line

_ROMAN = re.compile(r"([IVX]{1,5})\s*[.\-–):]?\s*")
_ROMAN_BEFORE = re.compile(r"([IVX]{1,5})\s*(?:[.\-–):]\s*|\s)(?=[^\W\d_])")
_CAPITAL = re.compile(r"([A-H])\s*[.)]?\s*")
_FIGURE = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\s*[.)]?\s*")
_LETTER = re.compile(r"([a-zđ])\s*[.)]\s*")
_DITTO = re.compile(r"[-–\s]*(?:nt|như\s+trên|như\s+mục\s+trên)[-–\s.]*|[\"”″]|//", re.IGNORECASE)
_BULLET = re.compile(r"[-–+•]\s+")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


# What of a row is told from the rows beside it: its number, its section, that it goes on below
Note = Literal["number", "section", "joined"]


@dataclass
class Entry:
    """One row of the plan's table, as it is meant.

    `number` "1", "2.1" or "" where it has none; `letter` of a sub-row; `group` the words of the row
    or heading that it belongs under. `cells` by role, `years` by label.
    """

    section: str
    number: str
    letter: str
    group: str
    cells: dict[Role, Cell]
    years: dict[str, Cell]
    place: Place
    after_break: bool = False
    notes: list[Note] = field(default_factory=list)

    def text(self, role: Role) -> str:
        """A cell's words on one line."""
        cell = self.cells.get(role)
        return one_line(cell.text) if cell else ""

    def surely_merged(self, role: Role) -> bool:
        """Whether the format says that the cell above reaches down into this row."""
        return role in self.cells and self.cells[role].merged

    @property
    def title(self) -> str:
        """The words of the row, after those of its group."""
        own = self.text("title")
        return f"{self.group.rstrip(' :.')}: {own}" if self.group and own else own or self.group

    @property
    def empty(self) -> bool:
        """Whether nothing but number and title is filled in."""
        return not self.years and all(
            role in ("number", "title", "note") for role, cell in self.cells.items() if cell.text
        )


def entries(table: Joined, columns: Columns) -> list[Entry]:
    """The table's rows in order; rows that only head others are not among them."""
    walker = _Rows(columns)
    for line in table.lines:
        if isinstance(line, Heading):
            walker.heading(line)
        else:
            walker.line(line)
    return _begun(_without_heads(walker.out))


@dataclass
class _Rows:
    columns: Columns
    out: list[Entry] = field(default_factory=list)
    section: str = ""
    group: str = ""
    grouped: str = ""  # the number the group belongs to, "" until its first row
    number: str = ""

    def heading(self, heading: Heading) -> None:
        if heading.number:
            self.section, self.group, self.number = heading.number, "", ""

    def line(self, line: Line) -> None:
        filled = [cell for cell in line.row if cell.text.strip()]
        if len(filled) == 1 and self._lone(filled[0], line.row):
            return
        entry = self._entry(line)
        if entry is None or self._section(entry):
            return
        if self._goes_on(entry):
            self._join(entry)
            return
        self._place(entry)

    def _lone(self, cell: Cell, row: Row) -> bool:
        """A row of one cell: a section's or group's heading; False where it is something else."""
        text = one_line(cell.text)
        if roman := _ROMAN_BEFORE.match(text):
            self.section, self.group, self.number = roman[1], "", ""
            return True
        if row.index(cell) != self.columns.roles.get("number"):
            return False
        if _FIGURE.fullmatch(text) or _LETTER.fullmatch(text):
            return False
        self.group, self.grouped = text, ""
        return True

    def _entry(self, line: Line) -> Entry | None:
        cells: dict[Role, Cell] = {
            role: self._as_above(role, line.row[n])
            for role, n in self.columns.roles.items()
            if n < len(line.row)
        }
        years = {
            label: line.row[n]
            for n, label in self.columns.years.items()
            if n < len(line.row) and line.row[n].text.strip()
        }
        place = replace(line.row[0].place, column=None)
        return Entry("", "", "", "", cells, years, place, line.after_break)

    def _as_above(self, role: Role, cell: Cell) -> Cell:
        """The cell; one that says "as above" with the words of that row."""
        above = self.out[-1].cells.get(role) if self.out else None
        ditto = above is not None and _DITTO.fullmatch(cell.text.strip())
        return replace(cell, text=above.text) if above is not None and ditto else cell

    def _section(self, entry: Entry) -> bool:
        """“I | Công tác chỉ đạo” and nothing beside it."""
        if not entry.empty:
            return False
        number = entry.text("number")
        match = _ROMAN.fullmatch(number) or _CAPITAL.fullmatch(number)
        if match is None:
            return False
        self.section, self.group, self.number = match[1], "", ""
        return True

    def _goes_on(self, entry: Entry) -> bool:
        """A row without a number that goes on with the one above, broken by a page: its first
        words say so, or that it names neither who nor when.
        """
        if entry.text("number") or not self.out:
            return False
        title = entry.text("title")
        if not title or (title[0].islower() and not _LETTER.match(title)):
            return True
        told = any(entry.text(role) for role in ("lead", "when", "goal")) or entry.years
        if told or entry.empty or "number" not in self.columns.roles or not self.out[-1].number:
            return False
        self.out[-1].notes.append("joined")
        return True

    def _join(self, entry: Entry) -> None:
        last = self.out[-1]
        for role, cell in entry.cells.items():
            if cell.text.strip():
                before = last.cells[role].text
                last.cells[role] = replace(last.cells[role], text=f"{before}\n{cell.text}".strip())
        for label, cell in entry.years.items():
            last.years.setdefault(label, cell)

    def _place(self, entry: Entry) -> None:
        number, title = entry.text("number"), entry.text("title")
        figure, lettered = _FIGURE.fullmatch(number), _LETTER.match(title)
        letter = _LETTER.fullmatch(f"{number})") if re.fullmatch("[a-zđ]", number) else None
        letter = letter or _LETTER.fullmatch(number)
        if figure:
            self._new_number(figure[1])
            if title.startswith(number):
                title = title[len(number) :].lstrip(" .)")
        if letter:
            entry.letter = letter[1]
        elif lettered:
            entry.letter, title = lettered[1], title[lettered.end() :]
        elif not figure and not number and entry.empty and not _total(title):
            self.group, self.grouped = title, ""
            return
        self._finish(entry, title, bool(figure))

    def _new_number(self, number: str) -> None:
        if self.grouped and self.grouped != number:
            self.group = ""
        self.number = number
        self.grouped = number if self.group else ""

    def _finish(self, entry: Entry, title: str, numbered: bool) -> None:  # noqa: FBT001
        entry.cells["title"] = replace(entry.cells["title"], text=title)
        entry.section = self.section
        entry.number = self.number if numbered or entry.letter else ""
        if entry.letter:
            entry.group = self.group
        elif numbered:
            if not self.group or self.grouped != self.number:
                self.group = self.grouped = ""
            entry.group = ""
            if entry.empty:
                self.group, self.grouped = title, self.number
        if _BULLET.match(title):
            entry.cells["title"] = replace(entry.cells["title"], text=title[2:].strip())
        self.out.append(entry)


def _total(title: str) -> bool:
    return bare(title).startswith("tong")


def _without_heads(rows: list[Entry]) -> list[Entry]:
    """Rows whose own lettered rows follow head these; a numbered one whose count then begins anew
    is a section.
    """
    out: list[Entry] = []
    section = ""
    for place, row in enumerate(rows):
        after = rows[place + 1] if place + 1 < len(rows) else None
        if row.empty and row.number and not row.letter and after is not None:
            if after.letter and after.number == row.number:
                continue
            if _begins_anew(row, after):
                section = row.number
                continue
            if after.number.startswith(f"{row.number}."):
                continue
        if section and not row.section:
            row.section = section
        out.append(row)
    return out


def _begins_anew(row: Entry, after: Entry) -> bool:
    return after.number == "1" and row.number.isdigit() and not after.letter and not after.empty


def _begun(rows: list[Entry]) -> list[Entry]:
    """Rows above the first number, and a section above the first section's heading, from a page
    that is lost: one less than what follows.
    """
    first = next((place for place, row in enumerate(rows) if row.number), 0)
    for place in range(first - 1, -1, -1):
        if number := _one_less(rows[place + 1].number):
            rows[place].number = number
            rows[place].notes.append("number")
    section = next((row.section for row in rows if row.section), "")
    if rows and not rows[0].section and (before := _section_before(section)):
        for row in rows:
            if row.section:
                break
            row.section = before
            row.notes.append("section")
    return rows


def _one_less(number: str) -> str:
    head, dot, last = number.rpartition(".")
    return f"{head}{dot}{int(last) - 1}" if last.isdigit() and int(last) > 1 else ""


def _section_before(section: str) -> str:
    if section in _ROMANS[1:]:
        return _ROMANS[_ROMANS.index(section) - 1]
    return _one_less(section)
