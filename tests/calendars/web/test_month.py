"""A month of an agency's: which days are worked, what is due on each."""

from __future__ import annotations

import re

import pytest

from calendars.web.access.scope import NotFoundError
from calendars.web.agency.month import month_page
from templates.pages.month import MonthDay, MonthPage
from tests.calendars.city import owed, schedule
from tests.calendars.web.looking import SO_TU_PHAP, lines_for, lines_of, viewer, words_of
from tests.calendars.web.server import OFFICER, WebSite

PAGE = "/agencies/hanoi/so-tu-phap/month"


def days(page: MonthPage) -> dict[int, MonthDay]:
    return {place.day.day: place for week in page.weeks for place in week if place is not None}


# The days off of 2019: Tết on 4 to 8 February; Saturday 4 May worked instead of Monday 29 April;
# 30 April and 1 May; Giỗ Tổ on Sunday 14 April, in lieu of it Monday the 15th.
@pytest.mark.parametrize(
    ("month", "day", "worked", "why"),
    [
        ("2019-02", 1, True, ""),
        ("2019-02", 2, False, ""),
        ("2019-02", 4, False, "Nghỉ Tết Nguyên đán 2019"),
        ("2019-02", 8, False, "Nghỉ Tết Nguyên đán 2019"),
        ("2019-02", 11, True, ""),
        ("2019-04", 14, False, "Giỗ Tổ Hùng Vương"),
        ("2019-04", 15, False, "Giỗ Tổ Hùng Vương (nghỉ bù)"),
        ("2019-04", 29, False, "Nghỉ hoán đổi, làm bù thứ Bảy 04/05/2019"),
        ("2019-05", 4, True, "Làm bù cho ngày nghỉ 29/04/2019"),
        ("2019-05", 5, False, ""),
    ],
)
def test_days_off_and_saturdays_worked(
    web_site: WebSite, month: str, day: int, worked: bool, why: str
) -> None:
    found = days(month_page(lines_for(web_site, OFFICER), SO_TU_PHAP, month))[day]
    assert (found.worked, found.why, found.predicted) == (worked, why, False)


def test_weeks_begin_on_monday(web_site: WebSite) -> None:
    page = month_page(lines_for(web_site, OFFICER), SO_TU_PHAP, "2019-02")
    # 1 February 2019 is a Friday, the 28th a Thursday
    assert page.weeks[0][:4] == (None,) * 4
    assert page.weeks[-1][4:] == (None,) * 3
    assert len(page.weeks) == 5
    assert {len(week) for week in page.weeks} == {7}
    assert page.weekdays[0] == "thứ Hai"
    assert page.weekdays[-1] == "Chủ nhật"
    assert [day.day.day for day in days(page).values() if day.today] == [25]


def test_what_is_due_stands_on_its_day(web_site: WebSite) -> None:
    page = month_page(lines_for(web_site, OFFICER), SO_TU_PHAP, "2019-03")
    due = {number: len(day.items) for number, day in days(page).items() if day.items}
    assert due == {4: 2, 29: 3}
    assert page.count == 5
    assert (page.previous, page.next) == (f"{PAGE}?month=2019-02", f"{PAGE}?month=2019-04")


def test_the_month_on_the_page(web_site: WebSite) -> None:
    visitor = web_site.visitor(OFFICER)
    html = visitor.get(PAGE, params={"month": "2019-05"}).text
    found = words_of(html)
    assert "Tháng 5/2019 ← Tháng trước Tháng sau → Không có việc nào đến hạn" in found
    assert "thứ Bảy, 4 /5 làm việc Làm bù cho ngày nghỉ 29/04/2019" in found
    assert "thứ Tư, 1 /5 nghỉ Ngày Quốc tế Lao động" in found
    assert re.findall(r'<th scope="col">([^<]+)', html)[0] == "thứ Hai"
    march = words_of(visitor.get(PAGE, params={"month": "2019-03"}).text)
    assert "Báo cáo kết quả CCHC của các cơ quan, đơn vị quý I/2019 · Chưa đến hạn" in march
    english = words_of(visitor.get(PAGE, params={"month": "2019-02", "lang": "en"}).text)
    assert "February 2019" in english
    assert "Monday, 4 /2 off Lunar New Year (Tết) 2019" in english


@pytest.mark.parametrize(
    "month",
    ["2019", "2019-13", "2019-00", "19-02", "1999-12", "2101-01", "2019-2", "x", "２０１９-02"],
)
def test_no_such_month(web_site: WebSite, month: str) -> None:
    with pytest.raises(NotFoundError):
        month_page(lines_for(web_site, OFFICER), SO_TU_PHAP, month)


@pytest.mark.parametrize(
    ("month", "previous", "following"),
    [("2000-01", "", "2000-02"), ("2100-12", "2100-11", ""), ("2020-02", "2020-01", "2020-03")],
)
def test_the_months_beside_it(web_site: WebSite, month: str, previous: str, following: str) -> None:
    page = month_page(lines_for(web_site, OFFICER), SO_TU_PHAP, month)
    beside = tuple(f"{PAGE}?month={each}" if each else "" for each in (previous, following))
    assert (page.previous, page.next) == beside


def test_predicted_days_off_are_marked(web_site: WebSite) -> None:
    found = days(month_page(lines_for(web_site, OFFICER), SO_TU_PHAP, "2040-05"))[1]
    assert (found.worked, found.predicted) == (False, True)
    assert found.why
    html = web_site.visitor(OFFICER).get(PAGE, params={"month": "2040-05"}).text
    assert "(dự kiến)" in words_of(html)


def test_what_has_no_date_is_counted() -> None:
    lines = lines_of(viewer(("so-tu-phap",)), schedule(owed(), owed(None, label="finish")))
    page = month_page(lines, SO_TU_PHAP, "")
    assert (page.pending, page.count) == (1, 0)
    assert page.pending_url == "/agencies/hanoi/so-tu-phap?state=pending"
