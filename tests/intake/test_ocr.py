"""Letters that OCR takes for figures: read as figures, and said to be."""

from __future__ import annotations

from datetime import date

import pytest

from intake.words import figures, flat, misread
from tests.intake.reading import draft, items

HEAD = "KẾ HOẠCH\nĐón khách năm 2021 của thành phố Hải Phòng\n\n"


def test_letters_lose_their_marks_in_their_places() -> None:
    assert flat("Thòi gian thưc hiên: Đ") == "thoi gian thuc hien: d"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("trước ngày l5/O1/2O21", ("l5", "O1", "2O21")),
        ("Quý I/2021, Lộ trình 1", ()),
        ("II. 30c/NQ-CP", ()),
        ("đạt S2%", ("S2",)),
    ],
)
def test_a_letter_within_a_figure(text: str, wrong: tuple[str, ...]) -> None:
    assert misread(text) == wrong
    assert figures("2O2l") == "2021"


def test_number_and_date_of_the_document() -> None:
    plan = draft(
        "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG\nSố: l2/KH-UBND\n"
        f"Hải Phòng, ngày 28 tháng l2 năm 2O20\n\n{HEAD}I. NHIỆM VỤ\n"
    )
    assert plan.header.number == "12/KH-UBND"
    assert plan.header.issued == date(2020, 12, 28)
    told = [(doubt.about.en, doubt.written, doubt.candidates) for doubt in plan.header.doubts]
    assert told[:2] == [
        ("the document's number", "Số: l2/KH-UBND", ("12/KH-UBND",)),
        ("the document's date", "ngày 28 tháng l2 năm 2O20", ("28/12/2020",)),
    ]


def test_a_day_and_an_amount_are_taken_with_a_mark() -> None:
    plan = draft(
        f"{HEAD}I. CHỈ TIÊU\n- S2% khách hài lòng.\nII. NHIỆM VỤ\n"
        "1. Sở Nội vụ trình đề án trước ngày l5/O3/2021.\n"
    )
    goal, task = plan.duties
    assert goal.value is not None
    assert goal.value.amount == 52
    assert task.when == "trước ngày l5/O3/2021"
    assert [[d.written for d in duty.doubts] for duty in plan.duties] == [["S2"], ["l5", "O3"]]
    assert max(duty.confidence for duty in plan.duties) < 0.5


@pytest.mark.parametrize(
    ("text", "path", "written"),
    [
        ("I. A\nl. B", ("I", "1"), "l."),
        ("I. A\nlI. B", ("II",), "lI."),
        ("ll. B", ("II",), "ll."),
        ("lV- B", ("IV",), "lV-"),
    ],
)
def test_a_number_of_letters_is_a_number(text: str, path: tuple[str, ...], written: str) -> None:
    last = items(text)[-1]
    assert (last.path, last.misread) == (path, written)


def test_a_number_so_read_is_told() -> None:
    plan = draft(f"{HEAD}I. NHIỆM VỤ\nl. Sở Nội vụ trình đề án trong tháng 02/2021.\n")
    assert [duty.ref for duty in plan.duties] == ["I.1"]
    assert [doubt.written for doubt in plan.doubts if doubt.candidates == ("1",)] == ["l."]
