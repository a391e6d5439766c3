"""Recurrences: over which periods a clause repeats, and the drafts for each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ..deadline import Bound, Recurs
from ..periods import Every, Period, periods_of_year
from ..text import Text
from . import messages, reasons
from .errors import WordingError
from .leaves import needs
from .missing import years_named
from .stretches import Frame, stretch
from .terms import term_draft
from .tree import At, Clause, Cycles, Cyclic, Item, Term, Timing, Weekday
from .windows import Draft, drafts

_NAMES: dict[str, Every] = {
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "half": "half",
    "nine-months": "nine-months",
    "year": "year",
}
_FLEXIBLE = {"report", "beside", "loose"}


@dataclass(frozen=True, slots=True)
class Round:
    """What a clause comes to: its drafts, and the cycle they follow; or what it waits for."""

    drafts: tuple[Draft, ...] = ()
    recurs: Recurs | None = None
    waits_for: str = ""


def timed(
    clause: Clause, timing: Timing, cycles: Cycles | None, frame: Frame, phrase: str
) -> Round:
    """The drafts of a timing, repeated over the periods its words call for."""
    wanted = set().union(*(needs(item) for item in timing.items))
    if frame.period is not None:
        _check_period(cycles, frame.period, timing)
        return Round(_for_period(timing, frame, phrase))
    if "weekday" in wanted:
        return _weekly(timing, cycles, frame)
    if cycles is not None and not wanted:
        return _said_beside(timing, cycles, frame, phrase)
    if not wanted:
        return Round(tuple(drafts(timing, frame, phrase)))
    periods = _subject_periods(clause, frame)
    if periods:
        return Round(_over(periods, timing, frame, phrase))
    every = _cycle(wanted, cycles, clause, timing)
    if every is None:
        return Round(waits_for=_period_words(timing, phrase))
    if every == "year" and cycles is None and not clause.subject:
        return Round(tuple(drafts(timing, frame, phrase)))
    found = _over(periods_of_year(every, frame.year), timing, frame, phrase)
    return Round(found, _recurs(every, cycles))


def bare(cycles: Cycles, frame: Frame, span: tuple[date, date] | None, place: Clause) -> Round:
    """A recurrence that names no day: one window over the plan, or the report's period."""
    if frame.period is not None:
        period = frame.period
        listed = not cycles.years or period.first.year in cycles.years
        if period.every not in cycles.kinds or not listed:
            raise no_fit(period, cycles.at)
        first, last = period.first, period.last
        steps = (reasons.cycle(period.label), reasons.assumed(last))
        return Round((Draft(place.at, first, last, Bound.WITHIN, steps, assumed=True),))
    if len(cycles.kinds) > 1:
        raise WordingError("not-understood", messages.SEVERAL_CYCLES, cycles.at)
    if span is None:
        span = _years(cycles, frame)
    why = (reasons.assumed(span[1]),)
    draft = Draft(place.at, *span, Bound.WITHIN, why, assumed=True)
    return Round((draft,), _recurs(cycles.kinds[0], cycles))


def after_each(clause: Clause, term: Term, frame: Frame, phrase: str) -> Round:
    """A term from the end of each period ("15 ngày sau khi kết thúc quý"), or of the report's."""
    said = {item.every for item in clause.subject if isinstance(item, Cyclic)}
    since = term.since.period
    every = since.every if since else "report"
    if every == "report":
        if len(said) != 1:
            return Round(waits_for=reasons.quoted(phrase, term.since.at))
        every = said.pop()
    elif said - {every}:
        raise WordingError("not-understood", messages.CYCLES_DIFFER, term.at)
    found = []
    for period in periods_of_year(_every(every, term.at), frame.year):
        draft = term_draft(term, period.last, frame, phrase)
        why = (reasons.cycle(period.label), *draft.reasons)
        found.append(replace(draft, period=period.label, reasons=why))
    return Round(tuple(found), _recurs(_every(every, term.at), None))


def no_fit(period: Period, at: tuple[int, int]) -> WordingError:
    """The phrase does not speak of the period."""
    text = Text(*(text.replace("{}", period.label) for text in messages.NO_FIT))
    return WordingError("not-understood", text, at)


def _years(cycles: Cycles, frame: Frame) -> tuple[date, date]:
    """The plan's years, or those in brackets, which must follow one another."""
    if not cycles.years:
        return date(frame.context.year, 1, 1), date(frame.context.last_year, 12, 31)
    first, last = min(cycles.years), max(cycles.years)
    if list(cycles.years) != list(range(first, last + 1)):
        raise WordingError("not-understood", messages.YEARS_DIFFER, cycles.at)
    return date(first, 1, 1), date(last, 12, 31)


def _recurs(every: Every, cycles: Cycles | None, weekday: int | None = None) -> Recurs:
    count = cycles.count if cycles else None
    if every == "nine-months":
        raise WordingError(
            "not-understood", messages.CYCLE_UNKNOWN, cycles.at if cycles else (0, 0)
        )
    return Recurs(every, count, weekday)


def _check_period(cycles: Cycles | None, period: Period, timing: Timing) -> None:
    """A cycle named beside the days must be that of the report's period, or the year's."""
    if cycles is None or period.every in cycles.kinds:
        return
    if cycles.kinds != ("year",) or not _absolute(timing):
        raise no_fit(period, cycles.at)


