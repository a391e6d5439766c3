"""The hash a draft carries: what was reviewed is what is accepted, to the byte."""

from __future__ import annotations

import hashlib
import hmac

_MARK = "# kyhan-draft sha256:"


def content_hash(text: str) -> str:
    """The SHA-256, in hexadecimal, of a draft without its line of the hash."""
    return hashlib.sha256(_without_mark(text).encode()).hexdigest()


def sealed(text: str) -> str:
    """The draft with the hash of its content as its first line; an older one is replaced."""
    return f"{_MARK}{content_hash(text)}\n{_without_mark(text)}"


def is_sealed(text: str) -> bool:
    """Whether the draft carries a hash and is still what was hashed."""
    first, _, _ = text.partition("\n")
    return first.startswith(_MARK) and hmac.compare_digest(
        first.removeprefix(_MARK).strip(), content_hash(text)
    )


def _without_mark(text: str) -> str:
    first, _, rest = text.partition("\n")
    return rest if first.startswith(_MARK) else text
