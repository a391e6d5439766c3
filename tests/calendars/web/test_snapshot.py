"""Figures frozen: the same bytes for ever, under an id made of them."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from calendars.web.figures.pages import MARK
from rules.facts import Acceptance, Completion
from tests.calendars.web.route_table import dump
from tests.calendars.web.server import COORDINATOR, OFFICER, Visitor, WebSite

AT = datetime(2019, 2, 20, 2, tzinfo=UTC)
KEY = "hanoi-2019/PL.I.1/finish/so-tai-chinh"


@pytest.fixture
def coordinator(web_site: WebSite) -> Visitor:
    return web_site.visitor(COORDINATOR)


def freeze(visitor: Visitor, **more: str) -> str:
    answer = visitor.send_form("/plans/hanoi-2019/snapshots", **more)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def finish(site: WebSite) -> None:
    done = Completion(KEY, date(2019, 2, 20), "1/KH", "lan", AT, accepted=Acceptance("hoa", AT))
    assert site.ledger.record_completion(done)


def test_the_page_stays_whatever_is_recorded(web_site: WebSite, coordinator: Visitor) -> None:
    path = freeze(coordinator)
    before = coordinator.get(path)
    assert before.status_code == 200
    assert path.removeprefix("/snapshots/") in before.text
    assert MARK not in before.text
    finish(web_site)
    web_site.clock.move(days=40)
    again = web_site.visitor(COORDINATOR)  # the session has run out
    assert again.get(path).content == before.content
    assert again.get(f"{path}?lang=en").content == before.content
    later = freeze(again)
    assert later != path
    assert again.get(later).content != before.content


def test_its_id_is_made_of_what_is_in_it(web_site: WebSite, coordinator: Visitor) -> None:
    finish(web_site)
    ident = freeze(coordinator).removeprefix("/snapshots/")
    kept = web_site.ledger.snapshot(ident)
    assert kept
    assert sha256(kept.data.encode() + kept.page).hexdigest()[:12] == ident
    shown = coordinator.get(f"/snapshots/{ident}").content
    assert shown.replace(ident.encode(), MARK.encode()) == kept.page
    assert (kept.by, kept.scope, kept.day) == (COORDINATOR, "hanoi-2019", date(2019, 2, 25))
    data = json.loads(kept.data)
    assert data["plan"] == "hanoi-2019"
    assert data["as_of"] == "2019-02-25T09:00:00+07:00"
    # Of 845 items 54 were due on 31 January; one of them was done, on 20 February.
    whole = {name: data["whole"][name] for name in ("on_time", "late", "in_term", "overdue")}
    assert whole == {"on_time": 0, "late": 1, "in_term": 791, "overdue": 53}
    assert kept.data == json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_the_same_again_is_the_same_page(web_site: WebSite, coordinator: Visitor) -> None:
    path = freeze(coordinator)
    before = dump(web_site)
    assert freeze(coordinator) == path
    assert dump(web_site) == before
    assert freeze(coordinator, by="month") != path


def test_it_stands_alone_with_its_style_sheet(web_site: WebSite, coordinator: Visitor) -> None:
    page = coordinator.get(freeze(coordinator)).text
    (style,) = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)
    assert COORDINATOR not in page  # nothing of whoever looks
    assert "csrf" not in page
    answer = web_site.visitor().get(style)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.content == coordinator.get("/style.css").content
    assert sha256(answer.content).hexdigest() in style
    upload = web_site.ledger.save_file(b"%PDF-1.4", "application/pdf", AT)
    for other in (upload, "0" * 64, "none"):  # what was handed in is no style sheet
        assert web_site.visitor().get(f"/snapshots/style/{other}.css").status_code == 404


def test_only_who_sees_the_plan_sees_it(web_site: WebSite, coordinator: Visitor) -> None:
    path = freeze(coordinator)
    for who in (OFFICER, "van-thu@so-noi-vu.haiphong.example.org"):
        visitor = web_site.visitor(who)
        assert visitor.get(path).status_code == 404
        assert visitor.send_form("/plans/hanoi-2019/snapshots").status_code == 404
    assert coordinator.get("/snapshots/none").status_code == 404
