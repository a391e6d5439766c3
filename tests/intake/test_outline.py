"""The numbers a paragraph stands under."""

from __future__ import annotations

import pytest

from tests.intake.reading import items


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I. A\n1. B\na) C\n- D\n- E",
            [("I", 0), ("I.1", 0), ("I.1.a", 0), ("I.1.a", 1), ("I.1.a", 2)],
        ),
        (
            "II- A\n2.1. B\n2.1.1. C\n2.2. D",
            [("II", 0), ("II.2.1", 0), ("II.2.1.1", 0), ("II.2.2", 0)],
        ),
        (
            "I. A\nc) B\nd) C\nd) D\ne) E",
            [("I", 0), ("I.c", 0), ("I.d", 0), ("I.đ", 0), ("I.e", 0)],
        ),
        ("I. A\nh) B\ni) C\nl) D", [("I", 0), ("I.h", 0), ("I.i", 0), ("I.l", 0)]),  # not Roman
        (
            "I. A\n1. B\n1. Khác\nII. C\n1. D",
            [("I", 0), ("I.1", 0), ("I.1", 0), ("II", 0), ("II.1", 0)],
        ),
        ("I. A\n- B\nNơi nhận:\n- Sở Nội vụ", [("I", 0), ("I", 1), ("", 0), ("", 2)]),
        ("I/ A\n1/ Bé\n2- Cá\na/ D", [("I", 0), ("I.1", 0), ("I.2", 0), ("I.2.a", 0)]),
        ("I. A\n2 - 3 lần một năm", [("I", 0), ("I", 0)]),
        ("Điều 1. Ban hành\n30/6/2021 là hạn", [("", 0), ("", 0)]),
    ],
)
def test_paragraphs_stand_under_numbers(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(".".join(item.path), item.bullet) for item in items(text)] == expected


def test_of_two_sections_with_one_number_the_first_gets_its_initials() -> None:
    found = items("II. A\nIII. NHIỆM VỤ TRỌNG TÂM\n1. B\nIII. CHẾ ĐỘ BÁO CÁO\n1. C")
    assert [".".join(item.path) for item in found] == ["II", "III.NV", "III.NV.1", "III", "III.1"]


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("PHỤ LỤC", "PL"),
        ("Phụ lục 1", "PL1"),
        ("PHỤ LỤC SỐ 02", "PL2"),
        ("DANH MỤC NHIỆM VỤ NĂM 2021", "DM"),
        ("Danh mục nhiệm vụ kèm theo Kế hoạch này gồm:", ""),
        ("phụ lục", ""),
    ],
)
def test_an_appendix_is_a_part_of_its_own(heading: str, part: str) -> None:
    assert items(f"I. A\n\n{heading}\n\nI. B")[-1].part == part


def test_a_heading_right_below_an_appendix_is_its_title() -> None:
    assert items("PHỤ LỤC\n\nDANH MỤC CÁC NHIỆM VỤ\n\nI. B")[-1].part == "PL"


def test_parents_are_the_headings_above() -> None:
    last = items("I. A\n2. B\n2.1. C\na) D\n- E:\n+ F")[-1]
    assert [parent.text for parent in last.parents] == ["A", "B", "C", "D", "E:"]
    assert last.text == "F"
