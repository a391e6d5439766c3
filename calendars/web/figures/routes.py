"""Figures frozen: what was printed can be drawn again as it was, byte for byte."""

from __future__ import annotations

import re

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from templates.pages.render import stylesheet

from ..access.scope import NotFoundError
from ..access.session import SignedIn
from ..forms import CheckedForm
from ..item.lines import TheLines
from ..plan.filter import PlanFilter
from ..plan.view import plan_view
from ..respond import to
from ..services import TheServices
from .pages import MARK, frozen

router = APIRouter(include_in_schema=False)
_CSS = "text/css"
_FOR_EVER = "public, max-age=31536000, immutable"


@router.post("/plans/{plan}/snapshots")
def freeze(lines: TheLines, services: TheServices, form: CheckedForm, plan: str) -> Response:
    """Freeze the figures as of now; for whoever coordinates the plan."""
    scope, ledger = lines.scope, services.ledger
    view = plan_view(scope, scope.coordinated(plan).id, lines.lang, PlanFilter.of(form).by)
    now, by = scope.moment.now, scope.viewer.address
    style = ledger.save_file(stylesheet()[0], _CSS, now)
    data, page = frozen(view, lines.zone, services.settings.name, style)
    made = ledger.save_snapshot(plan, scope.moment.today, data, page, by, now)
    return to(f"/snapshots/{made}")


@router.get("/snapshots/{snapshot}")
def show(viewer: SignedIn, services: TheServices, snapshot: str) -> Response:
    """The page as it was frozen; for those who see its plan whole."""
    found = services.ledger.snapshot(snapshot)
    if found is None or found.scope not in viewer.reads_plans:
        raise NotFoundError(snapshot)
    return HTMLResponse(found.page.replace(MARK.encode(), found.id.encode()))


@router.get("/snapshots/style/{style}.css")
def style_sheet(services: TheServices, style: str) -> Response:
    """A style sheet as it was when a page was frozen. It is no secret: it was public then."""
    found = services.ledger.file(style) if re.fullmatch(r"[0-9a-f]{64}", style) else None
    if found is None or found.media_type != _CSS:
        raise NotFoundError(style)
    return Response(found.content, media_type=_CSS, headers={"Cache-Control": _FOR_EVER})
