"""Where the pages are that mails and calendars link to: paths, without the site's own part."""

from __future__ import annotations

from urllib.parse import quote

_KEY = "/@-._~"  # what stands as it is: a key's own slashes divide it


def key_path(verb: str, key: str) -> str:
    """The page of an act on an occurrence (`submit`, `accept` ..), percent-encoded (RFC 3986)."""
    return f"/{verb}/{quote(key, safe=_KEY)}"


def item_path(key: str) -> str:
    """An occurrence's page."""
    return key_path("o", key)


def slot_path(key: str) -> str:
    """A slot's page, with all its agencies."""
    return key_path("s", key)
