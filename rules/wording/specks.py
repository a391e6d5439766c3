"""Signs that nobody writes where they stand: dropped before the words are read.

A sign behind a word that calls for another ("trước, ngày 15/6", "kể từ: ngày ký") or in front of
one that carries on ("20/6, và 20/12", "tháng, /lần") parts nothing.
"""

from __future__ import annotations

from .classes import BOUNDS, CYCLES, DATED, UNITS, type_at
from .numbers import is_number
from .syllables import key
from .tokens import Tok

_SIGNS = {"COMMA", "SEMI", "STOP", "DOT", "COLON", "DASH"}
_CALLS = {"BY", "OF", "FROM", "SINCE", "UNTIL", "THROUGH", "BEFORE", "LATEST", "IN", "WHOLE",
          "AND", "EVERY", "ORDINAL", "WHEN"}  # fmt: skip
_CARRIES_ON = {"AND", "SLASH", "NEXT", "PREVIOUS", "BESIDE", "OF"}
_COMPARED = (key("so"), key("với"))
_NAMED = {"NUM", "Y", "N_Y", "N_N", "DMY"}


def without_specks(tokens: list[Tok]) -> list[Tok]:
    """The tokens without the signs that part nothing."""
    out: list[Tok] = []
    for place, token in enumerate(tokens):
        if token.type in _SIGNS and _is_speck(out, token.type, tokens[place + 1 :]):
            continue
        out.append(token)
    return out


def without_brackets(tokens: list[Tok]) -> list[Tok]:
    """The tokens without the brackets that set no note apart, but a year or a report's own day.

    “Quý II (năm 2022)”; “báo cáo 6 tháng (trước ngày 15/6), năm (trước ngày 15/12)”.
    """
    pairs = [(place, end) for place in range(len(tokens)) if (end := _closing(tokens, place))]
    years = {pair for pair in pairs if _holds_year(tokens, *pair)}
    days = {pair for pair in pairs if _holds_bound(tokens, *pair)}
    idle = {place for pair in years for place in pair}
    if len(days) > 1:
        idle |= {place for pair in days for place in pair}
        idle |= {n for n in range(1, len(tokens))
                 if (tokens[n - 1].type, tokens[n].type) == ("REPORT", "PERIODIC")}  # fmt: skip
    return [token for place, token in enumerate(tokens) if place not in idle]


def _closing(tokens: list[Tok], place: int) -> int:
    """Where the bracket that opens here closes; 0 where none does."""
    if tokens[place].type != "LPAR":
        return 0
    return next((n for n in range(place, len(tokens)) if tokens[n].type == "RPAR"), 0)


def _holds_year(tokens: list[Tok], start: int, end: int) -> bool:
    inside = [token.type for token in tokens[start + 1 : end]]
    named = type_at(tokens, start - 2) in {"MONTH", "QUARTER"} and is_number(tokens[start - 1])
    return named and inside in (["Y"], ["YEAR", "Y"])


def _holds_bound(tokens: list[Tok], start: int, end: int) -> bool:
    bound = type_at(tokens, start + 1) in BOUNDS
    return bound and type_at(tokens, start - 1) in CYCLES and end - start > 1


def _is_speck(before: list[Tok], sign: str, after: list[Tok]) -> bool:
    if not before or not after:
        return False
    left, right = before[-1].type, after[0].type
    if left in _CALLS:
        return not (left == "BEFORE" and type_at(before, len(before) - 2) in CYCLES | {"PERIOD"})
    if right in _CARRIES_ON or tuple(key(token.text) for token in before[-2:]) == _COMPARED:
        return True
    if (left, right) == ("YEAR", "Y") or (left in {"FIRST", "LAST"} and right in CYCLES):
        return True
    if left == "NUM" and right == "YEAR" and type_at(after, 1) == "Y":
        month = type_at(before, len(before) - 2) == "MONTH"
        return sign == "COLON" or (sign == "COMMA" and month)
    if left in {"MONTH", "QUARTER"} and right in {"NUM", "WORD"} and sign in {"COLON", "DASH"}:
        named = is_number(after[0]) and type_at(after, 1) not in UNITS
        return named and type_at(before, len(before) - 2) not in {"EVERY", "PERIODIC", "NUM", "BY"}
    return _counts(before) and right in UNITS and type_at(after, 1) not in _NAMED


def _counts(before: list[Tok]) -> bool:
    """Whether a number stands last that no unit before it has taken."""
    owner = type_at(before, len(before) - 2)
    owned = owner in UNITS | DATED | {"NUM", "ORDINAL", "SLASH", "DASH", "COMMA", "AND", "SEMI"}
    return is_number(before[-1]) and not owned
