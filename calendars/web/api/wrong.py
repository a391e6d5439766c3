"""Wrong values of a request in our own words, by where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import PydanticCustomError

from rules.text import Text, one_line

_LONGEST = 100  # characters of a field's name that are told back


def mistake(text: Text) -> PydanticCustomError:
    """What a validator of ours raises: the fault in both languages."""
    return PydanticCustomError("mistake", "{en}", {"vi": text.vi, "en": text.en})


def wrong_values(errors: Sequence[Any], start: str = "") -> list[tuple[str, Text]]:
    """What pydantic found wrong, in our words; `start` goes before each place."""
    return [(_where((start, *each["loc"])), _words(each)) for each in errors]


def _where(path: Sequence[object]) -> str:
    """Names come from outside: on one line, and not for ever."""
    return one_line(".".join(str(part) for part in path if part != ""))[:_LONGEST]


def _words(error: Mapping[str, Any]) -> Text:
    context = error.get("ctx") or {}
    if "vi" in context:
        return Text(context["vi"], context["en"])
    limit = next((context[name] for name in _LIMITS if name in context), "")
    vi, en = _KINDS.get(error["type"], ("giá trị không dùng được", "not a usable value"))
    return Text(vi.format(limit), en.format(limit))


_LIMITS = ("max_length", "min_length", "ge", "le", "expected")
_KINDS = {
    "missing": ("thiếu", "missing"),
    "extra_forbidden": ("không có trường này", "there is no such field"),
    "string_type": ("phải là chữ", "must be text"),
    "string_too_long": ("dài quá {} ký tự", "longer than {} characters"),
    "string_too_short": ("không được để trống", "must not be empty"),
    "bool_type": ("phải là true hoặc false", "must be true or false"),
    "bool_parsing": ("phải là true hoặc false", "must be true or false"),
    "int_parsing": ("phải là số nguyên", "must be a whole number"),
    "greater_than_equal": ("phải từ {} trở lên", "must be {} or more"),
    "less_than_equal": ("phải từ {} trở xuống", "must be {} or less"),
    "enum": ("phải là một trong: {}", "must be one of: {}"),
    "literal_error": ("phải là một trong: {}", "must be one of: {}"),
    "model_type": ("phải là một đối tượng JSON", "must be a JSON object"),
}
