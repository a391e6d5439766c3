"""`/agencies/...`: an agency's items and its months."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from ..item.lines import TheLines
from ..respond import page
from .month import month_page
from .view import AgencyFilter, agency_page

router = APIRouter(include_in_schema=False)


@router.get("/agencies/{directory}/{agency}")
def show_agency(
    request: Request,
    lines: TheLines,
    directory: str,
    agency: str,
    *,
    view: Literal["", "done"] = "",
    state: str = "",
    plan: str = "",
    number: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    """What it must do now; `?view=done`: what it has done."""
    chosen = AgencyFilter(view == "done", state, plan, number)
    return page(request, agency_page(lines, (directory, agency), chosen))


@router.get("/agencies/{directory}/{agency}/month")
def show_month(
    request: Request, lines: TheLines, directory: str, agency: str, month: str = ""
) -> Response:
    """Its month `?month=2019-02`, or the one it is."""
    return page(request, month_page(lines, (directory, agency), month))
