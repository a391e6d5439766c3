"""An agency's pages: what it must do now, and what it has done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .base import Link, Page
from .lines import ItemLine, Pages


@dataclass(frozen=True, slots=True)
class AgencyHead:
    """What stands above all pages of an agency: its name, whom it replaces, its views.

    `ended` is its last day, where that is past.
    """

    name: str
    replaces: tuple[str, ...]
    ended: date | None
    views: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many are in a state; `url` leads to them, "" where there are none."""

    state: str
    count: int
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class StateGroup:
    """The items of one state on this page; `count` are all of them, on other pages as well."""

    state: str
    count: int
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """How many items due after `until` are not listed, and where they are."""

    count: int
    until: date
    url: str


@dataclass(frozen=True, slots=True)
class AgencyPage(Page):
    """The items of an agency, worst first; of what is done, the last submitted first.

    `done`: it shows what the agency has submitted. `plans` are links to the items of one plan;
    none where there is only one. `everything` leads back to the list without filters, or is "".
    """

    template: ClassVar[str] = "agency.html.j2"
    head: AgencyHead
    done: bool
    counts: tuple[StateCount, ...]
    plans: tuple[Link, ...]
    groups: tuple[StateGroup, ...]
    everything: str
    later: Later
    pages: Pages
