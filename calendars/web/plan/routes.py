"""`/plans/{plan}`: the coordinator's overview, the list of items, the figures, what is taken away.

All of it is for those who see the plan whole; for anybody else there is no such page.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from ..access.session import SignedIn
from ..figures.pages import figures_page
from ..figures.rows import figures
from ..item.lines import TheLines
from ..respond import page
from ..services import TheServices
from .export import MEDIA_TYPES, Kind, Table, as_csv, as_xlsx
from .export_tables import figure_table, item_table
from .filter import PlanFilter
from .heat_map import Order
from .letter import letter
from .pages import item_list, overview
from .view import PlanView, plan_view

router = APIRouter(include_in_schema=False)


def _view(request: Request, lines: TheLines, plan: str) -> PlanView:
    return plan_view(lines.scope, plan, lines.lang, PlanFilter.of(request.query_params).by)


@router.get("/plans/{plan}")
def plan_page(
    request: Request, services: TheServices, view: Annotated[PlanView, Depends(_view)]
) -> Response:
    """The counts and the heat map. `?group=`, `?by=month`, `?sort=name`."""
    query = request.query_params
    refused = {failed.recipient for failed in services.ledger.failed()}
    order: Order = "name" if query.get("sort") == "name" else "worst"
    return page(request, overview(view, query.get("group", ""), order, refused))


@router.get("/plans/{plan}/items")
def items_page(
    request: Request, viewer: SignedIn, view: Annotated[PlanView, Depends(_view)]
) -> Response:
    """The items asked for; whoever coordinates the plan can tick them, `?tick=all` all at once."""
    query = request.query_params
    number = query.get("page", "1")
    return page(
        request,
        item_list(
            view,
            PlanFilter.of(query),
            int(number) if number.isdecimal() and len(number) < 6 else 1,
            may_decide=view.plan.id in viewer.coordinates,
            ticked=query.get("tick") == "all",
        ),
    )


@router.get("/plans/{plan}/figures")
def plan_figures(
    request: Request, lines: TheLines, view: Annotated[PlanView, Depends(_view)]
) -> Response:
    """The official figures as of now, with the trend by quarter or `?by=month`."""
    may_freeze = view.plan.id in lines.scope.viewer.coordinates
    return page(request, figures_page(view, lines.zone, may_freeze=may_freeze))


@router.get("/plans/{plan}/figures.{kind}")
def figures_file(
    lines: TheLines, view: Annotated[PlanView, Depends(_view)], kind: Kind
) -> Response:
    """The figures for a spreadsheet."""
    return _file(view, "figures", figure_table(view, figures(view, lines.zone)), kind)


@router.get("/plans/{plan}/items.{kind}")
def items_file(request: Request, view: Annotated[PlanView, Depends(_view)], kind: Kind) -> Response:
    """The items that the filter means, for a spreadsheet."""
    chosen = PlanFilter.of(request.query_params).choose(view)
    table = item_table(view, sorted(chosen, key=lambda item: item.worst_first))
    return _file(view, "items", table, kind)


@router.get("/letters/{directory}/{agency}")
def letter_page(
    request: Request, lines: TheLines, directory: str, agency: str, plan: str = ""
) -> Response:
    """The letter of urging to an agency, to be printed; `?plan=` names what it is about."""
    return page(request, letter(lines.scope, directory, agency, plan, lines.lang))


def _file(view: PlanView, what: str, table: Table, kind: Kind) -> Response:
    moment = view.moment
    body = as_csv(table, view.lang) if kind == "csv" else as_xlsx(table, moment.now)
    name = f"{view.plan.id}-{what}-{moment.today.isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=MEDIA_TYPES[kind], headers=headers)
