"""What a goal column's cell asks for: "95", "≥ 98 %", "từ 5 trở lên", "không quá 2%"."""

from __future__ import annotations

import re
from typing import Literal

from rules.plan import Value

Op = Literal[">=", "<=", "="]

# In turn; a longer word before the shorter one it begins with
_OPS: tuple[tuple[Op, bool, str], ...] = (
    (">=", False, r"≥|>=|từ|tối thiểu|ít nhất|đạt từ|đạt tối thiểu|đạt ít nhất"),
    (">=", True, r">|trên|đạt trên|vượt"),
    ("<=", False, r"≤|<=|không quá|tối đa"),
    ("<=", True, r"<|dưới"),
    ("=", False, r"=|đạt|giảm|tăng|"),
)
_WORD = r"(?!trở\b)[^\W\d_]+"
_AMOUNT = rf"(?P<amount>\d+(?:[.,]\d+)?)\s*(?P<unit>%|{_WORD}(?:\s{_WORD})?)?"
_AFTER = r"(?:\s*trở\s+(?P<after>lên|xuống))?"
_ENDS: dict[str, Op] = {"lên": ">=", "xuống": "<="}
_GOALS = tuple(
    (op, strict, re.compile(rf"(?:{words})\s*{_AMOUNT}{_AFTER}", re.IGNORECASE))
    for op, strict, words in _OPS
)
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")


def read_goal(text: str, metric: str, unit: str) -> Value | None:
    """The cell's target; None where it is no amount. `unit` is that of the row or the table."""
    text = " ".join(text.split())
    for op, strict, pattern in _GOALS:
        match = pattern.fullmatch(text)
        if match:
            return Value(
                metric=metric,
                op=_ENDS.get((match["after"] or "").casefold(), op),
                amount=float(match["amount"].replace(",", ".")),
                unit=match["unit"] or unit,
                strict=strict,
            )
    return None


def is_amount(text: str) -> bool:
    """Whether the cell is an amount, with or without words for at least or at most."""
    return read_goal(text, "", "") is not None


def may_be_thousands(text: str) -> bool:
    """“1.200” is 1200 in Vietnamese, and 1,2 in a table made with English figures."""
    return bool(_THOUSANDS.search(text))
