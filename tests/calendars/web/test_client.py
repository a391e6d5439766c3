"""From where a request comes: a proxy is believed where it is configured, nobody else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import Request

from calendars.web.access.client import client_of
from calendars.web.settings import WebSettings

PROXIES = frozenset({"127.0.0.1", "10.0.0.2"})


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("192.0.2.7", [], "192.0.2.7"),
        ("192.0.2.7", ["198.51.100.1"], "192.0.2.7"),  # no proxy of ours
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["192.0.2.7"], "192.0.2.7"),
        ("127.0.0.1", ["198.51.100.1, 192.0.2.7"], "192.0.2.7"),  # the first is the client's word
        ("127.0.0.1", ["198.51.100.1", "192.0.2.7, 10.0.0.2"], "192.0.2.7"),
        ("127.0.0.1", ["10.0.0.2"], "127.0.0.1"),
        ("127.0.0.1", [" , "], "127.0.0.1"),
        ("127.0.0.1", ["rubbish"], "rubbish"),
        ("2001:db8:1:2:aaaa::1", [], "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", [], "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", [], "2001:db8:1:3::/64"),
        ("fe80::1%eth0", [], "fe80::/64"),
        ("::ffff:192.0.2.7", [], "192.0.2.7"),
        ("", [], ""),
    ],
)
def test_the_client(peer: str, forwarded: list[str], expected: str) -> None:
    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    client = (peer, 1234) if peer else None
    request = Request({"type": "http", "headers": headers, "client": client})
    settings = WebSettings("https://kyhan.example.vn", Path("feeds"), proxies=PROXIES)
    assert client_of(request, settings) == expected
