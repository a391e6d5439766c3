"""Labels: `finish` for the only window, else the milestone, the period, or the month of the day."""

from __future__ import annotations

from collections import Counter

from ..deadline import Window
from ..periods import Every, periods_of_year
from .windows import Draft


def labelled(drafts: list[Draft], *, recurs: bool) -> tuple[Window, ...]:
    """The windows with labels of which no two are alike."""
    if len(drafts) == 1:
        return (_window(drafts[0], drafts[0].period if recurs and drafts[0].period else "finish"),)
    places = {draft.at for draft in drafts}
    if not recurs and any(draft.step for draft in drafts) and len(places) > 1:
        names = [_milestone(draft, last=n == len(drafts) - 1) for n, draft in enumerate(drafts)]
    else:
        names = _by_period(drafts)
    taken: Counter[str] = Counter()
    windows = []
    for draft, name in zip(drafts, names, strict=True):
        taken[name] += 1
        windows.append(_window(draft, name if taken[name] == 1 else f"{name}-{taken[name]}"))
    return tuple(windows)


def _milestone(draft: Draft, *, last: bool) -> str:
    """“triển khai” is a start only where another step follows."""
    if draft.step == "start" and last:
        return "finish"
    return draft.step or "finish"


def _by_period(drafts: list[Draft]) -> list[str]:
    """Each draft's period; where two share it, the month of the day, then the day itself."""
    names = [draft.period or _own_period(draft) for draft in drafts]
    repeated = {name for name, count in Counter(names).items() if count > 1}
    names = [f"{draft.stated:%Y-%m}" if name in repeated else name
             for draft, name in zip(drafts, names, strict=True)]  # fmt: skip
    repeated = {name for name, count in Counter(names).items() if count > 1}
    return [
        draft.stated.isoformat() if name in repeated else name
        for draft, name in zip(drafts, names, strict=True)
    ]


def _own_period(draft: Draft) -> str:
    """The label of the period a window is, else the month its day lies in."""
    kinds: tuple[Every, ...] = ("month", "quarter", "half", "nine-months", "year")
    if draft.whole is None:
        return f"{draft.stated:%Y-%m}"
    for every in kinds:
        for period in periods_of_year(every, draft.whole[1].year):
            if (period.first, period.last) == draft.whole:
                return period.label
    return f"{draft.stated:%Y-%m}"


def _window(draft: Draft, label: str) -> Window:
    return Window(
        label, draft.start, draft.stated, draft.bound, draft.reasons, draft.assumed, draft.hour
    )
