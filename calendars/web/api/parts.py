"""Lists in parts: the next one begins after the last item told, whatever has changed meanwhile."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, TypeVar

from rules.text import Text

from .fields import Span
from .problems import Problem

_Item = TypeVar("_Item")


class Part(NamedTuple):
    """The key of each item's place: its day, those without one last; then its own key."""

    day: str
    key: str


def place(day: date | None, key: str) -> Part:
    """Where an item stands."""
    return Part(day.isoformat() if day else "none", key)  # a letter sorts after every digit


def cut(
    items: Iterable[tuple[Part, _Item]], span: Span
) -> tuple[int, tuple[_Item, ...], str | None]:
    """How many there are, this part of them, and the cursor of the next. Problem 422."""
    every = sorted(items, key=lambda item: item[0])
    after = _read(span.cursor)
    rest = [item for item in every if after is None or item[0] > after]
    part = rest[: span.limit]
    following = _write(part[-1][0]) if len(rest) > len(part) else None
    return len(every), tuple(item for _, item in part), following


def _write(at: Part) -> str:
    return urlsafe_b64encode(" ".join(at).encode()).decode().rstrip("=")


def _read(cursor: str | None) -> Part | None:
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        day, key = urlsafe_b64decode(padded.encode("ascii")).decode().split(" ", 1)
    except ValueError:
        words = Text("không phải là `next` của phần trước", "is no `next` of a part before")
        raise Problem("invalid", [("query.cursor", words)]) from None
    return Part(day, key)
