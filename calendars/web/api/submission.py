"""What is posted as done: read after the token, not before; every mistake of it at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import Field, ValidationError

from rules.facts import Acceptance, Completion
from rules.schedule import Occurrence
from rules.submission import LONGEST, cleaned, faults
from rules.text import Text

from ..access.scope import Scope
from .access import TheScope
from .fields import Day, In
from .models import EXAMPLE_KEY
from .problems import Problem
from .wrong import wrong_values

_MOST = 100_000  # bytes of a body


class Submission(In):
    """An occurrence reported done: with a document, or `nil`, there was nothing to report.

    `on` is the day of submission, today where it is left out; only the token of a plan may give an
    earlier one, or `accept` what it submits.
    """

    key: str = Field(max_length=300, examples=[EXAMPLE_KEY])
    on: Day | None = Field(None, examples=["2019-03-01"])
    number: str = Field(
        "",
        max_length=LONGEST["number"],
        examples=["12/BC-STP"],
        description="The document's number; needed unless `nil`.",
    )
    document_date: Day | None = Field(
        None, examples=["2019-03-01"], description="Not after the day of submission."
    )
    nil: bool = Field(default=False, strict=True)
    link: str = Field(
        "", max_length=LONGEST["link"], description="Where the document is: https://…"
    )
    note: str = Field("", max_length=LONGEST["note"])
    accept: bool = Field(default=False, strict=True)


@dataclass(frozen=True, slots=True)
class Submitted:
    """A sound submission for an occurrence that the token may submit, and the record it makes."""

    occurrence: Occurrence
    submission: Submission
    completion: Completion


async def read_submission(request: Request, scope: TheScope) -> Submitted:
    """The body, for an occurrence in scope. Problem: 400, 403, 404, 413, 415, 422."""
    given = await _json(request)
    if not isinstance(given, dict):
        raise Problem(
            "invalid", [("body", Text("phải là một đối tượng JSON", "must be an object"))]
        )
    occurrence = scope.occurrence(given["key"]) if isinstance(given.get("key"), str) else None
    submission, wrong = _read(given)
    completion = _completion(submission, scope)
    mistaken = {where for where, _ in wrong}
    decides = occurrence is not None and scope.may_decide(occurrence)
    wrong += [
        (where, text)
        for where, text in _faults(submission, completion, scope, decides=decides)
        if where not in mistaken
    ]
    if wrong:
        raise Problem("invalid", wrong)
    if occurrence is None or not _allowed(scope, occurrence, submission):
        raise Problem("forbidden")
    return Submitted(occurrence, submission, completion)


TheSubmission = Annotated[Submitted, Depends(read_submission)]


def _read(given: dict[Any, Any]) -> tuple[Submission, list[tuple[str, Text]]]:
    """What can be read of it, and what is wrong with the rest."""
    try:
        return Submission.model_validate(given), []
    except ValidationError as error:
        bad = {part for each in error.errors() for part in each["loc"]}
        rest = {name: value for name, value in given.items() if name not in bad}
        return Submission.model_validate({"key": "", **rest}), wrong_values(error.errors(), "body")


def _completion(submission: Submission, scope: Scope) -> Completion:
    by, now, today = scope.viewer.address, scope.moment.now, scope.moment.today
    return cleaned(
        Completion(
            key=submission.key,
            on=submission.on or today,
            number=submission.number,
            by=by,
            recorded_at=now,
            document_date=submission.document_date,
            nil=submission.nil,
            link=submission.link,
            note=submission.note,
            accepted=Acceptance(by, now) if submission.accept else None,
        )
    )


def _faults(
    submission: Submission, completion: Completion, scope: Scope, *, decides: bool
) -> Iterator[tuple[str, Text]]:
    today = scope.moment.today
    for fault in faults(completion, today):
        yield f"body.{fault.field}", fault.text
    if completion.on < today and not decides:
        words = Text(
            "chỉ cơ quan đầu mối mới ghi được ngày nộp đã qua",
            "only the coordinator may record an earlier day of submission",
        )
        yield "body.on", words
    if submission.link and not submission.link.startswith("https://"):
        yield "body.link", Text("phải bắt đầu bằng https://", "must begin with https://")


def _allowed(scope: Scope, occurrence: Occurrence, submission: Submission) -> bool:
    return scope.may_decide(occurrence) if submission.accept else scope.may_act(occurrence)


async def _json(request: Request) -> object:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Problem("unsupported")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST:
            raise Problem("too_large")
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        raise Problem("malformed") from None
    return found
