"""Every route there is, asked for what is another agency's: 404, and nothing changes (T2, IDOR).

The list is made from the app. A route or a parameter that is new makes a test fail until it is said
here what stands in its path, or why anybody may see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx
import pytest

from rules.facts import Completion
from tests.calendars.web.api.client import GROUP, PLAN, Program
from tests.calendars.web.drafts import DOCUMENT, lay_draft
from tests.calendars.web.route_table import PUBLIC, Route, dump, every_route
from tests.calendars.web.server import COORDINATOR, KEY, OFFICER, Visitor, WebSite, open_site

NEIGHBOUR = "van-thu@so-tai-chinh.hanoi.example.org"
ELSEWHERE = "van-thu@so-noi-vu.haiphong.example.org"  # coordinates Hải Phòng's plan
AGENCY = "so-tu-phap"
ROUTES = every_route()
SCOPED = [route for route in ROUTES if route.path not in PUBLIC and route.parameters]
PAGES = [route for route in SCOPED if not route.path.startswith("/api/")]
READS = [route for route in PAGES if route.method == "GET"]
ACTS = [route for route in PAGES if route.method == "POST"]
API_ROUTES = [route for route in ROUTES if route.path.startswith("/api/")]
CLOSED = [route for route in ROUTES if route.path not in PUBLIC and route.path != "/sign-out"]
# What a form of any route may need, so that it is refused for nothing but whose it is.
FIELDS = {
    "number": "1/X", "reason": "thiếu", "until": "2019-12-31", "act": "accept", "keys": KEY,
    "key": KEY, "note": "", "step": "send", "letters": "1", "name": "x", "on-1": "2019-02-20",
    "calendar": "plan:hanoi-2019",
}  # fmt: skip


@dataclass
class Place:
    """The site with something of so-tu-phap's or Hà Nội's everywhere; what a path names of it."""

    site: WebSite
    values: dict[str, str]
    before: str = ""
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def as_(self, who: str) -> Visitor:
        if who not in self.visitors:
            self.visitors[who] = self.site.visitor(who)
            assert self.visitors[who].csrf
        return self.visitors[who]

    def path(self, route: Route) -> str:
        """The route's path with what is so-tu-phap's; of slots one that is its alone."""
        if not route.path.startswith("/s/"):
            return route.filled(self.values)
        for slot in self.site.moment.schedule.slots:
            if slot.plan.id == "hanoi-2019" and {each.agency.id for each in slot.assignees} == {
                AGENCY
            }:
                return route.filled({"key": slot.key})
        raise AssertionError("no slot is of one agency alone")

    def unchanged(self) -> bool:
        return dump(self.site) == self.before


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with open_site(tmp_path_factory.mktemp("site")) as site:
        made = _place(site)
        for who in (NEIGHBOUR, ELSEWHERE, OFFICER, COORDINATOR, ""):
            made.as_(who)
        made.before = dump(site)
        yield made


def _place(site: WebSite) -> Place:
    """A document was handed in, figures were frozen, a draft lies there."""
    ledger, now = site.ledger, site.clock.now()
    file = ledger.save_file(b"%PDF-1.4 secret", "application/pdf", now)
    ledger.record_completion(
        Completion(KEY, date(2019, 2, 20), "12/BC", "lan", now, file=file, file_name="b.pdf")
    )
    day, page = date(2019, 2, 25), b"<p>secret"
    snapshot = ledger.save_snapshot("hanoi-2019", day, "{}", page, "hoa", now)
    values = {"key": KEY, "directory": "hanoi", "agency": AGENCY, "plan": "hanoi-2019"}
    values["draft"] = lay_draft(site, DOCUMENT.replace("Mời khách", "secret")).stem
    return Place(site, {**values, "snapshot": snapshot, "kind": "csv"})


def ask(route: Route, visitor: Visitor, path: str, **more: Any) -> httpx.Response:
    if route.method == "GET":
        return visitor.get(path, params=more)
    assert route.method == "POST", f"{route.method}: say here how such a route is asked"
    return visitor.send_form(path, **{**FIELDS, **more})


@pytest.mark.parametrize("who", [NEIGHBOUR, ELSEWHERE])
@pytest.mark.parametrize("route", PAGES, ids=str)
def test_what_is_another_agencys_is_not_there(place: Place, route: Route, who: str) -> None:
    known, unknown = place.path(route), route.filled(dict.fromkeys(place.values, "none"))
    answer, nothing = (
        ask(route, place.as_(who), path, plan="hanoi-2019") for path in (known, unknown)
    )
    assert answer.status_code == nothing.status_code == 404
    # but for the page's own address, in the link to the other language
    assert answer.text.replace(known, "") == nothing.text.replace(unknown, "")
    assert "secret" not in answer.text
    assert place.unchanged()


@pytest.mark.parametrize("route", READS, ids=str)
def test_head_is_get_without_a_body(place: Place, route: Route) -> None:
    path = place.path(route)
    for who in (NEIGHBOUR, COORDINATOR, ""):
        get, head = (place.as_(who).request(each, path) for each in ("GET", "HEAD"))
        assert (head.status_code, head.content) == (get.status_code, b"")
        del get.headers["date"], head.headers["date"]
        assert head.headers == get.headers
    assert place.unchanged()


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_who_may_is_answered(web_site: WebSite, route: Route) -> None:
    """Or else a path that leads nowhere would pass for one that is well guarded."""
    who = OFFICER if "/agencies/" in route.path else COORDINATOR
    calendar = "agency:hanoi:so-tu-phap" if who == OFFICER else "plan:hanoi-2019"
    more = {"plan": "hanoi-2019", "calendar": calendar}
    answer = ask(route, web_site.visitor(who), _place(web_site).path(route), **more)
    # 422, 409: the form was looked at; the fields of another are not all as this one wants them
    assert answer.status_code in (200, 303, 409, 422), answer.text


@pytest.mark.parametrize("route", CLOSED, ids=str)
def test_nobody_sees_anything_without_signing_in(place: Place, route: Route) -> None:
    path = place.path(route)
    answer = place.as_("").request(route.method, path)
    if route.path.startswith("/api/"):
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
    elif route.method == "GET":
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?next=")
    else:
        assert answer.status_code in (401, 403)
        assert ask(route, place.as_(""), path).status_code == 401
    assert place.unchanged()


@pytest.mark.parametrize("route", ACTS, ids=str)
def test_a_form_without_its_key_does_nothing(place: Place, route: Route) -> None:
    path, who = place.path(route), place.as_(COORDINATOR)
    origin = {"Origin": place.site.url}
    for data, headers in (
        (FIELDS, origin),
        ({**FIELDS, "csrf": "0" * 64}, origin),
        ({**FIELDS, "csrf": place.as_(OFFICER).csrf}, origin),
        ({**FIELDS, "csrf": who.csrf}, {}),
        ({**FIELDS, "csrf": who.csrf}, {"Origin": "null"}),
        ({**FIELDS, "csrf": who.csrf}, {"Origin": "https://evil.example.org"}),
    ):
        assert who.post(path, data=data, headers=headers).status_code == 403
    assert place.unchanged()


@pytest.mark.parametrize("route", [each for each in API_ROUTES if each.parameters], ids=str)
@pytest.mark.parametrize(
    "scope", ["agency:hanoi:so-tai-chinh", "agency:haiphong:so-tu-phap", "plan:haiphong-2019"]
)
def test_a_token_does_not_open_what_is_another_agencys(
    web_site: WebSite, route: Route, scope: str
) -> None:
    assert route.method == "GET"
    with Program(web_site, scope) as program:
        before = dump(web_site)
        assert program.get(route.filled({"key": KEY})).status_code == 404
        assert program.submit(key=KEY, number="1").status_code == 404
        assert dump(web_site) == before
    for owner in ("agency:hanoi:so-tu-phap", GROUP, PLAN):
        with Program(web_site, owner) as program:
            assert program.get(route.filled({"key": KEY})).status_code in (200, 404)


DECIDE = [route for route in PAGES if route.path.split("/")[1] in ("accept", "return", "extend")]

TAKES_ITEMS = [
    route
    for route in ACTS
    if "{plan}" in route.path and not route.path.endswith(("/subscribe", "/snapshots"))
]


@pytest.mark.parametrize("route", DECIDE, ids=str)
def test_an_agency_does_not_decide_on_its_own(place: Place, route: Route) -> None:
    answer = ask(route, place.as_(OFFICER), place.path(route))
    assert answer.status_code == 404
    assert place.unchanged()


@pytest.mark.parametrize("route", TAKES_ITEMS, ids=str)
def test_a_coordinator_does_not_decide_on_another_plans_items(place: Place, route: Route) -> None:
    """Its own plan in the path, another plan's items in the form."""
    answer = ask(route, place.as_(ELSEWHERE), route.filled({"plan": "haiphong-2019"}))
    assert answer.status_code == 404
    assert place.unchanged()
