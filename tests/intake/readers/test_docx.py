"""DOCX as Word shows it: lists counted, changes accepted, cells merged."""

from __future__ import annotations

import io

import docx
import pytest
from docx.document import Document as Word
from docx.oxml import parse_xml
from lxml import etree

from intake.limits import UnreadableError
from intake.readers.docx import read_docx
from tests.intake.bombs import replaced
from tests.intake.readers.shown import Shown, shown
from tests.intake.same_plan import as_docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
RESTART, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
LEVELS = (("decimal", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)"), ("bullet", "·"))


def read(document: Word) -> list[Shown]:
    out = io.BytesIO()
    document.save(out)
    return shown(read_docx(out.getvalue(), "a.docx"))


def of_body(body: str, space: str = W) -> list[Shown]:
    xml = (
        f'<w:document {space} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        f' xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}</w:body></w:document>'
    )
    return shown(read_docx(replaced(as_docx(), "word/document.xml", xml.encode()), "a.docx"))


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def wide(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


FRAMED = (
    f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:p>{run('trong khung')}</w:p>"
    "</w:sdtContent></w:sdt>"
)
BOX = f"<w:txbxContent><w:p>{run('Hộp')}</w:p></w:txbxContent>"
TWICE = (
    f"<mc:AlternateContent><mc:Choice Requires='wps'>{BOX}</mc:Choice>"
    f"<mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent>"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<w:p>{run('Trước ')}<w:hyperlink>{run('30/6')}</w:hyperlink></w:p>", ["Trước 30/6"]),
        (f"<w:p><w:del>{run('cũ')}</w:del><w:ins>{run('mới')}</w:ins></w:p>", ["mới"]),
        (f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>{run('hiện')}</w:p>", ["hiện"]),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>", ["a b"]),
        ("<w:p><w:r><w:t>Một</w:t><w:br/><w:t>Hai</w:t></w:r></w:p>", ["Một", "Hai"]),
        ("<w:p><w:r><w:t>15</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r></w:p>", ["15-1"]),
        (f"<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>{run('x')}</w:p>", ["x"]),
        (FRAMED, ["trong khung"]),
        (f"<w:p>{run('Ngoài')}<w:r>{TWICE}</w:r></w:p>", ["Ngoài", "Hộp"]),
        (f"<w:p>{run('Ngoài')}<w:r><w:pict>{BOX}</w:pict></w:r></w:p>", ["Ngoài", "Hộp"]),
        ("<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r></w:p>", ["x"]),
    ],
)
def test_words_are_those_a_person_sees(body: str, expected: list[Shown]) -> None:
    assert of_body(body) == expected


def test_the_strict_format_has_other_names() -> None:
    assert of_body(f"<w:p>{run('chặt')}</w:p>", STRICT) == ["chặt"]


