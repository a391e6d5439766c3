"""Walking the items of a timing: their parts in the order of the writing, and putting them back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from .tree import (
    Bare,
    Cyclic,
    DayRef,
    Edge,
    Item,
    MonthBeside,
    MonthOf,
    MonthRef,
    MonthsRef,
    Part,
    QuarterRef,
    Span,
    Weekday,
    YearRef,
    YearWhole,
)


def leaves(items: tuple[Item, ...]) -> list[Item]:
    """The items with spans taken apart, in order."""
    found: list[Item] = []
    for item in items:
        found += leaves((item.first, item.last)) if isinstance(item, Span) else [item]
    return found


def rebuilt(items: tuple[Item, ...], parts: Iterator[Item]) -> tuple[Item, ...]:
    """The items with their leaves replaced by those of `parts`, in the order of `leaves`."""
    out: list[Item] = []
    for item in items:
        if isinstance(item, Span):
            first, last = rebuilt((item.first, item.last), parts)
            out.append(Span(item.at, first, last, item.dash))
        else:
            out.append(next(parts))
    return tuple(out)


def year_of(item: Item | None) -> YearRef | None:
    """The year said of the item, if any."""
    match item:
        case MonthRef() | QuarterRef() | YearWhole() | Bare():
            return item.year
        case MonthsRef():
            return item.year if isinstance(item.year, YearRef) else None
        case MonthOf() | Edge() | Part():
            return year_of(item.of)
        case DayRef():
            return year_of(item.month)
        case Weekday():
            return year_of(item.day)
        case _:
            return None


def takes_year(item: Item | None) -> bool:
    """Whether the item belongs to a year at all and says none."""
    match item:
        case MonthRef() | QuarterRef() | YearWhole() | MonthsRef():
            return item.year is None
        case MonthOf() | Edge() | Part():
            return takes_year(item.of)
        case DayRef():
            return takes_year(item.month)
        case Weekday():
            return takes_year(item.day)
        case _:
            return False


_Dated = TypeVar("_Dated", bound=Item)


def with_year(item: _Dated, year: YearRef) -> _Dated:
    """The item in that year, where it takes one."""
    match item:
        case MonthRef() | QuarterRef() | YearWhole() | MonthsRef():
            return replace(item, year=year)
        case MonthOf() | Edge() | Part():
            return replace(item, of=with_year(item.of, year))
        case DayRef() if item.month is not None:
            return replace(item, month=with_year(item.month, year))
        case Weekday() if item.day is not None:
            return replace(item, day=with_year(item.day, year))
        case _:
            return item


def needs(item: Item | None) -> set[str]:
    """Needed besides the year: a cycle, "report", "beside", "day", "weekday", "loose"."""
    match item:
        case Cyclic():
            return {"loose"} if item.loose else {item.every}
        case MonthBeside():
            return needs(item.of) if item.of else {"beside"}
        case MonthOf() | Edge() | Part():
            return needs(item.of)
        case MonthsRef():
            return needs(item.year) if isinstance(item.year, Cyclic) else set()
        case DayRef():
            return needs(item.month) if item.month else {"day"}
        case Weekday():
            return needs(item.day) if item.day else {"weekday"}
        case Span():
            return needs(item.first) | needs(item.last)
        case _:
            return set()
