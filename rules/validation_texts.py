"""What pydantic finds wrong, said to people in Vietnamese and English, with what would be right."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from .text import Text

_WRONG_TYPE = {
    "string": Text(
        'phải là chuỗi trong dấu nháy: "Quý I/2019"', 'must be text in quotes: "Quý I/2019"'
    ),
    "int": Text("phải là số nguyên", "must be a whole number"),
    "float": Text("phải là số: 95 hoặc 2.5", "must be a number: 95 or 2.5"),
    "bool": Text("phải là true hoặc false", "must be true or false"),
    "date": Text(
        "phải là một ngày, viết 2018-12-28, không có dấu nháy",
        "must be a day, written 2018-12-28, without quotes",
    ),
    "tuple": Text('phải là danh sách: ["a", "b"]', 'must be a list: ["a", "b"]'),
    "dict": Text("phải là bảng [..] gồm khóa và giá trị", "must be a table [..] of keys"),
    "model": Text("phải là bảng [..] gồm khóa và giá trị", "must be a table [..] of keys"),
}


_OUT_OF_BOUNDS = Text("nằm ngoài giới hạn", "is out of bounds")
_EMPTY = Text("không được để trống", "must not be empty")
_ONE = Text("ghi ít nhất một giá trị", "give at least one")
_FAULTS = {  # what, and the hint with pydantic's own figures
    "literal_error": (
        Text("giá trị không được chấp nhận", "is not one of the allowed values"),
        Text("chọn một trong: {expected}", "one of: {expected}"),
    ),
    "string_pattern_mismatch": (
        Text("mã không hợp lệ", "is not a valid id"),
        Text(
            "chữ thường không dấu, chữ số, gạch nối: so-noi-vu; nhóm có @ ở đầu: @quan-huyen",
            "lower-case a-z, digits, hyphens: so-noi-vu; groups begin with @: @quan-huyen",
        ),
    ),
    "string_too_short": (_EMPTY, _ONE),
    "too_short": (_EMPTY, _ONE),
    "too_long": (
        Text("quá nhiều giá trị", "has too many values"),
        Text("nhiều nhất {max_length}", "at most {max_length}"),
    ),
    "greater_than_equal": (_OUT_OF_BOUNDS, Text("ít nhất {ge}", "at least {ge}")),
    "less_than_equal": (_OUT_OF_BOUNDS, Text("nhiều nhất {le}", "at most {le}")),
}


def describe(error: ErrorDetails, root: type[BaseModel]) -> tuple[Text, Text, object]:
    """What is wrong, what would be right, and the value to show, for an error of `root`."""
    kind, last, value = error["type"], error["loc"][-1], error["input"]
    family = kind.split("_")[0]
    if kind == "missing":
        return (*_missing(last), "")
    if kind == "extra_forbidden":
        return Text("khóa lạ", "is not a known key"), _known_keys(root, error["loc"]), value
    if kind in _FAULTS:
        what, hint = _FAULTS[kind]
        figures = {
            name: str(figure).replace(" or ", ", ") for name, figure in error.get("ctx", {}).items()
        }
        return what, Text(hint.vi.format(**figures), hint.en.format(**figures)), value
    if family in _WRONG_TYPE:
        return Text("sai kiểu giá trị", "has the wrong type"), _WRONG_TYPE[family], value
    said = error["msg"]
    return Text(f"không hợp lệ ({said})", f"is not valid: {said}"), Text("", ""), value


def _missing(last: str | int) -> tuple[Text, Text]:
    if isinstance(last, int):
        hint = Text(f"cần ít nhất {last + 1} giá trị", f"at least {last + 1} are needed")
        return Text("thiếu giá trị", "has too few values"), hint
    hint = Text(f"thêm dòng: {last} = …", f"add the line: {last} = …")
    return Text("còn thiếu", "is missing"), hint


def did_you_mean(word: str, known: list[str]) -> Text:
    """A remedy for a misspelt word: the nearest known ones, else all of them."""
    near = get_close_matches(word, known, n=3, cutoff=0.6)
    listed = ", ".join(near or known)
    if near:
        return Text(f"có phải là: {listed}?", f"did you mean: {listed}?")
    return Text(f"chỉ dùng được: {listed}", f"known are: {listed}")


def _known_keys(root: type[BaseModel], loc: tuple[int | str, ...]) -> Text:
    model = _model_at(root, loc[:-1])
    if model is None:
        return Text("xóa dòng này", "remove it")
    known = [info.alias or name for name, info in model.model_fields.items()]
    return did_you_mean(str(loc[-1]), known)


def _model_at(root: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model whose keys stand at `loc`."""
    model: type[BaseModel] | None = root
    for part in loc:
        if model is None:
            return None
        if isinstance(part, str):
            fields: Mapping[str, Any] = {
                info.alias or name: info.annotation for name, info in model.model_fields.items()
            }
            model = _model_in(fields.get(part))
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