def test_lists_are_counted_as_word_counts_them() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (style, text) in enumerate(LEVELS)
    )
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{levels}</w:abstractNum>')
    )
    for number, more in (
        (90, ""),
        (91, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
    ):
        numbering.append(
            parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="90"/>{more}</w:num>')
        )
    for number, level, text in (
        (90, 0, "Một"), (90, 1, "Một một"), (90, 1, "Một hai"), (90, 2, "a"), (90, 2, "b"),
        (90, 3, "gạch"), (90, 0, "Hai"), (90, 1, "Hai một"), (91, 0, "Năm"), (91, 0, "Sáu"),
    ):  # fmt: skip
        listed = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        numbered = etree.fromstring(f"<w:numPr {W}>{listed}</w:numPr>")
        properties.insert(0, numbered)  # type: ignore[arg-type]  # the stubs want one of its own kind
    assert read(document) == [
        "1. Một", "1.1. Một một", "1.2. Một hai", "a) a", "b) b", "- gạch", "2. Hai",
        "2.1. Hai một", "5. Năm", "6. Sáu",
    ]  # fmt: skip


def test_a_style_brings_its_list_and_its_heading() -> None:
    document = docx.Document()
    document.add_heading("Đầu mục", 1)
    document.add_paragraph("việc", style="List Number")
    document.add_paragraph("gạch", style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    found = read_docx(out.getvalue(), "a.docx").paragraphs()
    assert [(each.text, each.heading) for each in found] == [
        ("Đầu mục", True), ("1. việc", False), ("- gạch", False),
    ]  # fmt: skip


def test_a_column_of_counted_numbers_is_filled() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for row, text in zip(table.rows, ("một", "hai"), strict=True):
        row.cells[0].paragraphs[0].style = document.styles["List Number"]
        row.cells[1].text = text
    assert read(document) == [[["1.", "một"], ["2.", "hai"]]]


def test_merged_cells_have_their_text_once() -> None:
    grid = "<w:tblGrid>" + '<w:gridCol w:w="2000"/>' * 3 + "</w:tblGrid>"
    rows = (
        f"<w:tr>{cell('I', wide(3))}</w:tr>"
        f"<w:tr>{cell('1')}{cell('gộp', RESTART)}{cell('a')}</w:tr>"
        f"<w:tr>{cell('2')}{cell('thừa', GOES_ON)}{cell('b')}</w:tr>"
    )
    assert of_body(f"<w:tbl>{grid}{rows}</w:tbl>") == [
        [["I", "", ""], ["1", "gộp", "a"], ["2", "", "b"]]
    ]


def test_an_edge_drawn_beside_another_makes_no_column() -> None:
    grid = (
        '<w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="60"/><w:gridCol w:w="900"/></w:tblGrid>'
    )
    rows = (
        f"<w:tr>{cell('1', wide(2))}{cell('a')}</w:tr><w:tr>{cell('2')}{cell('b', wide(2))}</w:tr>"
    )
    assert of_body(f"<w:tbl>{grid}{rows}</w:tbl>") == [[["1", "a"], ["2", "b"]]]


def test_rows_begin_further_in_and_deleted_ones_are_gone() -> None:
    rows = (
        f"<w:tr>{cell('1')}{cell('a')}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("b")}</w:tr>'
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('3')}{cell('c')}</w:tr>"
    )
    assert of_body(f"<w:tbl>{rows}</w:tbl>") == [[["1", "a"], ["", "b"]]]


def test_a_table_within_a_cell_is_lines_of_it() -> None:
    inner = f"<w:tbl><w:tr>{cell('x')}{cell('y')}</w:tr></w:tbl>"
    rows = f"<w:tr>{cell('1')}<w:tc><w:p>{run('đầu')}</w:p>{inner}</w:tc></w:tr>"
    assert of_body(f"<w:tbl>{rows}</w:tbl>") == [[["1", "đầu\nx y"]]]


def test_a_frame_is_running_text() -> None:
    assert of_body(f"<w:tbl><w:tr>{cell('trong khung')}</w:tr></w:tbl>") == ["trong khung"]


def test_what_is_no_text_is_told() -> None:
    picture = '<w:r><w:drawing><x:extent xmlns:x="urn:x" cx="9" cy="5000000"/></w:drawing></w:r>'
    body = f"<w:p>{run('chữ')}{picture}<w:r><w:object/></w:r></w:p>"
    data = replaced(
        as_docx(), "word/document.xml",
        f"<w:document {W}><w:body>{body}</w:body></w:document>".encode(),
    )  # fmt: skip
    notes = [note.text.en for note in read_docx(data, "a.docx").notes]
    assert notes == ["1 large pictures: not read", "1 embedded objects: not read"]


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/document.xml", b"<w:document"),
        ("word/document.xml", b"<a/>"),
        ("_rels/.rels", b'<Relationships xmlns="x"/>'),
    ],
)
def test_a_broken_package_is_said_to_be(part: str, content: bytes) -> None:
    with pytest.raises(UnreadableError, match="broken"):
        read_docx(replaced(as_docx(), part, content), "a.docx")
