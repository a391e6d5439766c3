"""Task tables and score tables: what a row means, however the table came through."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from intake.draft import Draft, make_draft
from intake.model import Document, Table
from intake.read import read_document
from intake.recognise.columns import is_head
from tests.intake.reading import directories, draft, fixture, working_days

# ref, title, wording, leads: by hand from ke-hoach-nam.txt
ROWS = [
    ("PL.I.1", "Lập kế hoạch đón khách", "Quý I/2021", ["so-noi-vu"]),
    (
        "PL.I.2.a",
        "Đánh giá việc đón khách: Ở các sở",
        "Ban hành trong Quý IV/2021; hoàn thành trong Quý I/2022",
        ["so-noi-vu"],
    ),
    ("PL.I.2.b", "Đánh giá việc đón khách: Ở các quận", "Tháng 6/2021", ["@quan-huyen"]),
    ("PL.I.3.a", "Kiểm tra việc đón khách: Tối thiểu 30% sở", "Cả năm 2021", ["so-noi-vu"]),
    (
        "PL.II.1",
        "Treo cờ, kết hoa trên các đường phố chính của thành phố",
        "Thường xuyên",
        ["so-xay-dung"],
    ),
    ("PL.II.2", "Mời khách", "Một hôm đẹp trời", [""]),
]
SCORES = {
    "PL2.1": (8.5, []), "PL2.1.1": (1.5, ["so-noi-vu"]), "PL2.1.2": (0.5, ["so-noi-vu"]),
    "PL2.1.3": (1.75, ["so-ttt"]), "PL2.1.6": (1, []), "PL2.2": (9, []),
    "PL2.2.1": (2, ["so-tu-phap"]), "PL2.2.2": (4, ["so-tu-phap"]),
    "PL2.2.2.1": (0.9, ["so-tu-phap"]), "PL2.TONG": (23, []),
    "PL2.3": (5.5, []), "PL2.3.1": (2, ["so-noi-vu"]),
    "PL2.3.2": (3.5, []), "PL2.3.2.1": (3.5, ["so-tai-chinh"]),  # its row below names another
}  # fmt: skip


def rows(plan: Draft) -> list[tuple[str, str, str, list[str]]]:
    return [
        (duty.ref, duty.title, duty.when, [name.id for name in duty.lead])
        for duty in plan.duties
        if duty.ref.startswith("PL")
    ]


def scores(plan: Draft) -> dict[str, tuple[float, list[str]]]:
    return {
        duty.ref: (duty.value.amount, [name.id for name in duty.lead])
        for duty in plan.duties
        if duty.value
    }


def changed(name: str, change: Callable[[Table], Table]) -> Draft:
    document = read_document(fixture(name).encode(), name)
    blocks = tuple(change(b) if isinstance(b, Table) else b for b in document.blocks)
    return make_draft(Document(name, blocks), directories(), working_days(), "haiphong")


def without_heads(table: Table) -> Table:
    kept = (row for row in table.rows if not is_head([cell.text for cell in row]))
    return replace(table, rows=tuple(kept))


def shuffled(seed: int) -> Callable[[Table], Table]:
    def change(table: Table) -> Table:
        order = list(range(len(table.rows[0])))
        random.Random(seed).shuffle(order)
        return replace(table, rows=tuple(tuple(row[n] for n in order) for row in table.rows))

    return change


def test_rows_sections_letters_broken_rows_and_repeated_heads() -> None:
    plan = draft(fixture("ke-hoach-nam.txt"))
    assert rows(plan) == ROWS
    by_ref = {duty.ref: duty for duty in plan.duties}
    assert [name.id for name in by_ref["PL.I.1"].with_] == ["so-tai-chinh", "@so-ban-nganh"]
    assert [name.id for name in by_ref["PL.I.2.a"].with_] == ["so-khdt", "so-xay-dung"]
    assert by_ref["PL.II.1"].product == "Cờ hoa"
    value = by_ref["PL.I.3.a"].value
    assert value is not None
    assert (value.op, value.amount) == (">=", 30)


@pytest.mark.parametrize("seed", range(6))
def test_columns_in_any_order(seed: int) -> None:
    assert rows(changed("ke-hoach-nam.txt", shuffled(seed))) == ROWS


def test_columns_without_their_heads_are_told_by_their_cells_and_marked() -> None:
    plan = changed("ke-hoach-nam.txt", without_heads)
    assert rows(plan) == ROWS
    assert "các cột của bảng" in [doubt.about.vi for doubt in plan.doubts]
    assert max(duty.confidence for duty in plan.duties if duty.ref.startswith("PL")) < 0.9


@pytest.mark.parametrize("seed", range(3))
def test_scores_with_goals_and_merged_leads(seed: int) -> None:
    plan = changed("diem-so.txt", shuffled(seed))
    assert scores(plan) == SCORES
    assert {duty.when for duty in plan.duties} == {"Mục tiêu năm 2021"}


def test_the_goal_without_a_head_is_between_what_was_and_what_can_be() -> None:
    assert scores(changed("diem-so.txt", without_heads)) == SCORES


def test_a_merged_name_is_a_doubt_and_a_break_ends_it() -> None:
    plan = draft(fixture("diem-so.txt"))
    doubts = {d.ref: d for d in plan.doubts if d.about.vi == "cơ quan chủ trì"}
    assert sorted(doubts) == ["PL2.1.2", "PL2.1.6", "PL2.2.2"]  # 1.4 and 1.5 are left out
    assert doubts["PL2.1.6"].candidates == ("Sở Thông tin và Truyền thông",)
    assert (
        doubts["PL2.2.2"].reason.en
        == "empty in rows 2.2 – 2.2.1: taken as merged with the row above"
    )


def test_a_name_merged_over_tasks_holds_for_the_rows_below() -> None:
    merged = (
        "1\tA\tSở Nội vụ\tQuý I/2021\n2\tB\t\tQuý II/2021\n3\tC\t\t\n"
        "4\tD\tSở Tư pháp\tQuý IV/2021\n"
    )
    plan = draft(TABLE.format(head=HEAD, rows=merged))
    assert [[name.id for name in duty.lead] for duty in plan.duties] == [
        ["so-noi-vu"],
        ["so-noi-vu"],
        [],  # an empty row is no part of a merged cell
        ["so-tu-phap"],
    ]
    (doubt,) = (d for d in plan.doubts if d.ref == "PL.2")
    assert doubt.candidates == ("Sở Nội vụ",)


def test_a_cell_the_format_says_is_merged_is_no_doubt() -> None:
    def merged(table: Table) -> Table:
        return replace(
            table,
            rows=tuple(
                tuple(replace(cell, merged=not cell.text and n == 5) for n, cell in enumerate(row))
                for row in table.rows
            ),
        )

    plan = changed("diem-so.txt", merged)
    assert scores(plan)["PL2.1.6"] == (1, ["so-ttt"])
    assert scores(plan)["PL2.2.2.1"] == (0.9, ["so-tu-phap"])
    assert not [doubt for doubt in plan.doubts if doubt.about.vi == "cơ quan chủ trì"]


TABLE = "PHỤ LỤC\n\n{head}{rows}\n"
HEAD = "STT\tNội dung\tChủ trì\tThời gian\n"
ROW = "{}\tLàm một việc cho thành phố\tSở Nội vụ\tQuý I/2021\n"


@pytest.mark.parametrize(
    ("numbers", "refs"),
    [
        (["1", "2", "3"], ["PL.1", "PL.2", "PL.3"]),
        (["1.", "2.", "3."], ["PL.1", "PL.2", "PL.3"]),
        (["1.1", "1.2", "2.1"], ["PL.1.1", "PL.1.2", "PL.2.1"]),
        (["", "2", "3"], ["PL.1", "PL.2", "PL.3"]),  # told from what follows
        (["1", "", "3"], ["PL.1", "PL.2", "PL.3"]),
        (["1", "1"], ["PL.1", "PL.1-2"]),
        (["1", "a)", "b)"], ["PL.1", "PL.1.a", "PL.1.b"]),
    ],
)
def test_numbers_of_rows(numbers: list[str], refs: list[str]) -> None:
    table = TABLE.format(head=HEAD, rows="".join(ROW.format(number) for number in numbers))
    assert [duty.ref for duty in draft(table).duties] == refs


@pytest.mark.parametrize(
    ("sections", "refs"),
    [
        (["I\tMột\t\t", "II\tHai\t\t"], ["PL.I.1", "PL.I.2", "PL.II.1", "PL.II.2"]),
        (["<b>I. Một</b>\t\t\t", "\tII Hai\t\t"], ["PL.I.1", "PL.I.2", "PL.II.1", "PL.II.2"]),
        (["2\tMỘT\t\t", "3\tHAI\t\t"], ["PL.2.1", "PL.2.2", "PL.3.1", "PL.3.2"]),
        (["A\tMột\t\t", "B\tHai\t\t"], ["PL.A.1", "PL.A.2", "PL.B.1", "PL.B.2"]),
    ],
)
def test_sections_where_numbers_begin_anew(sections: list[str], refs: list[str]) -> None:
    body = "".join(f"{section}\n{ROW.format(1)}{ROW.format(2)}" for section in sections)
    assert [duty.ref for duty in draft(TABLE.format(head=HEAD, rows=body)).duties] == refs


def test_sections_under_one_count_are_left_out_of_refs() -> None:
    body = f"I\tMột\t\t\n{ROW.format(1)}II\tHai\t\t\n{ROW.format(2)}"
    plan = draft(TABLE.format(head=HEAD, rows=body))
    assert [duty.ref for duty in plan.duties] == ["PL.1", "PL.2"]


@pytest.mark.parametrize(
    ("row", "about"),
    [
        ("1\tViệc\t\tQuý I/2021", "cơ quan chủ trì"),
        ("1\tViệc\tSở Vũ trụ\tQuý I/2021", "cơ quan chủ trì"),
        ("1\tViệc\tSở Nội vụ\t", "không có thời hạn"),
        ("1\tViệc\tSở Nội vụ\tQuý V/2021", "thời hạn"),
        ("1\t\tSở Nội vụ\tQuý I/2021", "tên nhiệm vụ"),
    ],
)
def test_what_is_missing_or_unknown_is_marked(row: str, about: str) -> None:
    plan = draft(TABLE.format(head=HEAD, rows=row))
    assert about in [doubt.about.vi for doubt in plan.doubts if doubt.ref == "PL.1"]
    assert plan.duties[0].confidence < 0.5


def test_a_letterhead_set_as_a_table_is_no_task_table() -> None:
    plan = draft("UBND THÀNH PHỐ\tCỘNG HÒA\tVIỆT NAM\nSố: 1/KH-UBND\tNgày\t2021\n")
    assert not plan.duties
    assert plan.header.number == "1/KH-UBND"
