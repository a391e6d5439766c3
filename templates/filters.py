"""From data to words: cut text, numbers and target values."""

from __future__ import annotations

from rules.plan import Value
from rules.text import Lang

_OPERATORS = {">=": "≥ ", "<=": "≤ ", "=": ""}
_STRICT = {">=": "> ", "<=": "< ", "=": ""}
_SWAP = str.maketrans(",.", ".,")


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words where there is one near, and then "…"."""
    if len(text) <= limit:
        return text
    space = text.rfind(" ", limit * 2 // 3, limit)
    return text[: space if space > 0 else limit - 1].rstrip(" ,;:–-") + "…"


def number(amount: float, lang: Lang) -> str:
    """`1.234,5` in Vietnamese, `1,234.5` in English; no trailing zeros, at most six decimals."""
    text = f"{amount:,.6f}".rstrip("0").rstrip(".")
    return text.translate(_SWAP) if lang == "vi" else text


def value_words(value: Value, lang: Lang) -> str:
    """A target as people write it: `≥ 95 %`, `> 0,5 %`, `80–90 %`."""
    amount = number(value.amount, lang)
    if value.amount_max is not None:
        amount = f"{amount}–{number(value.amount_max, lang)}"
        return f"{amount} {value.unit}".strip()
    operator = (_STRICT if value.strict else _OPERATORS)[value.op]
    return f"{operator}{amount} {value.unit}".strip()
