"""Urging: nothing leaves before its letters were shown; many letters ask twice."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import httpx
import pytest

from rules.facts import Completion
from tests.calendars.web.route_table import dump
from tests.calendars.web.server import COORDINATOR, OFFICER, Visitor, WebSite

OWN_PLAN = "hanoi-2019/PL.I.1/finish/"  # due on 31 January 2019, overdue everywhere
TAI_CHINH, Y_TE = OWN_PLAN + "so-tai-chinh", OWN_PLAN + "so-y-te"
LETTERS = {
    "van-thu@so-tai-chinh.hanoi.example.org", "giam-doc@so-tai-chinh.hanoi.example.org",
    "van-thu@so-y-te.hanoi.example.org", "giam-doc@so-y-te.hanoi.example.org",
}  # fmt: skip


def choose(visitor: Visitor, *keys: str) -> httpx.Response:
    return visitor.send_form("/plans/hanoi-2019/act", act="urge", keys=list(keys))


def urge(visitor: Visitor, *keys: str, step: str = "send", **more: str) -> httpx.Response:
    return visitor.send_form("/plans/hanoi-2019/urge", keys=list(keys), step=step, **more)


def recipients(page: str) -> set[str]:
    """Those that the page names."""
    listed = page[page.index('<ul class="recipients">') :].partition("</ul>")[0]
    return set(re.findall(r"<li>([^<]+)</li>", listed))


def queued(site: WebSite) -> dict[str, str]:
    """Whom a letter of urging waits for, with its note."""
    claims = site.ledger.claim("test", site.clock.now(), 100)
    return {claim.recipient: claim.note for claim in claims if claim.kind == "urge"}


@pytest.fixture
def coordinator(web_site: WebSite) -> Visitor:
    web_site.ledger.secret()  # made once in the life of a ledger, by whoever needs it first
    return web_site.visitor(COORDINATOR)


def test_letters_are_shown_and_then_sent(web_site: WebSite, coordinator: Visitor) -> None:
    before = dump(web_site)
    page = choose(coordinator, TAI_CHINH, Y_TE)
    assert page.status_code == 200
    assert recipients(page.text) == LETTERS
    assert page.text.count('<pre class="letter"') == 4
    noted = urge(coordinator, TAI_CHINH, Y_TE, step="look", note="Gửi trước thứ Năm.\x00")
    assert noted.text.count("Gửi trước thứ Năm.") == 4 + 2  # the letters, and both forms
    assert dump(web_site) == before  # however often it is looked at
    answer = urge(coordinator, TAI_CHINH, Y_TE, letters="4", note="Gửi trước thứ Năm.")
    assert answer.headers["location"] == "/plans/hanoi-2019/items?said=urged"
    assert queued(web_site) == dict.fromkeys(LETTERS, "Gửi trước thứ Năm.")
    told = web_site.ledger.history(TAI_CHINH)
    assert [(row.kind, row.who) for row in told] == [("urge", COORDINATOR)]


def test_nobody_is_urged_twice_on_a_day(web_site: WebSite, coordinator: Visitor) -> None:
    urge(coordinator, TAI_CHINH, letters="2")
    page = choose(coordinator, TAI_CHINH)
    assert "1 việc đã được đôn đốc hôm nay" in page.text
    assert "Không có thư nào để gửi." in page.text
    before = dump(web_site)
    assert urge(coordinator, TAI_CHINH, letters="2").status_code == 422
    assert dump(web_site) == before


def test_what_is_sent_is_what_was_shown(web_site: WebSite, coordinator: Visitor) -> None:
    """Somebody submitted while the letters were read: they are shown again."""
    at = datetime(2019, 2, 20, 2, tzinfo=UTC)
    web_site.ledger.record_completion(Completion(Y_TE, date(2019, 2, 20), "1/KH", "lan", at))
    before = dump(web_site)
    answer = urge(coordinator, TAI_CHINH, Y_TE, letters="4")
    assert answer.status_code == 422
    assert "số thư đã thay đổi" in answer.text
    assert len(recipients(answer.text)) == 2
    assert dump(web_site) == before


def test_many_letters_ask_for_their_number(web_site: WebSite, coordinator: Visitor) -> None:
    config = web_site.current.config
    mail = config.mail.model_copy(update={"hold_above": 3})
    web_site.current.config = config.model_copy(update={"mail": mail})
    page = choose(coordinator, TAI_CHINH, Y_TE)
    assert "4 lá thư sẽ được giữ lại" in page.text
    assert 'name="confirm"' in page.text
    before = dump(web_site)
    for typed in ("", "3", "bốn"):
        answer = urge(coordinator, TAI_CHINH, Y_TE, letters="4", confirm=typed)
        assert answer.status_code == 422
        assert answer.text.count("Chưa gửi: gõ đúng số 4.") == 2
    assert dump(web_site) == before
    answer = urge(coordinator, TAI_CHINH, Y_TE, letters="4", confirm="4")
    assert answer.headers["location"].endswith("said=urged_held")
    assert queued(web_site) == {}  # held back until the operator lets them go
    assert [hold.kind for hold in web_site.ledger.holding()] == ["mass"]


def test_what_is_not_owed_is_left_out(web_site: WebSite, coordinator: Visitor) -> None:
    at = datetime(2019, 2, 20, 2, tzinfo=UTC)
    web_site.ledger.record_completion(Completion(Y_TE, date(2019, 2, 20), "1/KH", "lan", at))
    page = choose(coordinator, TAI_CHINH, Y_TE)
    assert len(recipients(page.text)) == 2
    assert "1 việc để lại" in page.text
    nothing = choose(coordinator, Y_TE)
    assert "Không có việc nào còn nợ để đôn đốc." in nothing.text
    assert urge(coordinator, Y_TE, letters="0").status_code == 200
    assert queued(web_site) == {}


def test_a_note_is_bounded_and_shown_as_text(coordinator: Visitor) -> None:
    page = urge(coordinator, TAI_CHINH, step="look", note="<b>&\"'</b>{{ 1 }}")
    assert "<b>&" not in page.text
    assert "&lt;b&gt;&amp;" in page.text
    assert "{{ 1 }}" in page.text
    long = urge(coordinator, TAI_CHINH, step="look", note="x" * 2_001)
    assert long.status_code == 422
    assert "Dài quá 2000 ký tự" in long.text


def test_only_the_coordinator_urges(web_site: WebSite) -> None:
    officer, before = web_site.visitor(OFFICER), dump(web_site)
    own = OWN_PLAN + "so-tu-phap"
    assert choose(officer, own).status_code == 404
    assert urge(officer, own, letters="2").status_code == 404
    assert dump(web_site) == before
