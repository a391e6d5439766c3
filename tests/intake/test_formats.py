"""One plan in every format gives one document and one draft; only the places differ."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from intake.draft import Draft, make_draft
from intake.model import Document, Paragraph, Place, Table
from intake.read import read_document
from intake.review import duties_json
from tests.browser import chromium
from tests.intake.reading import directories, working_days
from tests.intake.same_plan import (
    GOALS,
    TASKS,
    Grid,
    as_docx,
    as_html,
    as_text,
    as_xlsx,
    printed,
)

HEAD = [
    "ỦY BAN NHÂN DÂN",
    "THÀNH PHỐ HẢI PHÒNG",
    "Số: 12/KH-UBND",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Hải Phòng, ngày 28 tháng 12 năm 2020",
    "KẾ HOẠCH",
    "Đón khách năm 2021 của thành phố Hải Phòng",
]
# ref, kind, leads, wording: as a clerk would take them down from the page
DUTIES = [
    ("I.1", "target", [], "năm 2021"),
    ("I.2-1", "target", ["@co-quan-don-vi"], "năm 2021"),
    ("I.2-2", "standing", ["@co-quan-don-vi"], "ít nhất 2 lần/năm"),
    ("II.1", "task", ["so-tai-chinh"], "trong tháng 02/2021"),
    (
        "III.1",
        "report",
        ["@so-ban-nganh", "@quan-huyen"],
        "gửi trước ngày 05 của tháng cuối kỳ báo cáo; báo cáo năm gửi trước ngày 10/11/2021",
    ),
    ("PL1.I.1", "task", ["so-noi-vu"], "Quý I/2021"),
    ("PL1.I.2", "task", ["so-xay-dung"], "Tháng 6/2021"),
    ("PL1.I.3", "task", ["so-xay-dung"], "Trước ngày 15/8/2021"),
    ("PL1.II.1", "task", ["so-noi-vu"], "Quý IV/2021"),
    ("PL2.1", "target", [], "Mục tiêu năm 2021"),
    ("PL2.2", "target", [], "Mục tiêu năm 2021"),
    ("PL2.3", "target", [], "Mục tiêu năm 2021"),
]
# Where the second goal of the last table stands
PLACES = {
    "text": Place(line=49, table=2, column=1),
    "docx": Place(table=2, row=3, column=1),
    "html": Place(table=2, row=3, column=1),
    "xlsx": Place(sheet="Kế hoạch", table=2, row=27, column=1),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def texts(document: Document) -> list[str | list[list[str]]]:
    """A line break within a cell is no part of what a text as OCR leaves it can keep."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text.replace("\n", " ") for cell in row] for row in block.rows]
        for block in document.blocks
    ]


def flat(grid: Grid) -> list[list[str]]:
    return [[text.replace("\n", " ") for text in row] for row in grid.rows]


def draft_of(document: Document) -> Draft:
    return make_draft(document, directories(), working_days())


def without_places(draft: Draft) -> list[dict[str, object]]:
    return [
        {key: value for key, value in duty.items() if key != "place"} for duty in duties_json(draft)
    ]


def head(draft: Draft) -> tuple[object, ...]:
    header = draft.header
    return header.number, header.issued, header.issuer, header.title, header.period, draft.directory


MAKERS = {"docx": as_docx, "xlsx": as_xlsx, "html": as_html}


def test_the_text_is_read_as_it_stands() -> None:
    read = texts(read_document(as_text(), "a.txt"))
    assert read[:8] == HEAD
    assert (read[-4], read[-1]) == (flat(TASKS), flat(GOALS))
    draft = draft_of(read_document(as_text(), "a.txt"))
    found = [(duty.ref, duty.kind, [n.id for n in duty.lead], duty.when) for duty in draft.duties]
    assert found == DUTIES


@pytest.mark.parametrize("kind", MAKERS)
def test_each_format_gives_the_same(kind: str) -> None:
    as_written = read_document(as_text(), "a.txt")
    document = read_document(MAKERS[kind](), f"a.{kind}")
    assert texts(document) == texts(as_written)
    assert without_places(draft_of(document)) == without_places(draft_of(as_written))
    assert head(draft_of(document)) == head(draft_of(as_written))


@pytest.mark.parametrize("lined", [True, False])
def test_a_printed_pdf_gives_the_same_draft(browser: Browser, lined: bool) -> None:
    """Its tables come in pieces, a page or a row over all columns between them."""
    document = read_document(printed(browser, as_html(lined=lined)), "a.pdf")
    as_written = draft_of(read_document(as_text(), "a.txt"))
    assert texts(document)[:8] == HEAD
    assert without_places(draft_of(document)) == without_places(as_written)
    assert head(draft_of(document)) == head(as_written)


@pytest.mark.parametrize("kind", PLACES)
def test_a_place_is_told_as_the_format_counts(kind: str) -> None:
    data = as_text() if kind == "text" else MAKERS[kind]()
    document = read_document(data, "a.txt" if kind == "text" else f"a.{kind}")
    table = document.blocks[-1]
    assert isinstance(table, Table)
    assert table.rows[2][0].place == PLACES[kind]
    assert table.rows[2][0].text == "2"


def test_a_place_in_a_pdf_is_its_page(browser: Browser) -> None:
    document = read_document(printed(browser, as_html()), "a.pdf")
    table = document.blocks[-1]
    assert isinstance(table, Table)
    assert table.rows[2][0].place == Place(page=2, table=3, row=3, column=1)
    (title,) = (block for block in document.paragraphs() if block.text.startswith("Đón khách"))
    assert (title.place.page, title.place.line) == (1, 2)


@pytest.mark.parametrize("kind", MAKERS)
def test_no_two_blocks_share_a_place(kind: str) -> None:
    places = [block.place for block in read_document(MAKERS[kind](), f"a.{kind}").blocks]
    assert len(places) == len({*places})


@pytest.mark.parametrize("kind", MAKERS)
def test_what_the_format_says_is_merged_is_marked(kind: str) -> None:
    tables = [
        block
        for block in read_document(MAKERS[kind](), f"a.{kind}").blocks
        if isinstance(block, Table)
    ]
    merged = [
        (row[0].text, column)
        for table in tables
        for row in table.rows
        for column, cell in enumerate(row)
        if cell.merged
    ]
    assert merged == [("3", 2)]
