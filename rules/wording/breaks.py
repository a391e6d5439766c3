"""What each comma, "và" and dash does: parts two clauses, joins a list or span, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from .classes import (
    BOUNDS,
    CYCLES,
    DATED,
    ITEM_END,
    ITEM_START,
    POSITIONS,
    SEPARATORS,
    STEPS,
    TIMEY,
    WAITERS,
    strong,
    type_at,
)
from .tokens import Tok

_DATE_PARTS = {"DAY", "DMY", "N_N", "WEEKDAY", "ORDINAL"}
_NUMBER_IS_ITEM = (
    SEPARATORS
    | CYCLES
    | {
        "",
        "SLASH",
        "DAY",
        "WORKDAY",
        "DASH",
        "OF",
        "EVERY",
        "UNTIL",
        "THROUGH",
        "Y",
        "LPAR",
        "RPAR",
    }
)


def settle_separators(tokens: list[Tok]) -> list[Tok]:
    """Separators become BREAK (clauses), LIST (members), DASH (span), SLASH (year), or WORD."""
    out: list[Tok] = []
    clause = 0
    for place, token in enumerate(tokens):
        if token.type in SEPARATORS:
            part = _part(tokens, place, out, clause)
            if part:
                out.append(token.as_type(part))
            if part == "BREAK":
                clause = len(out)
        elif token.type == "DASH":
            out.append(token.as_type(_dash(tokens, place, out)))
        else:
            out.append(token)
    return out


def _part(tokens: list[Tok], place: int, out: list[Tok], clause: int) -> str:
    """The part a separator plays; "" where it is mere punctuation inside one date or recurrence."""
    before, after = type_at(tokens, place - 1), type_at(tokens, place + 1)
    left = out[clause:]
    right = _segment(tokens, place + 1)
    stops = tokens[place].type == "STOP"
    if _is_doubtful(tokens, place, left):
        return "NEVER"
    if before in {"HOUR", "WEEKDAY"} | (
        {"NUM"} if type_at(tokens, place - 2) == "ORDINAL" else set()
    ) and after in _DATE_PARTS:  # fmt: skip
        return ""
    if after == "STANDING" and (before == "STANDING" or _only_time(left)):
        return ""
    if before == "STANDING" and after in {"EVERY", "WHOLE", "IN"}:
        return ""
    if _only_cycle(left) and after in BOUNDS | {"IN", "DAY", "FROM", "PHASE"}:
        return ""
    if not stops and before in ITEM_END and _begins_item(tokens, place + 1):
        bounded = any(token.type in {"BEFORE", "LATEST"} for token in left)
        return "BREAK" if bounded and _elliptic_subject(tokens, place + 1) else "LIST"
    waits = any(token.type in WAITERS for token in left)
    return "BREAK" if (strong(left) or waits) and strong(right) else "WORD"


def _is_doubtful(tokens: list[Tok], place: int, left: Sequence[Tok]) -> bool:
    """Whether the sign may be a speck, and the time on both its sides one.

    “2022. 2023”, “tháng 3, - tháng 5”, “quý IV. năm 2022”, “tháng 10, đến tháng 12”, and
    “tháng 4, ban hành, trong tháng 6”, where the step may belong to either month.
    """
    before, after = type_at(tokens, place - 1), type_at(tokens, place + 1)
    beyond = type_at(tokens, place + 2)
    comma, stops = tokens[place].type == "COMMA", tokens[place].type == "STOP"
    if stops and ((before, after) == ("Y", "Y") or (before in CYCLES and after in POSITIONS)):
        return True
    if not comma and before == "NUM" and (after, beyond) == ("YEAR", "Y"):
        return True
    if after == "DASH" and before in ITEM_END:
        return beyond in DATED | {"NUM"} or (before == "NUM" and beyond in ITEM_START)
    if after in {"UNTIL", "THROUGH"} and left:
        return all(token.type in ITEM_START | {"SLASH", "OF"} for token in left)
    step = before in STEPS and type_at(tokens, place - 2) in SEPARATORS
    return step and after in BOUNDS | {"IN"} | TIMEY


def _segment(tokens: list[Tok], place: int) -> Sequence[Tok]:
    """From here to the next separator."""
    end = place
    while end < len(tokens) and tokens[end].type not in SEPARATORS:
        end += 1
    return tokens[place:end]


def _begins_item(tokens: list[Tok], place: int) -> bool:
    kind, after = type_at(tokens, place), type_at(tokens, place + 1)
    if kind == "NUM":
        return after in _NUMBER_IS_ITEM
    return kind in ITEM_START


def _elliptic_subject(tokens: list[Tok], place: int) -> bool:
    """“..., năm trước ngày 15/12”, “...; 6 tháng: trước ngày 05/6”: a new report, not a list."""
    end = place
    while type_at(tokens, end) in CYCLES | {"NUM", "SLASH", "Y", "N_Y"}:
        end += 1
    return end > place + 1 - (type_at(tokens, place) in CYCLES) and type_at(tokens, end) in {
        "COLON", "BEFORE", "LATEST", "SEND",
    }  # fmt: skip


def _only_cycle(left: Sequence[Tok]) -> bool:
    return any(token.type == "EVERY" for token in left) and all(
        token.type in CYCLES | {"EVERY", "NUM", "WORD", "PERTIME", "COUNT"} for token in left
    )


def _only_time(left: Sequence[Tok]) -> bool:
    return strong(left) and not any(token.type in {"BEFORE", "LATEST"} for token in left)


def _dash(tokens: list[Tok], place: int, out: list[Tok]) -> str:
    before, after = type_at(out, len(out) - 1), type_at(tokens, place + 1)
    if before == "NUM" and after == "Y" and type_at(out, len(out) - 2) in {"MONTH", "QUARTER"}:
        return "SLASH"
    figures = before == "NUM" or after == "NUM"
    if before in ITEM_END and (_begins_item(tokens, place + 1) or after == "FROM"):
        return "DASH"
    return "DASH" if figures and (before in ITEM_END and after in ITEM_START) else "WORD"
