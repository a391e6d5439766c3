"""The letter of urging: what is overdue of an agency, with dates and what they rest on."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest

from rules.facts import Completion, Extension
from tests.calendars.web.server import COORDINATOR, OFFICER, Visitor, WebSite

URL = "/letters/hanoi/so-ttt?plan=hanoi-2019"
# What Sở Thông tin và Truyền thông owed by the end of January 2019; on 25 February twelve working
# days are gone since (1, 11 to 15, 18 to 22 and 25 February; Tết was from the 2nd to the 10th).
OVERDUE = {
    "hanoi-2019/PL.I.1/finish/so-ttt": ("PL.I.1", "01/2019", "31/01/2019", "12"),
    "hanoi-2019/PL.VII.1/finish/so-ttt": ("PL.VII.1", "Tháng 1/2019", "31/01/2019", "12"),
}
AT = datetime(2019, 2, 20, 2, tzinfo=UTC)


def words_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def rows(page: str) -> list[str]:
    body = page[page.index("<tbody>") :].partition("</tbody>")[0]
    return [words_of(row) for row in body.split("</tr>")[:-1]]


@pytest.fixture
def coordinator(web_site: WebSite) -> Visitor:
    return web_site.visitor(COORDINATOR)


def test_it_lists_what_is_overdue_and_why(coordinator: Visitor) -> None:
    found = rows(coordinator.get(URL).text)
    assert len(found) == len(OVERDUE)
    for row, (ref, quote, stated, late) in zip(found, OVERDUE.values(), strict=True):
        assert f"Mục {ref}, văn bản 7028/QĐ-UBND: “{quote}”" in row
        assert "Bộ luật Dân sự 2015, Điều 148 khoản 6" in row
        assert row.endswith(f"{stated} {late}")


def test_it_has_the_form_of_an_official_letter(coordinator: Visitor) -> None:
    text = words_of(coordinator.get(URL).text)
    for part in (
        "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI SỞ NỘI VỤ Số: / V/v đôn đốc",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "Hà Nội, ngày 25 tháng 02 năm 2019",
        "Kính gửi: Sở Thông tin và Truyền thông",
        "văn bản số 7028/QĐ-UBND ngày 28/12/2018 của Ủy ban nhân dân thành phố Hà Nội",
        "còn 02 nhiệm vụ quá hạn",
        "Nơi nhận: Như trên; Ủy ban nhân dân thành phố Hà Nội (để báo cáo); Lưu: VT.",
        "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ",
    ):
        assert part in text


def test_it_is_the_list_of_the_overdue_items(web_site: WebSite, coordinator: Visitor) -> None:
    listed = coordinator.get("/plans/hanoi-2019/items?state=overdue&agency=so-ttt").text
    assert set(re.findall(r'name="keys" value="([^"]+)"', listed)) == set(OVERDUE)
    assert unescape(re.findall(r'href="(/letters/[^"]+)"', listed)[0]) == URL
    # Submitted is overdue no more, nor is what was extended beyond today.
    first, second = OVERDUE
    web_site.ledger.record_completion(Completion(first, date(2019, 2, 20), "1/KH", "lan", AT))
    assert [row[:2] for row in rows(coordinator.get(URL).text)] == ["1 "]
    web_site.ledger.record_extension(Extension(second, date(2019, 3, 15), "9/GH", "hoa", AT))
    empty = coordinator.get(URL).text
    assert "không cần công văn đôn đốc" in empty
    assert "<article" not in empty


def test_an_extension_that_ran_out_is_told(web_site: WebSite, coordinator: Visitor) -> None:
    """Extended to Wednesday the 20th: three working days late on Monday (21, 22, 25)."""
    key = next(iter(OVERDUE))
    web_site.ledger.record_extension(Extension(key, date(2019, 2, 20), "9/GH", "hoa", AT))
    row = next(row for row in rows(coordinator.get(URL).text) if "PL.I.1" in row)
    assert row.endswith("31/01/2019 gia hạn đến 20/02/2019 theo văn bản 9/GH 3")


def test_it_stays_vietnamese_on_an_english_page(coordinator: Visitor) -> None:
    page = coordinator.get(f"{URL}&lang=en").text
    assert '<article class="official" lang="vi">' in page
    assert "The letter is in Vietnamese." in page


@pytest.mark.parametrize(
    "path",
    [
        "/letters/hanoi/so-ttt",
        "/letters/hanoi/so-ttt?plan=haiphong-2019",
        "/letters/haiphong/so-ttt?plan=hanoi-2019",
        "/letters/hanoi/none?plan=hanoi-2019",
    ],
)
def test_of_what_is_not_there_there_is_no_letter(coordinator: Visitor, path: str) -> None:
    assert coordinator.get(path).status_code == 404


def test_an_agency_does_not_write_to_itself(web_site: WebSite) -> None:
    own = "/letters/hanoi/so-tu-phap?plan=hanoi-2019"
    assert web_site.visitor(OFFICER).get(own).status_code == 404
