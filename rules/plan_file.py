"""A plan file read and checked: all that is wrong with it at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from .periods import parse_period
from .plan import Duty, Plan
from .problems import Problem, errors
from .text import Text
from .validation import Source, read_toml
from .validation_texts import did_you_mean

MILESTONES = ("issue", "start", "finish")

_LABEL_FORMS = Text(
    "nhãn là kỳ (2019, 2019-H1, 2019-9M, 2019-Q1, 2019-03, 2019-W05) hoặc issue, start, finish",
    "a label is a period (2019, 2019-H1, 2019-9M, 2019-Q1, 2019-03, 2019-W05)"
    " or issue, start, finish",
)


def load_plan(path: Path) -> tuple[Plan | None, list[Problem]]:
    """The plan of a TOML file, or None with every error in it. Warnings alone stop nothing.

    Names are not looked up here: that needs the plan's directory.
    """
    source, problems = read_toml(path)
    if problems:
        return None, problems
    plan, problems = source.validate(Plan)
    problems += [*_of_the_plan(source), *_of_the_refs(source), *_of_the_duties(source)]
    return (None if errors(problems) else plan), problems


def _of_the_plan(source: Source) -> Iterator[Problem]:
    period = source.data.get("period")
    if isinstance(period, list) and len(period) == 2 and all(type(y) is int for y in period):
        first, last = period
        if first > last:
            yield source.problem(
                ("period",),
                Text("năm cuối đứng trước năm đầu", "runs backwards"),
                Text(f"period = [{last}, {first}]", f"period = [{last}, {first}]"),
                f"[{first}, {last}]",
            )
        elif not 1900 <= first <= last <= 2200:
            yield source.problem(
                ("period",),
                Text("năm nằm ngoài khoảng 1900 đến 2200", "is outside 1900 to 2200"),
                Text("viết đủ bốn chữ số: [2021, 2025]", "four digits each: [2021, 2025]"),
                f"[{first}, {last}]",
            )
    issued, revised = source.data.get("issued"), source.data.get("revised")
    if issued and revised and type(issued) is type(revised) and revised < issued:
        yield source.problem(
            ("revised",),
            Text("sớm hơn ngày ban hành", "is before the day of issue"),
            Text(f"không sớm hơn {issued}", f"not before {issued}"),
            revised,
        )


def _raw_duties(source: Source) -> list[Mapping[str, object]]:
    duties = source.data.get("duty")
    return [d for d in duties if isinstance(d, Mapping)] if isinstance(duties, list) else []


def _of_the_refs(source: Source) -> Iterator[Problem]:
    """References are parts of keys that must stay stable and unique."""
    seen: dict[object, int] = {}
    for number, duty in enumerate(_raw_duties(source)):
        ref, loc = duty.get("ref"), ("duty", number, "ref")
        if not isinstance(ref, str):
            continue
        if "/" in ref:
            yield source.problem(
                loc,
                Text("không được chứa dấu /", "must not contain /"),
                Text("thay bằng dấu chấm hoặc gạch nối", "use a full stop or a hyphen"),
                ref,
            )
        if ref in seen:
            first = source.line(("duty", seen[ref], "ref"))
            yield source.problem(
                loc,
                Text(f"trùng với nhiệm vụ ở dòng {first}", f"is also the duty at line {first}"),
                Text(f"đặt mã khác, ví dụ {ref}-1 và {ref}-2", f"e.g. {ref}-1 and {ref}-2"),
                ref,
            )
        seen.setdefault(ref, number)


def _of_the_duties(source: Source) -> Iterator[Problem]:
    for number, raw in enumerate(_raw_duties(source)):
        try:
            duty = Duty.model_validate(raw)
        except ValidationError:
            continue  # said already, of the whole plan
        as_table = isinstance(raw.get("when"), Mapping)
        yield from _of_labels(source, number, duty, "when" if as_table else "cells")
        yield from _of_values(source, number, duty)
        yield from _of_names_as_written(source, number, duty)


def _of_labels(source: Source, number: int, duty: Duty, cells: str) -> Iterator[Problem]:
    named = [*duty.labels, *(label for label in duty.cells if label not in duty.labels)]
    for place, label in enumerate(named):
        loc: tuple[str | int, ...] = (
            ("duty", number, cells, label)
            if label in duty.cells
            else ("duty", number, "labels", place)
        )
        if label not in MILESTONES and parse_period(label) is None:
            yield source.problem(
                loc, Text("nhãn không hợp lệ", "is not a label"), _LABEL_FORMS, label
            )
        elif duty.labels and label not in duty.labels:
            yield source.problem(
                loc,
                Text("nhãn này không có trong labels", "is not among the labels"),
                did_you_mean(label, list(duty.labels)),
                label,
            )
    for place, label in enumerate(duty.labels):
        if label in duty.labels[:place]:
            yield source.problem(
                ("duty", number, "labels", place),
                Text("nhãn bị lặp lại", "is listed twice"),
                Text("mỗi nhãn chỉ ghi một lần", "each label once"),
                label,
            )


def _of_values(source: Source, number: int, duty: Duty) -> Iterator[Problem]:
    values = [("value", None, duty.value)] if duty.value else []
    for key, place, value in [*values, *(("values", n, v) for n, v in enumerate(duty.values))]:
        loc = ("duty", number, key) if place is None else ("duty", number, key, place)
        if value.label is not None and value.label not in duty.labels:
            known = duty.labels
            yield source.problem(
                (*loc, "label"),
                Text("chỉ tiêu ghi một nhãn không có", "the target names an unknown label"),
                did_you_mean(value.label, list(known))
                if known
                else Text(f'thêm labels = ["{value.label}"]', f'add labels = ["{value.label}"]'),
                value.label,
            )
        if value.amount_max is not None and value.amount_max < value.amount:
            yield source.problem(
                (*loc, "amount_max"),
                Text("mức cao nhất nhỏ hơn mức thấp nhất", "is below amount"),
                Text(f"từ {value.amount:g} trở lên", f"at least {value.amount:g}"),
                value.amount_max,
            )


def _of_names_as_written(source: Source, number: int, duty: Duty) -> Iterator[Problem]:
    for key, ids, written in (
        ("lead", duty.lead, duty.lead_written),
        ("with", duty.with_, duty.with_written),
    ):
        if written and len(written) != len(ids):
            yield source.problem(
                ("duty", number, f"{key}_written"),
                Text(
                    f"có {len(written)} tên cho {len(ids)} mã trong {key}",
                    f"has {len(written)} names for {len(ids)} ids in {key}",
                ),
                Text("ghi mỗi mã một tên, cùng thứ tự", "one name for each id, in their order"),
            )
