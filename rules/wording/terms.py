"""Terms: so many days, working days, weeks, months, years after or before a day.

Civil Code 2015, art. 147 (the first day is not counted) and 148 (the same day number,
or the last day of a shorter month). Months are always added to the day the term starts from.
"""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from ..deadline import Bound, Reason
from ..workdays import WorkingDays
from . import messages, reasons
from .errors import WordingError
from .stretches import Frame, stretch
from .tree import Ahead, Term, Unit
from .windows import Draft

_FIRST, _LAST = 1900, 2999


def starting_day(term: Term, frame: Frame) -> date | None:
    """The day a term counts from; None while it is unknown."""
    since = term.since
    if since.kind == "signing":
        return frame.context.signed
    if since.kind == "day" and since.day is not None:
        return stretch(since.day, frame).last
    if since.kind == "period" and since.period is not None and frame.period is not None:
        return stretch(since.period, frame).last
    return frame.context.event if since.kind == "outside" else None


def term_draft(term: Term, day: date, frame: Frame, phrase: str) -> Draft:
    """The window of a term that counts from `day`, which is not part of it."""
    if term.bound is Bound.BEFORE:
        raise WordingError("not-understood", messages.BOUND_ON_TERM, term.at)
    if term.after:
        raise WordingError("not-understood", messages.NO_END, term.at)
    stated = moved(day, term.count, term.unit, frame.context.working_days)
    ends = _ends(term.count, term.unit, stated, reasons.quoted(phrase, term.at))
    return Draft(
        term.at, day + timedelta(days=1), stated, term.bound, (reasons.not_counted(day), ends)
    )


def ahead_draft(ahead: Ahead, frame: Frame, phrase: str) -> Draft:
    """The last day that leaves so many days until the day named."""
    found = stretch(ahead.day, frame)
    if ahead.unit not in {"day", "working-day"} or not found.point:
        raise WordingError("not-understood", messages.BOUND_ON_TERM, ahead.at)
    stated = moved(found.last, -ahead.count, ahead.unit, frame.context.working_days)
    ends = _ends(ahead.count, ahead.unit, stated, reasons.quoted(phrase, ahead.at))
    return Draft(ahead.at, None, stated, Bound.BY, (ends,))


def _ends(count: int, unit: Unit, stated: date, words: str) -> Reason:
    if unit == "working-day":
        return reasons.working_days(count, stated)
    return reasons.term(words, stated)


def moved(day: date, count: int, unit: Unit, working_days: WorkingDays) -> date:
    """The day `count` units after (negative: before) a day. OverflowError outside 1900 to 2999."""
    match unit:
        case "day":
            found = day + timedelta(days=count)
        case "week":
            found = day + timedelta(weeks=count)
        case "month":
            found = day + relativedelta(months=count)
        case "year":
            found = day + relativedelta(years=count)
        case "working-day":
            found = working_days.add(day, count)
    if count == 0 or not _FIRST <= found.year <= _LAST:
        raise OverflowError
    return found
