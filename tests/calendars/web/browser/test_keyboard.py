"""Signing in, submitting and returning with the keyboard alone, the focus seen at each step."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from calendars.web import links
from tests.calendars.web.browser.desk import Desk, heading, said
from tests.calendars.web.server import COORDINATOR, KEY, OFFICER
from tests.calendars.web.signing_in import link_of, mailed

_MOST = 150  # steps from one thing to another; more, and nobody would get there

# What has the focus: its label or words; how thick the line is around it; whether it can be seen.
_FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    const inside = !one.matches(':focus');  // a part of it, such as the button of a date
    const box = one.getBoundingClientRect();
    const own = one.getAttribute('aria-label') || one.labels?.[0]?.textContent;
    return {
        name: (own || one.innerText || '').replace(/\\s+/g, ' ').trim(),
        line: style.outlineStyle === 'none' && !inside ? 0 : parseFloat(style.outlineWidth),
        seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0,
        nowhere: one === document.body,
    };
}"""


@dataclass
class Keyboard:
    """Hands that have no mouse."""

    page: Page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def step(self) -> str:
        """One Tab on. The name of what has the focus now; that it has it can be seen."""
        self.press("Tab")
        focus = self.page.evaluate(_FOCUS)
        if focus["nowhere"]:  # past the last one, where the browser's own buttons follow
            return ""
        assert focus["seen"], f"{focus['name']}: focused out of sight"
        assert focus["line"] >= 2, f"{focus['name']}: nothing shows that it has the focus"
        return str(focus["name"])

    def to(self, name: str) -> None:
        """On to what bears this name, or begins with it."""
        passed = []
        for _ in range(_MOST):
            passed.append(self.step())
            if passed[-1].startswith(name):
                return
        raise AssertionError(f"no way to {name!r} by {passed}")

    def enter(self, name: str) -> None:
        self.to(name)
        with self.page.expect_navigation():
            self.press("Enter")


def test_an_officer_signs_in_submits_and_signs_out(desk: Desk) -> None:
    page = desk.sit()
    hands = Keyboard(page)
    page.goto("/")
    assert hands.step() == "Đến nội dung chính"
    hands.press("Enter")
    assert hands.step().startswith("Địa chỉ thư")
    hands.write(OFFICER)
    with page.expect_navigation():
        hands.press("Enter")
    page.goto(link_of(mailed(desk.site)))
    hands.enter("Đăng nhập")
    expect(heading(page)).to_have_text("Sở Tư pháp")

    hands.enter("Báo đã xong : Báo cáo kết quả CCHC của các cơ quan, đơn vị, quý I/2019")
    hands.to("Số, ký hiệu văn bản")
    hands.write("12/BC-STP")
    hands.to("Ghi chú")
    hands.write("Bản giấy gửi sau.")
    hands.enter("Nộp")
    expect(said(page)).to_contain_text("Đã nộp.")
    hands.enter("Đăng xuất")
    expect(said(page)).to_have_text("Đã đăng xuất.")
    done = desk.site.moment.facts.completions[KEY]
    assert (done.number, done.note) == ("12/BC-STP", "Bản giấy gửi sau.")


def test_a_coordinator_ticks_and_returns(desk: Desk) -> None:
    page = desk.sit(COORDINATOR)
    hands = Keyboard(page)
    officer = desk.site.visitor(OFFICER)
    officer.send_form(links.act("submit", KEY), number="12/BC-STP", seen="")
    page.goto("/")
    hands.enter("1 Đã nộp")
    hands.to("Chọn: Sở Tư pháp")
    hands.press("Space")
    hands.enter("Trả lại")
    hands.to("Lý do trả lại")
    hands.write("Thiếu phụ lục.")
    hands.enter("Trả lại 1 việc")
    expect(said(page)).to_have_text("Đã trả lại.")
    (told,) = desk.site.moment.facts.returns.values()
    assert (told.key, told.reason) == (KEY, "Thiếu phụ lục.")


def test_every_cell_of_the_heat_map_is_reached_in_sight(desk: Desk) -> None:
    """Its headings stay where they are while it scrolls, and must not hide what has the focus."""
    page = desk.sit(COORDINATOR)
    hands = Keyboard(page)
    page.goto("/plans/hanoi-2019")
    hands.to("Cơ quan theo kỳ")
    covered = """() => {
        const one = document.activeElement, box = one.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return !one.contains(top) && !top.contains(one);
    }"""
    for _ in range(60):
        name = hands.step()
        assert not page.evaluate(covered), f"{name}: hidden by what lies over it"
