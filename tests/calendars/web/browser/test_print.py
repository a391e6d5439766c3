"""On paper: A4, the headings of tables on every page, nothing that is only for screens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pdfplumber
import pytest

from calendars.web.links import agency, item, plan
from tests.browser import chromium
from tests.calendars.web.browser.desk import Desk
from tests.calendars.web.browser.every_page import OVERDUE, OWN, PLAN
from tests.calendars.web.server import COORDINATOR, open_site

UPRIGHT, SIDEWAYS = (595, 842), (842, 595)  # A4 in points
# Ways to other pages, fields and buttons: nobody can press them on paper.
FOR_SCREENS = (
    "Đăng xuất", "English", "Đến nội dung chính", "Theo tháng", "Đăng ký lịch", "Danh sách việc",
    "Báo đã xong", "Đôn đốc", "Chốt số liệu", "Về danh sách", "XLSX", COORDINATOR,
)  # fmt: skip


@dataclass(frozen=True)
class Printed:
    sizes: set[tuple[int, int]]
    pages: list[str]

    @property
    def whole(self) -> str:
        return " ".join(self.pages)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_site(tmp_path_factory.mktemp("site")) as site, chromium() as browser:
        desk = Desk(browser, site)
        yield desk
        desk.close()


def printed(desk: Desk, path: str) -> Printed:
    """The page as the browser prints it; runs of white space are one blank."""
    page = desk.sit(COORDINATOR)
    page.goto(path)
    with pdfplumber.open(BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        return Printed(
            {(round(each.width), round(each.height)) for each in pdf.pages},
            [" ".join(each.extract_text().split()) for each in pdf.pages],
        )


@pytest.mark.parametrize(
    ("path", "size", "words"),
    [
        (agency(*OWN), UPRIGHT, "Hạn thứ Năm, 31/01/2019"),
        (item(OVERDUE), UPRIGHT, "Vì sao ngày này?"),
        (agency(*OWN, "month", month="2019-04"), UPRIGHT, "Giỗ Tổ Hùng Vương"),
        (plan(PLAN), SIDEWAYS, "Quý I/2019"),
        (plan(PLAN, "items", state="overdue"), SIDEWAYS, "Lập, ban hành kế hoạch CCHC 2019"),
        (plan(PLAN, "figures"), SIDEWAYS, "Đúng hạn, theo hạn đang áp dụng"),
        (f"/letters/hanoi/so-tu-phap?plan={PLAN}", UPRIGHT, "Kính gửi: Sở Tư pháp"),
    ],
)
def test_paper_has_what_is_for_paper(
    desk: Desk, path: str, size: tuple[int, int], words: str
) -> None:
    paper = printed(desk, path)
    assert paper.sizes == {size}
    assert words in paper.whole
    assert [each for each in FOR_SCREENS if each in paper.whole] == []


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        (plan(PLAN), "Cơ quan Quý I/2019 Quý II/2019"),
        (plan(PLAN, "items", state="overdue"), "Việc Cơ quan Ngày phải xong"),
    ],
)
def test_the_headings_of_a_table_are_on_every_page(desk: Desk, path: str, heading: str) -> None:
    paper = printed(desk, path)
    assert len(paper.pages) > 2
    assert [heading in each for each in paper.pages] == [True] * len(paper.pages)


def test_a_letter_about_one_item_is_one_page(desk: Desk) -> None:
    """A page with the signature alone is one that nobody can sign."""
    (page,) = printed(desk, f"/letters/hanoi/so-tu-phap?plan={PLAN}").pages
    assert "Rất mong nhận được sự phối hợp" in page
    assert "Họ và tên" in page
