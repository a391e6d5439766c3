"""Noise that must not matter, and input that must not break anything."""

from __future__ import annotations

import textwrap
import tomllib
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.plan_text import plan_text
from intake.review import sheet_markdown
from tests.intake.reading import draft, fixture

PLAN = fixture("ke-hoach-nam.txt")
LINES = [line for name in ("ke-hoach-nam.txt", "giai-doan.txt", "diem-so.txt")
         for line in fixture(name).split("\n")]  # fmt: skip


def meaning(text: str) -> list[tuple[object, ...]]:
    return [
        (duty.ref, duty.kind, duty.title, duty.when, duty.lead, duty.with_, duty.value)
        for duty in draft(text).duties
    ]


def wrapped(text: str) -> str:
    lines = (
        textwrap.wrap(line, 78, break_on_hyphens=False)
        if len(line) > 78 and "\t" not in line
        else [line]
        for line in text.split("\n")
    )
    return "\n".join(part for each in lines for part in each)


def piped(text: str) -> str:
    return "\n".join(
        f"| {' | '.join(line.split(chr(9)))} |" if line.count("\t") > 1 else line
        for line in text.split("\n")
    )


@pytest.mark.parametrize(
    "noise",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace("- ", "– "),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n\n", "\n \n\n"),
        wrapped,
        piped,
    ],
    ids=["nfd", "crlf", "spaces", "dashes", "mark", "blank lines", "wrapped", "markdown"],
)
def test_noise_changes_nothing(noise: Callable[[str], str]) -> None:
    assert meaning(noise(PLAN)) == meaning(PLAN)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=25), st.integers(0, 40))
def test_lines_in_any_order_and_cut_make_a_draft(lines: list[str], cut: int) -> None:
    text = "I. A\n" + "\n".join(line[: len(line) - cut] for line in lines)
    plan = draft(text)
    refs = [duty.ref for duty in plan.duties]
    assert len(refs) == len(set(refs))
    tomllib.loads(plan_text(plan))
    assert sheet_markdown(plan, "")
    for duty in plan.duties:
        assert 0 < duty.confidence <= 1
        if duty.confidence < 0.5:
            assert duty.doubts or duty.ref in {doubt.ref for doubt in plan.doubts}
