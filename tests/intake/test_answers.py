"""A person's answers in a draft: what they set, what they drop, and what is not let pass."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from typing import Any

import pytest

from intake.answers import Answer, AnswerError, answered, further, judge, of_candidate, readings
from intake.plan_text import plan_text
from intake.questions import NOWHERE, Question, Sheet
from intake.review import sheet_json
from rules.text import Text
from tests.intake.reading import directories, draft, working_days

HEAD = """ỦY BAN NHÂN DÂN
THÀNH PHỐ HẢI PHÒNG

Hải Phòng, ngày 28 tháng 12 năm 2020

KẾ HOẠCH
Đón khách năm 2021 của thành phố Hải Phòng
(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 18/12/2020 của UBND thành phố)

I. NHIỆM VỤ

STT	Nội dung công việc	Cơ quan chủ trì	Sản phẩm	Thời gian thực hiện
"""
ROWS = """1	Lập kế hoạch đón khách	Sở Nội vụ	Kế hoạch	Quý I/2021
2	Mời khách	Sở Khách khứa	Giấy mời	Một hôm đẹp trời
3	Đưa đón khách	Sở Tài chinh thu	Xe	Tháng 7/2021
"""
NOTHING = Text("", "")


def imported(text: str = HEAD + ROWS) -> tuple[dict[str, Any], Sheet]:
    made = draft(text)
    sheet = Sheet.model_validate_json(json.dumps(sheet_json(made, "")))
    return tomllib.loads(plan_text(made)), sheet


def put(data: dict[str, Any], *answers: Answer) -> dict[str, Any]:
    return answered(data, answers, directories()["haiphong"], working_days())


def duty(data: dict[str, Any], ref: str) -> dict[str, Any]:
    return next(each for each in data["duty"] if each["ref"] == ref)


def to(field: str, value: str, *refs: str) -> Answer:
    return Answer(choice="set", refs=refs, field=field, value=value)


def about(field: str, *refs: str, candidates: tuple[str, ...] = (), written: str = "") -> Question:
    return Question(NOTHING, NOTHING, NOWHERE, refs, field, written, candidates)


def test_the_questions_of_a_sheet_the_head_first() -> None:
    _, sheet = imported()
    assert [(each.refs, each.field) for each in sheet.questions()] == [
        ((), "issued"), ((), "coordinator"),
        (("I.2",), "lead"), (("I.2",), "when"), (("I.3",), "lead"),
    ]  # fmt: skip


def test_targets_without_a_time_are_one_question_and_take_one_wording() -> None:
    targets = "- Tối thiểu 95% khách đúng giờ.\n- Tối thiểu 80% khách hài lòng.\n"
    data, sheet = imported(f"KẾ HOẠCH\nĐón khách năm 2021\n\nII. CHỈ TIÊU\n\n{targets}")
    asked = next(each for each in sheet.questions() if len(each.refs) == 2)
    assert (asked.field, asked.candidates) == ("when", ())
    after = put(data, to("when", "Quý II/2021", *asked.refs))
    assert {each["when"] for each in after["duty"]} == {"Quý II/2021"}


def test_a_duty_less_than_certain_is_asked_about_and_one_doubted_only_once() -> None:
    sheet = Sheet.model_validate({
        "source": "", "sha256": "", "leftovers": [],
        "doubts": [{"ref": "2", "about": {"vi": "x", "en": "x"}, "reason": {"vi": "", "en": ""},
                    "written": "", "candidates": [], "place": {"line": 7}},
                   {"ref": "9", "about": {"vi": "x", "en": "lead"}, "reason": {"vi": "", "en": ""},
                    "written": "", "candidates": ["Sở Nội vụ"]}],
        "duties": [{"ref": "1", "confidence": 0.75}, {"ref": "2", "confidence": 0.4},
                   {"ref": "3", "confidence": 0.95}],
    })  # fmt: skip
    asked = sheet.questions()
    assert [each.refs for each in asked] == [(), ("2",), ("1",)]
    assert (asked[0].field, asked[0].candidates) == ("", ())  # about no duty of the draft
    assert asked[1].place.words().vi == "dòng 7"


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("issued", "18/12/2020", date(2020, 12, 18)),
        ("issued", "2020-12-18", date(2020, 12, 18)),
        ("number", " 12/KH-UBND ", "12/KH-UBND"),
        ("issuer", "Sở Nội vụ", "so-noi-vu"),
        ("coordinator", "so-tai-chinh", "so-tai-chinh"),
        ("period", "2022 - 2021", [2021, 2022]),
        ("period", "năm 2021", [2021, 2021]),
        ("title", "Kế hoạch\nđón khách", "Kế hoạch đón khách"),
    ],
)
def test_the_head_is_set(key: str, value: str, expected: object) -> None:
    data, _ = imported()
    before = json.dumps(data, default=str)
    assert put(data, to(key, value))[key] == expected
    assert json.dumps(data, default=str) == before


def test_another_period_gives_another_id() -> None:
    data, _ = imported()
    assert put(data, to("period", "2021-2022"))["id"] == "haiphong-2021-2022"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (to("issued", "31/02/2021"), "28/12/2018"),
        (to("period", "năm nay"), "2019-2020"),
        (to("issuer", "Sở Tài chinh thu"), "Sở Tài chính"),
        (to("lead", "Sở Nội vụ; Sở Mộng mơ", "I.1"), "Sở Mộng mơ"),
        (to("number", "  "), "nothing"),
        (to("revision", "3"), "cannot be set"),
        (to("ref", "9", "I.1"), "cannot be set"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_would_be_right(answer: Answer, said: str) -> None:
    data, _ = imported()
    with pytest.raises(AnswerError, match=said):
        put(data, answer)


def test_agencies_stand_as_they_were_typed_each_once() -> None:
    data, _ = imported()
    after = duty(put(data, to("lead", "so-noi-vu; Sở Tài chính; Sở Nội vụ", "I.2")), "I.2")
    assert after["lead"] == ["so-noi-vu", "so-tai-chinh"]
    assert after["lead_written"] == ["so-noi-vu", "Sở Tài chính"]
    assert duty(put(data, to("lead", "-", "I.1")), "I.1")["lead"] == []


@pytest.mark.parametrize(
    ("there", "written", "candidates", "number", "expected"),
    [
        # nobody answers to one name of two: the near one joins
        ("Sở Nội vụ", "Sở Tài chinh thu", ("Sở Tài chính",), 0,
         {"so-noi-vu": "Sở Nội vụ", "so-tai-chinh": "Sở Tài chính"}),
        # both were taken and the person means one
        ("Sở Nội vụ; Sở Tài chính", "Kế hoạch của hai sở", ("Sở Nội vụ", "Sở Tài chính"), 1,
         {"so-tai-chinh": "Sở Tài chính"}),
        ("Sở Nội vụ", "", ("Sở Tài chính",), 0, {"so-tai-chinh": "Sở Tài chính"}),
    ],
)  # fmt: skip
def test_a_candidate_joins_or_replaces(
    there: str, written: str, candidates: tuple[str, ...], number: int, expected: dict[str, str]
) -> None:
    data = put(imported()[0], to("lead", there, "I.1"))
    asked = about("lead", "I.1", candidates=candidates, written=written)
    after = duty(put(data, of_candidate(asked, number, data)), "I.1")
    assert dict(zip(after["lead"], after["lead_written"], strict=True)) == expected


def test_a_typed_deadline_stands_for_all_the_cells_said() -> None:
    data, _ = imported()
    duty(data, "I.1").update(labels=["2021-Q1", "2021-Q2"], cells={"2021-Q1": "15/3/2021"})
    after = put(data, to("when", "trước ngày 10/5/2021", "I.1"))
    assert "cells" not in duty(after, "I.1")
    found = readings(after, duty(after, "I.1"), working_days())
    assert [each.window.stated for each in found if each.window] == [date(2021, 5, 9)]


def test_labels_stay_where_the_wording_needs_them() -> None:
    data, _ = imported()
    duty(data, "I.1").update(labels=["2021-Q1", "2021-Q2"])
    after = put(data, to("when", "trước ngày 10 của tháng cuối kỳ báo cáo", "I.1"))
    found = readings(after, duty(after, "I.1"), working_days())
    assert [(each.label, each.window.stated) for each in found if each.window] == [
        ("2021-Q1", date(2021, 3, 9)),
        ("2021-Q2", date(2021, 6, 9)),
    ]


KEEP = Answer(choice="keep")


@pytest.mark.parametrize(
    ("question", "answer", "refused"),
    [
        (about("when", "I.2"), KEEP, True),
        (about("when", "I.2"), to("when", "một hôm khác", "I.2"), True),
        (about("when", "I.2"), to("when", "Quý II/2021", "I.2"), False),
        (about("lead", "I.2"), to("when", "một hôm khác", "I.2"), True),
        (about("lead", "I.2"), KEEP, True),
        (about("lead", "I.2"), to("lead", "-", "I.2"), False),
        (about("lead", "I.1"), KEEP, False),
        (about("issued"), KEEP, False),
        (about("", "I.2"), Answer(choice="drop", refs=("I.1", "I.2", "I.3")), True),
        (about("", "I.2"), Answer(choice="drop", refs=("I.2",)), False),
    ],
)
def test_nothing_passes_that_is_no_plan(question: Question, answer: Answer, refused: bool) -> None:
    data = put(imported()[0], answer)
    if refused:
        with pytest.raises(AnswerError):
            judge(data, question, answer, working_days())
    else:
        judge(data, question, answer, working_days())


def test_a_missing_key_of_the_head_has_to_be_given() -> None:
    data, _ = imported()
    del data["issued"]
    with pytest.raises(AnswerError):
        judge(data, about("issued"), KEEP, working_days())
    assert [each.field for each in further(data, working_days())] == ["issued"]


def test_a_deadline_refused_in_the_end_is_asked_about() -> None:
    data, _ = imported()
    assert [(each.refs, each.field) for each in further(data, working_days())] == [
        (("I.2",), "when")
    ]
    dropped = put(data, Answer(choice="drop", refs=("I.2",)))
    assert further(dropped, working_days()) == []
