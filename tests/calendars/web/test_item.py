"""An item whole: its dates, why, what was reported, its history; and a slot with its agencies."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import get_args

import pytest

from calendars.web.item.history import TOLD
from calendars.web.item.slot import slot_page
from calendars.web.item.view import item_page
from rules.deadline import Bound
from rules.facts import Acceptance, Completion, Extension, Facts, Return
from rules.plan import Kind
from rules.state import State
from templates.pages.words import words
from tests.calendars.city import done, owed, plan, schedule
from tests.calendars.web.looking import lines_for, lines_of, viewer, words_of
from tests.calendars.web.server import COORDINATOR, KEY, OFFICER, OTHER, WebSite

AT = datetime(2019, 2, 20, 3, 15, tzinfo=UTC)  # 10:15 in Hà Nội
QUARTER = "hanoi-2019/PL.II.2/finish/so-tu-phap"
SLOT = "hanoi-2019/III.1/2019-Q1"
OWN = f"{SLOT}/so-tu-phap"
HOSTILE = '<script>alert("1")</script>'


def page_of(site: WebSite, key: str = KEY, who: str = OFFICER, lang: str = "vi") -> str:
    return words_of(site.visitor(who).get(f"/o/{key}", params={"lang": lang}).text)


def test_the_dates_with_their_meaning(web_site: WebSite) -> None:
    found = page_of(web_site, QUARTER)
    # "Quý I/2019" ends on Sunday 31 March; the Civil Code lets the term run on to Monday 1 April
    for told in (
        "Ngày phải xong thứ Sáu, 29/03/2019",
        "Ngày cuối cùng theo văn bản Chủ nhật, 31/03/2019 kể cả ngày này",
        "Tính trễ hạn từ thứ Ba, 02/04/2019 nộp trước ngày này là đúng hạn",
        "Bắt đầu từ thứ Ba, 01/01/2019",
        "Văn bản ghi “Quý I/2019”",
        "Vì sao ngày này?",
        "Bộ luật Dân sự 2015, Điều 148 khoản 5",
        "Kế hoạch cải cách hành chính nhà nước năm 2019 của thành phố Hà Nội",
        "7028/QĐ-UBND ngày 28/12/2018, mục PL.II.2",
        "Chưa có gì được ghi nhận.",
    ):
        assert told in found
    english = page_of(web_site, QUARTER, lang="en")
    assert "Late from Tuesday, 2 April 2019" in english
    assert "Civil Code 2015, article 148, clause 5" in english


def test_marks_of_the_plan_file_are_not_shown(web_site: WebSite) -> None:
    assert "báo cáo năm gửi trước ngày 10/11/2019”" in page_of(web_site)
    assert "**" not in page_of(web_site)


def test_targets_and_who_is_named_in_the_document(web_site: WebSite) -> None:
    found = page_of(web_site, "hanoi-2019/II.1/finish/so-tu-phap")
    assert "lập và thực hiện đầy đủ kế hoạch CCHC: 100 %" in found
    assert "văn bản ghi “các Sở, cơ quan tương đương Sở”" in found


def test_both_dates_of_an_extension(web_site: WebSite) -> None:
    until = date(2019, 3, 11)
    web_site.ledger.record_extension(Extension(KEY, until, "77/UBND", COORDINATOR, AT))
    found = page_of(web_site)
    assert "Ngày phải xong thứ Hai, 11/03/2019 trước gia hạn: thứ Hai, 04/03/2019" in found
    assert "theo văn bản 77/UBND" in found
    assert "Tính trễ hạn từ thứ Ba, 12/03/2019" in found
    assert "trước gia hạn: thứ Ba, 05/03/2019" in found
    assert "10:15, 20/02/2019 Gia hạn" in found


def test_what_was_reported_and_its_history(web_site: WebSite) -> None:
    first = Completion(KEY, date(2019, 2, 19), "11/BC", OFFICER, AT, note=HOSTILE)
    again = Completion(
        KEY, date(2019, 2, 20), "12/BC", OFFICER, AT, date(2019, 2, 18),
        link="https://vb.example.org/12", note="Dòng một\nDòng hai",
    )  # fmt: skip
    web_site.ledger.record_completion(first)
    web_site.ledger.record_return(Return(KEY, "Thiếu phụ lục", COORDINATOR, AT))
    web_site.ledger.record_completion(again)
    web_site.ledger.record_acceptance(KEY, Acceptance(COORDINATOR, AT))
    html = web_site.visitor(OFFICER).get(f"/o/{KEY}").text
    found = words_of(html)
    for told in (
        "Đã hoàn thành",
        "Ngày nộp thứ Tư, 20/02/2019 van-thu@so-tu-phap.hanoi.example.org",
        "Văn bản 12/BC , thứ Hai, 18/02/2019",
        "Ghi nhận lúc 10:15, 20/02/2019",
        "Xác nhận 10:15, 20/02/2019 van-thu@so-noi-vu.hanoi.example.org",
        "Trả lại · van-thu@so-noi-vu.hanoi.example.org lý do: Thiếu phụ lục",
        f"ghi chú: {HOSTILE}",
    ):
        assert told in found
    assert "<script" not in html
    assert (
        '<a href="https://vb.example.org/12" rel="noopener noreferrer nofollow">'
        "https://vb.example.org/12</a>" in html
    )
    history = found.partition("Lịch sử")[2]
    assert history.index("Xác nhận") < history.index("12/BC") < history.index("11/BC")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "ftp://x.example"])
def test_a_link_of_another_kind_is_only_text(web_site: WebSite, link: str) -> None:
    web_site.ledger.record_completion(Completion(KEY, date(2019, 2, 20), "1", "lan", AT, link=link))
    html = web_site.visitor(OFFICER).get(f"/o/{KEY}").text
    assert link in words_of(html)
    assert f'href="{link}' not in html


def test_names_of_persons_are_for_those_who_act() -> None:
    slot = owed()
    facts = Facts(
        completions=done((slot, "so-tu-phap")).completions,
        extensions={OWN: Extension(OWN, date(2019, 3, 11), "77", "hoa", AT)},
    )
    city = schedule(slot)
    for who, told in ((viewer(("so-tu-phap",)), "lan"), (viewer(reads=("so-tu-phap",)), "")):
        lines = lines_of(who, city, facts)
        page = item_page(lines, lines.scope.occurrence(OWN), ())
        assert page.line.reported is not None
        assert page.line.reported.by == told


def test_the_steps_name_no_person(web_site: WebSite) -> None:
    until = date(2019, 3, 11)
    web_site.ledger.record_extension(Extension(KEY, until, "77/UBND", COORDINATOR, AT))
    lines = lines_for(web_site, OFFICER)
    page = item_page(lines, lines.scope.occurrence(KEY), ())
    assert page.extension is not None
    assert page.extension.by == COORDINATOR
    assert any("77/UBND" in step.text for step in page.steps)
    assert not any("@" in step.text for step in page.steps)


ACCEPTED, WAITING = done((owed(), "so-tu-phap")), done((owed(), "so-tu-phap"), accepted=False)
RETURNED = Facts(returns={OWN: Return(OWN, "thiếu", "hoa", AT)})


@pytest.mark.parametrize(
    ("facts", "officer", "coordinator"),
    [
        (Facts(), "submit", "submit extend"),
        (RETURNED, "resubmit", "resubmit extend"),
        (WAITING, "replace", "accept return replace"),
        (ACCEPTED, "", "return"),
    ],
)
def test_what_can_be_done_now(facts: Facts, officer: str, coordinator: str) -> None:
    city = schedule(owed())
    people = (
        (viewer(("so-tu-phap",)), officer),
        (viewer(plans=("hanoi-2019",)), coordinator),
        (viewer(reads=("so-tu-phap",)), ""),
    )
    for who, acts in people:
        lines = lines_of(who, city, facts)
        page = item_page(lines, lines.scope.occurrence(OWN), ())
        assert [act.verb for act in page.acts] == acts.split()
        assert all(act.url.endswith(f"/{OWN}") for act in page.acts)


def test_nothing_is_done_in_a_closed_plan_nor_extended_without_a_date() -> None:
    closed = schedule(owed(of=plan(archived=date(2019, 2, 1))))
    waiting = schedule(owed(None))
    for city, acts in ((closed, []), (waiting, ["submit"])):
        lines = lines_of(viewer(plans=("hanoi-2019",)), city)
        page = item_page(lines, lines.scope.occurrence(OWN), ())
        assert [act.verb for act in page.acts] == acts


def test_what_waits_for_an_event_says_so(web_site: WebSite) -> None:
    waits = next(
        each for each in web_site.moment.schedule.pending if each.plan.id == "haiphong-2019"
    )
    key = f"{waits.key}/so-tu-phap"
    found = page_of(web_site, key, "van-thu@so-tu-phap.haiphong.example.org")
    assert f"Chờ: “{waits.waits_for}”" in found
    assert "kyhan event" not in found  # a command for operators


def test_a_slot_shows_the_agencies_in_scope(web_site: WebSite) -> None:
    until = date(2019, 3, 11)
    web_site.ledger.record_extension(Extension(KEY, until, "77/UBND", COORDINATOR, AT))
    lines = lines_for(web_site, COORDINATOR)
    page = slot_page(lines, SLOT)
    dues = {line.url.rpartition("/")[2]: line.due for line in page.agencies}
    assert dues["so-tu-phap"] == until
    assert dues["so-tai-chinh"] == page.dates.due == date(2019, 3, 4)
    assert page.total == len(dues)
    own = words_of(web_site.visitor(OTHER).get(f"/s/{SLOT}").text)
    assert "1 cơ quan" in own
    assert "Sở Tài chính" in own
    assert "Sở Tư pháp" not in own
    assert "Ngày phải xong thứ Hai, 04/03/2019" in own


def test_whatever_there_is_has_a_word() -> None:
    """Their keys are put together in the templates, so that no search would miss one."""
    kinds = ("completion", "acceptance", "return", "extension", "due", "urge")
    acts = ("submit", "resubmit", "replace", "accept", "return", "extend")
    wanted = {
        *(f"count_{state}" for state in State),
        *(f"item_kind_{kind}" for kind in get_args(Kind)),
        *(f"date_bound_{bound}" for bound in Bound),
        *(f"history_{kind}" for kind in kinds),
        *(f"told_{field}" for field in TOLD),
        *(f"act_{act}" for act in acts),
        *(f"month_{month}" for month in range(1, 13)),
    }
    assert wanted <= words("vi").keys()
    assert wanted <= words("en").keys()
