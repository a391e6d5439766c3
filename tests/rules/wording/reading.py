"""What the tests of wording share: a small calendar, contexts, and windows as short rows."""

from __future__ import annotations

from datetime import date

from rules.deadline import Context, Deadline
from rules.periods import parse_period
from rules.text import Text
from rules.wording import read
from rules.workdays import DayEntry, WorkingDays

_OFF = """
    2022-01-03 2022-01-31 2022-02-01 2022-02-02 2022-02-03 2022-02-04
    2022-04-11 2022-05-02 2022-05-03 2022-09-01 2022-09-02 2023-01-02
    2023-05-01 2023-05-02 2023-05-03
    2025-04-30 2025-05-01 2025-05-02
"""
_WORKED = ["2025-04-26"]


def _entry(day: str, *, worked: bool) -> tuple[date, DayEntry]:
    found = date.fromisoformat(day)
    return found, DayEntry(found, worked, Text("", ""), "")


CALENDAR = WorkingDays(
    dict(
        [_entry(day, worked=False) for day in _OFF.split()]
        + [_entry(d, worked=True) for d in _WORKED]
    ),
    dict.fromkeys(range(2018, 2027), "decided"),
)


def context(
    year: int = 2022,
    signed: str | None = None,
    until: int | None = None,
    period: str | None = None,
    event: str | None = None,
    *,
    inclusive: bool = False,
) -> Context:
    """A context with its days in ISO form and its period as a label."""
    return Context(
        year,
        CALENDAR,
        until=until,
        signed=date.fromisoformat(signed) if signed else None,
        period=parse_period(period) if period else None,
        event=date.fromisoformat(event) if event else None,
        before="inclusive" if inclusive else "exclusive",
    )


def rows(deadline: Deadline) -> list[str]:
    """Each window as `label start..stated bound`, a missing start left out."""
    return [f"{w.label} {w.start or ''}..{w.stated} {w.bound}" for w in deadline.windows]


def said(phrase: str, **kwargs: object) -> list[str]:
    """The windows of a phrase in a context."""
    return rows(read(phrase, context(**kwargs)))  # type: ignore[arg-type]
