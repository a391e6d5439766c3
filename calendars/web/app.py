"""The web app: its routes, its errors, and the shell around every answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from templates.pages.render import stylesheet

from . import routes_home
from .access import routes as routes_sign_in
from .access.scope import NotFoundError
from .access.session import NotSignedInError, ask_to_sign_in
from .acts import routes as routes_decide
from .acts import routes_urge
from .agency import routes as routes_agency
from .api.app import mount_api
from .demo import routes_mail as routes_demo
from .demo import routes_sign_in as routes_demo_sign_in
from .feeds import routes as routes_feeds
from .feeds import routes_subscribe
from .figures import routes as routes_snapshot
from .forms import RefusedError
from .headers import Shell, TooLargeError
from .item import routes as routes_item
from .item import routes_submit
from .plan import routes as routes_plan
from .respond import error_page
from .review import routes as routes_review
from .services import Services

ROUTERS: tuple[APIRouter, ...] = (
    routes_feeds.router,
    routes_home.router,
    routes_agency.router,
    routes_item.router,
    routes_submit.router,
    routes_subscribe.router,
    routes_plan.router,
    routes_decide.router,
    routes_urge.router,
    routes_snapshot.router,
    routes_review.router,
    routes_sign_in.router,
    routes_demo.router,
    routes_demo_sign_in.router,
)
_FOR_EVER = "public, max-age=31536000, immutable"

log = structlog.get_logger(__name__)


def create_app(services: Services) -> FastAPI:
    """The app over these services. Its own documentation pages need script, so there are none."""
    app = FastAPI(
        title="Kỳ Hạn",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,  # it would lead to whatever host the request names
    )
    app.state.services = services
    app.add_api_route("/style.css", _style, include_in_schema=False)
    for router in ROUTERS:
        app.include_router(router)
    mount_api(app, services)
    for error, kind, status in _ERRORS:
        app.add_exception_handler(error, _shown_as(kind, status))
    app.add_exception_handler(NotSignedInError, ask_to_sign_in)
    app.add_exception_handler(HTTPException, _refused)
    app.add_middleware(
        Shell,
        lambda: services.settings.max_upload,
        _shown_as("broken", 500),
        secure=services.settings.secure,
    )
    return app


_ERRORS: tuple[tuple[type[Exception], str, int], ...] = (
    (NotFoundError, "not_found", 404),
    (RefusedError, "refused", 403),
    (TooLargeError, "too_large", 413),
    (RequestValidationError, "not_found", 404),  # an address that no page of ours leads to
)


def _shown_as(kind: str, status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def show(request: Request, _error: Exception) -> Response:
        return error_page(request, kind, status)

    return show


async def _refused(request: Request, error: Exception) -> Response:
    """What the framework itself refuses: no such path, or not with this method."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return error_page(request, "not_allowed" if status == 405 else "not_found", status)


def _style() -> Response:
    return Response(stylesheet()[0], media_type="text/css", headers={"Cache-Control": _FOR_EVER})
