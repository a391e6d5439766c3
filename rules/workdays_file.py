"""The table of working days read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from .plan import Strict
from .problems import Problem
from .public_holidays import propose
from .text import Text
from .validation import Loc, Source, read_toml
from .workdays import DayEntry, WorkingDays, YearState


class DayRow(Strict):
    """One line of the table. A swap names its other day in `instead_of`."""

    day: date = Field(alias="date")
    kind: Literal["holiday", "in-lieu", "swap"]
    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)
    source: str = ""
    state: YearState | None = None
    instead_of: date | None = None


class YearTable(Strict):
    """A year's exceptions. `known`: by that day, at the latest, they were public as they stand."""

    year: int = Field(ge=1, le=9998)
    state: YearState
    known: date
    source: str = Field(min_length=1)
    off: tuple[DayRow, ...] = Field(min_length=1)
    worked: tuple[DayRow, ...] = ()


class WorkingDaysFile(Strict):
    """The file as written."""

    years: tuple[YearTable, ...] = Field(alias="year", min_length=1)


def load_working_days(
    path: Path, extra: Sequence[DayEntry] = ()
) -> tuple[WorkingDays, list[Problem]]:
    """The calendar of the table with `extra` entries laid over it, and every fault of the file.

    A file that cannot be read gives the `holidays` package's proposals only: the calendar is then
    `predicted` throughout, and the caller has the errors.
    """
    source, problems = read_toml(path)
    if problems:
        return WorkingDays({}, {}, propose), problems
    file, problems = source.validate(WorkingDaysFile)
    years = file.years if file else ()
    found = list(_rows(years))
    problems += [*_years_repeated(source, years), *_faults(source, years, found)]
    entries = {entry.day: entry for _, _, entry in found}
    entries |= {entry.day: entry for entry in extra}
    return WorkingDays(entries, {year.year: year.state for year in years}, propose), problems


def _rows(years: Iterable[YearTable]) -> Iterator[tuple[Loc, DayRow, DayEntry]]:
    for number, year in enumerate(years):
        for key, rows in (("off", year.off), ("worked", year.worked)):
            for place, row in enumerate(rows):
                entry = DayEntry(
                    row.day,
                    key == "worked",
                    Text(row.vi, row.en),
                    row.source or year.source,
                    row.state or year.state,
                    row.instead_of,
                )
                yield ("year", number, key, place, "date"), row, entry


def _years_repeated(source: Source, years: Sequence[YearTable]) -> Iterator[Problem]:
    seen: set[int] = set()
    for number, year in enumerate(years):
        if year.year in seen:
            what = Text("năm đã có ở trên", "is already given above")
            hint = Text("gộp hai mục làm một", "make the two entries one")
            yield source.problem(("year", number, "year"), what, hint, year.year)
        seen.add(year.year)


def _faults(
    source: Source, years: Sequence[YearTable], found: list[tuple[Loc, DayRow, DayEntry]]
) -> Iterator[Problem]:
    by_day = {entry.day: entry for _, _, entry in reversed(found)}
    for loc, row, entry in found:
        weekend, year = row.day.weekday() >= 5, years[int(loc[1])].year
        if row.day.year != year:
            what = Text("ngày không thuộc năm này", "lies outside its year")
            hint = Text(f"chuyển sang mục năm {row.day.year}", f"move it to {row.day.year}")
            yield source.problem(loc, what, hint, row.day)
        if by_day[row.day] is not entry:
            what = Text("ngày bị ghi hai lần", "is listed twice")
            yield source.problem(loc, what, Text("giữ lại một dòng", "keep one line"), row.day)
        if entry.worked and not weekend:
            what = Text("ngày làm bù phải là thứ Bảy hoặc Chủ nhật", "is not a weekend day")
            hint = Text("xem lại ngày trong thông báo", "look the day up in the announcement")
            yield source.problem(loc, what, hint, row.day)
        if not entry.worked and weekend and row.kind != "holiday":
            what = Text("ngày nghỉ bù, nghỉ hoán đổi phải là ngày thường", "is a weekend already")
            hint = Text("xem lại ngày trong thông báo", "look the day up in the announcement")
            yield source.problem(loc, what, hint, row.day)
        yield from _swap_faults(source, loc, row, entry, by_day)


def _swap_faults(
    source: Source, loc: Loc, row: DayRow, entry: DayEntry, by_day: dict[date, DayEntry]
) -> Iterator[Problem]:
    """A swap is two entries, one off and one worked, that name each other."""
    if row.kind != "swap":
        if entry.worked or row.instead_of is not None:
            what = Text("chỉ ngày hoán đổi mới có ngày đối ứng", "only a swap is worked or linked")
            yield source.problem(loc, what, Text('kind = "swap"', 'kind = "swap"'), row.kind)
        return
    other = by_day.get(row.instead_of) if row.instead_of else None
    if other is None or other.instead_of != row.day or other.worked == entry.worked:
        what = Text(
            "hoán đổi thiếu ngày đối ứng trỏ lại nó", "is a swap whose other day does not name it"
        )
        hint = Text(
            f"ngày nghỉ và ngày làm bù phải ghi lẫn nhau: instead_of = {row.day}",
            f"the day off and the day worked name each other: instead_of = {row.day}",
        )
        yield source.problem(loc, what, hint, row.instead_of or "")
