"""A site that many tests only read: one server for a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.calendars.web.server import WebSite, open_site


@pytest.fixture(scope="module")
def read_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebSite]:
    with open_site(tmp_path_factory.mktemp("site")) as site:
        yield site
