"""Values as TOML 1.0: lines of a file that reads back equal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_EXACT = 2**53  # up to here a float that is whole is that whole number
_WIDE = 100


def pair(key: str, value: object) -> Iterator[str]:
    """`key = value`; a list that would make the line wide stands one item a line."""
    one = f"{_key(key)} = {toml(value)}"
    if len(one) <= _WIDE or not isinstance(value, list | tuple):
        yield one
        return
    yield f"{_key(key)} = ["
    for each in value:
        yield f"  {toml(each)},"
    yield "]"


def toml(value: object) -> str:
    """The value on one line. Basic strings escape as JSON's do, and DEL besides.

    TypeError for what TOML has no form for.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case int() | date():
            return str(value)
        case float():
            whole = value.is_integer() and abs(value) < _EXACT
            return str(int(value)) if whole else repr(value)
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case Mapping():
            pairs = (f"{_key(str(key))} = {toml(each)}" for key, each in value.items())
            return "{ " + ", ".join(pairs) + " }"
        case Sequence():
            return "[" + ", ".join(toml(each) for each in value) + "]"
        case _:
            raise TypeError(f"no TOML for {type(value).__name__}")


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else toml(key)
