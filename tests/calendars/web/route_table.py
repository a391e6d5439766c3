"""Every route of the app, with what to put into its path; made from the app itself."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Mount

from calendars.web.app import create_app
from calendars.web.services import Services
from calendars.web.settings import WebSettings
from tests.calendars.web.server import WebSite

_NAMED = re.compile(r"{(\w+)(?::\w+)?}")

# For whoever is not signed in: each with the reason why it may be.
PUBLIC = {
    "/style.css": "tells nothing",
    "/sign-in": "the way in",
    "/sign-in/sent": "the same for everybody",
    "/sign-in/{token}": "its token is the key",
    "/feeds/{rest:path}": "its token is the key",
    "/demo": "only there in a trial",
    "/demo/mail": "only there in a trial",
    "/demo/mail/{name}": "only there in a trial",
    "/demo/mail/{name}/html": "only there in a trial",
    "/snapshots/style/{style}.css": "a style sheet that was public",
    "/api/v1/openapi.json": "describes the API, tells nothing",
}


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path, as it stands in the code."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names in its path."""
        return tuple(_NAMED.findall(self.path))

    def filled(self, values: dict[str, str]) -> str:
        """The path with these values; AssertionError for a name that nobody has thought of."""
        unknown = set(self.parameters) - values.keys()
        assert not unknown, (
            f"{self.path}: give {unknown} a value in test_routes_scope.py, one of another agency's,"
            " so that it is tested that nobody else can see it"
        )
        return _NAMED.sub(lambda name: values[name[1]], self.path)


class _NoServices:
    settings = WebSettings(url="http://127.0.0.1", folder=Path())


def every_route() -> tuple[Route, ...]:
    """All of them, those of mounted apps included. HEAD is asked wherever GET is."""
    app = create_app(cast("Services", _NoServices()))
    return tuple(sorted(set(_routes(app.routes)), key=lambda route: (route.path, route.method)))


def _routes(routes: list[BaseRoute], prefix: str = "") -> Iterator[Route]:
    for context in iter_route_contexts(routes):
        route = context.original_route
        if isinstance(route, Mount):
            assert isinstance(route.app, FastAPI), f"{route.path}: its routes cannot be seen"
            yield from _routes(route.app.routes, prefix + route.path)
            continue
        assert context.path is not None, f"{route}: has no path that can be tested"
        for method in (context.methods or set()) - {"HEAD"}:
            yield Route(method, prefix + context.path)


def dump(site: WebSite) -> str:
    """The whole database and every draft as text."""
    connection = sqlite3.connect(site.config.ledger.url.removeprefix("sqlite:///"))
    try:
        ledger = "\n".join(connection.iterdump())
    finally:
        connection.close()
    drafts = sorted(site.settings.drafts.glob("*"))
    return "\n".join([ledger, *(f"{path.name}\n{path.read_text('utf-8')}" for path in drafts)])
