"""Only a form of ours, in the session it was shown to, is taken (T7)."""

from __future__ import annotations

import pytest

from calendars.web.cookies import FORM, SESSION
from calendars.web.forms import form_token
from tests.calendars.web.route_table import dump
from tests.calendars.web.server import OFFICER, OTHER, WebSite, open_site

ORIGINS = {
    "ours": 303, "null": 403, "https://evil.example.org": 403, "http://[": 403, "": 403,
    "http://127.0.0.1": 403, "http://127.0.0.1:1": 403, "//": 403,
    "http://127.0.0.1:1@evil.example.org": 403,
}  # fmt: skip


@pytest.mark.parametrize(("origin", "status"), ORIGINS.items())
@pytest.mark.parametrize("header", ["Origin", "Referer"])
def test_where_a_form_comes_from(web_site: WebSite, header: str, origin: str, status: int) -> None:
    visitor = web_site.visitor(OFFICER)
    ours = web_site.url + ("/x" if header == "Referer" else "")
    named = {header: ours if origin == "ours" else origin}
    answer = visitor.post("/sign-out", data={"csrf": visitor.csrf}, headers=named)
    assert answer.status_code == status
    assert (visitor.get("/").headers["location"].startswith("/sign-in")) is (status == 303)


def test_an_origin_of_another_site_is_not_mended_by_a_referer(web_site: WebSite) -> None:
    visitor = web_site.visitor(OFFICER)
    headers = {"Origin": "https://evil.example.org", "Referer": f"{web_site.url}/"}
    answer = visitor.post("/sign-out", data={"csrf": visitor.csrf}, headers=headers)
    assert answer.status_code == 403


def test_a_key_is_of_one_session_and_one_browser(web_site: WebSite) -> None:
    mine, other = web_site.visitor(OFFICER), web_site.visitor(OTHER)
    before = dump(web_site)
    assert mine.csrf
    form, session = mine.cookies[FORM], mine.cookies[SESSION]
    wrong = {
        "none": None,
        "empty": "",
        "another browser's": other.csrf,
        "of nobody's session": form_token(form, ""),
        "of an empty browser": form_token("", session),
        "cut short": mine.csrf[:-1],
        "not ASCII": "é" * 64,
    }
    for what, key in wrong.items():
        data = {} if key is None else {"csrf": key}
        answer = mine.post("/sign-out", data=data, headers={"Origin": web_site.url})
        assert answer.status_code == 403, what
    assert dump(web_site) == before


def test_a_key_without_the_browsers_cookie_is_none(web_site: WebSite) -> None:
    """Who can guess nothing else could still compute the key of a browser without a cookie."""
    visitor = web_site.visitor()
    key = {"csrf": form_token("", "")}
    answer = visitor.post("/sign-in", data=key, headers={"Origin": web_site.url})
    assert answer.status_code == 403


def test_a_key_of_the_session_before_is_old(web_site: WebSite) -> None:
    visitor = web_site.visitor(OFFICER)
    old = visitor.csrf
    again = web_site.ledger.open_session(OFFICER, web_site.clock.now())
    visitor.cookies.set(SESSION, again, domain="127.0.0.1", path="/")
    answer = visitor.post("/sign-out", data={"csrf": old}, headers={"Origin": web_site.url})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", ""),
        (b"csrf=x", "text/plain"),
        (b'{"csrf": "x"}', "application/json"),
        (b"abc", "multipart/form-data"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"\xff\xfe&=%", "application/x-www-form-urlencoded"),
        (b"&" * 20_000, "application/x-www-form-urlencoded"),
        (b"a=1&" * 20_000, "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_no_form_is_refused(web_site: WebSite, content: bytes, kind: str) -> None:
    visitor = web_site.visitor(OFFICER)
    headers = {"Origin": web_site.url, "Content-Type": kind}
    answer = visitor.post("/sign-out", content=content, headers=headers)
    assert answer.status_code in (400, 403)
    assert answer.headers["content-type"].startswith("text/html")


def test_cookies_of_a_secure_site(tmp_path_factory: pytest.TempPathFactory) -> None:
    """`__Host-` (RFC 6265bis): no other host, no path, no plain connection can set them."""
    url = "https://kyhan.example.org"
    with open_site(tmp_path_factory.mktemp("site"), url=url) as site:
        answer = site.visitor().get("/sign-in")
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-kyhan-form=")
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts >= {"secure", "httponly", "path=/", "samesite=lax"}
    assert not any(part.startswith("domain") for part in parts)
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
