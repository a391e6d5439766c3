"""The API as an app of its own under `/api/v1`: its errors are problems, never pages."""

from __future__ import annotations

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.routing import Mount

from ..services import Services
from . import PREFIX, routes_completions, routes_occurrences, routes_statistics
from .problems import ProblemDetails, install
from .submission import Submission

_REF = "#/components/schemas/{model}"
_ABOUT = (
    "Deadlines of public plans, for other programs. The same names as `kyhan … --json`; days are"
    " civil days of the site. Errors are RFC 9457 problems in Vietnamese or English"
    " (Accept-Language). What a token does not open answers as what does not exist: 404."
)


def mount_api(app: FastAPI, services: Services) -> None:
    """Have all that is under `PREFIX` answered here, even what no line of text could hold."""
    mount = Mount(PREFIX, create_api(services))
    mount.path_regex = re.compile(rf"^{PREFIX}(/|$)(?P<path>.*)$", re.DOTALL)
    app.router.routes.append(mount)


def create_api(services: Services) -> FastAPI:
    """The app by itself. Its description is public, and tells of no data."""
    api = FastAPI(
        title="Kỳ Hạn",
        version="1",
        description=_ABOUT,
        servers=[{"url": PREFIX}],
        root_path_in_servers=False,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
    )
    api.state.services = services
    for routes in (routes_occurrences, routes_statistics, routes_completions):
        api.include_router(routes.router)
    install(api)
    api.openapi = lambda: _described(api)  # type: ignore[method-assign]  # FastAPI's own way
    return api


def _described(api: FastAPI) -> dict[str, Any]:
    """What FastAPI finds, and the models that it cannot see."""
    if api.openapi_schema is None:
        found = get_openapi(
            title=api.title,
            version=api.version,
            description=api.description,
            routes=api.routes,
            servers=api.servers,
        )
        schemas = found["components"]["schemas"]
        for theirs in ("HTTPValidationError", "ValidationError"):
            schemas.pop(theirs, None)
        for operation in (each for path in found["paths"].values() for each in path.values()):
            _without_theirs(operation["responses"])
        for model in (ProblemDetails, Submission):
            schema = model.model_json_schema(ref_template=_REF)
            schemas.update(schema.pop("$defs", {}))
            schemas[model.__name__] = schema
        api.openapi_schema = found
    return api.openapi_schema


def _without_theirs(responses: dict[str, Any]) -> None:
    """FastAPI believes that whatever has a parameter may answer 422 in its own words."""
    if "application/json" in responses.get("422", {}).get("content", ()):
        del responses["422"]
