"""`/o/...`: an item; `/s/...`: a slot with its agencies; `/file/...`: what was handed in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ..access.scope import NotFoundError
from ..respond import page
from ..services import TheServices
from .documents import attachment
from .history import file_name, history_lines
from .lines import TheLines
from .slot import slot_page
from .view import item_page

router = APIRouter(include_in_schema=False)


@router.get("/o/{key:path}")
def show_item(request: Request, lines: TheLines, services: TheServices, key: str) -> Response:
    """Everything of an occurrence."""
    occurrence = lines.scope.occurrence(key)
    history = history_lines(lines, occurrence, services.ledger.history(key))
    return page(request, item_page(lines, occurrence, tuple(history)))


@router.get("/s/{key:path}")
def show_slot(
    request: Request, lines: TheLines, key: str, number: Annotated[int, Query(alias="page")] = 1
) -> Response:
    """A duty in one period, with the agencies in scope."""
    return page(request, slot_page(lines, key, number))


@router.get("/file/{key:path}")
def send_file(lines: TheLines, services: TheServices, key: str, version: str = "") -> Response:
    """The document handed in for the occurrence: the one of that hash, or the one that stands."""
    occurrence = lines.scope.occurrence(key)
    standing = lines.scope.moment.facts.completions.get(occurrence.key)
    wanted = version or (standing.file if standing else "")
    name = file_name(services.ledger.history(occurrence.key), wanted)
    file = None if name is None else services.ledger.file(wanted)
    if name is None or file is None:
        raise NotFoundError(key)
    return attachment(file, name)
