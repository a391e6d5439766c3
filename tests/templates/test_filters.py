from __future__ import annotations

import pytest

from rules.plan import Value
from rules.text import Lang, one_line
from templates.filters import number, shorten, value_words


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  hai   chữ ", "hai chữ"),
        ("a\r\nb\x00c\x85d\u2028e", "a b c d e"),
        ("Ho\u0300a", "Hòa"),
        ("a\u200bb\u202ec\ufeff", "abc"),
        ("\ud800", "\ufffd"),
        ("", ""),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("vừa đủ", 6, "vừa đủ"),
        ("một hai ba bốn năm", 15, "một hai ba bốn…"),
        ("một hai ba, bốn năm", 14, "một hai ba…"),
        ("x" * 30, 10, "x" * 9 + "…"),
    ],
)
def test_shorten(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short
    assert len(short) <= limit


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [(95, "95", "95"), (0.5, "0,5", "0.5"), (1234.25, "1.234,25", "1,234.25"), (100, "100", "100")],
)
def test_number(amount: float, vi: str, en: str) -> None:
    assert (number(amount, "vi"), number(amount, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("fields", "lang", "words"),
    [
        ({"op": ">=", "amount": 95}, "vi", "≥ 95 %"),
        ({"op": ">=", "amount": 95, "strict": True}, "vi", "> 95 %"),
        ({"op": "<=", "amount": 0.5}, "vi", "≤ 0,5 %"),
        ({"op": "<=", "amount": 0.5, "strict": True}, "en", "< 0.5 %"),
        ({"op": "=", "amount": 100}, "vi", "100 %"),
        ({"op": ">=", "amount": 80, "amount_max": 90.5}, "vi", "80–90,5 %"),
    ],
)
def test_a_target_in_words(fields: dict[str, float], lang: Lang, words: str) -> None:
    value = Value.model_validate({"metric": "m", "unit": "%", **fields})
    assert value_words(value, lang) == words
