"""Tree rules for single days, weekdays and spans: named as the rules in grammar.lark."""

from __future__ import annotations

from typing import Any

from .build_periods import Parts, PeriodRules
from .errors import WordingError
from .messages import IMPOSSIBLE_DAY, IMPOSSIBLE_WEEKDAY
from .places import at, numbers, only
from .tokens import Tok
from .tree import Bare, DayRef, MonthRef, SigningDay, Span, Weekday, YearRef


class DayRules(PeriodRules):
    """Each method takes the parts of its rule and gives the piece of the tree they mean."""

    def date(self, parts: Parts) -> DayRef:
        token = parts[-1]
        day, month, year = token.numbers
        place = at([token])
        return DayRef(at(parts), day, MonthRef(place, month, YearRef(place, number=year)))

    def day_month(self, parts: Parts) -> DayRef:
        token = next(part for part in parts if isinstance(part, Tok) and part.type == "N_N")
        day, month = token.numbers
        year = next((ref for ref in only(parts, YearRef) if ref.said), None)
        return DayRef(at(parts), day, MonthRef(at([token]), month, year))

    def day_alone(self, parts: Parts) -> DayRef:
        return DayRef(at(parts), numbers(parts)[0])

    def day_of(self, parts: Parts) -> DayRef:
        return DayRef(at(parts), numbers(parts)[0], _month(parts), worded=True)

    def day_of_plain(self, parts: Parts) -> DayRef:
        if isinstance(parts[1], Bare):
            raise WordingError("not-understood", IMPOSSIBLE_DAY, at(parts))
        return DayRef(at(parts), numbers(parts)[0], parts[1])

    def day_of_wrong(self, parts: Parts) -> DayRef:
        raise WordingError("impossible", IMPOSSIBLE_DAY, at(parts))

    # ---- weekdays
    def weekday(self, parts: Parts) -> Weekday:
        return Weekday(at(parts), parts[-1].number)

    weekday_of_day = weekday

    def weekday_numbered(self, parts: Parts) -> Weekday:
        number = numbers(parts)[0]
        if not 2 <= number <= 7:
            raise WordingError("impossible", IMPOSSIBLE_WEEKDAY, at(parts))
        return Weekday(at(parts), number - 2)

    weekday_of_day_numbered = weekday_numbered

    def day_and_weekday(self, parts: Parts) -> Weekday:
        return Weekday(at(parts), parts[1].number, parts[0])

    def weekday_and_day(self, parts: Parts) -> Weekday:
        return Weekday(at(parts), parts[0].number, parts[1])

    # ---- spans
    def span(self, parts: Parts) -> Span:
        first, last = (part for part in parts if not isinstance(part, Tok))
        dash = any(isinstance(part, Tok) and part.type == "DASH" for part in parts)
        return Span(at(parts), first, last, dash)

    def span_from_now(self, parts: Parts) -> Span:
        return Span(at(parts), SigningDay(at(parts[:2])), parts[-1])


def _month(parts: Parts) -> Any:
    """The month behind "ngày 05": a month, a month by its place, or "tháng" alone."""
    month = next(part for part in parts if not isinstance(part, Tok))
    if isinstance(month, Bare):
        return MonthRef(month.at, month.number, month.year)
    return month
