"""An agency's page: what it must do now, what it has done."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from calendars.web.access.scope import NotFoundError
from calendars.web.agency.view import AgencyFilter, agency_page
from rules.facts import Acceptance, Completion, Extension, Facts, Return
from templates.pages.agency import AgencyPage
from tests.calendars.city import owed, plan, schedule
from tests.calendars.web.looking import SO_TU_PHAP, lines_for, lines_of, viewer, words_of
from tests.calendars.web.server import COORDINATOR, KEY, OFFICER, WebSite

AT = datetime(2019, 2, 20, 3, 15, tzinfo=UTC)
LATE = "hanoi-2019/PL.I.1/finish/so-tu-phap"  # due 31 January, late from 1 February
PLANNED = (
    "hanoi-2019/PL.II.2/finish/so-tu-phap"  # quarter I: Sunday 31 March, aimed for on the 29th
)
PAGE = "/agencies/hanoi/so-tu-phap"


def shown(page: AgencyPage) -> dict[str, int]:
    return {each.state: each.count for each in page.counts}


def keys(page: AgencyPage) -> list[str]:
    return [line.url.removeprefix("/o/") for group in page.groups for line in group.items]


# By hand, from plans/hanoi-2019.toml. Sở Tư pháp owes 21 items: one was due on 31 January, two
# reports are due on Monday 4 March, three tasks by the end of March, a Sunday: the term runs on to
# Monday 1 April. Of the other 15 none is due before June.
@pytest.mark.parametrize(
    ("days_on", "counts"),
    [
        (0, {"overdue": 1, "today": 0, "soon": 0, "upcoming": 20}),  # Monday 25 February
        (2, {"overdue": 1, "today": 0, "soon": 2, "upcoming": 18}),  # Wednesday: three days left
        (7, {"overdue": 1, "today": 2, "soon": 0, "upcoming": 18}),  # Monday 4 March
        (8, {"overdue": 3, "today": 0, "soon": 0, "upcoming": 18}),
        (32, {"overdue": 3, "today": 3, "soon": 0, "upcoming": 15}),  # Friday 29 March
        (35, {"overdue": 3, "today": 0, "soon": 0, "upcoming": 15, "closing": 3}),  # 1 April
        (36, {"overdue": 6, "today": 0, "soon": 0, "upcoming": 15}),
    ],
)
def test_what_must_be_done_now(web_site: WebSite, days_on: int, counts: dict[str, int]) -> None:
    web_site.clock.move(days=days_on)
    page = agency_page(lines_for(web_site, OFFICER), SO_TU_PHAP, AgencyFilter())
    assert shown(page) == counts
    assert all(bool(each.url) == bool(each.count) for each in page.counts)
    assert len(keys(page)) + page.later.count == 21


def test_worst_first_then_by_date(web_site: WebSite) -> None:
    page = agency_page(lines_for(web_site, OFFICER), SO_TU_PHAP, AgencyFilter())
    assert [group.state for group in page.groups] == ["overdue", "upcoming"]
    assert keys(page)[:2] == [LATE, KEY]
    dues = [line.due for line in page.groups[1].items]
    assert dues == sorted(dues, key=lambda due: due or date.max)


def test_each_count_leads_to_its_items(web_site: WebSite) -> None:
    visitor = web_site.visitor(OFFICER)
    html = visitor.get(PAGE).text
    link = re.search(r'<a href="([^"]+)"><b>1</b> Quá hạn', html)
    assert link is not None
    found = words_of(visitor.get(link[1]).text)
    assert "Lập, ban hành kế hoạch CCHC 2019 của từng cơ quan" in found
    assert "Báo cáo kết quả CCHC" not in found
    assert "Bỏ lọc, xem tất cả" in found


def test_an_item_in_words(web_site: WebSite) -> None:
    visitor = web_site.visitor(OFFICER)
    found = words_of(visitor.get(PAGE).text)
    # 1 February, then from Monday 11 on, Tết being off: 1 + 5 + 5 working days, and today
    assert "Hạn thứ Năm, 31/01/2019 quá hạn 12 ngày làm việc, tính trễ từ 01/02/2019" in found
    report = (
        "Báo cáo kết quả CCHC của các cơ quan, đơn vị Báo cáo · quý I/2019, số liệu"
        " 15/12/2018 – 14/03/2019 · Kế hoạch 7028/QĐ-UBND, mục III.1"
        " Hạn thứ Hai, 04/03/2019 còn 5 ngày làm việc Báo đã xong"
    )
    assert report in found
    # Within 92 days: the overdue one, two on 4 March and three on 29 March, of 21
    assert "Xem 15 việc khác, đến hạn sau ngày 28/05/2019" in found
    every = words_of(visitor.get(PAGE, params={"state": "upcoming"}).text)
    assert "ngày suy ra: văn bản không nêu ngày" in every  # II.14-2 names no day
    assert "Xem 15 việc khác" not in every
    english = words_of(visitor.get(PAGE, params={"lang": "en"}).text)
    assert "12 working days overdue, late from 1 February 2019" in english
    assert '<span lang="vi">Báo cáo kết quả CCHC' in visitor.get(PAGE).text


def test_what_was_returned_says_why_and_is_not_late_yet(web_site: WebSite) -> None:
    web_site.ledger.record_completion(Completion(PLANNED, date(2019, 2, 15), "28", "lan", AT))
    web_site.ledger.record_return(Return(PLANNED, "Thiếu phụ lục <b>2</b>", "hoa", AT))
    page = agency_page(lines_for(web_site, OFFICER), SO_TU_PHAP, AgencyFilter(state="returned"))
    assert keys(page) == [PLANNED]
    html = web_site.visitor(OFFICER).get(PAGE).text
    assert "Bị trả lại, lý do: Thiếu phụ lục <b>2</b>" in words_of(html)
    assert "<b>2</b>" not in html
    web_site.clock.move(days=36)
    late = agency_page(lines_for(web_site, OFFICER), SO_TU_PHAP, AgencyFilter(state="overdue"))
    (line,) = [each for each in late.groups[0].items if each.url.endswith(PLANNED)]
    assert line.returned == "Thiếu phụ lục <b>2</b>"


def test_what_is_done_stands_apart_with_its_three_dates(web_site: WebSite) -> None:
    done = Completion(
        LATE, date(2019, 2, 11), "9/KH-STP", "lan", AT, date(2019, 2, 8),
        accepted=Acceptance("hoa", AT + timedelta(days=1)),
    )  # fmt: skip
    web_site.ledger.record_completion(done)
    web_site.ledger.record_completion(Completion(PLANNED, date(2019, 2, 20), "28", "lan", AT))
    visitor = web_site.visitor(OFFICER)
    todo = agency_page(lines_for(web_site, OFFICER), SO_TU_PHAP, AgencyFilter())
    assert not {LATE, PLANNED} & {*keys(todo)}
    assert shown(todo)["submitted"] == 1
    page = agency_page(lines_for(web_site, OFFICER), SO_TU_PHAP, AgencyFilter(done=True))
    assert keys(page) == [PLANNED, LATE]
    assert shown(page) == {"submitted": 1, "done-late": 1}
    found = words_of(visitor.get(PAGE, params={"view": "done"}).text)
    assert (
        "Nộp ngày 11/02/2019, văn bản 9/KH-STP ngày 08/02/2019; ghi nhận lúc 10:15, 20/02/2019;"
        " xác nhận lúc 10:15, 21/02/2019." in found
    )
    assert "trễ 2 ngày làm việc" in found  # 1 February and, after Tết, the 11th
    assert "lan" not in re.findall(r"\w+", found)


def test_an_extension_shows_both_dates(web_site: WebSite) -> None:
    web_site.ledger.record_extension(Extension(KEY, date(2019, 3, 11), "77/UBND", "hoa", AT))
    found = words_of(web_site.visitor(OFFICER).get(PAGE).text)
    assert "Hạn thứ Hai, 11/03/2019 đã gia hạn, trước đó: 04/03/2019 còn 10 ngày làm việc" in found


def test_who_may_only_read_or_coordinates_another_plan() -> None:
    other = plan().model_copy(update={"id": "khac-2019", "number": "9/KH"})
    city = schedule(owed(), owed(of=other, title="Việc khác"))
    own = ("so-tu-phap",)
    reader = agency_page(lines_of(viewer(reads=own), city), SO_TU_PHAP, AgencyFilter())
    assert len(keys(reader)) == 2
    assert not any(line.submit for group in reader.groups for line in group.items)
    assert [link.url for link in reader.head.views][-1].endswith("/month")
    coordinator = lines_of(viewer(plans=("khac-2019",)), city)
    page = agency_page(coordinator, SO_TU_PHAP, AgencyFilter())
    assert keys(page) == ["khac-2019/III.1/2019-Q1/so-tu-phap"]
    assert all(line.submit for group in page.groups for line in group.items)
    officer = agency_page(lines_of(viewer(own), city), SO_TU_PHAP, AgencyFilter())
    assert [link.url for link in officer.head.views][-1] == f"{PAGE}/subscribe"
    assert [link.words for link in officer.plans] == ["7028/QĐ-UBND", "9/KH"]
    one = agency_page(lines_of(viewer(own), city), SO_TU_PHAP, AgencyFilter(plan="khac-2019"))
    assert keys(one) == keys(page)
    assert shown(one)["upcoming"] == 1
    with pytest.raises(NotFoundError):
        agency_page(lines_of(viewer(("so-ttt",)), city), SO_TU_PHAP, AgencyFilter())


def test_a_long_list_is_shown_in_parts() -> None:
    first = date(2019, 3, 1)
    slots = [owed(first + timedelta(days=n), label=f"m{n}") for n in range(205)]
    lines = lines_of(viewer(("so-tu-phap",)), schedule(*slots), Facts())
    pages = [
        agency_page(lines, SO_TU_PHAP, AgencyFilter(state="upcoming", page=n))
        for n in (1, 2, 3, 99)
    ]
    assert [len(keys(page)) for page in pages[:3]] == [100, 100, 5]  # 1 March is four days away
    assert len({*keys(pages[0]), *keys(pages[1]), *keys(pages[2])}) == 205
    assert keys(pages[3]) == keys(pages[2])
    assert pages[0].pages.previous == pages[2].pages.next == ""
    assert pages[1].pages.next == f"{PAGE}?state=upcoming&page=3"
    assert {page.groups[0].count for page in pages} == {205}


def test_the_coordinator_comes_along(web_site: WebSite) -> None:
    found = words_of(web_site.visitor(COORDINATOR).get(PAGE).text)
    assert found.startswith("Sở Tư pháp")
    assert "Đăng ký lịch" not in found
