"""`desk`: browsers before a fresh site; one Chromium for the tests of a file.

Not one for all files: Playwright leaves its event loop marked as running in this thread, and tests
of coroutines that came after would not start.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium
from tests.calendars.web.browser.desk import Desk
from tests.calendars.web.server import WebSite


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def desk(browser: Browser, web_site: WebSite) -> Iterator[Desk]:
    desk = Desk(browser, web_site)
    yield desk
    desk.close()
    assert desk.elsewhere == []
