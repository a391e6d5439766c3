"""Tree rules for days, periods and positions: named as the rules in grammar.lark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from lark import Transformer

from .places import at, numbers, only
from .tokens import Tok
from .tree import (
    At,
    Bare,
    Cyclic,
    Edge,
    MonthBeside,
    MonthOf,
    MonthRef,
    MonthsRef,
    Part,
    Phase,
    QuarterRef,
    Span,
    YearRef,
    YearWhole,
)

Parts = list[Any]
_Place = Literal["first", "middle", "last"]
_STRETCHES = (MonthRef, QuarterRef, MonthsRef, YearWhole, Cyclic, MonthOf, MonthBeside, Part)
_OF = (*_STRETCHES, Bare)


def _node(parts: Parts) -> Any:
    """The one part that is no mere word."""
    return next(part for part in parts if not isinstance(part, Tok))


def _year(parts: Parts) -> YearRef | None:
    return next((year for year in only(parts, YearRef) if year.said), None)


class PeriodRules(Transformer[Tok, Any]):
    """Each method takes the parts of its rule and gives the piece of the tree they mean."""

    def inner(self, parts: Parts) -> Any:
        return _node(parts)

    # ---- years
    def year_number(self, parts: Parts) -> YearRef:
        return YearRef(at(parts), number=numbers(parts)[-1])

    def year(self, parts: Parts) -> YearRef:
        ref: YearRef = _node(parts)
        return ref

    def year_same(self, parts: Parts) -> YearRef:
        return YearRef(at(parts))

    def year_missing(self, parts: Parts) -> YearRef:
        return YearRef(at(parts), said=False)

    def year_next(self, parts: Parts) -> YearRef:
        return YearRef(at(parts), shift=1)

    def year_previous(self, parts: Parts) -> YearRef:
        return YearRef(at(parts), shift=-1)

    def year_whole(self, parts: Parts) -> YearWhole:
        return YearWhole(at(parts), _year(parts))

    def year_whole_bare(self, parts: Parts) -> YearWhole:
        return YearWhole(at(parts), YearRef(at(parts), number=numbers(parts)[-1]))

    year_whole_said = year_whole_bare_slash = whole_year = year_whole_bare

    def whole_this_year(self, parts: Parts) -> YearWhole:
        return YearWhole(at(parts))

    # ---- months, quarters, halves
    def month(self, parts: Parts) -> MonthRef:
        return MonthRef(at(parts), numbers(parts)[0], _year(parts))

    def month_of_year(self, parts: Parts) -> MonthRef:
        month, year = parts[1].numbers
        return MonthRef(at(parts), month, YearRef(at(parts[1:]), number=year))

    def bare_of_year(self, parts: Parts) -> Bare:
        number, year = parts[0].numbers
        return Bare(at(parts), number, YearRef(at(parts), number=year), slashed=True)

    def quarter(self, parts: Parts) -> QuarterRef:
        roman = not parts[1].text[0].isdigit()
        return QuarterRef(at(parts), numbers(parts)[0], _year(parts), roman)

    def quarter_of_year(self, parts: Parts) -> QuarterRef:
        quarter, year = parts[1].numbers
        return QuarterRef(at(parts), quarter, YearRef(at(parts[1:]), number=year))

    def bare(self, parts: Parts) -> Bare:
        return Bare(at(parts), numbers(parts)[0])

    def bare_with_year(self, parts: Parts) -> Bare:
        number, year = numbers(parts)
        return Bare(at(parts), number, YearRef(at(parts[1:]), number=year))

    def months_first(self, parts: Parts) -> MonthsRef:
        return MonthsRef(at(parts), numbers(parts)[0], _whole_year(parts))

    def months_last(self, parts: Parts) -> MonthsRef:
        return MonthsRef(at(parts), -numbers(parts)[0], _whole_year(parts))

    def half_numbered(self, parts: Parts) -> MonthsRef:
        return MonthsRef(at(parts), {1: 6, 2: -6}.get(parts[0].number, 0), _year(parts))

    def half_first(self, parts: Parts) -> MonthsRef:
        return MonthsRef(at(parts), 6, _whole_year(parts))

    def half_last(self, parts: Parts) -> MonthsRef:
        return MonthsRef(at(parts), -6, _whole_year(parts))

    def phase(self, parts: Parts) -> Phase:
        return Phase(at(parts))

    def phase_named(self, parts: Parts) -> Span:
        span = _node(parts)
        return Span(at(parts), span.first, span.last, span.dash) if isinstance(span, Span) else span

    # ---- periods named by kind or by place
    def some_month(self, parts: Parts) -> Cyclic:
        return Cyclic(at(parts), "month")

    month_cycle = some_month

    def some_quarter(self, parts: Parts) -> Cyclic:
        return Cyclic(at(parts), "quarter")

    each_quarter = quarter_cycle = some_quarter

    def each_year(self, parts: Parts) -> Cyclic:
        return Cyclic(at(parts), "year")

    year_cycle = this_year_cycle = each_year

    def week_cycle(self, parts: Parts) -> Cyclic:
        return Cyclic(at(parts), "week")

    def period(self, parts: Parts) -> Cyclic:
        return Cyclic(at(parts), parts[-1].value)

    each_period = period

    def next_period(self, parts: Parts) -> Cyclic:
        return Cyclic(at(parts), parts[0].value, 1)

    def months_cycle(self, parts: Parts) -> Cyclic | Bare:
        kinds: dict[int, Any] = {1: "month", 3: "quarter", 6: "half", 9: "nine-months", 12: "year"}
        number = numbers(parts)[0]
        return Cyclic(at(parts), kinds[number]) if number in kinds else Bare(at(parts), 0)

    def years_cycle(self, parts: Parts) -> Cyclic | Bare:
        return Cyclic(at(parts), "year") if numbers(parts)[0] == 1 else Bare(at(parts), 0)

    def next_quarter(self, parts: Parts) -> Cyclic:
        return Cyclic(at(parts), "quarter", 1)

    def previous_quarter(self, parts: Parts) -> Cyclic:
        return Cyclic(at(parts), "quarter", -1)

    def month_of(self, parts: Parts) -> MonthOf:
        return MonthOf(at(parts), only(parts, int)[0], only(parts, _STRETCHES)[0])

    def next_month(self, parts: Parts) -> MonthBeside:
        return MonthBeside(at(parts), 1, next(iter(only(parts, Cyclic)), None))

    def previous_month(self, parts: Parts) -> MonthBeside:
        return MonthBeside(at(parts), -1, next(iter(only(parts, Cyclic)), None))

    def place_first(self, _: Parts) -> int:
        return 1

    def place_middle(self, _: Parts) -> int:
        return 2

    def place_last(self, _: Parts) -> int:
        return -1

    def place_numbered(self, parts: Parts) -> int:
        return numbers(parts)[0]

    # ---- positions
    def first(self, parts: Parts) -> _Position:
        return _position(parts, "first")

    def middle(self, parts: Parts) -> _Position:
        return _position(parts, "middle")

    def last(self, parts: Parts) -> _Position:
        return _position(parts, "last")

    def first_worked(self, parts: Parts) -> _Position:
        return _position(parts, "first", working=True)

    def last_worked(self, parts: Parts) -> _Position:
        return _position(parts, "last", working=True)

    def edge(self, parts: Parts) -> Edge:
        return _edge(parts, only(parts[1:], _OF)[0])

    def edge_of_month(self, parts: Parts) -> Edge:
        loose = not parts[0].of_day and len(parts) == 2
        return _edge(parts, Cyclic(at(parts), "month", loose=loose))

    def edge_of_each_month(self, parts: Parts) -> Edge:
        return _edge(parts, Cyclic(at(parts), "month"))

    def decade(self, parts: Parts) -> Part:
        return Part(at(parts), parts[0].number, 3, only(parts, _OF)[0])

    def decade_of_month(self, parts: Parts) -> Part:
        return Part(at(parts), parts[0].number, 3, Cyclic(at(parts), "month"))

    def half_month_first(self, parts: Parts) -> Part:
        return Part(at(parts), 1, 2, only(parts, _OF)[0])

    def half_month_last(self, parts: Parts) -> Part:
        return Part(at(parts), 2, 2, only(parts, _OF)[0])


@dataclass(frozen=True, slots=True)
class _Position:
    """A position before its period is known; `of_day` where the words say "ngày"."""

    at: At
    place: _Place
    working: bool
    of_day: bool


def _position(parts: Parts, place: _Place, *, working: bool = False) -> _Position:
    return _Position(at(parts), place, working, of_day=len(parts) > 1)


def _edge(parts: Parts, of: Any) -> Edge:
    position: _Position = parts[0]
    return Edge(at(parts), position.place, of, position.working)


def _whole_year(parts: Parts) -> YearRef | Cyclic | None:
    """The year behind "6 tháng đầu": a year, every year, or none said."""
    of = next((part for part in parts if isinstance(part, YearWhole | Cyclic)), None)
    return of.year if isinstance(of, YearWhole) else of
