"""The official statistics."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from .access import TheScope
from .answers import problems
from .chosen import choose
from .fields import Which
from .figures import statistics_data
from .models import Statistics
from .routes_occurrences import AskedLang

router = APIRouter(tags=["reading"])


class _Asked(Which):
    by: Literal["month", "quarter"] = "quarter"


@router.get("/statistics", responses=problems(404, 422))
def statistics(scope: TheScope, asked: Annotated[_Asked, Query()], lang: AskedLang) -> Statistics:
    """The four cells of all, of each agency, of each period (`by`) in which something was due."""
    return statistics_data(choose(scope, asked), scope.moment, asked.by, lang)
