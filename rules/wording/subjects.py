"""Labels of reports on fixed days: the period each is about ("báo cáo 6 tháng trước ngày 15/6")."""

from __future__ import annotations

from dataclasses import replace

from ..periods import Period, periods_of_year
from .cycles import period_of
from .errors import WordingError
from .messages import SEVERAL_CYCLES
from .stretches import Frame
from .tree import Clause, Cyclic, Item
from .windows import Draft

_SHORT = {"week", "month", "quarter"}


def labelled_by_subject(
    clause: Clause, drafts: tuple[Draft, ...], frame: Frame
) -> tuple[Draft, ...]:
    """The drafts with their report's label, where subjects and days go together one by one."""
    if all(draft.period for draft in drafts):
        return drafts
    periods: tuple[Period | None, ...] = ()
    if len(clause.subject) == len(drafts):
        pairs = zip(clause.subject, drafts, strict=True)
        periods = tuple(_period(item, draft, frame) for item, draft in pairs)
    elif len(clause.subject) == 1:
        periods = _turns(clause.subject[0], drafts, frame)
    short = any(isinstance(item, Cyclic) and item.every in _SHORT for item in clause.subject)
    if not all(periods) or not periods:
        if short or len(clause.subject) > 1:
            raise WordingError("not-understood", SEVERAL_CYCLES, clause.at)
        return drafts
    return tuple(
        replace(draft, period=period.label)
        for draft, period in zip(drafts, periods, strict=True)
        if period
    )


def _turns(item: Item, drafts: tuple[Draft, ...], frame: Frame) -> tuple[Period, ...]:
    """All the periods of a kind, where there is a day for each."""
    if not isinstance(item, Cyclic) or item.every == "report":
        return ()
    turns = periods_of_year(item.every, frame.year)
    return turns if len(turns) == len(drafts) else ()


def _period(item: Item, draft: Draft, frame: Frame) -> Period | None:
    """The period that a single day is for: a half year's report is due about its end."""
    if not isinstance(item, Cyclic):
        return period_of(item, frame)
    if item.every == "report":
        return None
    turns = periods_of_year(item.every, frame.year)
    near = [turn for turn in turns if abs((turn.last - draft.stated).days) <= 90]
    if len(turns) == 1:
        return turns[0]
    return near[0] if item.every == "half" and len(near) == 1 else None
