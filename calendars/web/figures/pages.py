"""The page of the figures, and the one that is frozen for ever."""

from __future__ import annotations

import json
from dataclasses import asdict
from zoneinfo import ZoneInfo

from templates.pages.base import Frame, Link
from templates.pages.figures import FigureRow, Figures, FiguresPage
from templates.pages.plan import Choice
from templates.pages.render import render_page
from templates.pages.snapshot import SnapshotPage
from templates.pages.words import words

from .. import links
from ..plan.pages import head
from ..plan.view import PlanView
from .rows import figures

MARK = "@snapshot-id"
"""Stands in a frozen page for its id, which is made of the page; as long as an id."""


def figures_page(view: PlanView, zone: ZoneInfo, *, may_freeze: bool) -> FiguresPage:
    """The figures as of now, in the zone."""
    w, plan = words(view.lang), view.plan.id
    spans = (("quarter", w["by_quarter"]), ("month", w["by_month"]))
    return FiguresPage(
        head(view, "plan_figures"),
        figures(view, zone),
        tuple(Choice(value, text, value == view.by) for value, text in spans),
        tuple(Link(links.plan(plan, f"figures.{kind}"), kind.upper()) for kind in ("xlsx", "csv")),
        may_freeze,
    )


def frozen(view: PlanView, zone: ZoneInfo, site: str, style: str) -> tuple[str, bytes]:
    """The figures as canonical JSON, and as a page that stands alone. `style` names its sheet.

    In place of the page's id stands `MARK`.
    """
    found = figures(view, zone)
    page = SnapshotPage(head(view, "plan_figures"), found, snapshot_style(style), MARK)
    frame = Frame(site, view.lang, path="", csrf="", day=view.moment.today, style=style)
    return _data(view, found), render_page(page, frame).encode()


def snapshot_style(sha256: str) -> str:
    """Where a frozen page's style sheet is."""
    return f"/snapshots/style/{sha256}.css"


def _data(view: PlanView, found: Figures) -> str:
    data = {
        "plan": view.plan.id,
        "revision": view.plan.revision,
        "as_of": found.as_of.isoformat(),
        "whole": _row(found.whole),
        "groups": [_row(row) for row in found.groups],
        "agencies": [_row(row) for row in found.rows],
        "periods": [_row(row) for row in found.periods],
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _row(row: FigureRow) -> dict[str, object]:
    original = row.on_time_original
    return {
        "name": row.name,
        **asdict(row.cells),
        "original": {"on_time": original.part, "due": original.whole},
    }
