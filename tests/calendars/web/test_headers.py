"""What stands around every answer, the broken ones too (T6, T7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from calendars.web.app import create_app
from calendars.web.services import Moment, Services
from calendars.web.settings import WebSettings
from rules.text import Lang
from tests.calendars.web.route_table import Route, every_route
from tests.calendars.web.server import COORDINATOR, OFFICER, WebSite, open_site

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebSite]:
    with open_site(tmp_path_factory.mktemp("site")) as opened:
        yield opened


def policy(answer: httpx.Response) -> dict[str, str]:
    found = answer.headers["content-security-policy"].split(";")
    return {name: rest for name, _, rest in (each.strip().partition(" ") for each in found)}


def guarded(answer: httpx.Response) -> None:
    """As every answer has to be: nothing from elsewhere, no script, in nobody's frame."""
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    rules = policy(answer)
    assert rules["default-src"] == "'none'"
    assert "script-src" not in rules
    assert rules.get("style-src", "'self'") == "'self'"
    assert "sandbox" in rules or rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("route", every_route(), ids=str)
def test_every_route_is_guarded(site: WebSite, route: Route) -> None:
    values = {
        "key": "hanoi-2019/III.1/2019-Q1/so-tu-phap", "directory": "hanoi",
        "agency": "so-tu-phap", "plan": "hanoi-2019", "token": "x", "rest": "x/y.ics",
        "name": "x", "snapshot": "x", "style": "0" * 64, "draft": "x", "kind": "csv",
    }  # fmt: skip
    for who in ("", OFFICER, COORDINATOR):
        visitor = site.visitor(who)
        answer = visitor.request(route.method, route.filled(values))
        guarded(answer)
        assert answer.headers["cache-control"]
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404), ("GET", "//evil.example.org/x", 404), ("PUT", "/", 405),
        ("DELETE", "/o/x", 405), ("OPTIONS", "/submit/x", 405), ("TRACE", "/", 405),
        ("GET", "/%00", 404), ("GET", "/sign-in/", 404), ("GET", "/%ff", 404),
        ("GET", "/static/../../etc/passwd", 404), ("GET", "/style.css/%2e%2e/app.py", 404),
    ],
)  # fmt: skip
def test_what_is_refused_is_guarded(site: WebSite, method: str, path: str, status: int) -> None:
    answer = site.visitor().request(method, site.url + path)
    assert answer.status_code == status
    guarded(answer)
    assert 'href="//' not in answer.text


def test_more_than_may_be_is_refused(web_site: WebSite) -> None:
    limit = web_site.settings.max_upload
    files = {"file": ("b.pdf", b"%PDF-" + b"x" * (limit + 200_000))}
    visitor = web_site.visitor(OFFICER)
    key = "hanoi-2019/III.1/2019-Q1/so-tu-phap"
    answer = visitor.send_form(f"/submit/{key}", files=files, number="1")
    assert answer.status_code == 413
    guarded(answer)
    assert web_site.ledger.facts().completions == {}


class Broken:
    """Services over a ledger that fails: at once, or only when the page is made."""

    settings = WebSettings(url="http://127.0.0.1", folder=Path())

    @property
    def ledger(self) -> Any:
        raise OSError("disk I/O error: /srv/kyhan.sqlite3")

    def moment(self) -> Moment:
        raise OSError("disk I/O error: /srv/kyhan.sqlite3")

    def send_sign_in(self, address: str, link: str, expires: datetime, lang: Lang) -> None:
        raise OSError


@pytest.mark.parametrize("path", ["/sign-in", "/o/x", "/api/v1/status", "/nothing"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_what_breaks_is_guarded_and_tells_nothing(path: str, method: str) -> None:
    transport = httpx.ASGITransport(
        create_app(cast("Services", Broken())), raise_app_exceptions=False
    )
    headers = {"Cookie": "kyhan=" + "x" * 43, "Authorization": "Bearer x"}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.request(method, path, headers=headers)
    assert answer.status_code == 500
    guarded(answer)
    assert "sqlite" not in answer.text
    assert "Traceback" not in answer.text
    assert bool(answer.content) is (method == "GET")
