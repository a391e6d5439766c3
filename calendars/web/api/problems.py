"""What went wrong, for programs and for people: RFC 9457, in Vietnamese or English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from rules.text import Lang, Text

from ..access.scope import NotFoundError
from ..headers import TooLargeError
from ..services import services_of
from .wrong import wrong_values

Code = Literal[
    "no_token", "bad_token", "not_found", "forbidden", "malformed", "unsupported", "too_large",
    "invalid", "conflict", "not_allowed", "broken",
]  # fmt: skip
_STATUS: dict[Code, int] = {
    "no_token": 401, "bad_token": 401, "not_found": 404, "forbidden": 403, "malformed": 400,
    "unsupported": 415, "too_large": 413, "invalid": 422, "conflict": 409, "not_allowed": 405,
    "broken": 500,
}  # fmt: skip
_TITLES: dict[Code, Text] = {
    "no_token": Text(
        "Cần mã truy cập: Authorization: Bearer …", "A token is needed: Authorization: Bearer …"
    ),
    "bad_token": Text("Mã truy cập không dùng được", "The token opens nothing"),
    "not_found": Text(
        "Không có, hoặc không thuộc phạm vi của mã truy cập",
        "There is no such thing, or it is not within the token's scope",
    ),
    "forbidden": Text("Mã truy cập này không được làm việc đó", "The token may not do this"),
    "malformed": Text("Nội dung gửi lên không phải JSON", "The body is not JSON"),
    "unsupported": Text(
        "Hãy gửi Content-Type: application/json", "Send Content-Type: application/json"
    ),
    "too_large": Text("Nội dung gửi lên quá lớn", "The body is too large"),
    "invalid": Text("Có chỗ cần sửa; chưa ghi gì", "Some values are wrong; nothing was recorded"),
    "conflict": Text(
        "Việc này đã được xác nhận hoàn thành với nội dung khác",
        "Something else has been accepted for this already",
    ),
    "not_allowed": Text("Không dùng được cách gọi này ở đây", "This method is not for this"),
    "broken": Text("Có lỗi ở phía máy chủ; hãy thử lại sau", "The server failed; try again later"),
}  # fmt: skip
_ENGLISH = re.compile(r"\s*en(-[a-z0-9-]+)?\s*(;\s*q=(?P<q>[0-9.]+)\s*)?", re.IGNORECASE)
_VIETNAMESE = re.compile(r"\s*vi(-[a-z0-9-]+)?\s*(;\s*q=(?P<q>[0-9.]+)\s*)?", re.IGNORECASE)


class WrongValue(BaseModel):
    """One value: where it stands, and what is wrong with it."""

    where: str = Field(examples=["body.number"])
    detail: str


class ProblemDetails(BaseModel):
    """RFC 9457. `errors` lists all wrong values of a request, with status 422."""

    type: str = Field(examples=["urn:kyhan:problem:not_found"])
    title: str
    status: int
    errors: list[WrongValue] | None = None


class Problem(Exception):  # noqa: N818  # the RFC's own word
    """What the API answers instead: the problem `code`, with wrong values by where they stand."""

    def __init__(self, code: Code, errors: Sequence[tuple[str, Text]] = ()) -> None:
        super().__init__(code)
        self.code, self.errors = code, errors


def asked_lang(request: Request, accept_language: Annotated[str, Header()] = "") -> Lang:
    """Vietnamese or English, as Accept-Language prefers (RFC 9110, 12.5.4); else the site's."""
    vi, en = _weight(_VIETNAMESE, accept_language), _weight(_ENGLISH, accept_language)
    if vi == en:
        return services_of(request).settings.language
    return "vi" if vi > en else "en"


def _weight(language: re.Pattern[str], header: str) -> float:
    found = [match for part in header.split(",") if (match := language.fullmatch(part))]
    return max((_quality(match["q"]) for match in found), default=0)


def _quality(written: str | None) -> float:
    try:
        return 1 if written is None else float(written)
    except ValueError:
        return 0


def answer(
    request: Request,
    code: Code,
    errors: Sequence[tuple[str, Text]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The problem in the language asked for."""
    lang = asked_lang(request, request.headers.get("accept-language", ""))
    told: dict[str, Any] = {
        "type": f"urn:kyhan:problem:{code}",
        "title": _TITLES[code].to(lang),
        "status": _STATUS[code],
    }
    if errors:
        told["errors"] = [{"where": where, "detail": text.to(lang)} for where, text in errors]
    return JSONResponse(
        told,
        told["status"],
        {"Content-Language": lang, "Vary": "Accept-Language", **(headers or {})},
        "application/problem+json",
    )


def install(app: FastAPI) -> None:
    """Every error of the API answers as a problem, never as a page."""
    app.add_exception_handler(Problem, _told)
    app.add_exception_handler(NotFoundError, _not_found)
    app.add_exception_handler(TooLargeError, _too_large)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _broken)


async def _told(request: Request, error: Exception) -> Response:
    if not isinstance(error, Problem):
        raise error
    headers = {}
    if error.code == "no_token":
        headers["WWW-Authenticate"] = 'Bearer realm="kyhan"'
    elif error.code == "bad_token":  # RFC 6750, 3.1
        headers["WWW-Authenticate"] = 'Bearer realm="kyhan", error="invalid_token"'
    return answer(request, error.code, error.errors, headers)


async def _not_found(request: Request, _error: Exception) -> Response:
    return answer(request, "not_found")


async def _too_large(request: Request, _error: Exception) -> Response:
    return answer(request, "too_large")


async def _broken(request: Request, _error: Exception) -> Response:
    return answer(request, "broken")


async def _refused(request: Request, error: Exception) -> Response:
    """What the framework itself refuses: no such path, or not with this method."""
    if not isinstance(error, HTTPException):
        raise error
    code: Code = "not_allowed" if error.status_code == 405 else "not_found"
    return answer(request, code, headers=error.headers)


async def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    return answer(request, "invalid", wrong_values(error.errors()))
