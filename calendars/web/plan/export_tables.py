"""What the exported tables hold: the figures by agency and group, and the list of items."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from rules.state import WORDS
from rules.text import Lang
from rules.words import long_day, short_day, step_words
from templates.pages.figures import FigureRow, Figures, Share
from templates.pages.words import words

from ...describe import name_of
from ..item.items import Item
from .export import Table, Value
from .view import PlanView


def figure_table(view: PlanView, found: Figures) -> Table:
    """A row for the plan, for each group and for each agency."""
    w, lang = words(view.lang), view.lang
    rows: list[tuple[Value, ...]] = [_figures(w["of_all"], found.whole)]
    rows += [_figures(w["of_group"], row) for row in found.groups]
    rows += [_figures(w["of_agency"], row) for row in found.rows]
    return Table(
        w["plan_figures"],
        (*_about(view), w["as_of"](time=f"{found.as_of:%H:%M}", day=long_day(found.as_of, lang))),
        (
            w["column_of"], w["column_name"], w["cell_total"], w["cell_on_time"], w["cell_late"],
            w["cell_in_term"], w["cell_overdue"], w["cell_submitted"], w["cell_nil"],
            w["cell_pending"], w["cell_closed"], w["column_due_count"], w["rate_on_time"],
            w["column_on_time_original"], w["column_due_original"], w["rate_original"],
            w["rate_done"],
        ),
        rows,
        (10, 44, *(12,) * 15),
    )  # fmt: skip


def item_table(view: PlanView, items: Iterable[Item]) -> Table:
    """The items with all their dates."""
    w = words(view.lang)
    return Table(
        w["plan_items"],
        _about(view),
        (
            w["column_key"], w["column_ref"], w["column_title"], w["column_step"],
            w["column_agency"], w["column_stated"], w["column_due"], w["column_late_from"],
            w["column_extended_by"], w["column_state"], w["column_late_days"], w["column_number"],
            w["column_document_date"], w["column_on"], w["column_nil"], w["column_reason"],
        ),
        [_item(item, view.lang) for item in items],
        (40, 10, 50, 20, 34, 12, 12, 12, 18, 20, 10, 18, 12, 12, 10, 40),
    )  # fmt: skip


def _about(view: PlanView) -> tuple[str, ...]:
    day = short_day(view.plan.issued, view.lang)
    return view.plan.title, f"{view.plan.number}, {day}"


def _figures(of: str, row: FigureRow) -> tuple[Value, ...]:
    cells = row.cells
    return (
        of, row.name, cells.total, cells.on_time, cells.late, cells.in_term, cells.overdue,
        cells.submitted, cells.nil, cells.pending, cells.closed, cells.due, _rate(row.on_time),
        row.on_time_original.part, row.on_time_original.whole, _rate(row.on_time_original),
        _rate(row.done),
    )  # fmt: skip


def _rate(share: Share) -> Fraction | None:
    return Fraction(share.part, share.whole) if share.whole else None


def _item(item: Item, lang: Lang) -> tuple[Value, ...]:
    slot, done = item.occurrence.slot, item.completion
    first, agency = slot.original or slot, item.agency
    return (
        item.key, slot.duty.ref, slot.duty.title,
        step_words(slot.label, lang),
        name_of(agency, lang),
        first.stated, slot.due, slot.late_from,
        slot.extension.number if slot.extension else "",
        WORDS[item.state].to(lang), item.late or None,
        done.number if done else "", done.document_date if done else None,
        done.on if done else None, int(done.nil) if done else None,
        item.returned.reason if item.returned else "",
    )  # fmt: skip
