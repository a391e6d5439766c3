"""Occurrences, one of them, its explanation, and the status by agency."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from rules.text import Lang

from .access import TheScope, TheTold
from .answers import problems
from .chosen import choose
from .fields import OccurrenceSpan, Which
from .models import Explained, Occurrence, Occurrences, Status
from .parts import cut, place
from .problems import asked_lang

router = APIRouter(tags=["reading"])
AskedLang = Annotated[Lang, Depends(asked_lang)]


@router.get("/occurrences", responses=problems(404, 422))
def occurrences(
    scope: TheScope, told: TheTold, span: Annotated[OccurrenceSpan, Query()]
) -> Occurrences:
    """Every occurrence with its dates, as `kyhan occurrences --json`; in parts."""
    found = (
        (place(each.slot.due, each.key), each)
        for each in choose(scope, span)
        if span.holds(each.slot.due) and (span.state is None or told.state(each) is span.state)
    )
    total, part, following = cut(found, span)
    items = tuple(told.occurrence(each) for each in part)
    return Occurrences(today=told.today, total=total, items=items, next=following)


@router.get("/occurrences/{key:path}", responses=problems(404))
def occurrence(scope: TheScope, told: TheTold, key: str) -> Occurrence:
    """One occurrence; the slashes of its key may be percent-encoded or not."""
    return told.occurrence(scope.occurrence(key))


@router.get("/explain/{key:path}", responses=problems(404))
def explain(scope: TheScope, told: TheTold, key: str, lang: AskedLang) -> Explained:
    """Why this date: every step, with its source, as `kyhan explain --json`."""
    return told.explained(scope.occurrence(key), lang)


@router.get("/status", responses=problems(404, 422))
def status(
    scope: TheScope, told: TheTold, which: Annotated[Which, Query()], lang: AskedLang
) -> Status:
    """What is late, due today or soon, agencies worst first, as `kyhan status --json`."""
    return told.status(told.by_agency(choose(scope, which)), lang)
