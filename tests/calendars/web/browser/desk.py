"""Real browsers before one site, and what is asked of them again and again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, Request, expect

from calendars.web.cookies import LANG, SESSION
from rules.text import Lang
from tests.calendars.web.server import WebSite
from tests.calendars.web.signing_in import link_of, mailed

PATIENCE = 30_000  # milliseconds; the machine may be busy
PDF = FilePayload(name="báo cáo.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4\n%%EOF\n")

expect.set_options(timeout=PATIENCE)


@dataclass
class Desk:
    """Browsers with cookies of their own, all of one Chromium, all before one site."""

    browser: Browser
    site: WebSite
    _open: list[BrowserContext] = field(default_factory=list)

    def sit(self, address: str = "", lang: Lang = "vi", **options: Any) -> Page:
        """An empty page of a fresh browser; signed in where an address is given.

        It asks nothing of any other host, or the test fails when it is closed.
        """
        options.setdefault("viewport", {"width": 1280, "height": 800})
        context = self.browser.new_context(base_url=self.site.url, **options)
        context.set_default_timeout(PATIENCE)
        self._open.append(context)
        cookies: dict[str, str] = {LANG: lang}
        if address:
            cookies[SESSION] = self.site.ledger.open_session(address, self.site.clock.now())
        context.add_cookies(
            [{"name": name, "value": text, "url": self.site.url} for name, text in cookies.items()]
        )
        context.on("request", self._asked)
        self.elsewhere = list[str]()
        return context.new_page()

    def sign_in(self, address: str, **options: Any) -> Page:
        """As people do: the form, the mail, its link, the button."""
        page = self.sit(**options)
        page.goto("/")
        page.get_by_label("Địa chỉ thư").fill(address)
        page.get_by_role("button", name="Gửi liên kết đăng nhập").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Hãy xem hộp thư")
        page.goto(link_of(mailed(self.site)))
        expect(page.get_by_role("main")).to_contain_text(address)
        page.get_by_role("button", name="Đăng nhập").click()
        return page

    def close(self) -> None:
        for context in self._open:
            context.close()
        self._open.clear()

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(f"{self.site.url}/"):
            self.elsewhere.append(request.url)


def said(page: Page) -> Locator:
    """What the page says was done."""
    return page.get_by_role("status")


def heading(page: Page) -> Locator:
    """The page's own heading."""
    return page.get_by_role("heading", level=1)


def value_of(page: Page, name: str) -> Locator:
    """The value that stands beside a name in a list of facts."""
    named = page.get_by_role("term").filter(has_text=re.compile(f"^{re.escape(name)}$"))
    return named.locator("xpath=following-sibling::dd[1]")
