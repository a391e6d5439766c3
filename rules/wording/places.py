"""Where in the shown phrase a part of the tree stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .tokens import Tok
from .tree import At


def at(parts: Iterable[Any]) -> At:
    """The stretch from the first to the last of some tokens and parts of the tree."""
    places = [
        (part.start_pos, part.end_pos) if isinstance(part, Tok) else part.at
        for part in parts
        if isinstance(part, Tok) or hasattr(part, "at")
    ]
    return (min(start for start, _ in places), max(end for _, end in places))


def only(parts: Iterable[Any], kind: type | tuple[type, ...]) -> list[Any]:
    """The parts of one kind, in order."""
    return [part for part in parts if isinstance(part, kind)]


def numbers(parts: Iterable[Any]) -> list[int]:
    """The numbers among the tokens, in order."""
    return [
        part.number
        for part in parts
        if isinstance(part, Tok) and part.type in {"NUM", "Y", "COUNT"}
    ]
