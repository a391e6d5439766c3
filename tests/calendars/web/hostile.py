"""A site whose every text is an attack, in plans and in records; pages read as browsers do."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from rules.facts import Acceptance, Completion, Extension, Return
from tests.calendars.web.drafts import DOCUMENT, lay_draft
from tests.calendars.web.server import COORDINATOR, KEY, OFFICER, Visitor, WebSite

TAG = "<xss-tag onfocus=alert(1) style=x>"
ATTACK = f"'\"></title></textarea></script>{TAG}{{{{7919*104729}}}}%0d%0a"
_WORDS = re.compile(r'^((?:title|vi|en|number|product|city) = ")([^"]*)"', re.MULTILINE)
# What a page of ours is made of. Anything else has come in from outside.
_LINKS = ("/", "#", "webcal:", "https://calendar.google.com/", "https://outlook.office.com/")
_NO_TAGS = {"script", "style", "iframe", "object", "embed", "base", "xss-tag", "img"}


def make_hostile(site: WebSite) -> None:
    """Every title, name and number of the plans and directories ends with the attack."""
    told = ATTACK.replace("\\", "\\\\").replace('"', '\\"')
    for path in (site.folder / "plans").rglob("*.toml"):
        if "working" not in path.name:
            _rewrite(path, told)
    config = site.current.config  # says where the site is
    assert site.current.reload() == []
    site.current.config = config
    now, half = site.clock.now(), KEY.replace("Q1", "H1")
    for key, more in ((KEY, {}), (half, {}), (KEY.replace("Q1", "9M"), {"accepted": True})):
        site.ledger.record_completion(
            Completion(
                key,
                date(2019, 2, 20),
                ATTACK,
                ATTACK,
                now,
                link=f"https://example.org/{TAG.replace(' ', '')}",
                file=site.ledger.save_file(b"%PDF-1.4", "application/pdf", now),
                file_name=ATTACK,
                note=f"{ATTACK}\njavascript:alert(1)",
                accepted=Acceptance(ATTACK, now) if more else None,
            )
        )
    site.ledger.record_return(Return(half, ATTACK, ATTACK, now))
    granted = Extension(KEY.replace("2019-Q1", "2019"), date(2019, 12, 20), ATTACK, ATTACK, now)
    site.ledger.record_extension(granted)
    lay_draft(site, re.sub("(khách|vụ|hôm|thu)", lambda found: found[0] + ATTACK, DOCUMENT))


def _rewrite(path: Path, told: str) -> None:
    text = path.read_text("utf-8")
    changed = _WORDS.sub(lambda found: f'{found[1]}{found[2]}{told}"', text)
    assert changed != text
    path.write_text(changed, "utf-8")


class Page(HTMLParser):
    """A page's tags and links, and what is wrong with them."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.wrong: list[str] = []
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NO_TAGS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.wrong.append(f"{tag} {name}={value}")
            if name in ("href", "action", "src") and not self._leads_well(tag, value or ""):
                self.wrong.append(f"{tag} {name}={value}")
            if tag == "a" and name == "href" and (value or "").startswith("/"):
                self.links.add(value or "")

    def _leads_well(self, tag: str, link: str) -> bool:
        # The document's own link is the agency's to give: https alone, and said to be elsewhere
        elsewhere = tag == "a" and link.startswith(("https://example.org/", "http://127.0.0.1:"))
        return elsewhere or (link.startswith(_LINKS) and not link.startswith(("//", "/\\")))


def looked_at(answer: httpx.Response) -> Page:
    """The page, which has nothing in it that is not ours; AssertionError names what has."""
    assert answer.status_code < 500, answer.url
    page = Page(answer)
    assert page.wrong == [], f"{answer.url}: {page.wrong}"
    assert str(7919 * 104729) not in answer.text, f"{answer.url}: the template was filled"
    return page


def crawl(visitor: Visitor, *starts: str, most: int = 150) -> set[str]:
    """The pages that a visitor comes to by links, each looked at; one of each kind of query."""
    waiting, seen, kinds = [*starts], set[str](), set[str]()
    while waiting and len(seen) < most:
        link = waiting.pop(0)
        parts = urlsplit(link)
        kind = re.sub(r"=[^&]*", "=", f"{parts.path}?{parts.query}")
        if kind in kinds or parts.path.endswith((".csv", ".xlsx", ".css")) or "/file/" in link:
            continue
        kinds.add(kind)
        answer = visitor.get(link, follow_redirects=True)
        assert answer.status_code == 200, f"{link}: {answer.status_code}"
        seen.add(parts.path)
        waiting += sorted(looked_at(answer).links)
    return seen


ROLES = (OFFICER, COORDINATOR)
