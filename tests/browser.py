"""A real browser for tests: Chromium, driven by Playwright.

KYHAN_TEST_BROWSER names it, a path or a command. Unset, it is `chromium`, and the tests that need
it are skipped, and said to be, where there is none. Set, it must be there: they fail otherwise.
`.ci/run` sets it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

NAME = "KYHAN_TEST_BROWSER"
REQUIRED = NAME in os.environ
# It runs as root in containers, and asks nobody outside for anything.
_FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, until the end. Without one: skips, or fails."""
    named = os.environ.get(NAME) or "chromium"
    path = shutil.which(named)
    if path is None:
        words = f"no browser at {named} ({NAME})"
        pytest.fail(words) if REQUIRED else pytest.skip(words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()
