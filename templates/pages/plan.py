"""The coordinator's plan: counts, the heat map of agencies and periods, the list of items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .base import Link, Page


@dataclass(frozen=True, slots=True)
class PlanHead:
    """The plan a page is about. `title` is Vietnamese; `views` are its pages."""

    id: str
    title: str
    number: str
    issued: date
    coordinator: str
    views: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CountLink:
    """How many items are in a state, and where they are listed. `words` is the key of a word."""

    state: str
    words: str
    count: int
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values of a field, in words of its own."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class HeatCell:
    """What an agency owes in a period: the worst state of it, shared by `count` of `total` items.

    `words` is the key of a word that may take `late` as `n`, working days of the latest of them.
    """

    state: str
    words: str
    late: int
    count: int
    total: int
    url: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """An agency; a cell for each period, None where it owes nothing in it."""

    name: str
    url: str
    cells: tuple[HeatCell | None, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Agencies and the periods in which things are due: labels such as `2019-03`, or `pending`.

    `periods` pairs each with its words.
    """

    periods: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class Unreachable:
    """An agency that owes and cannot be written to: `words`, the key of a word, says why.

    `addresses` are those that refused what was sent to them.
    """

    name: str
    url: str
    words: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanPage(Page):
    """The plan at a glance. `groups`, `spans` and `orders` are what the map can be asked for."""

    template: ClassVar[str] = "plan.html.j2"
    plan: PlanHead
    counts: tuple[CountLink, ...]
    heat: HeatMap
    groups: tuple[Choice, ...]
    spans: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    unreachable: tuple[Unreachable, ...]


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A row of the list. `state` is a state's code, `state_words` its words.

    `days`: working days left until `due`, or that it is late by; None where neither tells anything.
    `original` is the day to aim for before an extension. `number` and `on` are of what was
    submitted; `reason` is of its return.
    """

    key: str
    url: str
    title: str
    step: str
    agency: str
    agency_url: str
    due: date | None
    original: date | None
    state: str
    state_words: str
    days: int | None
    number: str
    on: date | None
    nil: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ItemsPage(Page):
    """The items of a plan, filtered. `filters` are the hidden fields of the filter in force.

    `may_decide`: the viewer coordinates the plan; then items can be ticked, and `ticked` are all.
    `mistakes` is what is wrong with what was asked for, by field. `letter` leads to the letter to
    the one agency listed, where there is one.
    """

    template: ClassVar[str] = "plan_items.html.j2"
    plan: PlanHead
    counts: tuple[CountLink, ...]
    items: tuple[PlanItem, ...]
    total: int
    first: int
    filters: tuple[tuple[str, str], ...]
    states: tuple[Choice, ...]
    agencies: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    periods: tuple[Choice, ...]
    tick: Link | None
    pages: tuple[Link, ...]
    exports: tuple[Link, ...]
    may_decide: bool
    ticked: bool
    mistakes: dict[str, str]
    letter: str
