"""Names in lists and sentences; every id by hand from the shipped directory of Hải Phòng."""

from __future__ import annotations

import pytest

from intake.model import Place
from intake.proposal import Name
from intake.recognise.agencies import LEAD, Agencies
from intake.recognise.prose import beside, doers, subject
from tests.intake.reading import directories

AGENCIES = Agencies(directories()["haiphong"])


@pytest.mark.parametrize(
    ("cell", "ids"),
    [
        ("Sở Nội vụ", ["so-noi-vu"]),
        (
            "- Sở Nội vụ - Các Sở, ngành; - UBND các quận, huyện.",
            ["so-noi-vu", "@so-ban-nganh", "@quan-huyen"],
        ),
        ("Sở Tài chính; Cục Thuế thành phố", ["so-tai-chinh", "cuc-thue"]),
        (
            "Các sở, ban, ngành và các cơ quan, đơn vị có liên quan",
            ["@so-ban-nganh", "@co-quan-don-vi"],
        ),
        ("Sở Khoa học và Công nghệ, Sở Nội vụ", ["so-khcn", "so-noi-vu"]),
        ("Các sở: KH&ĐT, Xây dựng và Tài chính", ["so-khdt", "so-xay-dung", "so-tai-chinh"]),
        ("UBND các quận: Lê Chân, Hồng Bàng", ["ubnd-quan-le-chan", "ubnd-quan-hong-bang"]),
        ("Các sở, ban, ngành, UBND cấp huyện, cấp xã", ["@so-ban-nganh", "@quan-huyen-xa"]),
        ("Giám đốc Sở Nội vụ\nSở Nội vụ", ["so-noi-vu"]),  # twice the same
        (
            "Thủ trưởng các sở, ban, ngành Chủ tịch UBND các quận, huyện",  # a line break is lost
            ["@so-ban-nganh", "@quan-huyen"],
        ),
        ("", []),
    ],
)
def test_a_cell_of_names(cell: str, ids: list[str]) -> None:
    assert [name.id for name in AGENCIES.listed(cell)] == ids


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Sở Vũ trụ và Đại dương", [Name("Sở Vũ trụ và Đại dương")]),
        ("Sở Nội vụ, Sở Vũ trụ", [Name("Sở Nội vụ", "so-noi-vu"), Name("Sở Vũ trụ")]),
        ("Sở Vũ trụ, Cục Đại dương", [Name("Sở Vũ trụ"), Name("Cục Đại dương")]),
    ],
)
def test_a_name_nobody_answers_to_stays_as_written(cell: str, names: list[Name]) -> None:
    assert list(AGENCIES.listed(cell)) == names


def test_a_name_nobody_answers_to_is_a_doubt_with_those_near_it() -> None:
    names = AGENCIES.listed("Sở Tư pháap; Sở Nội vụ")
    (doubt,) = AGENCIES.doubts(names, LEAD, Place(line=3), "I.1")
    assert doubt.written == "Sở Tư pháap"
    assert "Sở Tư pháp" in doubt.candidates
    assert not AGENCIES.find("Sở Tư pháap")  # near, and still nobody


def test_without_a_directory_names_stay_names() -> None:
    assert Agencies(None).listed("Sở Nội vụ") == (Name("Sở Nội vụ"),)
    assert Agencies(None).leading("Sở Nội vụ chủ trì") == ((), 0)


@pytest.mark.parametrize(
    ("sentence", "ids"),
    [
        ("Các sở, UBND các quận, huyện định kỳ tổng hợp", ["@cac-so", "@quan-huyen"]),
        (
            "Thủ trưởng các Sở, ban, ngành, các cơ quan, đơn vị có liên quan chỉ đạo",
            ["@so-ban-nganh", "@co-quan-don-vi"],
        ),
        ("Sở Tư pháp: Chủ trì việc chung", ["so-tu-phap"]),
        ("cơ quan, đơn vị được kiểm tra", []),  # passive: they are not the doers
        ("cơ quan chuyên môn thuộc thành phố", []),  # a noun goes on
        ("Tăng cường kiểm tra Sở Nội vụ", []),
        ("Giao Sở Nội vụ chủ trì việc này", ["so-noi-vu"]),
    ],
)
def test_the_subject_of_a_sentence(sentence: str, ids: list[str]) -> None:
    assert [name.id for name in subject(sentence, AGENCIES)] == ids


@pytest.mark.parametrize(
    ("sentence", "ids"),
    [
        ("hồ sơ do các Sở, cơ quan ngang Sở tiếp nhận", ["@so"]),
        ("chỉ tiêu do UBND thành phố giao", []),
        ("hồ sơ do người dân gửi", []),
    ],
)
def test_who_does_it(sentence: str, ids: list[str]) -> None:
    assert [name.id for name in doers(sentence, AGENCIES)] == ids


def test_whom_they_do_it_with() -> None:
    names = beside("Chủ trì, phối hợp với Sở Nội vụ, Sở Tài chính trình kinh phí", AGENCIES)
    assert [name.id for name in names] == ["so-noi-vu", "so-tai-chinh"]
