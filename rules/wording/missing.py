"""What a list or span leaves out: units, months and years taken from its members or the phrase."""

from __future__ import annotations

from dataclasses import replace

from ..text import Text
from .errors import WordingError
from .leaves import leaves, rebuilt, takes_year, with_year, year_of
from .messages import BARE_NUMBER, SHARED_YEAR, YEARS_DIFFER
from .tree import (
    Bare,
    Cyclic,
    DayRef,
    Item,
    MonthRef,
    QuarterRef,
    Span,
    YearRef,
)


def with_units(items: tuple[Item, ...], *, days: bool = False) -> tuple[Item, ...]:
    """Bare numbers as months, quarters or days like their neighbours; `days`: alone, as days."""
    found = leaves(items)
    spans = any(isinstance(item, Span) for item in items)
    if not any(isinstance(leaf, Bare) for leaf in found) and not any(
        isinstance(leaf, DayRef) and leaf.month is None for leaf in found
    ):
        return items
    for place, leaf in enumerate(found):
        if isinstance(leaf, Bare):
            left: Item | None = found[place - 1] if place else None
            right: Item | None = next(
                (after for after in found[place + 1 :] if not isinstance(after, Bare)), None
            )
            found[place] = _like(leaf, left, right, days=days, spans=spans)
    for place in reversed(range(len(found) - 1)):
        leaf, right = found[place], found[place + 1]
        if (
            isinstance(leaf, DayRef)
            and leaf.month is None
            and isinstance(right, DayRef)
            and isinstance(right.month, MonthRef)
        ):
            found[place] = replace(leaf, month=right.month)
    return rebuilt(items, iter(found))


def _like(bare: Bare, left: Item | None, right: Item | None, *, days: bool, spans: bool) -> Item:
    """A bare number in the unit of its left neighbour, or of the day on its right."""
    match left:
        case MonthRef():
            return MonthRef(bare.at, bare.number, bare.year)
        case QuarterRef() if not (left.roman and bare.slashed):
            return QuarterRef(bare.at, bare.number, bare.year)
        case Cyclic() if left.every == "month" and bare.year is None:
            return bare
        case DayRef(month=MonthRef(), worded=True) if not spans and not isinstance(right, DayRef):
            month = MonthRef(bare.at, bare.number, bare.year)
            return replace(left, at=bare.at, month=month)
        case DayRef() if bare.year is None:
            return DayRef(bare.at, bare.number)
        case None if bare.slashed:
            return MonthRef(bare.at, bare.number, bare.year)
        case None if isinstance(right, DayRef) or days:
            return DayRef(bare.at, bare.number)
        case _:
            raise WordingError("not-understood", BARE_NUMBER, bare.at)


def with_years(items: tuple[Item, ...], named: set[int]) -> tuple[Item, ...]:
    """Missing years from the right neighbour, then the left, then the one year the phrase names.

    Where the phrase names several and none is near, the year is not guessed. Items stay without a
    year where the phrase names none: that is the plan's.
    """
    found = leaves(items)
    years = [year_of(leaf) for leaf in found]
    own = {year.number for year in years if year is not None and year.number is not None}
    spans = any(isinstance(item, Span) for item in items)
    for place, leaf in enumerate(found):
        if not takes_year(leaf):
            continue
        near = next((y for y in years[place + 1 :] if y is not None), None)
        if near is not None and near.number is None:
            _refuse_shared_shift(found, place, years, near, spans=spans)
            near = None
        near = near or next((y for y in years[:place][::-1] if y and y.number is not None), None)
        if near is not None:
            found[place] = with_year(leaf, near)
        elif not own and len(named) > 1:
            raise WordingError("not-understood", YEARS_DIFFER, leaf.at)
        elif not own and named:
            found[place] = with_year(leaf, YearRef(leaf.at, number=min(named)))
    return rebuilt(items, iter(found))


def _refuse_shared_shift(
    found: list[Item], place: int, years: list[YearRef | None], near: YearRef, *, spans: bool
) -> None:
    """“tháng 1 và tháng 2 năm sau”: the first is of either year, unless it comes later in one."""
    other = found[years.index(near)]
    if near.shift == 0 or spans or _order(found[place]) > _order(other):
        return
    message = Text(*(text.replace("{}", "năm sau") for text in SHARED_YEAR))
    raise WordingError("not-understood", message, near.at)


def _order(item: Item) -> tuple[int, int]:
    """Where in a year the item begins."""
    match item:
        case MonthRef():
            return (item.month, 0)
        case QuarterRef():
            return (3 * item.quarter, 0)
        case DayRef() if isinstance(item.month, MonthRef):
            return (item.month.month, item.day)
        case _:
            return (0, 0)


def years_named(items: tuple[Item, ...]) -> set[int]:
    """The years named by number."""
    found = {year.number for leaf in leaves(items) if (year := year_of(leaf)) is not None}
    return {year for year in found if year is not None}
