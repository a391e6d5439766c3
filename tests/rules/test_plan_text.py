"""A plan written as a file loads back equal; what a draft asks is found again, whoever asks it."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.plan import Duty, Plan
from rules.plan_file import load_plan
from rules.plan_text import open_questions, plan_text
from rules.question import Question
from rules.text import Text
from rules.toml_text import toml

PLANS = sorted((Path(__file__).parents[2] / "plans").glob("*-20*.toml"))
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SOME_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
NAMES = st.lists(ANY_TEXT, max_size=3).map(tuple)
DAYS = st.dates(min_value=date(1900, 1, 1))
VALUES = st.fixed_dictionaries({
    "metric": ANY_TEXT, "op": st.sampled_from((">=", "<=", "=")), "unit": ANY_TEXT,
    "amount": st.floats(allow_nan=False), "strict": st.booleans(),
    "amount_max": st.none() | st.floats(allow_nan=False), "label": st.none() | ANY_TEXT,
})  # fmt: skip
CELLS = st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=3)
DUTIES = st.fixed_dictionaries({
    "ref": SOME_TEXT, "kind": st.sampled_from(("task", "report", "target", "standing")),
    "title": SOME_TEXT,
}, optional={
    "lead": NAMES, "lead_written": NAMES, "with": NAMES, "to": NAMES, "when": ANY_TEXT | CELLS,
    "labels": NAMES, "cells": CELLS, "product": ANY_TEXT, "implement": NAMES, "event": ANY_TEXT,
    "value": VALUES, "values": st.lists(VALUES, max_size=2),
})  # fmt: skip
MODELS = st.fixed_dictionaries({
    "id": st.just("p-1"), "title": SOME_TEXT, "number": ANY_TEXT, "issued": DAYS,
    "issuer": ANY_TEXT, "coordinator": ANY_TEXT, "directory": ANY_TEXT,
    "period": st.tuples(st.integers(1900, 2200), st.integers(1900, 2200)),
    "revision": st.integers(0, 99), "revised": st.none() | DAYS,
    "policy": st.sampled_from(({}, {"before": "inclusive", "grace": "none"})),
    "duty": st.lists(DUTIES, min_size=1, max_size=3),
}).map(Plan.model_validate)  # fmt: skip


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_shipped_plans_load_back_equal(path: Path, tmp_path: Path) -> None:
    plan, _ = load_plan(path)
    assert plan is not None
    written = tmp_path / path.name
    written.write_text(plan_text(plan), "utf-8")
    assert load_plan(written) == (plan, [])


@given(MODELS)
def test_any_plan_loads_back_equal(plan: Plan) -> None:
    assert Plan.model_validate(tomllib.loads(plan_text(plan))) == plan


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_and_any_key(text: str) -> None:
    read = tomllib.loads(f"x = {toml({text: [text, {'in': text}]})}")
    assert read == {"x": {text: [text, {"in": text}]}}


def test_what_has_no_form_is_an_error() -> None:
    with pytest.raises(TypeError):
        toml(None)


def small(**more: object) -> Plan:
    duty = Duty(ref="I.1", kind="task", title="Việc", when="Quý I/2027")
    head = {
        "id": "p", "title": "Kế hoạch", "number": "1/KH", "issued": date(2026, 12, 28),
        "issuer": "a", "coordinator": "b", "directory": "c", "period": (2027, 2027),
        "duties": (duty,), **more,
    }  # fmt: skip
    return Plan.model_validate(head)


ASKED = [
    Question("", "number", Text("số mới", "the new number")),
    Question("I.1", "target", Text("giữ hay\nđổi", "keep or\nchange = 1"), ("90", "95\nx = 1")),
]


def test_a_question_stands_above_what_it_is_about_and_cannot_leave_its_line() -> None:
    text = plan_text(small(), questions=ASKED, head=["từ\nđâu"])
    assert Plan.model_validate(tomllib.loads(text)) == small()
    assert text.splitlines()[0] == "# từ đâu"
    asked = open_questions(text)
    assert [question.vi for _, question in asked] == [
        "CẦN QUYẾT number: số mới", "CẦN QUYẾT target: giữ hay đổi [90; 95 x = 1]",
    ]  # fmt: skip
    assert asked[0][1].en == "DECIDE number: the new number"
    lines = text.splitlines()
    assert lines[asked[1][0] - 1 + 2] == "[[duty]]"


def test_a_key_left_out_is_named_by_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text(plan_text(small(), leave_out=("number", "issued")), "utf-8")
    plan, problems = load_plan(path)
    assert plan is None
    assert [(problem.key, problem.what.en) for problem in problems] == [
        ("number", "is missing"), ("issued", "is missing"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("# NGHI VẤN: a\n# DOUBT: a\nid = 1\n", 1),
        ("  # DOUBT: a\n", 1),
        ("# NGHI VẤN: a\n\n# DOUBT: b\n", 2),
        ("# CẦN QUYẾT: a\n# CẦN QUYẾT: b\n# DECIDE: b\n", 2),
        ("# ghi chú\nid = 'DOUBT'\n", 0),
    ],
)
def test_open_questions_of_both_kinds_of_draft(text: str, count: int) -> None:
    assert len(open_questions(text)) == count
