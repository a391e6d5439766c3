"""A draft being settled: what is open, in whatever order it is answered; the terminal's data."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.answers import AnswerError
from intake.plan_text import plan_text
from intake.questions import Sheet
from intake.review import sheet_json
from intake.settling import Settling
from tests.intake.reading import directories, draft, working_days
from tests.intake.test_answers import HEAD, ROWS

_made = draft(HEAD + ROWS)
SHEET = Sheet.model_validate(json.loads(json.dumps(sheet_json(_made, ""))))
DATA = tomllib.loads(plan_text(_made))


def begun(data: dict[str, object] = DATA) -> Settling:
    """0 the day, 1 the coordinator, 2 the lead and 3 the deadline of I.2, 4 the lead of I.3."""
    return Settling(data, SHEET.questions(), (), directories()["haiphong"], working_days())


def answer(settling: Settling, number: int) -> Settling:
    """The answer that each of the five questions is given here."""
    made = {
        0: lambda: settling.take(0, 1),
        1: lambda: settling.set(1, "coordinator", "so-noi-vu"),
        2: lambda: settling.set(2, "lead", "-"),
        3: lambda: settling.set(3, "when", "Quý II/2021"),
        4: lambda: settling.take(4, 0),
    }[number]()
    return settling.with_answer(number, made)


@given(st.permutations(range(5)))
def test_the_order_of_the_answers_is_no_matter(order: list[int]) -> None:
    settling = begun()
    for count, number in enumerate(order):
        assert number in settling.open
        assert len(settling.open) == 5 - count
        settling = answer(settling, number)
    straight = begun()
    for number in range(5):
        straight = answer(straight, number)
    assert settling.open == straight.open == ()
    assert settling.answers == straight.answers
    assert settling.data == straight.data


def test_a_dropped_duty_asks_nothing_until_it_is_back() -> None:
    settling = begun()
    dropped = settling.with_answer(3, settling.drop(3))
    assert dropped.open == (0, 1, 4)
    back = dropped.without(3)
    assert (back.open, back.answers) == ((0, 1, 2, 3, 4), ())
    assert settling.open == (0, 1, 2, 3, 4)


def test_what_the_plan_cannot_be_without_is_asked_last_one_at_a_time() -> None:
    bare = {key: value for key, value in DATA.items() if key not in ("title", "number")}
    settling = begun(bare)
    for number in range(5):
        settling = answer(settling, number)
    assert [settling.questions[n].field for n in settling.open] == ["title"]
    with pytest.raises(AnswerError):
        settling.with_answer(5, settling.keep(5))
    settling = settling.with_answer(5, settling.set(5, "title", "Đón khách"))
    assert [settling.questions[n].field for n in settling.open] == ["number"]
    settling = settling.with_answer(6, settling.set(6, "number", "12/KH-UBND"))
    assert settling.open == ()
    anew = settling.with_answer(5, settling.set(5, "title", "Đón khách quý"))
    assert anew.open == ()
    assert (anew.data["title"], anew.data["number"]) == ("Đón khách quý", "12/KH-UBND")
    assert [each.field for each in anew.questions[5:]] == ["title", "number"]
    assert anew.without(5).open == (5,)


@pytest.mark.parametrize("way", ["take", "set", "drop"])
def test_what_is_not_asked_is_no_answer(way: str) -> None:
    settling = begun()
    with pytest.raises(AnswerError, match="not what is asked"):
        {
            "take": lambda: settling.take(3, 0),  # it has no candidates
            "set": lambda: settling.set(3, "title", "x"),
            "drop": lambda: settling.drop(0),  # it is the head's
        }[way]()


def test_the_rows_say_what_the_draft_has() -> None:
    settling = answer(begun(), 3)
    assert [(name.en, value.en) for name, value in settling.rows(3)] == [
        ("what", "Mời khách"),
        ("lead", "—"),
        ("deadline", "Quý II/2021"),
        ("days", "30 June 2021"),
    ]
    assert [value.vi for _, value in settling.rows(0)] == ["2020-12-28"]
