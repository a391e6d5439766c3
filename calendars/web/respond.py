"""Answers: a page in the visitor's language inside its frame, an error page, a redirection."""

from __future__ import annotations

from secrets import token_urlsafe

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from rules.text import Lang
from templates.pages.base import ErrorPage, Frame, Link, Page
from templates.pages.render import render_page, stylesheet
from templates.pages.words import words

from ..describe import name_of
from . import links
from .access.viewer import Viewer
from .cookies import FORM, LANG, SESSION, read_cookie, set_cookie
from .forms import form_token
from .services import Moment, moment_of, services_of


def lang_of(request: Request) -> Lang:
    """The language asked for by `?lang=`, else chosen before, else the site's."""
    settings = services_of(request).settings
    asked = request.query_params.get("lang") or read_cookie(request, LANG, settings)
    if asked == "vi":
        return "vi"
    return "en" if asked == "en" else settings.language


def page(request: Request, content: Page, *, status: int = 200) -> HTMLResponse:
    """The page in its frame. Sets the cookie that its forms need, and the language if asked."""
    settings, lang = services_of(request).settings, lang_of(request)
    cookie = read_cookie(request, FORM, settings)
    fresh = cookie or token_urlsafe(32)
    csrf = form_token(fresh, read_cookie(request, SESSION, settings))
    response = HTMLResponse(render_page(content, _frame(request, lang, csrf)), status)
    if not cookie:
        set_cookie(response, FORM, fresh, settings)
    if "lang" in request.query_params:
        set_cookie(response, LANG, lang, settings)
    return response


def error_page(request: Request, kind: str, status: int) -> HTMLResponse:
    """The page of an error: the words `<kind>_heading` and `<kind>_advice`."""
    return page(request, ErrorPage(f"{kind}_heading", f"{kind}_advice"), status=status)


def to(path: str, said: str = "") -> Response:
    """Go on to a page of ours with GET (303), which says what was done: the word `said_<said>`."""
    return RedirectResponse(_with(path, said) if said else path, 303)


def _with(path: str, said: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}said={said}"


def _frame(request: Request, lang: Lang, csrf: str) -> Frame:
    services, moment = services_of(request), moment_of(request)
    viewer: Viewer | None = getattr(request.state, "viewer", None)
    said = f"said_{request.query_params.get('said', '')}"
    query = {n: v for n, v in request.query_params.items() if n not in ("lang", "said")}
    return Frame(
        site=services.settings.name,
        lang=lang,
        # More than one slash in front, and a browser would take the next word for a host
        path=links.with_query("/" + request.url.path.lstrip("/"), **query),
        csrf=csrf,
        day=moment.today,
        style=stylesheet()[1],
        viewer=viewer.address if viewer else "",
        links=_menu(viewer, moment, request.url.path, lang) if viewer else (),
        said=said if said in words(lang) else "",
        pretended=services.settings.demo,
    )


def _menu(viewer: Viewer, moment: Moment, path: str, lang: Lang) -> tuple[Link, ...]:
    """The viewer's agencies in being, the plans it sees whole, and drafts where it coordinates."""
    found = [
        Link(links.plan(plan), moment.schedule.plans[plan].number)
        for plan in sorted(viewer.reads_plans)
    ]
    for directory, ident in sorted(viewer.acts_for or viewer.reads):
        agency = moment.schedule.directories[directory].agencies[ident]
        found.append(Link(links.agency(directory, ident), name_of(agency, lang)))
    if viewer.coordinates:
        found.append(Link("/drafts", words(lang)["drafts_title"]))
    return tuple(Link(one.url, one.words, path.startswith(one.url)) for one in found)
