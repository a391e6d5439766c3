"""Which origins are ours, by the address of the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from calendars.web.settings import WebSettings


@pytest.mark.parametrize(
    ("url", "demo", "origins"),
    [
        ("https://kyhan.example.vn", False, {"https://kyhan.example.vn"}),
        ("https://kyhan.example.vn:443", False, {"https://kyhan.example.vn"}),
        ("https://kyhan.example.vn:8443/a", False, {"https://kyhan.example.vn:8443"}),
        ("http://kyhan.example.vn:80", False, {"http://kyhan.example.vn"}),
        ("http://kyhan.example.vn:443", False, {"http://kyhan.example.vn:443"}),
        ("http://[::1]:8080", False, {"http://[::1]:8080"}),
        ("http://127.0.0.1:8080", False, {"http://127.0.0.1:8080"}),
        ("http://127.0.0.1:8080", True, {"http://127.0.0.1:8080", "http://localhost:8080"}),
    ],
)
def test_what_a_browser_calls_us(url: str, demo: bool, origins: set[str]) -> None:
    assert WebSettings(url=url, folder=Path(), demo=demo).origins == origins
