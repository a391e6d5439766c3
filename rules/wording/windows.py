"""A bound set on days: the window that comes of it (deadlines.md, "Bounds")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..deadline import Bound, Reason
from . import messages, reasons
from .errors import WordingError
from .leaves import takes_year
from .stretches import Frame, Stretch, stretch
from .tree import At, Edge, Item, Part, Span, Step, Timing

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """A window before it has its label.

    `period` is the label of the period it is for, `step` its milestone, `whole` the first and last
    day of the period that the words name.
    """

    at: At
    start: date | None
    stated: date
    bound: Bound
    reasons: tuple[Reason, ...] = ()
    assumed: bool = False
    hour: str = ""
    period: str = ""
    step: Step | None = None
    whole: tuple[date, date] | None = None


def drafts(timing: Timing, frame: Frame, phrase: str) -> Iterator[Draft]:
    """One draft for each member of the timing's list."""
    _check_hour(timing)
    for item in timing.items:
        found = stretch(item, frame)
        steps = [reasons.period_read(reasons.quoted(phrase, item.at), found.first, found.last)]
        if takes_year(item):
            steps.append(reasons.year_missing(frame.year))
        if isinstance(item, Edge) and not item.working:
            steps.append(reasons.position(reasons.quoted(phrase, item.at)))
        start, stated, bound, why = _bounded(timing, item, found, frame)
        whole = None if found.point or found.first is None else (found.first, found.last)
        why_all = (*steps, why)
        yield Draft(timing.at, start, stated, bound, why_all, hour=timing.hour, whole=whole)


def _bounded(
    timing: Timing, item: Item, found: Stretch, frame: Frame
) -> tuple[date | None, date, Bound, Reason]:
    """Start, stated day, bound and the reason for them."""
    if timing.bound is Bound.BEFORE:
        return _before(timing, item, found, frame)
    if timing.bound is Bound.BY or found.point or found.first is None:
        return None, found.last, Bound.BY, reasons.up_to(found.last)
    return found.first, found.last, Bound.WITHIN, reasons.window(found.last)


def _before(
    timing: Timing, item: Item, found: Stretch, frame: Frame
) -> tuple[date | None, date, Bound, Reason]:
    """“trước”: the day before, unless an hour leaves the day open or the plan includes it."""
    if isinstance(item, Span | Part) or found.first is None:
        raise WordingError("not-understood", messages.BOUND_ON_SPAN, timing.at)
    if isinstance(item, Edge) and not item.working:
        raise WordingError("not-understood", messages.BOUND_ON_POSITION, timing.at)
    if timing.hour:
        why = reasons.before_hour(found.last, timing.hour)
        return None, found.last, Bound.BY, why
    if found.point and frame.context.before == "inclusive":
        return None, found.last, Bound.BEFORE, reasons.before_included(found.last)
    stated = found.first - _DAY
    return None, stated, Bound.BEFORE, reasons.before_day(found.first, stated)


def _check_hour(timing: Timing) -> None:
    """An hour must exist; midnight would leave nothing of its day."""
    if not timing.hour:
        return
    hour, minute = (int(part) for part in timing.hour.split(":"))
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise WordingError("impossible", messages.IMPOSSIBLE_HOUR, timing.at)
    if hour == 0 and minute == 0:
        raise WordingError("not-understood", messages.MIDNIGHT, timing.at)
