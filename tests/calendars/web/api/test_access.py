"""A token opens its scope and nothing else; what it does not open does not exist."""

from __future__ import annotations

from datetime import date

import httpx
import pytest

from calendars.web.api.access import viewer_of_token
from tests.calendars.web.api.client import API, FOREIGN_KEY, GROUP, OWN, PLAN, Program
from tests.calendars.web.server import KEY, OFFICER, WebSite

PATHS = ("/occurrences", f"/occurrences/{KEY}", f"/explain/{KEY}", "/status", "/statistics",
         "/completions")  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_without_a_token_nothing_is_told(read_site: WebSite, path: str) -> None:
    answer = read_site.visitor().get(API + path)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == 'Bearer realm="kyhan"'
    assert answer.headers["cache-control"] == "no-store"


def test_a_session_is_no_token(read_site: WebSite) -> None:
    assert read_site.visitor(OFFICER).get(f"{API}/status").status_code == 401


def test_tokens_that_open_nothing_look_alike(web_site: WebSite) -> None:
    ledger, now = web_site.ledger, web_site.clock.now()
    number, ended = ledger.create_token("api", OWN, "", "test", now)
    assert ledger.end_token(number, "test", now)
    _, feed = ledger.create_token("feed", OWN, "", "test", now)
    never = "A" * len(feed)
    visitor = web_site.visitor()
    headers = [{"Authorization": f"Bearer {token}"} for token in (ended, feed, never, "x", "é")]
    answers = [
        visitor.get(f"{API}/status", headers=httpx.Headers(each, encoding="latin-1"))
        for each in headers
    ]
    for answer in answers:
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == 'Bearer realm="kyhan", error="invalid_token"'
        assert answer.content == answers[0].content


@pytest.mark.parametrize("scheme", ["Basic", "Token", ""])
def test_another_scheme_is_no_token(read_site: WebSite, scheme: str) -> None:
    with Program(read_site) as program:
        program.headers["Authorization"] = f"{scheme} {program.token}".strip()
        assert program.get(f"{API}/status").status_code == 401


def test_a_token_in_the_address_is_no_token(read_site: WebSite) -> None:
    with Program(read_site) as program:
        del program.headers["Authorization"]
        query = {"access_token": program.token, "token": program.token}
        assert program.get(f"{API}/status", params=query).status_code == 401


@pytest.mark.parametrize("scope", [OWN, "agency:haiphong:so-tu-phap", "plan:haiphong-2019"])
@pytest.mark.parametrize("path", ["/occurrences/", "/explain/"])
def test_what_is_foreign_answers_as_what_does_not_exist(
    read_site: WebSite, scope: str, path: str
) -> None:
    with Program(read_site, scope) as program:
        foreign, unknown = (
            program.get(f"{API}{path}{key}") for key in (FOREIGN_KEY, "hanoi-2019/x/y/z")
        )
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content
    assert foreign.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/occurrences", "/status", "/statistics", "/completions"])
@pytest.mark.parametrize(
    "query",
    [
        {"agency": "so-tai-chinh"},
        {"agency": "haiphong:so-tu-phap"},
        {"agency": "nobody"},
        {"plan": "haiphong-2019"},
        {"plan": "nothing"},
    ],
)
def test_asking_for_what_is_foreign(read_site: WebSite, path: str, query: dict[str, str]) -> None:
    with Program(read_site) as program:
        assert program.get(API + path, params=query).status_code == 404


@pytest.mark.parametrize(
    ("scope", "agencies"),
    [(OWN, {"so-tu-phap"}), ("agency:hanoi:nobody", set()), ("agency:nowhere:x", set()),
     ("plan:nothing", set()), ("group:hanoi:@none", set())],
)  # fmt: skip
def test_lists_hold_the_scope_alone(read_site: WebSite, scope: str, agencies: set[str]) -> None:
    with Program(read_site, scope) as program:
        assert {each["agency"] for each in program.all("/occurrences")} == agencies
        assert {each["agency"] for each in program.read("/status")["agencies"]} == agencies


def test_a_group_and_a_plan(read_site: WebSite) -> None:
    members = read_site.moment.schedule.directories["hanoi"].in_force("@cac-so", date(2019, 2, 25))
    with Program(read_site, GROUP) as program:
        told = program.all("/occurrences", limit=1000)
    assert {each["agency"] for each in told} == {agency.id for agency, _ in members}
    with Program(read_site, PLAN) as program:
        plan = program.all("/occurrences", limit=1000)
    assert {each["plan"] for each in plan} == {"hanoi-2019"}
    assert {each["agency"] for each in plan} > {each["agency"] for each in told}


def test_an_agency_that_is_no_more_reads_and_its_successor_reads_too(web_site: WebSite) -> None:
    """Several departments of Hà Nội ended on 28 February 2025."""
    web_site.clock.instant = web_site.clock.instant.replace(year=2025, month=3, day=3)
    moment = web_site.moment
    directory = moment.schedule.directories["hanoi"]
    gone = next(each.id for each in directory.agencies.values() if each.until == date(2025, 2, 28))
    (successor, _), *_ = directory.in_force(gone, moment.today)
    old = viewer_of_token(f"agency:hanoi:{gone}", moment)
    assert old.acts_for == frozenset()
    assert old.reads == {("hanoi", gone)}
    new = viewer_of_token(f"agency:hanoi:{successor.id}", moment)
    assert new.acts_for == {("hanoi", successor.id)}
    assert ("hanoi", gone) in new.reads


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("", "vi"), ("vi", "vi"), ("en", "en"), ("en-GB,en;q=0.9,vi;q=0.8", "en"),
        ("vi-VN, en;q=0.5", "vi"), ("en;q=0.1, vi;q=0.2", "vi"), ("fr", "vi"),
        ("en;q=x", "vi"), ("*", "vi"), ("EN", "en"),
    ],
)  # fmt: skip
def test_problems_are_told_in_the_language_asked_for(
    read_site: WebSite, asked: str, lang: str
) -> None:
    with Program(read_site, lang=asked) as program:
        answer = program.get(f"{API}/occurrences/x")
    assert answer.headers["content-language"] == lang
    title = {"vi": "Không có, hoặc", "en": "There is no such"}[lang]
    assert answer.json()["title"].startswith(title)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404), ("GET", "/", 404), ("GET", "", 404), ("GET", "/docs", 404),
        ("GET", "/occurrences/%0Ax", 404), ("GET", "/%0D%0A", 404),
        ("PUT", "/completions", 405), ("DELETE", "/occurrences", 405), ("OPTIONS", "/status", 405),
        ("POST", "/occurrences", 405), ("TRACE", "/status", 405),
    ],
)  # fmt: skip
def test_nothing_of_the_api_answers_with_a_page(
    read_site: WebSite, method: str, path: str, status: int
) -> None:
    answer = read_site.visitor().request(method, API + path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_head_is_get_without_a_body(read_site: WebSite) -> None:
    with Program(read_site) as program:
        got, head = (program.request(each, f"{API}/status") for each in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    for answer in (got, head):
        del answer.headers["date"]
    assert head.headers == got.headers
