"""The heat map: which agency stands how in which month or quarter, the worst of each cell told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from rules.state import State
from rules.text import Lang
from rules.words import label_words
from templates.pages.plan import HeatCell, HeatMap, HeatRow

from .. import links
from ..item.items import PENDING, RANK, Item, alphabetical
from .view import PlanView

Order = Literal["worst", "name"]


def heat_map(view: PlanView, items: Iterable[Item], order: Order = "worst") -> HeatMap:
    """The map of these items: a row for each agency, a column for each period anything is due in.

    Worst first is by how much is overdue, then by how long, then by what was returned.
    """
    by_agency = view.by_agency(items)
    found = {item.period for owed in by_agency.values() for item in owed}
    periods = [*sorted(found - {PENDING}), *(found & {PENDING})]

    def by_name(owed: list[Item]) -> str:
        return alphabetical(view.name(owed[0].agency))

    rows = sorted(by_agency.values(), key=by_name)
    if order == "worst":
        rows.sort(key=worst_first)
    return HeatMap(
        tuple((label, column_words(label, view.lang)) for label in periods),
        tuple(_row(view, owed, periods) for owed in rows),
    )


def worst_first(owed: Iterable[Item]) -> tuple[int, int, int]:
    """Sorts agencies by what they owe: most overdue, longest overdue, most returned."""
    overdue = [item.late for item in owed if item.state is State.OVERDUE]
    returned = sum(item.state is State.RETURNED for item in owed)
    return -len(overdue), -max(overdue, default=0), -returned


def column_words(label: str, lang: Lang) -> str:
    """The period in words, or "" for what has none."""
    return "" if label == PENDING else label_words(label, lang)


def _row(view: PlanView, owed: list[Item], periods: Iterable[str]) -> HeatRow:
    agency = owed[0].agency
    url = links.plan(view.plan.id, "items", agency=agency.id, by=view.by)
    cells: dict[str, list[Item]] = {}
    for item in owed:
        cells.setdefault(item.period, []).append(item)
    return HeatRow(
        view.name(agency),
        links.plan(view.plan.id, "items", agency=agency.id),
        tuple(
            # a label needs no encoding: letters, figures, "-"
            _cell(cells[label], f"{url}&period={label}") if label in cells else None
            for label in periods
        ),
    )


def _cell(items: list[Item], url: str) -> HeatCell:
    worst = min((item.state for item in items), key=RANK.__getitem__)
    late = [item.late for item in items if item.state is worst]
    words = f"heat_{worst.name.lower()}"
    if max(late) == 0 and worst in (State.OVERDUE, State.DONE_LATE):
        words = f"{words}_no_day"
    return HeatCell(worst.value, words, max(late), len(late), len(items), url)
