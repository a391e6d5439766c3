"""Rows that lost their number, went on below a page's end, or say "as above"."""

from __future__ import annotations

import io

import docx
import pytest

from intake.draft import Draft, make_draft
from intake.proposal import Proposal
from intake.read import read_document
from tests.intake.reading import directories, draft, working_days

HEAD = "KẾ HOẠCH\nĐón khách năm 2021 của thành phố Hải Phòng\n\nPHỤ LỤC\n\n"
TASKS = HEAD + "STT\tNội dung\tChủ trì\tPhối hợp\tThời gian\n"
GOALS = HEAD + "TT\tChỉ tiêu\tĐơn vị tính\tChỉ tiêu năm 2021\tCơ quan chủ trì\n"


def by_ref(plan: Draft) -> dict[str, Proposal]:
    return {duty.ref: duty for duty in plan.duties}


def doubts_of(plan: Draft, ref: str) -> list[str]:
    return [doubt.about.en for doubt in plan.doubts if doubt.ref == ref]


def test_a_row_without_number_lead_and_deadline_is_the_rest_of_the_row_above() -> None:
    plan = draft(
        TASKS + "1\tCông bố danh mục\tSở Nội vụ\tSở Tài chính\tQuý I/2021\n"
        "\tTTHC một cửa\t\tCác sở\t\n2\tRà soát\tSở Tư pháp\t\tQuý II/2021\n"
    )
    duties = by_ref(plan)
    assert list(duties) == ["PL.1", "PL.2"]
    assert duties["PL.1"].title == "Công bố danh mục TTHC một cửa"
    assert [name.id for name in duties["PL.1"].with_] == ["so-tai-chinh", "@cac-so"]
    assert doubts_of(plan, "PL.1") == ["a broken row"]
    assert duties["PL.1"].confidence < 0.5
    assert duties["PL.2"].confidence > 0.9


def test_a_row_without_a_number_takes_nobody_elses() -> None:
    plan = draft(
        TASKS + "1\tA lớn\tSở Nội vụ\t\tQuý I/2021\n\tB lớn\tSở Nội vụ\t\tQuý II/2021\n"
        "2\tC lớn\tSở Tư pháp\t\tQuý III/2021\n\tD lớn\tSở Nội vụ\t\tQuý IV/2021\n"
    )
    assert {ref: duty.title for ref, duty in by_ref(plan).items()} == {
        "PL.1": "A lớn", "PL.1-2": "B lớn", "PL.2": "C lớn", "PL.3": "D lớn",
    }  # fmt: skip
    assert doubts_of(plan, "PL.1-2") == ["the row's ref"]
    assert doubts_of(plan, "PL.2") == []
    assert doubts_of(plan, "PL.3") == ["the row's ref"]


def test_a_number_that_comes_twice_is_told() -> None:
    plan = draft(TASKS + "1\tA\tSở Nội vụ\t\tQuý I/2021\n1\tB\tSở Nội vụ\t\tQuý II/2021\n")
    assert list(by_ref(plan)) == ["PL.1", "PL.1-2"]
    assert doubts_of(plan, "PL.1-2") == ["the row's ref"]


@pytest.mark.parametrize("ditto", ["nt", "- nt -", "Như trên", '"', "”", "//"])
def test_as_above(ditto: str) -> None:
    plan = draft(
        TASKS + "1\tA\tSở Nội vụ\tSở Tài chính\tQuý I/2021\n"
        f"2\tB\t{ditto}\t{ditto}\t{ditto}\n3\tC\t{ditto}\t\tQuý II/2021\n"
    )
    assert [[name.id for name in duty.lead] for duty in plan.duties] == [["so-noi-vu"]] * 3
    assert [duty.when for duty in plan.duties] == ["Quý I/2021", "Quý I/2021", "Quý II/2021"]
    assert [len(duty.with_) for duty in plan.duties] == [1, 1, 0]


def test_goals_with_words_and_units_of_their_own() -> None:
    plan = draft(
        GOALS + "1\tHồ sơ đúng hạn\t%\t≥ 98\tSở Nội vụ\n2\tGiảm đầu mối\tđơn vị\ttừ 5 trở lên\t\n"
        "3\tKhách\tngười\t1.200\tSở Nội vụ\n4\tXếp loại\t\tTốt\tSở Nội vụ\n"
    )
    values = {ref: duty.value for ref, duty in by_ref(plan).items()}
    assert [
        (value.op, value.amount, value.unit) if value else None for value in values.values()
    ] == [(">=", 98, "%"), (">=", 5, "đơn vị"), ("=", 1.2, "người"), None]
    assert doubts_of(plan, "PL.3") == doubts_of(plan, "PL.4") == ["goal"]


def test_where_a_page_ends_a_word_document_says_the_same_as_the_text() -> None:
    head = ["STT", "Tiêu chí", "Điểm tối đa", "Mục tiêu năm 2021", "Chủ trì"]
    pieces = [
        [head, ["1", "THỂ CHẾ", "5", "4", ""], ["1.1", "Soạn", "1", "1", "Sở Tài chính"],
         ["1.2", "Trình", "1", "1", "Sở Tư pháp"], ["1.3", "Rà soát", "2", "1.5", ""]],
        [["1.4", "In", "2", "1.5", ""], ["2", "BỘ MÁY", "3", "2", ""],
         ["2.1", "Sắp xếp", "3", "2", "Sở Nội vụ"], ["2.2", "Xem lại", "1", "1", ""]],
    ]  # fmt: skip
    text = HEAD + "\n\n".join("\n".join("\t".join(row) for row in piece) for piece in pieces)
    word = docx.Document()
    for line in HEAD.split("\n"):
        word.add_paragraph(line)
    for piece in pieces:
        table = word.add_table(len(piece), len(head))
        for row, texts in zip(table.rows, piece, strict=True):
            for cell, words in zip(row.cells, texts, strict=True):
                cell.text = words
        word.add_paragraph()
    out = io.BytesIO()
    word.save(out)
    read = read_document(out.getvalue(), "bang.docx")
    same = make_draft(read, directories(), working_days(), "haiphong")
    leads = {d.ref: [name.id for name in d.lead] for d in draft(text).duties}
    assert leads == {d.ref: [name.id for name in d.lead] for d in same.duties}
    assert leads["PL.1.3"] == ["so-tu-phap"]
    assert leads["PL.1.4"] == []  # beyond the page's end nobody knows
