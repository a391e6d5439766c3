"""What a phrase says, before it is set against a plan: the tree that the grammar builds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..deadline import Bound
from ..periods import Every

At = tuple[int, int]
Cycle = Literal["week", "month", "quarter", "half", "nine-months", "year", "report"]
Unit = Literal["day", "working-day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class YearRef:
    """A year named: by number, or counted from the plan's or the report's year (`shift`)."""

    at: At
    number: int | None = None
    shift: int = 0
    said: bool = True  # False where the words say "năm" and not which


@dataclass(frozen=True, slots=True)
class MonthRef:
    """A month of a year; a missing year is None."""

    at: At
    month: int
    year: YearRef | None = None


@dataclass(frozen=True, slots=True)
class QuarterRef:
    """A quarter of a year."""

    at: At
    quarter: int
    year: YearRef | None = None
    roman: bool = False


@dataclass(frozen=True, slots=True)
class MonthsRef:
    """The first (`count` > 0) or last (`count` < 0) months of a year: "6 tháng đầu năm"."""

    at: At
    count: int
    year: YearRef | Cyclic | None = None


@dataclass(frozen=True, slots=True)
class YearWhole:
    """A whole year: "năm 2021", "cả năm"."""

    at: At
    year: YearRef | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """The plan's whole period: "trong suốt giai đoạn"."""

    at: At


@dataclass(frozen=True, slots=True)
class Cyclic:
    """A period named by its kind alone: "quý", "kỳ báo cáo", "quý tiếp theo" (`shift` 1)."""

    at: At
    every: Cycle
    shift: int = 0
    loose: bool = False  # "cuối tháng": recurs only if something else says so


@dataclass(frozen=True, slots=True)
class MonthOf:
    """The first, second or last (`place` -1) month of a longer period: "tháng cuối quý"."""

    at: At
    place: int
    of: Stretchy


@dataclass(frozen=True, slots=True)
class MonthBeside:
    """The month after (`shift` 1) or before a period: "tháng kế tiếp", "tháng trước kỳ báo cáo"."""

    at: At
    shift: int
    of: Cyclic | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a month: the n-th of `parts` equal ones ("thượng tuần", "nửa đầu tháng")."""

    at: At
    place: int
    parts: int
    of: Stretchy


@dataclass(frozen=True, slots=True)
class DayRef:
    """A day of a month; without a month it recurs, or takes the month of its neighbour.

    `worded`: its month is said with "tháng", so that numbers behind it are months too.
    """

    at: At
    day: int
    month: MonthRef | MonthOf | MonthBeside | Cyclic | None = None
    worded: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A position: the first, middle or last day of a period, calendar or worked."""

    at: At
    place: Literal["first", "middle", "last"]
    of: Stretchy
    working: bool = False


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week (0 is Monday), alone or beside a date that it must fit."""

    at: At
    number: int
    day: Item | None = None


@dataclass(frozen=True, slots=True)
class SigningDay:
    """The plan's signing as a starting point: "từ nay", "từ ngày ký"."""

    at: At


@dataclass(frozen=True, slots=True)
class Bare:
    """A number in a list or span that takes its unit, and a missing year, from a neighbour."""

    at: At
    number: int
    year: YearRef | None = None
    slashed: bool = False  # written as 5/2022


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day of one thing to the last day of another; `dash`: written with a hyphen."""

    at: At
    first: Item
    last: Item
    dash: bool = False


Stretchy = (
    MonthRef | QuarterRef | MonthsRef | YearWhole | Phase | Cyclic | MonthOf | MonthBeside | Part
)
Item = Stretchy | DayRef | Edge | Weekday | SigningDay | Bare | Span


@dataclass(frozen=True, slots=True)
class Timing:
    """Days or periods under one bound. `bound` None: the words set none. `hour` as "17:00"."""

    at: At
    items: tuple[Item, ...]
    bound: Bound | None = None
    hour: str = ""


@dataclass(frozen=True, slots=True)
class Cycles:
    """A recurrence: kinds of period; `count` times in each; in these `years` only."""

    at: At
    kinds: tuple[Every, ...]
    count: int | None = None
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Since:
    """Where a term starts: the plan's signing, an event as written, a day, a period's end."""

    at: At
    kind: Literal["signing", "outside", "day", "period"]
    words: str = ""
    day: Item | None = None
    period: Cyclic | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """So many days, working days, weeks, months or years after something.

    `after`: the words set a beginning only ("Sau 05 ngày kể từ ..."), no last day.
    """

    at: At
    bound: Bound
    count: int
    unit: Unit
    since: Since
    after: bool = False


@dataclass(frozen=True, slots=True)
class Ahead:
    """So many days (working days) before a day: "10 ngày trước ngày 30/6/2022"."""

    at: At
    count: int
    unit: Unit
    day: Item


@dataclass(frozen=True, slots=True)
class Standing:
    """Goes on all the time, over the named period or the plan's."""

    at: At
    timing: Timing | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Waits for what the words name."""

    at: At
    words: str


@dataclass(frozen=True, slots=True)
class Start:
    """A beginning without an end ("bắt đầu từ tháng 3"): good only where another step ends it."""

    at: At
    timing: Timing


@dataclass(frozen=True, slots=True)
class Recurring:
    """A cycle, with the days named in it, if any."""

    at: At
    cycles: Cycles
    timing: Timing | None = None


Core = Timing | Recurring | Term | Ahead | Standing | Waiting | Start
Step = Literal["issue", "start", "finish"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of a phrase: the step it is about, the reports it is about, and when."""

    at: At
    core: Core
    step: Step | None = None
    subject: tuple[Item, ...] = ()
    worded: bool = False  # whether it has words besides the timing
