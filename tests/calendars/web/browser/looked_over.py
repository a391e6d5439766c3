"""What a machine can find wrong with a page: axe-core's rules, and how wide it is on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from playwright.sync_api import Page, ViewportSize

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
_AXE = files("axe_playwright_python") / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async what => {
    const found = await axe.run(document, what);
    return found.violations.map(each =>
        `${each.id}: ${each.help} (${each.nodes.map(node => node.target.join(' ')).join(', ')})`);
}"""
_TOO_WIDE = """() => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    const wide = [...document.querySelectorAll('main *, header *')].filter(
        one => one.getBoundingClientRect().right > innerWidth && !one.closest('.scroll'));
    return [`${document.documentElement.scrollWidth} px wide: ` +
        wide.slice(0, 5).map(one => `${one.localName}.${one.className}`).join(', ')];
}"""


def faults(page: Page) -> list[str]:
    """The rules of WCAG 2.2 A and AA, and of good practice, that it breaks, and where."""
    return _axe(page, {"runOnly": _RULES, "resultTypes": ["violations"]})


def faults_on_a_phone(page: Page) -> list[str]:
    """Wider than the screen; places to tap that are smaller than 24 px and too near to others."""
    page.set_viewport_size(PHONE)
    small = {"runOnly": {"type": "rule", "values": ["target-size"]}, "resultTypes": ["violations"]}
    found = page.evaluate(_TOO_WIDE) + _axe(page, small)
    page.set_viewport_size(DESKTOP)
    return list(found)


def _axe(page: Page, what: Mapping[str, object]) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_AXE.read_text("utf-8"))
    return list(page.evaluate(_RUN, what))
