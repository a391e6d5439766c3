"""Programs that follow every link of every mail before it is read change nothing (T14)."""

from __future__ import annotations

import asyncio
import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from html import unescape

import pytest

from calendars.web import links
from scheduler.daemon import Daemon
from tests.calendars.web.route_table import dump
from tests.calendars.web.server import OFFICER, Visitor, WebSite
from tests.calendars.web.signing_in import a_link

_LINK = re.compile(r"""https?://[^\s<>"']+""")


def mails(site: WebSite) -> Iterator[EmailMessage]:
    """The demo day's, as the daemon writes them into the Maildir."""
    asyncio.run(Daemon(site.current, site.ledger, site.clock).run_once())
    for path in sorted((site.folder / "mail" / "new").iterdir()):
        yield email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def links_in(mail: EmailMessage) -> Iterator[str]:
    for header in ("List-Unsubscribe", "List-Help"):
        yield from _LINK.findall(str(mail[header] or ""))
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        yield from (unescape(link).rstrip(".,;)") for link in _LINK.findall(part.get_content()))


def scan(visitor: Visitor, link: str, *, there: bool = True) -> None:
    """GET, HEAD and OPTIONS, on to wherever that leads, and again: nobody knows how often they do.

    Signed in as another agency the item is not `there`; signed out one is led to the form.
    """
    for method in ("GET", "HEAD", "OPTIONS", "GET"):
        answer = visitor.request(method, link, follow_redirects=True)
        expected = 405 if method == "OPTIONS" else 200 if there else 404
        assert answer.status_code == expected, f"{method} {link}"


@pytest.mark.parametrize("who", ["", OFFICER])
def test_whoever_follows_all_links_changes_nothing(web_site: WebSite, who: str) -> None:
    written = list(mails(web_site))
    assert len(written) > 50
    found = {link for mail in written for link in links_in(mail)}
    ours = {link for link in found if link.startswith(web_site.url)}
    assert ours
    own = web_site.moment.schedule.of_agency("hanoi", "so-tu-phap")
    keys = [each.key for each in own]
    ours |= {web_site.url + links.item(key) for key in keys}
    ours |= {web_site.url + links.act("submit", key) for key in keys}
    ours.add(web_site.url + a_link(web_site))
    ours.add(web_site.url + links.agency("hanoi", "so-tu-phap"))
    assert any("/o/" in link for link in found)
    visitor, before = web_site.visitor(who), dump(web_site)
    for link in sorted(ours):
        own_item = any(link.endswith(f"/{key}") for key in keys)
        is_item = link.startswith((f"{web_site.url}/o/", f"{web_site.url}/submit/"))
        scan(visitor, link, there=not who or own_item or not is_item)
    assert dump(web_site) == before


def test_the_link_to_sign_in_still_works_after_it_was_scanned(web_site: WebSite) -> None:
    path = a_link(web_site)
    for _ in range(3):
        scan(web_site.visitor(), web_site.url + path)
    visitor = web_site.visitor()
    assert visitor.send_form(path).headers["location"] == "/"
