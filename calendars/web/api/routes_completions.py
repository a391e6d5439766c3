"""What was submitted: read, and report done."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Response

from rules.facts import Completion

from .. import links
from ..services import TheServices
from . import PREFIX
from .access import TheScope, TheTold
from .answers import problems
from .chosen import choose
from .fields import CompletionSpan
from .models import CompletionOf, Completions
from .parts import cut, place
from .problems import Problem
from .submission import Submission, TheSubmission

router = APIRouter(tags=["completions"])
_LOCATION = {"Location": {"description": "The occurrence.", "schema": {"type": "string"}}}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": f"#/components/schemas/{Submission.__name__}"}}
        },
    }
}


@router.get("/completions", responses=problems(404, 422))
def completions(
    scope: TheScope, told: TheTold, span: Annotated[CompletionSpan, Query()]
) -> Completions:
    """The newest submission of each occurrence, unless it was returned; in parts."""
    every = ((each, told.facts.completions.get(each.key)) for each in choose(scope, span))
    found = (
        (place(done.on, done.key), (each, done))
        for each, done in every
        if done is not None
        and span.holds(done.on)
        and span.accepted in (None, done.accepted is not None)
    )
    total, part, following = cut(found, span)
    items = tuple(told.completion(each, done) for each, done in part)
    return Completions(today=told.today, total=total, items=items, next=following)


@router.post(
    "/completions",
    status_code=201,
    responses={
        200: {"model": CompletionOf, "description": "It is recorded already."},
        201: {"headers": _LOCATION},
        **problems(400, 403, 404, 409, 413, 415, 422),
    },
    openapi_extra=_BODY,
)
def submit(
    told: TheTold, services: TheServices, given: TheSubmission, response: Response
) -> CompletionOf:
    """Report an occurrence done. The token of an agency submits; that of a plan may also accept.

    The same once more records nothing and answers 200: it may be sent again after a failure. The
    token of a plan accepts what an agency submitted by sending the same with `accept`.
    """
    wanted, made, key = given.submission, given.completion, given.completion.key
    response.headers["Location"] = links.act(f"{PREFIX[1:]}/occurrences", key)
    known = told.facts.completions.get(key)
    if known is not None and _same(known, made, wanted):
        if known.accepted is None and made.accepted is not None:
            if not services.ledger.record_acceptance(key, made.accepted, seen=known.recorded_at):
                raise Problem("conflict")
        else:
            response.status_code = 200
    elif known is not None and known.accepted and not wanted.accept:
        raise Problem("conflict")
    elif not services.ledger.record_completion(made):
        response.status_code = 200
    recorded = services.ledger.completions_of([key]).get(key, made)
    return told.completion(given.occurrence, recorded)


def _same(known: Completion, made: Completion, wanted: Submission) -> bool:
    """Whether it says what the known one does, whoever says it; a day left out says nothing."""
    on = made.on if wanted.on else known.on
    told = replace(known, by=made.by, recorded_at=made.recorded_at, accepted=made.accepted)
    return told == replace(made, on=on)
