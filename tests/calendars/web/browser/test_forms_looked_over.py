"""Forms with mistakes in them, and the pages after an act: no fault of accessibility either."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page

from calendars.web.links import act, agency, plan
from rules.text import Lang
from templates.pages.words import words
from tests.calendars.web.browser.desk import PDF, Desk, heading
from tests.calendars.web.browser.every_page import LATE, OVERDUE, OWN, PLAN
from tests.calendars.web.browser.looked_over import faults, faults_on_a_phone
from tests.calendars.web.server import COORDINATOR, KEY, OFFICER

LANGS: tuple[Lang, ...] = ("vi", "en")
EARLIER = "hanoi-2019/III.2/2019-Q1/so-tu-phap"
LONG = "x" * 101
Step = tuple[str, str, dict[str, str], str]

# Who sends what with which button, wrong in some field; the browser's own checks are put off.
MISTAKES: dict[str, Step] = {
    "no address": ("", "/sign-in", {"address": "ai"}, "sign_in_send"),
    "no number": (OFFICER, act("submit", OVERDUE), {"link": "ftp://x"}, "submit_send"),
    "no day": (COORDINATOR, act("submit", OVERDUE), {"on": ""}, "submit_send"),
    "a day too late": (COORDINATOR, act("accept", KEY), {"on-1": "2019-02-26"}, "accept"),
    "no reason": (COORDINATOR, act("return", KEY), {}, "return"),
    "no new day": (COORDINATOR, act("extend", OVERDUE), {"number": ""}, "extend"),
    "none ticked": (COORDINATOR, plan(PLAN, "items", state="submitted"), {}, "accept"),
    "no name": (OFFICER, agency(*OWN, "subscribe"), {"name": ""}, "subscribe_make"),
}


def press(page: Page, lang: Lang, word: str) -> None:
    """The first button in the page's own part that begins with the word."""
    page.evaluate("() => document.querySelectorAll('form').forEach(one => one.noValidate = true)")
    page.get_by_role("main").get_by_role("button", name=words(lang)[word]).first.click()


def looked_over(page: Page) -> None:
    assert faults(page) + faults_on_a_phone(page) == [], page.url


def submit(page: Page) -> None:
    page.goto(act("submit", KEY))
    page.locator("[name=number]").fill("12/BC-STP")
    page.locator("[name=file]").set_input_files(PDF)
    page.locator("main form button").last.click()


@pytest.mark.parametrize("lang", LANGS)
def test_forms_with_mistakes(desk: Desk, lang: Lang) -> None:
    open_pages = {who: desk.sit(who, lang) for who in ("", OFFICER, COORDINATOR)}
    submit(open_pages[OFFICER])
    for mistake, (who, path, typed, button) in MISTAKES.items():
        page = open_pages[who]
        page.goto(path)
        for name, text in typed.items():
            page.locator(f"[name='{name}']").fill(text)
        press(page, lang, button)
        assert page.get_by_role("alert").is_visible(), f"{mistake}: {page.url}"
        looked_over(page)


@pytest.mark.parametrize("lang", LANGS)
def test_pages_after_an_act(desk: Desk, lang: Lang) -> None:
    officer, coordinator = (desk.sit(who, lang) for who in (OFFICER, COORDINATOR))
    submit(officer)
    looked_over(officer)

    def extend() -> None:
        coordinator.goto(act("extend", OVERDUE))
        coordinator.locator("[name=until]").fill("2019-03-15")
        coordinator.locator("[name=number]").fill("512/UBND-NC")
        press(coordinator, lang, "extend_look")
        looked_over(coordinator)
        press(coordinator, lang, "extend")

    def send_back() -> None:
        coordinator.goto(act("return", KEY))
        coordinator.locator("[name=reason]").fill("Thiếu phụ lục.")
        press(coordinator, lang, "return")

    def accept() -> None:
        submit(officer)
        coordinator.goto(act("accept", KEY))
        press(coordinator, lang, "accept")

    def look_at_letters() -> None:
        coordinator.goto(plan(PLAN, "items", agency="so-tai-chinh", state="overdue", tick="all"))
        press(coordinator, lang, "urge")

    def urge() -> None:
        coordinator.locator("[name=step][value=send]").click()

    def subscribe() -> None:
        coordinator.goto(plan(PLAN, "subscribe"))
        coordinator.locator("[name=name]").fill("điện thoại")
        press(coordinator, lang, "subscribe_make")

    acts: tuple[Callable[[], None], ...] = (
        send_back, accept, extend, look_at_letters, urge, subscribe,
    )  # fmt: skip
    for do in acts:
        do()
        looked_over(coordinator)
    facts = desk.site.moment.facts
    assert facts.completions[KEY].accepted is not None
    assert OVERDUE in facts.extensions
    assert desk.site.ledger.history(LATE)[0].kind == "urge"


@pytest.mark.parametrize("lang", LANGS)
def test_errors_of_forms(desk: Desk, lang: Lang) -> None:
    page = desk.sit(OFFICER, lang)
    page.goto(act("submit", OVERDUE))
    page.evaluate("() => { document.querySelector('main [name=csrf]').value = 'x'; }")
    page.locator("main form button").last.click()
    assert heading(page).text_content() == words(lang)["refused_heading"]
    looked_over(page)
    config = desk.site.current.config
    small = config.web.model_copy(update={"max_upload_mb": 1})
    desk.site.current.config = config.model_copy(update={"web": small})
    page.goto(act("submit", OVERDUE))
    content = bytes(1_200_000)
    large = FilePayload(name="1.pdf", mimeType="application/pdf", buffer=content)
    page.locator("[name=file]").set_input_files(large)
    page.locator("main form button").last.click()
    assert heading(page).text_content() == words(lang)["too_large_heading"]
    looked_over(page)


def test_looking_is_not_blind(desk: Desk) -> None:
    page = desk.sit()
    page.goto("/sign-in")
    assert faults(page) + faults_on_a_phone(page) == []
    page.evaluate("""() => {
        document.querySelector('label').remove();
        const text = document.querySelector('main p');
        text.insertAdjacentHTML('afterend', '<div><button>1</button><button>2</button></div>');
        // not as attributes, which the site's own policy would refuse
        Object.assign(text.style, {width: '500px', color: '#bbb'});
        for (const one of document.querySelectorAll('main div > button'))
            Object.assign(one.style, {minHeight: 0, height: '10px', width: '10px', padding: 0});
    }""")
    found = " ".join(faults(page) + faults_on_a_phone(page))
    for rule in ("label:", "color-contrast:", "target-size:", "px wide:"):
        assert rule in found
