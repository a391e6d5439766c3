"""A report's period: which clause speaks of it, and which of several windows is its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from ..periods import Period, periods_of_year
from . import messages
from .cycles import no_fit, period_of
from .errors import WordingError
from .missing import with_units, with_years
from .stretches import Frame
from .tree import Clause, Cyclic, Item
from .windows import Draft

_YEAR_LATE, _OTHERS_LATE = 180, 92


def for_period(clauses: tuple[Clause, ...], frame: Frame, period: Period) -> tuple[Clause, ...]:
    """The clauses about the period; else those without a subject. Raises where there are none."""
    about = tuple(clause for clause in clauses if _speaks_of(clause, frame, period))
    general = tuple(clause for clause in clauses if not clause.subject)
    chosen = about or general
    if not chosen:
        raise no_fit(period, clauses[0].at)
    return chosen


def _speaks_of(clause: Clause, frame: Frame, period: Period) -> bool:
    """Whether one of the subjects is the period or its kind."""
    return any(_is(item, frame, period) for item in clause.subject)


def _is(item: Item, frame: Frame, period: Period) -> bool:
    if isinstance(item, Cyclic):
        return item.every == period.every
    return period_of(item, replace(frame, year=period.last.year)).label == period.label


def with_subjects(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The clauses with units and years filled in their subjects."""
    return tuple(
        replace(clause, subject=with_years(with_units(clause.subject), set()))
        if clause.subject else clause
        for clause in clauses
    )  # fmt: skip


def own(drafts: list[Draft], period: Period) -> Draft:
    """The one of several windows that is the period's: it is it, its turn, or it lies in it."""
    if len(drafts) == 1:
        return drafts[0]
    same = [d for d in drafts if (d.start, d.stated) == (period.first, period.last)]
    if len(same) == 1:
        return same[0]
    if any(draft.step for draft in drafts) and len({draft.at for draft in drafts}) > 1:
        raise WordingError("not-understood", messages.SEVERAL_CYCLES, drafts[0].at)
    turns = periods_of_year(period.every, period.last.year)
    ordered = all(a.stated < b.stated for a, b in pairwise(drafts))
    if ordered and len(turns) == len(drafts):
        return drafts[[turn.label for turn in turns].index(period.label)]
    inside = [d for d in drafts if period.first <= d.stated <= period.last]
    if len(inside) != 1:
        raise no_fit(period, drafts[0].at)
    return inside[0]


def check_subject(clause: Clause, draft: Draft, frame: Frame, *, year_said: bool) -> None:
    """A report is due neither long after its period nor before it.

    Nor is it, where no year is said, in the period's first half.

    "Báo cáo năm trước ngày 15/01" leaves open whether January is that of the year or of the next.
    """
    period = frame.period
    if period is None and len(clause.subject) == 1:
        (item,) = clause.subject
        if not isinstance(item, Cyclic):
            period = period_of(item, frame)
        elif item.every == "year":
            (period,) = periods_of_year("year", frame.year)
    if period is None or not clause.subject:
        return
    middle = period.first + (period.last - period.first) / 2
    latest = period.last + timedelta(days=_YEAR_LATE if period.every == "year" else _OTHERS_LATE)
    if draft.stated > latest:
        raise no_fit(period, draft.at)
    if draft.stated < period.first or (not year_said and draft.stated < middle):
        raise WordingError("not-understood", messages.REPORT_YEAR, draft.at)
