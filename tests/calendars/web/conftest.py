"""`web_site`: the pages on a real server, fresh for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.calendars.web.server import WebSite, open_site


@pytest.fixture
def web_site(tmp_path: Path) -> Iterator[WebSite]:
    with open_site(tmp_path) as site:
        yield site


@pytest.fixture
def demo_site(tmp_path: Path) -> Iterator[WebSite]:
    with open_site(tmp_path, demo=True) as site:
        yield site