def _absolute(timing: Timing) -> bool:
    return not set().union(*(needs(item) for item in timing.items))


def _for_period(timing: Timing, frame: Frame, phrase: str) -> tuple[Draft, ...]:
    period = frame.period
    label = period.label if period else ""
    return tuple(
        replace(draft, reasons=(reasons.cycle(label), *draft.reasons))
        for draft in drafts(timing, frame, phrase)
    )


def _over(
    periods: tuple[Period, ...], timing: Timing, frame: Frame, phrase: str
) -> tuple[Draft, ...]:
    """The drafts of each period in turn, labelled with it."""
    return tuple(
        replace(draft, period=period.label, reasons=(reasons.cycle(period.label), *draft.reasons))
        for period in periods
        for draft in drafts(timing, replace(frame, period=period, year=period.last.year), phrase)
    )


def _weekly(timing: Timing, cycles: Cycles | None, frame: Frame) -> Round:
    """“thứ Sáu hằng tuần”: one window over the plan, with the weekday."""
    weekdays = [item for item in timing.items if isinstance(item, Weekday)]
    if cycles is None or cycles.kinds != ("week",) or len(weekdays) != len(timing.items):
        raise WordingError("not-understood", messages.DAY_OF_WHICH, timing.at)
    if (timing.bound is Bound.BEFORE and not timing.hour) or len(weekdays) != 1:
        raise WordingError("not-understood", messages.BOUND_ON_WEEKDAY, timing.at)
    first, last = _years(cycles, frame)
    draft = Draft(timing.at, first, last, Bound.WITHIN, hour=timing.hour)
    return Round((draft,), _recurs("week", cycles, weekdays[0].number))


def _said_beside(timing: Timing, cycles: Cycles, frame: Frame, phrase: str) -> Round:
    """A cycle beside days or periods that need none: every year these, or every month of that."""
    every = cycles.kinds[0]
    points = any(stretch(item, frame).point for item in timing.items)
    named = years_named(timing.items)
    if len(cycles.kinds) > 1:
        raise WordingError("not-understood", messages.SEVERAL_CYCLES, cycles.at)
    if every == "year" and not named:
        found = tuple(drafts(timing, frame, phrase))
        label = f"{frame.year:04d}" if len(found) == 1 else ""
        return Round(tuple(replace(d, period=label) for d in found), _recurs("year", cycles))
    if points or len(timing.items) != 1 or timing.bound in {Bound.BEFORE, Bound.BY}:
        raise WordingError("not-understood", messages.CYCLES_DIFFER, cycles.at)
    over = stretch(timing.items[0], frame)
    if over.first is None:
        raise WordingError("not-understood", messages.CYCLES_DIFFER, cycles.at)
    why = (reasons.assumed(over.last),)
    draft = Draft(timing.at, over.first, over.last, Bound.WITHIN, why, assumed=True)
    return Round((draft,), _recurs(every, cycles))


def subject_items(clause: Clause) -> tuple[Item, ...]:
    """The periods reported on that are named by number."""
    return tuple(item for item in clause.subject if not isinstance(item, Cyclic))


def _subject_periods(clause: Clause, frame: Frame) -> tuple[Period, ...]:
    """The periods that a subject names one by one ("báo cáo Quý I, Quý III")."""
    named = subject_items(clause)
    if not named or len(named) != len(clause.subject):
        return ()
    return tuple(period_of(item, frame) for item in named)


def period_of(item: Item, frame: Frame) -> Period:
    """The labelled period an item is. Raises WordingError where it is none."""
    found = stretch(item, frame)
    kinds: tuple[Every, ...] = ("month", "quarter", "half", "nine-months", "year")
    for every in kinds:
        for period in periods_of_year(every, found.last.year):
            if (period.first, period.last) == (found.first, found.last):
                return period
    raise WordingError("not-understood", messages.CYCLES_DIFFER, item.at)


def _cycle(wanted: set[str], cycles: Cycles | None, clause: Clause, timing: Timing) -> Every | None:
    """The cycle of a timing that needs one; None where only the report's period can tell."""
    said: set[str] = set(cycles.kinds) if cycles else set()
    said |= {item.every for item in clause.subject if isinstance(item, Cyclic)}
    implied = wanted - _FLEXIBLE - {"day"}
    if "day" in wanted:
        implied.add("month")
        if "month" not in said and wanted == {"day"}:
            raise WordingError("not-understood", messages.DAY_OF_WHICH, timing.at)
    if len(said) > 1:
        if not implied:
            return None
        raise WordingError("not-understood", messages.SEVERAL_CYCLES, timing.at)
    if said == {"year"} and implied and implied != {"month"}:
        said = set()
    if len(said | implied) > 1:
        raise WordingError("not-understood", messages.CYCLES_DIFFER, timing.at)
    for every in said | implied:
        return _every(every, timing.at)
    if wanted == {"loose"}:
        raise WordingError("not-understood", messages.DAY_OF_WHICH, timing.at)
    return "month" if "beside" in wanted and "report" not in wanted else None


def _every(name: str, at: At) -> Every:
    if name not in _NAMES:
        raise WordingError("not-understood", messages.CYCLES_DIFFER, at)
    return _NAMES[name]


def _period_words(timing: Timing, phrase: str) -> str:
    """The words that only the report's period will give a date."""
    return reasons.quoted(phrase, timing.at)
