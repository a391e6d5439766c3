"""Letters of urging looked at and sent; the address of a calendar made, used and ended."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.calendars.web.browser.desk import Desk, heading, said
from tests.calendars.web.server import COORDINATOR, OFFICER

TASK = "Lập, ban hành kế hoạch CCHC 2019"  # due on 31 January 2019, overdue everywhere
RECIPIENTS = [
    "giam-doc@so-tai-chinh.hanoi.example.org", "giam-doc@so-y-te.hanoi.example.org",
    "van-thu@so-tai-chinh.hanoi.example.org", "van-thu@so-y-te.hanoi.example.org",
]  # fmt: skip


def test_letters_of_urging_are_read_before_they_are_sent(desk: Desk) -> None:
    page = desk.sit(COORDINATOR)
    page.goto("/")
    page.get_by_role("link", name=re.compile(r"^\d+ Quá hạn")).first.click()
    for agency in ("Sở Tài chính", "Sở Y tế"):
        row = page.get_by_role("row").filter(has_text=TASK).filter(has_text=agency)
        row.get_by_role("checkbox").check()
    page.get_by_role("button", name="Đôn đốc").first.click()
    expect(page.get_by_role("heading", name="4 lá thư sẽ gửi")).to_be_visible()
    page.get_by_label("Lời nhắn trong thư").fill("Gửi trước thứ Năm.")
    page.get_by_role("button", name="Xem lại thư với lời nhắn này").click()

    letters = page.get_by_role("group").filter(has=page.locator("pre"))
    named = [text.partition(" ")[0] for text in letters.locator("summary").all_text_contents()]
    assert sorted(named) == RECIPIENTS
    letters.last.locator("summary").click()  # the first one is open as it comes
    for letter in (letters.first, letters.last):
        expect(letter.locator("pre")).to_be_visible()
        expect(letter.locator("pre")).to_contain_text("Gửi trước thứ Năm.")
        expect(letter.locator("pre")).to_contain_text(TASK)
    assert not desk.site.ledger.claim("test", desk.site.clock.now(), 100)

    page.get_by_role("button", name="Gửi 4 lá thư").click()
    expect(said(page)).to_have_text("Thư đôn đốc đã vào hàng đợi gửi.")
    queued = desk.site.ledger.claim("test", desk.site.clock.now(), 100)
    assert sorted(each.recipient for each in queued if each.kind == "urge") == RECIPIENTS


def test_an_address_is_shown_once_and_opens_the_calendar(desk: Desk) -> None:
    desk.site.publish()
    page = desk.sit(OFFICER)
    page.goto("/")
    page.get_by_role("link", name="Đăng ký lịch").click()
    page.get_by_label("Giao cho ai, thiết bị nào").fill("điện thoại của văn thư")
    page.get_by_role("button", name="Tạo địa chỉ lịch").click()
    expect(heading(page)).to_have_text("Địa chỉ lịch của Sở Tư pháp")
    address = page.get_by_label("Địa chỉ https").input_value()
    webcal = page.get_by_role("link", name="Mở bằng ứng dụng lịch").get_attribute("href")
    assert webcal == address.replace("http:", "webcal:")
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:[Hạn] Báo cáo kết quả CCHC" in answer.text()

    page.get_by_role("link", name="Tạo địa chỉ khác").click()
    row = page.get_by_role("row").filter(has_text="điện thoại của văn thư")
    assert address.split("/")[-2] not in page.content()
    row.get_by_role("button", name="Huỷ địa chỉ này").click()
    expect(said(page)).to_contain_text("Đã huỷ địa chỉ")
    assert page.request.get(address).status == 404
