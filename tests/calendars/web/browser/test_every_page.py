"""Every page of the app, in both languages: no fault of accessibility, no wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page

from rules.text import Lang
from tests.browser import chromium
from tests.calendars.web.browser.desk import Desk
from tests.calendars.web.browser.every_page import NO_PAGES, ROUTES, Seen, furnished, pages
from tests.calendars.web.browser.looked_over import faults, faults_on_a_phone
from tests.calendars.web.route_table import every_route

LANGS: tuple[Lang, ...] = ("vi", "en")


@dataclass
class Tour:
    """A browser for each visitor and language, kept from page to page."""

    desk: Desk
    pages: Mapping[str, tuple[Seen, ...]]
    _open: dict[tuple[str, Lang], Page] = field(default_factory=dict)

    def at(self, seen: Seen, lang: Lang) -> Page:
        page = self._open.get((seen.who, lang))
        if page is None:
            page = self._open[seen.who, lang] = self.desk.sit(seen.who, lang)
        answer = page.goto(seen.path)
        assert answer is not None
        assert answer.status == seen.status, f"{seen.who} {seen.path}"
        return page


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    with furnished(tmp_path_factory.mktemp("site")) as site, chromium() as browser:
        desk = Desk(browser, site)
        yield Tour(desk, pages(site))
        desk.close()
        assert desk.elsewhere == []


def test_no_page_is_forgotten(tour: Tour) -> None:
    shown = {
        route.path
        for route in every_route()
        if route.method == "GET" and not route.path.startswith("/api/")
    }
    assert shown - set(ROUTES) == set(NO_PAGES), "say in every_page.py who sees the new page"
    assert tour.pages.keys() == set(ROUTES)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("route", ROUTES)
def test_everybody_can_use_it(tour: Tour, route: str, lang: Lang) -> None:
    found = {}
    for seen in tour.pages[route]:
        page = tour.at(seen, lang)
        assert page.locator("html").get_attribute("lang") == lang or "snapshots" in route
        found[seen.path] = faults(page) + faults_on_a_phone(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
