"""Which problems the operations answer, for the description."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from .problems import ProblemDetails

Responses = dict[int | str, dict[str, Any]]
_CHALLENGE = {
    "WWW-Authenticate": {"description": "RFC 6750", "schema": {"type": "string"}, "required": True}
}


def problems(*statuses: int) -> Responses:
    """Each answers `application/problem+json`; 401, 405 and 500 may everywhere."""
    return {status: _problem(status) for status in sorted({401, 500, *statuses})}


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{ProblemDetails.__name__}"}
    described: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {"application/problem+json": {"schema": schema}},
    }
    if status == HTTPStatus.UNAUTHORIZED:
        described["headers"] = _CHALLENGE
    return described
