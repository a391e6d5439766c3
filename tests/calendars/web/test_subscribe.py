"""Subscribing: an address is made, shown once, works, and can be ended."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from calendars.scopes import TokenScope
from calendars.web.access.scope import NotFoundError
from calendars.web.feeds.routes_subscribe import MOST
from calendars.web.feeds.subscribe import addresses, of_plan
from ledger.tokens import Token
from tests.calendars.city import owed, plan, schedule
from tests.calendars.web.looking import lines_of, viewer, words_of
from tests.calendars.web.route_table import dump
from tests.calendars.web.server import COORDINATOR, OFFICER, OTHER, Visitor, WebSite

PAGE = "/agencies/hanoi/so-tu-phap/subscribe"
PLAN = "/plans/hanoi-2019/subscribe"
SCOPE = "agency:hanoi:so-tu-phap"
NAME = "điện thoại của văn thư"


def make(visitor: Visitor, path: str = PAGE, calendar: str = SCOPE, name: str = NAME) -> str:
    """The new https address."""
    answer = visitor.send_form(path, calendar=calendar, name=name)
    assert answer.status_code == 200, words_of(answer.text)
    found = re.search(r'class="address" readonly value="([^"]+)"', answer.text)
    assert found is not None
    return unescape(found[1])


def standing(site: WebSite) -> list[Token]:
    return [each for each in site.ledger.tokens() if each.stands(site.clock.now())]


def test_an_address_works_and_is_shown_once(web_site: WebSite) -> None:
    web_site.publish()
    visitor = web_site.visitor(OFFICER)
    url = make(visitor)
    assert url.startswith(f"{web_site.url}/feeds/")
    feed = web_site.visitor().get(url)
    assert feed.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Báo cáo kết quả CCHC" in feed.text
    again = visitor.get(PAGE).text
    assert url.split("/")[-2] not in again
    assert "1 địa chỉ" in words_of(again)
    assert f"{NAME} Sở Tư pháp 25/02/2019 {OFFICER}" in words_of(again)
    (token,) = standing(web_site)
    assert (token.kind, token.scope, token.name, token.by) == ("feed", SCOPE, NAME, OFFICER)


def test_the_answer_is_kept_nowhere(web_site: WebSite) -> None:
    answer = web_site.visitor(OFFICER).send_form(PAGE, calendar=SCOPE, name=NAME)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"  # nothing goes to other sites
    assert "Google có thể mất tới một ngày" in words_of(answer.text)
    assert "Outlook bản mới chỉ nhận địa chỉ này" in words_of(answer.text)
    assert "chưa có https" in words_of(answer.text)


def test_every_program_gets_its_own_form_of_it() -> None:
    scope = TokenScope.agency("hanoi", "so-tu-phap")
    made = addresses(scope, "https://kyhan.example.vn", "abc", "Sở Tư pháp & bạn")
    https = "https://kyhan.example.vn/feeds/abc/so-tu-phap.ics"
    webcal = "webcal://kyhan.example.vn/feeds/abc/so-tu-phap.ics"
    assert (made.https, made.webcal) == (https, webcal)
    assert made.google == (
        "https://calendar.google.com/calendar/r?cid="
        "webcal%3A%2F%2Fkyhan.example.vn%2Ffeeds%2Fabc%2Fso-tu-phap.ics"
    )
    outlook = urlsplit(made.outlook)
    assert outlook._replace(query="").geturl() == "https://outlook.office.com/calendar/0/addfromweb"
    assert parse_qs(outlook.query) == {"url": [https], "name": ["Sở Tư pháp & bạn"]}


def test_an_ended_address_opens_nothing(web_site: WebSite) -> None:
    web_site.publish()
    visitor = web_site.visitor(OFFICER)
    url = make(visitor)
    (token,) = standing(web_site)
    answer = visitor.send_form(PAGE, end=str(token.id))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}?said=address_ended")
    assert "Đã huỷ địa chỉ" in words_of(visitor.get(answer.headers["Location"]).text)
    assert web_site.visitor().get(url).status_code == 404
    assert visitor.send_form(PAGE, end=str(token.id)).status_code == 404


def test_nobody_ends_or_makes_a_neighbours(web_site: WebSite) -> None:
    officer, neighbour = web_site.visitor(OFFICER), web_site.visitor(OTHER)
    make(officer)
    now = web_site.clock.now()
    number, _ = web_site.ledger.create_token("api", SCOPE, "máy", "lan", now)
    before = dump(web_site)
    own = "/agencies/hanoi/so-tai-chinh/subscribe"
    for ended in (each.id for each in standing(web_site)):
        assert neighbour.send_form(own, end=str(ended)).status_code == 404
    for path in (PAGE, PLAN):
        assert neighbour.get(path).status_code == 404
        assert neighbour.send_form(path, calendar=SCOPE, name="x").status_code == 404
    assert neighbour.send_form(own, calendar=SCOPE, name="x").status_code == 404
    # a token of the API is no address of a calendar
    assert officer.send_form(PAGE, end=str(number)).status_code == 404
    assert dump(web_site) == before


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 101])
def test_an_address_has_a_name(web_site: WebSite, name: str) -> None:
    answer = web_site.visitor(OFFICER).send_form(PAGE, calendar=SCOPE, name=name)
    assert answer.status_code == 422
    assert "hãy ghi từ 1 đến 100 ký tự" in words_of(answer.text)
    assert standing(web_site) == []


def test_there_is_an_end_to_addresses(web_site: WebSite) -> None:
    for _ in range(MOST):
        web_site.ledger.create_token("feed", SCOPE, "x", "lan", web_site.clock.now())
    answer = web_site.visitor(OFFICER).send_form(PAGE, calendar=SCOPE, name="x")
    assert answer.status_code == 422
    assert len(standing(web_site)) == MOST


def test_a_coordinator_subscribes_to_the_plan_and_to_groups(web_site: WebSite) -> None:
    web_site.publish()
    visitor = web_site.visitor(COORDINATOR)
    html = visitor.get(PLAN).text
    assert "Cả kế hoạch 7028/QĐ-UBND" in html
    for calendar in ("plan:hanoi-2019", "group:hanoi:@so"):
        assert f'<option value="{calendar}"' in html
        url = make(visitor, PLAN, calendar)
        assert web_site.visitor().get(url).status_code == 200
    for calendar in ("plan:haiphong-2019", "group:haiphong:@so", SCOPE, ""):
        answer = visitor.send_form(PLAN, calendar=calendar, name="x")
        assert answer.status_code == 404
    assert visitor.get(PAGE).status_code == 404  # an agency's shows other plans' items as well


def test_groups_are_for_who_coordinates_every_plan_there() -> None:
    other = plan().model_copy(update={"id": "khac-2019"})
    city = schedule(owed(), owed(of=other))
    both = of_plan(lines_of(viewer(plans=("hanoi-2019", "khac-2019")), city), "hanoi-2019")
    assert list(both.calendars) == ["plan:hanoi-2019", "group:hanoi:@so"]
    one = of_plan(lines_of(viewer(plans=("hanoi-2019",)), city), "hanoi-2019")
    assert list(one.calendars) == ["plan:hanoi-2019"]
    with pytest.raises(NotFoundError):
        of_plan(lines_of(viewer(plans=("hanoi-2019",)), city), "khac-2019")
