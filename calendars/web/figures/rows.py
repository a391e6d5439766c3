"""The official figures of a plan as rows: of its agencies, groups and periods."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from rules.text import Lang
from rules.words import label_words
from templates.pages.figures import FigureRow, Figures, Share

from .. import links
from ..item.items import PENDING, alphabetical
from ..plan.view import PlanView
from .counted import Both, counted, summed, total
from .trend import trend


def figures(view: PlanView, zone: ZoneInfo) -> Figures:
    """Everything as of the view's moment; agencies worst first: most overdue, lowest rate."""
    owed = (((item.agency.id, item.period), item.occurrence) for item in view.items)
    cells = counted(owed, view.moment)
    agencies = {item.agency.id: item.agency for item in view.items}
    of_agency = summed((ident, both) for (ident, _), both in cells.items())
    of_period = summed((label, both) for (_, label), both in cells.items())
    of_period.pop(PENDING, None)
    rows = [
        _row(view.name(agencies[ident]), _listed(view, agency=ident), both, view.lang)
        for ident, both in of_agency.items()
    ]
    periods = tuple(
        _row(
            label_words(label, view.lang), _listed(view, period=label, by=view.by), both, view.lang
        )
        for label, both in sorted(of_period.items())
    )
    return Figures(
        view.moment.now.astimezone(zone),
        _row(view.plan.number, _listed(view), total(of_agency.values()), view.lang),
        _groups(view, of_agency),
        tuple(sorted(rows, key=_worst_first)),
        periods,
        trend(periods),
    )


def share(part: int, whole: int, lang: Lang) -> Share:
    """The share with one decimal, halves rounded up: 14,068 of 16,274 are 86.4 %."""
    if not whole:
        return Share(part, whole, "")
    tenths = Decimal(part * 100) / Decimal(whole)
    percent = str(tenths.quantize(Decimal("0.1"), ROUND_HALF_UP))
    return Share(part, whole, percent.replace(".", ",") if lang == "vi" else percent)


def _groups(view: PlanView, found: dict[str, Both]) -> tuple[FigureRow, ...]:
    rows = list[FigureRow]()
    for ident, name in view.groups().items():
        members = view.members(ident)
        both = total(both for agency, both in found.items() if agency in members)
        rows.append(_row(name, _listed(view, group=ident), both, view.lang))
    return tuple(rows)


def _row(name: str, url: str, both: Both, lang: Lang) -> FigureRow:
    now, before = both
    return FigureRow(
        name,
        url,
        now,
        share(now.on_time, now.due, lang),
        share(before.on_time, before.due, lang),
        share(now.on_time + now.late, now.due, lang),
    )


def _worst_first(row: FigureRow) -> tuple[int, float, str]:
    rate = row.cells.on_time_rate
    return -row.cells.overdue, 1.0 if rate is None else float(rate), alphabetical(row.name)


def _listed(view: PlanView, **query: str) -> str:
    return links.plan(view.plan.id, "items", **query)
