"""Columns of years with marks; tasks written as paragraphs."""

from __future__ import annotations

import pytest

from intake.proposal import Proposal
from tests.intake.reading import draft, fixture

HEAD = (
    "KẾ HOẠCH\nĐón khách giai đoạn 2021 - 2023\n\nPHỤ LỤC\n\n"
    "TT\tNội dung\tChủ trì\tSản phẩm\tTiến độ thực hiện\t\t\n\t\t\t\t2021\t2022\t2023\n"
)
YEARS = """1\tRà soát bộ máy. Định kỳ hàng quý họp sơ kết.\tGiám đốc Sở Nội vụ\tBáo cáo\tX\tX\tx
2\tGiảm biên chế\tSở Nội vụ\t\tGiảm 10% biên chế\tGiảm 10% biên chế\tGiảm 10% biên chế
3\tHồ sơ trực tuyến\tSở Tư pháp\t\tĐạt 30% hồ sơ\tĐạt 40% hồ sơ\tĐạt 50% hồ sơ
4\tBan hành hướng dẫn\tSở Tư pháp\t\tTrong Quý IV năm 2021\t\t
5\tThi tuyển\tSở Nội vụ\t\tTheo Đề án của Chính phủ\tTheo Đề án của Chính phủ\t
6\tBỏ trống\tSở Nội vụ\t\t\t\t
"""


def by_ref(text: str) -> dict[str, Proposal]:
    return {duty.ref: duty for duty in draft(text).duties}


def test_years_by_a_head_of_two_rows() -> None:
    duties = by_ref(HEAD + YEARS)
    assert duties["PL.1"].cells == {"2021": "X", "2022": "X", "2023": "x"}
    assert duties["PL.1"].labels == ("2021", "2022", "2023")
    assert duties["PL.1"].confidence > 0.9
    assert [name.id for name in duties["PL.1"].lead] == ["so-noi-vu"]
    assert (duties["PL.1-1"].kind, duties["PL.1-1"].when) == ("standing", "Định kỳ hàng quý")
    assert (duties["PL.4"].when, duties["PL.4"].labels) == ("Trong Quý IV năm 2021", ("2021",))
    assert not duties["PL.5"].labels  # it waits: no year is promised
    assert duties["PL.6"].doubts


def test_amounts_by_year() -> None:
    duties = by_ref(HEAD + YEARS)
    same, rising = duties["PL.2"], duties["PL.3"]
    assert same.value is not None
    assert (same.value.amount, same.values) == (10, ())
    assert [(v.label, v.amount) for v in rising.values] == [
        ("2021", 30),
        ("2022", 40),
        ("2023", 50),
    ]


def test_years_without_a_head_are_told_by_their_marks() -> None:
    lines = [f"{n}\tRà soát bộ máy lần thứ {n}\tSở Nội vụ\tBáo cáo\tX\tX\tX" for n in (1, 2, 3)]
    title = "KẾ HOẠCH\nĐón khách giai đoạn 2021 - 2023\n\nPHỤ LỤC\n\n"
    duty = by_ref(title + "\n".join(lines))["PL.2"]
    assert duty.labels == ("2021", "2022", "2023")
    assert duty.confidence < 0.9


@pytest.mark.parametrize(
    ("ref", "title", "when", "lead", "with_", "product"),
    [
        (
            "II.1.2.a", "Kế hoạch phối hợp với Bộ Tư pháp sơ kết việc thi hành Luật",
            "Quý III/2021", ["so-tu-phap"], ["@so-ban-nganh", "@quan-huyen"], "",
        ),
        (
            "II.1.2.b", "Đề án vị trí việc làm", "Sau khi có hướng dẫn của Bộ Nội vụ",
            ["so-noi-vu"], ["so-tai-chinh", "@so-ban-nganh"], "Đề án",
        ),
        (
            "II.1.2.c", "Rà soát quy chế làm việc", "trước ngày 30/6/2022", ["vp-ubnd-tp"],
            ["so-noi-vu"], "",
        ),
        ("II.1.2.d", "Nâng cấp cổng thông tin", "trong một ngày đẹp trời", [""], [], ""),
    ],
)  # fmt: skip
def test_tasks_as_paragraphs(
    ref: str, title: str, when: str, lead: list[str], with_: list[str], product: str
) -> None:
    duty = by_ref(fixture("giai-doan.txt"))[ref]
    assert (duty.kind, duty.title, duty.when, duty.product) == ("task", title, when, product)
    assert [name.id for name in duty.lead] == lead
    assert [name.id for name in duty.with_] == with_


