"""What a deadline's wording means: values, made by `rules.wording`, applied by `rules.slots`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from .periods import Period
from .text import Text
from .workdays import WorkingDays


class Bound(StrEnum):
    """How the words limit a day: inside a window, strictly before it, or up to and including it."""

    WITHIN = "within"
    BEFORE = "before"
    BY = "by"


@dataclass(frozen=True, slots=True)
class Reason:
    """One step from wording to date: the rule's name, in words, and the text it rests on."""

    rule: str
    text: Text
    source: Text = Text("", "")


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which one step of a duty is on time.

    `label` is a milestone (`finish`, `issue`, `start`) or a period's label (`2019-Q1`).
    `start` is the first day, None where the words set only an end. `stated` is the last calendar
    day on time by the words alone. `hour` is kept as written ("17:00") and changes no date.
    `assumed` where the words name no day and the end of the period stands in for it.
    """

    label: str
    start: date | None
    stated: date
    bound: Bound
    reasons: tuple[Reason, ...] = ()
    assumed: bool = False
    hour: str = ""


@dataclass(frozen=True, slots=True)
class Recurs:
    """A cycle: every week, month, quarter, half or year; `count` times in each, None if unsaid."""

    every: Literal["week", "month", "quarter", "half", "year"]
    count: int | None = None
    weekday: int | None = None  # 0 is Monday; only with every="week"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The meaning of one phrase.

    `pending`: waits for an outside event or for a report's period, named in `waits_for` as written;
    it then has no windows. `recurs` with one window: the schedule makes one occurrence a period
    inside that window; with several windows they are the occurrences of the plan's year.
    """

    windows: tuple[Window, ...]
    pending: bool = False
    recurs: Recurs | None = None
    waits_for: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase is read against.

    `year` is the plan's year (the first of several), `until` the last one; `signed` the day the
    plan was signed; `period` the report's period once known; `event` the recorded date of the
    outside event; `before` what the plan's authors mean by "trước ngày D".
    """

    year: int
    working_days: WorkingDays = field(repr=False)
    until: int | None = None
    signed: date | None = None
    period: Period | None = None
    event: date | None = None
    before: Literal["exclusive", "inclusive"] = "exclusive"

    @property
    def last_year(self) -> int:
        """The last year of the plan."""
        return self.year if self.until is None else self.until
