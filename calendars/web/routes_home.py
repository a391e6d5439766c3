"""`/`: on to what the visitor has to do."""

from __future__ import annotations

from fastapi import APIRouter, Response

from . import links
from .access.session import SignedIn
from .respond import to

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(viewer: SignedIn) -> Response:
    """The coordinator's plan, else the viewer's agency."""
    for plan in sorted(viewer.reads_plans):
        return to(links.plan(plan))
    directory, agency = min(viewer.acts_for or viewer.reads)
    return to(links.agency(directory, agency))
