"""Tree rules for clauses, bounds, recurrences, terms: named as the rules in grammar.lark."""

from __future__ import annotations

from typing import Any, cast

from ..deadline import Bound
from ..periods import Every
from .build_days import DayRules
from .build_periods import Parts
from .errors import WordingError
from .messages import CYCLE_UNKNOWN, SEVERAL_CYCLES
from .places import at, numbers, only
from .tokens import Tok
from .tree import (
    Ahead,
    Bare,
    Clause,
    Cycles,
    Cyclic,
    Recurring,
    Since,
    Standing,
    Start,
    Step,
    Term,
    Timing,
    Unit,
    Waiting,
)

_CORES = (Timing, Recurring, Term, Ahead, Standing, Waiting, Start)
_STEPS: dict[str, Step] = {"ISSUE": "issue", "BEGIN": "start", "FINISH": "finish"}
_UNITS: dict[str, Unit] = {"DAY": "day", "WORKDAY": "working-day", "WEEK": "week", "MONTH": "month",
                           "YEAR": "year"}  # fmt: skip


class ClauseRules(DayRules):
    """Each method takes the parts of its rule and gives the piece of the tree they mean."""

    def start(self, parts: Parts) -> tuple[Clause, ...]:
        return tuple(only(parts, Clause))

    def clause(self, parts: Parts) -> Clause:
        core = only(parts, _CORES)[0]
        words = [word for part in parts if isinstance(part, list) for word in part]
        steps = [_STEPS[word.type] for word in words if word.type in _STEPS]
        subject = next((tuple(part) for part in parts if isinstance(part, tuple)), ())
        return Clause(at([core]), core, steps[0] if steps else None, subject, worded=len(parts) > 1)

    def lead(self, parts: Parts) -> list[Tok]:
        return list(parts)

    tail = lead

    def subject(self, parts: Parts) -> tuple[Any, ...]:
        """What is reported on. The words behind it stand before the time and mean nothing more."""
        return tuple(part for part in parts if not isinstance(part, Tok | list))

    # ---- bounds
    def within(self, _: Parts) -> Bound:
        return Bound.WITHIN

    def before(self, _: Parts) -> Bound:
        return Bound.BEFORE

    def by(self, _: Parts) -> Bound:
        return Bound.BY

    def timing(self, parts: Parts) -> Timing:
        bound = next(iter(only(parts, Bound)), None)
        hours = [part for part in parts if isinstance(part, Tok) and part.type == "HOUR"]
        items = tuple(part for part in parts if not isinstance(part, Tok | Bound))
        hour = f"{hours[0].numbers[0]:02d}:{hours[0].numbers[1]:02d}" if hours else ""
        return Timing(at(parts), items, bound, hour)

    def beginning(self, parts: Parts) -> Start:
        return Start(at(parts), Timing(parts[1].at, (parts[1],)))

    # ---- waiting and standing
    def waiting(self, parts: Parts) -> Waiting:
        return Waiting(at(parts), parts[0].value or parts[0].text)

    def standing(self, parts: Parts) -> Standing:
        return Standing(at(parts))

    def standing_over(self, parts: Parts) -> Standing:
        return Standing(at(parts), only(parts, Timing)[0])

    standing_in = standing_over

    def standing_every(self, parts: Parts) -> Recurring:
        return Recurring(at(parts), only(parts, Cycles)[0])

    # ---- recurrences
    def recurring(self, parts: Parts) -> Recurring:
        timing = next(iter(only(parts, Timing)), None)
        return Recurring(at(parts), only(parts, Cycles)[0], timing)

    def cycles(self, parts: Parts) -> Cycles:
        return _cycles(parts, only(parts, (Cyclic, Bare)))

    def every(self, parts: Parts) -> Cycles:
        cycles: Cycles = parts[0]
        return cycles

    def every_counted(self, parts: Parts) -> Cycles:
        count = next((part.number for part in parts if isinstance(part, Tok)
                      and part.type in {"COUNT", "PERTIME"}), 1)  # fmt: skip
        known = next(iter(only(parts, Cycles)), None)
        cycles = known or _cycles(parts, only(parts, (Cyclic, Bare)))
        if len(cycles.kinds) > 1:
            raise WordingError("not-understood", SEVERAL_CYCLES, at(parts))
        return Cycles(at(parts), (cycles.kinds[0],), count)

    def every_in_years(self, parts: Parts) -> Cycles:
        return Cycles(at(parts), parts[0].kinds, None, tuple(numbers(parts)))

    def counted_every(self, parts: Parts) -> Cycles:
        cycles = _cycles(parts, only(parts, (Cyclic, Bare)))
        return Cycles(at(parts), (cycles.kinds[0],), numbers(parts)[0])

    def counted_a_year(self, parts: Parts) -> Cycles:
        return Cycles(at(parts), ("year",), numbers(parts)[0])

    def months_counted(self, parts: Parts) -> Cycles:
        _, count = numbers(parts)
        cycles = _cycles(parts, [self.months_cycle([parts[0], parts[1]])])
        return Cycles(at(parts), cycles.kinds, count)

    def years_counted(self, parts: Parts) -> Cycles:
        years, count = numbers(parts)
        if years != 1:
            raise WordingError("not-understood", CYCLE_UNKNOWN, at(parts))
        return Cycles(at(parts), ("year",), count)

    def quarters_counted(self, parts: Parts) -> Cycles:
        quarters, count = numbers(parts)
        if quarters != 1:
            raise WordingError("not-understood", CYCLE_UNKNOWN, at(parts))
        return Cycles(at(parts), ("quarter",), count)

    # ---- terms
    def unit(self, parts: Parts) -> Unit:
        return _UNITS[parts[0].type]

    def term(self, parts: Parts) -> Term:
        bound = next(iter(only(parts, Bound)), Bound.WITHIN)
        unit = cast(Unit, next(part for part in parts if type(part) is str))
        return Term(at(parts), bound, numbers(parts)[0], unit, only(parts, Since)[0])

    def term_after(self, parts: Parts) -> Term:
        term = self.term(parts[1:])
        return Term(at(parts), term.bound, term.count, term.unit, term.since, after=True)

    def term_by(self, parts: Parts) -> Term:
        term = self.term(parts)
        return Term(at(parts), Bound.BY, term.count, term.unit, term.since)

    def signed(self, parts: Parts) -> Since:
        return Since(at(parts), "signing", parts[0].text)

    def outside(self, parts: Parts) -> Since:
        return Since(at(parts), "outside", parts[0].text)

    def since_day(self, parts: Parts) -> Since:
        return Since(at(parts), "day", day=parts[1])

    def since_period(self, parts: Parts) -> Since:
        period = next(part for part in parts if not isinstance(part, Tok))
        if isinstance(period, Cyclic):
            return Since(at(parts), "period", period=period)
        return Since(at(parts), "day", day=period)

    def ahead(self, parts: Parts) -> Ahead:
        unit = cast(Unit, next(part for part in parts if type(part) is str))
        return Ahead(at(parts), numbers(parts)[0], unit, parts[-1])

    def ahead_of_timing(self, parts: Parts) -> Ahead:
        timing = only(parts, Timing)[0]
        unit = cast(Unit, parts[-1])
        if timing.bound is not Bound.BEFORE or len(timing.items) != 1:
            raise WordingError("not-understood", CYCLE_UNKNOWN, at(parts))
        return Ahead(at(parts), numbers(parts)[0], unit, timing.items[0])


def _cycles(parts: Parts, kinds: list[Cyclic | Bare]) -> Cycles:
    """The kinds of a recurrence; refuses lengths that are no cycle, such as five months."""
    named: list[Every] = []
    for kind in kinds:
        if isinstance(kind, Bare) or kind.every == "report":
            raise WordingError("not-understood", CYCLE_UNKNOWN, kind.at)
        named.append(kind.every)
    return Cycles(at(parts), tuple(named))
