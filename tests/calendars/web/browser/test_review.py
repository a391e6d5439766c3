"""A draft settled whole in a browser, without script; each page looked over on the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from calendars.web import links
from intake.desk import open_desk
from rules.text import Lang
from templates.pages.words import words
from tests.calendars.web.browser.desk import Desk, heading, said, value_of
from tests.calendars.web.browser.looked_over import faults, faults_on_a_phone
from tests.calendars.web.browser.test_two_steps import NO_SCRIPT
from tests.calendars.web.drafts import NAME, SENT, lay_draft
from tests.calendars.web.server import COORDINATOR

TITLE = "Kế hoạch đón khách năm 2021 của thành phố Hà Nội"


def looked_over(page: Page) -> None:
    assert faults(page) + faults_on_a_phone(page) == [], page.url


def give(page: Page, choice: str, value: str, lang: Lang) -> None:
    """Fill in the form that is shown, and send it."""
    page.locator(f"[name=choice][value={choice}]").check()
    if value:
        page.locator("[name=value]").fill(value)
    page.get_by_role("button", name=words(lang)["review_send"]).click()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_on_the_way_can_be_used_by_everybody(desk: Desk, lang: Lang) -> None:
    path, w = lay_draft(desk.site), words(lang)
    page, other = desk.sit(COORDINATOR, lang), desk.sit(COORDINATOR, lang)
    page.goto("/drafts")
    looked_over(page)
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name=w["review_send"]).click()
    expect(page.get_by_role("alert")).to_contain_text(w["review_none_chosen"])
    looked_over(page)
    give(page, "set-issued", "mai", lang)
    expect(page.locator("[name=value]")).to_have_value("mai")
    looked_over(page)
    other.goto(links.draft(NAME, 3))
    for number, choice, value in SENT:
        page.goto(links.draft(NAME, number))
        give(page, choice, value, lang)
        expect(said(page)).to_have_text(w["said_review_kept"])
        looked_over(page)
    give(other, "drop", "", lang)
    expect(other.get_by_role("alert")).to_have_text(w["review_overtaken"])
    expect(other.locator("[name=choice][value=drop]")).to_be_checked()
    looked_over(other)
    page.get_by_role("button", name=w["reviewed_settle"]).click()
    expect(said(page)).to_have_text(w["said_review_settled"])
    looked_over(page)
    page.goto("/drafts")
    expect(page.get_by_role("main")).to_contain_text(w["draft_settled"])
    path.write_text(path.read_text("utf-8").replace("Quý I/", "Quý II/"), "utf-8")
    for broken in ("/drafts", links.draft(NAME)):
        page.goto(broken)
        looked_over(page)


def test_a_draft_is_settled_without_script(desk: Desk) -> None:
    path = lay_draft(desk.site)
    page = desk.sit(COORDINATOR, **NO_SCRIPT)
    page.goto("/plans/hanoi-2019")
    page.get_by_role("navigation").get_by_role("link", name="Bản nháp").click()
    page.get_by_role("link", name=TITLE).click()
    expect(heading(page)).to_have_text(TITLE)
    expect(value_of(page, "Vì sao hỏi")).to_contain_text("văn bản tự mâu thuẫn")
    here = page.locator(".source .here")
    expect(here).to_contain_text("Quyết định số 12/QĐ-UBND ngày 18/12/2020")

    page.get_by_label("Chọn: 18/12/2020").check()
    page.get_by_role("button", name="Ghi câu trả lời").click()
    expect(page.get_by_role("heading", name="cơ quan điều phối")).to_be_visible()
    page.get_by_label("Ghi giá trị khác").check()
    page.get_by_label("Giá trị khác").last.fill("Sở Mộng mơ")
    page.get_by_role("button", name="Ghi câu trả lời").click()
    expect(page.get_by_role("alert")).to_contain_text("danh bạ không có")
    page.get_by_label("Giá trị khác").last.fill("Sở Nội vụ")
    page.get_by_role("button", name="Ghi câu trả lời").click()

    expect(page.get_by_role("heading", name="I.2: cơ quan chủ trì")).to_be_visible()
    expect(page.locator("tr.here")).to_contain_text("Sở Khách khứa")
    page.get_by_label("Bỏ nhiệm vụ này").check()
    page.get_by_role("button", name="Ghi câu trả lời").click()
    expect(page.get_by_role("heading", name="I.3: cơ quan chủ trì")).to_be_visible()
    page.get_by_label("Chọn: Sở Tài chính").check()
    page.get_by_role("button", name="Ghi câu trả lời").click()

    expect(page.get_by_role("heading", name="Đã trả lời hết")).to_be_visible()
    page.get_by_role("button", name="Chốt bản nháp").click()
    expect(said(page)).to_have_text("Đã chốt bản nháp.")
    expect(page.locator("code")).to_have_text(f"kyhan plans add {path}")
    desk_ = open_desk(path)
    assert desk_.is_settled
    assert [duty["ref"] for duty in desk_.data["duty"]] == ["I.1", "I.3"]
    assert (str(desk_.data["issued"]), desk_.data["coordinator"]) == ("2020-12-18", "so-noi-vu")
