"""The official figures of a plan: four cells for each agency and group, rates, the trend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rules.statistics import Cells

from .base import Link, Page
from .plan import Choice, PlanHead


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; `percent` is in the page's figures ("86,4"), "" where there is nothing."""

    part: int
    whole: int
    percent: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """The cells of an agency, a group or a period, by the dates in force.

    Shares of what has come due, done on time: by the dates in force, and by those before any
    extension; `done` is done at all, be it late.
    """

    name: str
    url: str
    cells: Cells
    on_time: Share
    on_time_original: Share
    done: Share


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a column: `kind` is a cell's name, `y` and `height` are units of the chart."""

    kind: str
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Column:
    """A period in the chart, at `x`; `middle` is half way across. `share` stands above it."""

    x: int
    middle: int
    words: str
    total: int
    share: Share
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """The chart: shares of the four cells, one column for each period; sizes in its own units."""

    width: int
    height: int
    top: int
    bottom: int
    bar: int
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures as of an instant, shown in the site's zone. `rows` are of the agencies."""

    as_of: datetime
    whole: FigureRow
    groups: tuple[FigureRow, ...]
    rows: tuple[FigureRow, ...]
    periods: tuple[FigureRow, ...]
    trend: Trend


@dataclass(frozen=True, slots=True)
class FiguresPage(Page):
    """The figures, where to take them away, and the button that freezes them."""

    template: ClassVar[str] = "figures.html.j2"
    plan: PlanHead
    figures: Figures
    spans: tuple[Choice, ...]
    exports: tuple[Link, ...]
    may_freeze: bool
