"""Accept, return, extend: by the coordinator, one item or several, all of it or nothing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import httpx
import pytest

from rules.facts import Acceptance, Completion, Return
from rules.state import State, state_of
from tests.calendars.web.route_table import dump
from tests.calendars.web.server import COORDINATOR, HEAD, KEY, OFFICER, Visitor, WebSite

AT = datetime(2019, 2, 20, 2, tzinfo=UTC)
OWN_PLAN = "hanoi-2019/PL.I.1/finish/so-tai-chinh"  # due on Thursday, 31 January 2019
OTHER = "hanoi-2019/PL.I.1/finish/so-y-te"
ELSEWHERE = "haiphong-2019/III.1.d/finish/so-tu-phap"  # Hải Phòng's plan has its own coordinator
LATE = date(2019, 2, 12)


def submit(site: WebSite, *keys: str, on: date = LATE) -> None:
    for key in keys:
        site.ledger.record_completion(
            Completion(key, on, "12/KH-STC", "lan", AT, document_date=date(2019, 1, 29))
        )


def state(site: WebSite, key: str) -> State:
    moment = site.moment
    found = moment.schedule.find(key)
    assert found
    last = moment.facts.last(key)
    return state_of(found.slot, last, moment.today, moment.schedule.working_days)


def choose(visitor: Visitor, act: str, *keys: str, **more: str) -> httpx.Response:
    return visitor.send_form("/plans/hanoi-2019/act", act=act, keys=list(keys), **more)


def fields(page: httpx.Response) -> dict[str, list[str]]:
    """What the form of the act holds, as a browser would send it untouched."""
    form = page.text[page.text.index("<main") :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]+>", form):
        name, value = (re.search(rf' {each}="([^"]*)"', tag) for each in ("name", "value"))
        assert name, tag
        assert value, tag
        if name[1] != "csrf":
            found.setdefault(name[1], []).append(value[1].replace("&amp;", "&"))
    return found


@pytest.fixture
def coordinator(web_site: WebSite) -> Visitor:
    return web_site.visitor(COORDINATOR)


def test_several_are_accepted(web_site: WebSite, coordinator: Visitor) -> None:
    submit(web_site, OWN_PLAN, OTHER)
    before = dump(web_site)
    page = choose(coordinator, "accept", OWN_PLAN, OTHER, state="submitted")
    assert page.status_code == 200
    assert dump(web_site) == before  # choosing writes nothing
    for told in (
        "12/KH-STC",
        "thứ Ba, 29/01/2019",
        "thứ Ba, 12/02/2019",
        "09:00, thứ Tư, 20/02/2019",
    ):
        assert told in page.text  # the document's, the submission's and the record's day
    assert "muộn 3 ngày làm việc" in page.text  # 1, 11 and 12 February; Tết was between
    answer = coordinator.send_form("/plans/hanoi-2019/accept", **fields(page))
    assert answer.status_code == 303
    assert answer.headers["location"] == "/plans/hanoi-2019/items?state=submitted&said=accepted"
    accepted = web_site.moment.facts.completions[OTHER].accepted
    assert accepted == Acceptance(COORDINATOR, web_site.clock.now())
    assert state(web_site, OWN_PLAN) is state(web_site, OTHER) is State.DONE_LATE
    again = coordinator.send_form("/plans/hanoi-2019/accept", **fields(page))
    assert again.status_code == 422  # nothing waits any more


def test_a_day_of_submission_is_corrected_with_a_document(
    web_site: WebSite, coordinator: Visitor
) -> None:
    submit(web_site, OWN_PLAN)
    form = fields(coordinator.get(f"/accept/{OWN_PLAN}"))
    before = dump(web_site)
    for day, number, mistake in (
        ("2019-01-30", "", "Nhập số của văn bản."),
        ("2019-02-13", "45", "Nhập một ngày không sau ngày nộp đã ghi, 12/02/2019."),
        ("", "45", "Nhập một ngày không sau ngày nộp đã ghi, 12/02/2019."),
        ("30/01/2019", "45", "Nhập một ngày không sau ngày nộp đã ghi, 12/02/2019."),
        ("2019-01-28", "45", "Ngày văn bản: sau ngày nộp 28/01/2019"),
    ):
        sent = {**form, "on-1": day, "number": number}
        answer = coordinator.send_form(f"/accept/{OWN_PLAN}", **sent)
        assert answer.status_code == 422
        assert answer.text.count(mistake) == 2  # at the top and at its field
    assert dump(web_site) == before
    sent = {**form, "on-1": "2019-01-30", "number": "45"}
    answer = coordinator.send_form(f"/accept/{OWN_PLAN}", **sent)
    assert answer.headers["location"] == f"/o/{OWN_PLAN}?said=accepted"
    done = web_site.moment.facts.completions[OWN_PLAN]
    assert (done.on, done.number, done.by) == (date(2019, 1, 30), "12/KH-STC", COORDINATOR)
    assert done.note == (
        "Ngày nộp ghi lại là 30/01/2019 theo văn bản 45; trước ghi 12/02/2019, người nộp lan."
    )
    assert state(web_site, OWN_PLAN) is State.DONE
    told = [(row.kind, row.who) for row in web_site.ledger.history(OWN_PLAN)]
    assert told == [("completion", "lan"), ("completion", COORDINATOR), ("acceptance", COORDINATOR)]


def test_a_return_needs_its_reason(web_site: WebSite, coordinator: Visitor) -> None:
    submit(web_site, OWN_PLAN)
    page = choose(coordinator, "return", OWN_PLAN)
    before = dump(web_site)
    for reason in ("", "  \n ", "x" * 2_001):
        sent = {**fields(page), "reason": reason}
        assert coordinator.send_form("/plans/hanoi-2019/return", **sent).status_code == 422
    assert dump(web_site) == before
    sent = {**fields(page), "reason": "Thiếu phụ lục 2.\r\nGửi lại."}
    answer = coordinator.send_form("/plans/hanoi-2019/return", **sent)
    assert answer.headers["location"].endswith("said=returned")
    back = web_site.moment.facts.last(OWN_PLAN)
    assert isinstance(back, Return)
    assert (back.reason, back.by) == ("Thiếu phụ lục 2.\nGửi lại.", COORDINATOR)
    assert state(web_site, OWN_PLAN) is State.OVERDUE  # owed again, and its day has gone


def test_an_extension_shows_its_dates_before_it_is_granted(
    web_site: WebSite, coordinator: Visitor
) -> None:
    form = {"keys": [OWN_PLAN], "until": "2019-03-16", "number": "9/GH"}
    before = dump(web_site)
    page = coordinator.send_form("/plans/hanoi-2019/extend", step="look", **form)
    assert page.status_code == 200
    assert dump(web_site) == before
    # The 16th is a Saturday: done by Friday the 15th; the term runs to the end of Monday the 18th.
    assert "thứ Năm, 31/01/2019" in page.text
    assert "thứ Sáu, 15/03/2019" in page.text
    assert "thứ Ba, 19/03/2019" in page.text
    answer = coordinator.send_form("/plans/hanoi-2019/extend", step="record", **form)
    assert answer.headers["location"].endswith("said=extended")
    slot = web_site.moment.schedule.slot_of(OWN_PLAN)
    assert slot
    assert slot.original
    assert (slot.original.stated, slot.stated) == (date(2019, 1, 31), date(2019, 3, 16))
    assert state(web_site, OWN_PLAN) is State.UPCOMING
    item = coordinator.get(f"/extend/{OWN_PLAN}").text
    assert "thứ Năm, 31/01/2019" in item
    assert "thứ Bảy, 16/03/2019" in item


@pytest.mark.parametrize(
    ("until", "number", "mistake"),
    [
        ("", "9/GH", "Nhập ngày gia hạn đến."),
        ("16/03/2019", "9/GH", "Nhập ngày gia hạn đến."),
        ("2019-03-15", "", "Nhập số của văn bản."),
        ("2019-03-15", "9" * 101, "Dài quá 100 ký tự"),
        ("2019-01-31", "9/GH", "Nhập một ngày sau hạn theo văn bản, 31/01/2019"),
    ],
)
def test_an_extension_that_cannot_be(
    web_site: WebSite, coordinator: Visitor, until: str, number: str, mistake: str
) -> None:
    before = dump(web_site)
    answer = coordinator.send_form(f"/extend/{OWN_PLAN}", until=until, number=number)
    assert answer.status_code == 422
    assert mistake in answer.text
    assert dump(web_site) == before


def test_what_an_act_does_not_apply_to_is_left_out_and_said(
    web_site: WebSite, coordinator: Visitor
) -> None:
    submit(web_site, OWN_PLAN)
    page = choose(coordinator, "accept", OWN_PLAN, OTHER)
    assert fields(page)["keys"] == [OWN_PLAN]
    assert "1 việc để lại" in page.text
    nothing = choose(coordinator, "accept", OTHER)
    assert "Không có việc nào đang chờ xác nhận." in nothing.text
    assert 'action="/plans/hanoi-2019/accept"' not in nothing.text


def test_what_changed_after_it_was_looked_at_is_not_decided(
    web_site: WebSite, coordinator: Visitor
) -> None:
    submit(web_site, OWN_PLAN, OTHER)
    accepting, returning = (
        fields(choose(coordinator, act, OWN_PLAN, OTHER)) for act in ("accept", "return")
    )
    web_site.clock.move(hours=1)
    web_site.ledger.record_completion(
        Completion(OTHER, date(2019, 2, 20), "99/KH", "lan", web_site.clock.now())
    )
    before = dump(web_site)
    for act, form in (("accept", accepting), ("return", {**returning, "reason": "thiếu"})):
        answer = coordinator.send_form(f"/plans/hanoi-2019/{act}", **form)
        assert answer.status_code == 422
        assert "đã thay đổi từ khi mở trang này" in answer.text
    assert dump(web_site) == before


@pytest.mark.parametrize("act", ["accept", "return", "extend", "urge"])
@pytest.mark.parametrize("bad", ["hanoi-2019/PL.I.1/finish/none", ELSEWHERE, "", "x"])
def test_one_bad_key_and_nothing_is_written(
    web_site: WebSite, coordinator: Visitor, act: str, bad: str
) -> None:
    submit(web_site, OWN_PLAN)
    form = fields(choose(coordinator, act, OWN_PLAN))
    more = {"reason": "x", "until": "2019-12-31", "number": "1", "step": "send", "letters": "2"}
    before = dump(web_site)
    for keys in ([OWN_PLAN, bad], [bad, OWN_PLAN]):
        sent = {**form, **more, "keys": keys}
        assert coordinator.send_form(f"/plans/hanoi-2019/{act}", **sent).status_code == 404
        assert choose(coordinator, act, *keys).status_code == 404
    assert dump(web_site) == before


def test_nothing_ticked_says_so_and_keeps_the_filter(coordinator: Visitor) -> None:
    page = coordinator.send_form("/plans/hanoi-2019/act", act="urge", state="overdue", group="@so")
    assert page.status_code == 422
    assert "Chưa chọn việc nào" in page.text
    assert '<option value="overdue" selected>' in page.text
    assert '<option value="@so" selected>' in page.text
    assert choose(coordinator, "burn", OWN_PLAN).status_code == 404


def test_where_it_leads_afterwards_is_a_page_of_ours(
    web_site: WebSite, coordinator: Visitor
) -> None:
    submit(web_site, OWN_PLAN)
    form = fields(choose(coordinator, "return", OWN_PLAN))
    sent = {**form, "reason": "x", "back": "https://evil.example.org/"}
    answer = coordinator.send_form("/plans/hanoi-2019/return", **sent)
    assert answer.headers["location"] == "/plans/hanoi-2019/items?said=returned"


@pytest.mark.parametrize("who", [OFFICER, HEAD])
def test_an_agency_decides_nothing_about_itself(web_site: WebSite, who: str) -> None:
    submit(web_site, KEY, on=date(2019, 2, 20))
    visitor, before = web_site.visitor(who), dump(web_site)
    for act in ("accept", "return", "extend"):
        assert visitor.get(f"/{act}/{KEY}").status_code == 404
        answer = visitor.send_form(f"/{act}/{KEY}", reason="x", until="2019-12-31", number="1")
        assert answer.status_code == 404
    assert dump(web_site) == before
