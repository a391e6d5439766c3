"""The steps of signing in, as a browser and a reader of mails take them."""

from __future__ import annotations

import email
import email.policy
import re
import time
from email.message import EmailMessage
from urllib.parse import urlsplit

import httpx

from tests.calendars.web.server import OFFICER, WebSite

_FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def fields(answer: httpx.Response) -> dict[str, str]:
    """The hidden fields of the page's own form, the last one on it."""
    form = answer.text.rpartition("<form")[2]
    return dict(_FIELD.findall(form))


def send(visitor: httpx.Client, path: str, data: dict[str, str]) -> httpx.Response:
    origin = str(visitor.base_url).rstrip("/")
    return visitor.post(path, data=data, headers={"Origin": origin})


def ask(visitor: httpx.Client, address: str, at: str = "/sign-in") -> httpx.Response:
    return send(visitor, "/sign-in", {**fields(visitor.get(at)), "address": address})


def mailed(site: WebSite) -> EmailMessage:
    """The one mail that was queued; written after the answer has gone."""
    for _ in range(200):
        if found := site.mails():
            assert len(found) == 1
            return email.message_from_bytes(found[0], policy=email.policy.default)
        time.sleep(0.05)
    raise AssertionError("no mail was queued")


def link_of(mail: EmailMessage) -> str:
    """The link's path and query."""
    part = mail.get_body(("plain",))
    assert part is not None
    (link,) = re.findall(r"https?://\S+/sign-in/\S+", part.get_content())
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def a_link(site: WebSite, address: str = OFFICER) -> str:
    """The path of a link, as if it had been mailed."""
    now = site.clock.now()
    return f"/sign-in/{site.ledger.request_sign_in(address, 'test', now)}"


def is_signed_in(visitor: httpx.Client) -> bool:
    return "/sign-in" not in visitor.get("/").headers["Location"]
