"""Classes of tokens that several passes ask about."""

from __future__ import annotations

from collections.abc import Sequence

from .tokens import Tok

DATED = frozenset({"DMY", "N_N", "N_Y", "Y"})
CYCLES = frozenset({"WEEK", "MONTH", "QUARTER", "YEAR"})
UNITS = CYCLES | {"DAY", "WORKDAY"}
POSITIONS = frozenset({"FIRST", "MIDDLE", "LAST", "FIRSTLY", "LASTLY", "SECOND", "DEKAD"})
BOUNDS = frozenset({"BEFORE", "LATEST", "UNTIL", "THROUGH"})
STEPS = frozenset({"ISSUE", "BEGIN", "FINISH", "SEND"})
WAITERS = frozenset({"BY", "SINCE", "WHEN", "AWAIT", "WAIT", "AFTER", "PERIODIC"})
SEPARATORS = frozenset({"COMMA", "AND", "SEMI", "STOP"})
ITEM_START = (
    DATED | UNITS | POSITIONS | {"NUM", "HALF", "PHASE", "WEEKDAY", "ORDINAL", "REPORTYEAR"}
)
ITEM_END = DATED | CYCLES | {"NUM", "WEEKDAY", "NEXT", "PREVIOUS", "PERIOD", "REPORTYEAR", "HALF"}
TIMEY = ITEM_START | {"HOUR", "EVERY", "PERIOD", "WHOLE", "THISYEAR", "PLURAL", "NOW", "COUNT"}
ALWAYS_STRONG = DATED | {"EVERY", "STANDING", "PERIOD", "REPORTYEAR", "DEKAD", "HALF"}
_OF_CYCLES = {"NUM", "FIRST", "MIDDLE", "LAST", "IN", "WHOLE", "THROUGH"}
ABOUT_TIME = (
    ALWAYS_STRONG
    | UNITS
    | {"WHOLE", "WEEKDAY", "HOUR", "PHASE", "SINCE", "WHEN", "AWAIT", "WAIT", "PERIODIC", "BEFORE"}
    | {"LATEST", "AFTER", "BY", "NOW", "SIGNED"}
)


def about_time(tokens: Sequence[Tok]) -> bool:
    """Whether any word is about time, understood or not."""
    return any(
        token.type in ABOUT_TIME
        or (token.type == "NEVER" and token.value is not None)
        or (token.type in {"UNTIL", "THROUGH", "VAGUE"} and begins(tokens, place))
        for place, token in enumerate(tokens)
    )


def begins(tokens: Sequence[Tok], place: int) -> bool:
    """Whether the token opens its clause, steps such as "hoàn thành" aside."""
    before = place - 1
    while type_at(tokens, before) in STEPS:
        before -= 1
    return type_at(tokens, before) in {"", "BREAK", "COMMA", "SEMI", "STOP", "AND", "COLON"}


def strong(tokens: Sequence[Tok]) -> bool:
    """Whether the tokens name a day, a period or a cycle, and not merely a word like "ngày"."""
    for place, token in enumerate(tokens):
        if token.type in ALWAYS_STRONG:
            return True
        after = tokens[place + 1].type if place + 1 < len(tokens) else ""
        if token.type in UNITS and after in {"NUM", "NEXT", "PREVIOUS"}:
            return True
        if token.type in _OF_CYCLES and after in CYCLES:
            return True
        if token.type == "NUM" and after in UNITS:
            return True
        if token.type == "WHOLE" and after == "PHASE":
            return True
    return False


def type_at(tokens: Sequence[Tok], place: int) -> str:
    """The type of the token there, "" outside."""
    return tokens[place].type if 0 <= place < len(tokens) else ""
