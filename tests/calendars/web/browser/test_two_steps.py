"""Submit, return, submit again, accept, extend: by the people themselves, without any script."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from calendars.web import links
from rules.facts import Completion
from tests.calendars.web.browser.desk import PDF, Desk, heading, said, value_of
from tests.calendars.web.server import COORDINATOR, HEAD, KEY, OFFICER

TITLE = "Báo cáo kết quả CCHC của các cơ quan, đơn vị"
PLAN_OF_ITS_OWN = "hanoi-2019/PL.I.1/finish/so-tu-phap"  # due on Thursday, 31 January 2019
NO_SCRIPT: dict[str, Any] = {"java_script_enabled": False}


def report(page: Page, number: str) -> None:
    """Fill in the form of submission and send it."""
    page.get_by_label("Số, ký hiệu văn bản").fill(number)
    page.get_by_label("Ngày văn bản").fill("2019-02-22")
    page.get_by_label("Tệp văn bản").set_input_files(PDF)
    page.get_by_role("button", name="Nộp", exact=True).click()


def listed(page: Page) -> Locator:
    """The item's row in the coordinator's list."""
    return page.get_by_role("row").filter(has_text=TITLE).filter(has_text="Sở Tư pháp")


def test_from_submission_to_acceptance(desk: Desk) -> None:
    officer = desk.sign_in(OFFICER, **NO_SCRIPT)
    expect(heading(officer)).to_have_text("Sở Tư pháp")
    officer.get_by_role("link", name=f": {TITLE}, quý I/2019").click()
    expect(officer.get_by_role("main")).to_contain_text("thứ Hai, 04/03/2019")
    report(officer, "12/BC-STP")
    expect(said(officer)).to_have_text("Đã nộp. Cơ quan đầu mối sẽ xác nhận hoặc trả lại.")
    expect(value_of(officer, "Ngày nộp")).to_contain_text("thứ Hai, 25/02/2019")
    expect(value_of(officer, "Văn bản")).to_contain_text("12/BC-STP, thứ Sáu, 22/02/2019")

    coordinator = desk.sign_in(COORDINATOR, **NO_SCRIPT)
    coordinator.get_by_role("link", name=re.compile(r"^1 Đã nộp")).click()
    listed(coordinator).get_by_role("checkbox").check()
    coordinator.get_by_role("button", name="Trả lại").first.click()
    with coordinator.expect_download() as download:
        coordinator.get_by_role("link", name="báo cáo.pdf").click()
    assert download.value.path().read_bytes() == PDF["buffer"]
    coordinator.get_by_label("Lý do trả lại").fill("Thiếu phụ lục số liệu.")
    coordinator.get_by_role("button", name="Trả lại 1 việc").click()
    expect(said(coordinator)).to_have_text("Đã trả lại.")

    officer.get_by_role("navigation").get_by_role("link", name="Sở Tư pháp").click()
    officer.get_by_role("link", name=re.compile(r"^1 Bị trả lại")).click()
    expect(officer.get_by_role("main")).to_contain_text("Thiếu phụ lục số liệu.")
    officer.get_by_role("link", name=re.compile(TITLE)).first.click()
    officer.get_by_role("link", name="Nộp lại").click()
    expect(officer.get_by_role("main")).to_contain_text("Thiếu phụ lục số liệu.")
    report(officer, "13/BC-STP")

    coordinator.goto(links.item(KEY))
    coordinator.get_by_role("link", name="Xác nhận").click()
    expect(value_of(coordinator, "Số văn bản")).to_contain_text("13/BC-STP")
    coordinator.get_by_role("button", name="Xác nhận").click()
    expect(said(coordinator)).to_have_text("Đã xác nhận.")

    officer.reload()
    expect(officer.get_by_role("main")).to_contain_text("Đã hoàn thành")
    expect(value_of(officer, "Xác nhận")).to_contain_text(COORDINATOR)
    told = officer.get_by_role("heading", name="Lịch sử").locator("xpath=following-sibling::ol")
    expect(told.locator("> li").get_by_role("strong")).to_have_text(
        ["Xác nhận", "Nộp", "Trả lại", "Nộp"]
    )
    officer.get_by_role("button", name="Đăng xuất").click()
    expect(said(officer)).to_have_text("Đã đăng xuất.")
    officer.goto(links.item(KEY))
    expect(heading(officer)).to_have_text("Đăng nhập")

    done = desk.site.moment.facts.completions[KEY]
    assert (done.number, done.by, str(done.on)) == ("13/BC-STP", OFFICER, "2019-02-25")
    assert done.accepted is not None
    assert done.accepted.by == COORDINATOR


def test_an_extension_shows_both_dates(desk: Desk) -> None:
    coordinator = desk.sit(COORDINATOR, **NO_SCRIPT)
    coordinator.goto(links.item(KEY))
    coordinator.get_by_role("link", name="Gia hạn").click()
    coordinator.get_by_label("Gia hạn đến hết ngày").fill("2019-03-15")
    coordinator.get_by_label("Số văn bản cho gia hạn").fill("512/UBND-NC")
    coordinator.get_by_role("button", name="Xem ngày mới").click()
    new = coordinator.get_by_role("row").filter(has_text=TITLE)
    expect(new.get_by_role("cell")).to_have_text(
        [
            "Sở Tư pháp",
            "thứ Hai, 04/03/2019",
            "chưa gia hạn",
            "thứ Sáu, 15/03/2019",
            "thứ Bảy, 16/03/2019",
        ]
    )
    coordinator.get_by_role("button", name="Gia hạn").click()
    expect(said(coordinator)).to_have_text("Đã gia hạn.")

    head = desk.sit(HEAD, **NO_SCRIPT)
    head.goto(links.item(KEY))
    due = value_of(head, "Ngày phải xong")
    expect(due).to_contain_text("thứ Sáu, 15/03/2019")
    expect(due).to_contain_text("thứ Hai, 04/03/2019")
    expect(head.get_by_role("main")).to_contain_text("512/UBND-NC")


def test_a_form_with_mistakes_keeps_what_was_typed(desk: Desk) -> None:
    officer = desk.sit(OFFICER, **NO_SCRIPT)
    officer.goto(links.act("submit", PLAN_OF_ITS_OWN))
    officer.get_by_label("Đường dẫn tới văn bản").fill("ftp://example.org/1")
    officer.get_by_label("Ghi chú").fill("Bản giấy gửi sau.")
    officer.get_by_role("button", name="Nộp", exact=True).click()
    wrong = officer.get_by_role("alert").get_by_role("link")
    expect(wrong).to_have_count(2)
    wrong.first.click()
    expect(officer.get_by_label("Số, ký hiệu văn bản")).to_be_focused()
    expect(officer.get_by_label("Ghi chú")).to_have_value("Bản giấy gửi sau.")
    found = desk.site.moment.facts.completions
    assert dict[str, Completion](found) == {}