def test_a_task_paragraph_with_an_unknown_name_and_wording_is_in_doubt_twice() -> None:
    doubts = [doubt for doubt in draft(fixture("giai-doan.txt")).doubts if doubt.ref == "II.1.2.d"]
    assert [doubt.written for doubt in doubts] == ["Sở Du hành vũ trụ", "trong một ngày đẹp trời"]


def test_dashes_with_pluses_are_tasks_of_their_own() -> None:
    text = """II. NHIỆM VỤ
1. Chung
- Xây dựng đề án đón khách.
+ Đơn vị chủ trì: Sở Nội vụ.
+ Thời hạn hoàn thành: Quý I/2021.
- Xây dựng đề án tiễn khách.
+ Nói thêm về việc tiễn khách.
+ Đơn vị chủ trì: Sở Tài chính.
+ Thời hạn hoàn thành: Quý II/2021.
"""
    duties = by_ref(text)
    assert {ref: duty.when for ref, duty in duties.items()} == {
        "II.1-1": "Quý I/2021",
        "II.1-2": "Quý II/2021",
    }
    assert duties["II.1-2"].title == "Xây dựng đề án tiễn khách"


def test_words_like_labels_without_their_colon_are_prose() -> None:
    assert not by_ref(
        "II. A\n1. Cơ quan chủ trì chịu trách nhiệm về thời gian thực hiện: đúng hẹn."
    )


def test_labels_that_ocr_spoiled() -> None:
    (duty,) = draft(
        "II. A\n1. Lập đề án đón khách\nCơ  quan chù trì : Sở Nội vụ\n"
        "Cơ quan phối hơp: Sở Tài chính\nThòi gian thưc hiên: Quý I/2021\n"
    ).duties
    assert (duty.ref, duty.title, duty.when) == ("II.1", "Lập đề án đón khách", "Quý I/2021")
    assert [name.id for name in (*duty.lead, *duty.with_)] == ["so-noi-vu", "so-tai-chinh"]


def test_the_label_that_says_no_more_than_done() -> None:
    (duty,) = draft(
        "II. A\n1. Lập đề án đón khách.\n- Chủ trì: Sở Nội vụ.\n- Hoàn thành: Tháng 01/2021.\n"
        "2. Tỷ lệ hoàn thành: ghi ở trên.\n"
    ).duties
    assert duty.when == "Tháng 01/2021"


def test_a_sentence_that_names_its_lead_and_labels_its_time() -> None:
    (duty,) = draft(
        "II. A\n1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính lập đề án đón khách; thời gian"
        " hoàn thành: Quý III/2021.\n"
    ).duties
    assert (duty.kind, duty.when) == ("task", "Quý III/2021")
    assert [name.id for name in (*duty.lead, *duty.with_)] == ["so-noi-vu", "so-tai-chinh"]
    assert 0.6 < duty.confidence < 0.9


@pytest.mark.parametrize(
    ("cell", "when"),
    [
        ("Cuối năm 2021, 100% các cơ quan có trang thông tin", "Cuối năm 2021"),
        ("Theo Đề án của Chính phủ: đón khách bốn phương", "Theo Đề án của Chính phủ"),
        ("Quý I, Quý II", "Quý I, Quý II"),
        ("Giảm 10%, tăng 5%", "Giảm 10%, tăng 5%"),
    ],
)
def test_the_time_that_opens_a_years_cell_is_its_wording(cell: str, when: str) -> None:
    duty = by_ref(f"{HEAD}1\tA\tSở Nội vụ\t\t{cell}\t\t\n2\tB\tSở Nội vụ\t\tX\tX\tX\n")["PL.1"]
    assert duty.when == when
    assert duty.cells["2021"] == cell
