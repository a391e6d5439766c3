"""PDF: lines put together by their places. Pages are written here word by word."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from intake.limits import UnreadableError
from intake.model import Document
from intake.readers.pdf import read_pdf
from intake.readers.pdf_guard import refuse_bombs
from tests.intake.bombs import PICTURE, one_page, pdf, pdf_of_a_picture, stream
from tests.intake.readers.shown import Shown, shown

Placed = tuple[float, float, str]  # from the left, from the bottom, in points; 12 point Helvetica
FULL = "mot hai ba bon nam sau bay tam chin muoi mot hai ba bon nam sau bay tam chin muoi muoi mot"
COLUMNS = (72.0, 120.0, 300.0, 420.0)


def steps() -> None:
    """Nobody watches the time here."""


def content(words: Sequence[Placed], lines: str = "") -> bytes:
    written = "".join(f"BT /F 12 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in words)
    return stream((lines + written).encode("latin-1"))


def read(*pages: bytes) -> Document:
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, page in enumerate(pages):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % (5 + 2 * number),
            page,
        ]
    return read_pdf(pdf(objects), "a.pdf", steps)


def rows(texts: Sequence[Sequence[str]], top: float = 700, height: float = 20) -> list[Placed]:
    return [
        (x, top - height * n, text)
        for n, row in enumerate(texts)
        for x, text in zip(COLUMNS, row, strict=False)
        if text
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([(72, 700, FULL), (72, 686, "noi tiep.")], [f"{FULL} noi tiep."]),
        ([(72, 700, FULL), (72, 686, "Noi tiep.")], [f"{FULL} Noi tiep."]),
        ([(72, 700, "Ngan."), (72, 686, FULL)], ["Ngan.", FULL]),
        ([(72, 700, FULL), (72, 660, "Xa ra.")], [FULL, "Xa ra."]),
        ([(72, 700, FULL), (100, 686, "Thut vao.")], [FULL, "Thut vao."]),
        ([(72, 700, FULL), (72, 686, "1. Danh so.")], [FULL, "1. Danh so."]),
        ([(72, 700, FULL), (72, 686, "- Gach.")], [FULL, "- Gach."]),
        ([(72, 700, FULL), (72, 686, "2019. Het.")], [f"{FULL} 2019. Het."]),
        ([(72, 700, f"{FULL} TT-"), (72, 686, "VPCP.")], [f"{FULL} TT-VPCP."]),
        ([(72, 700, "A"), (72, 20, "- 7 -")], ["A"]),
    ],
)
def test_lines_become_paragraphs(words: list[Placed], expected: list[Shown]) -> None:
    assert shown(read(content(words))) == expected


def test_a_sentence_goes_on_over_a_page() -> None:
    first, second = content([(72, 700, FULL)]), content([(72, 780, "Noi tiep."), (72, 700, "Moi.")])
    document = read(first, second)
    assert shown(document) == [f"{FULL} Noi tiep.", "Moi."]
    assert [(each.place.page, each.place.line) for each in document.paragraphs()] == [
        (1, 1),
        (2, 2),
    ]


def test_a_drawn_table_and_its_merged_cell() -> None:
    across = "".join(f"{72 if y != 660 else 200} {y} m 400 {y} l S\n" for y in (700, 680, 660, 640))
    down = "".join(f"{x} 640 m {x} 700 l S\n" for x in (72, 200, 400))
    words = [(80.0, 686.0, "So"), (210.0, 686.0, "Viec"), (80.0, 666.0, "1"),
             (210.0, 666.0, "mot"), (210.0, 646.0, "hai")]  # fmt: skip
    document = read(content(words, across + down))
    assert shown(document) == [[["So", "Viec"], ["1", "mot"], ["", "hai"]]]
    (table,) = document.blocks
    assert [cell.merged for cell in table.rows[2]] == [True, False]  # type: ignore[union-attr]


def test_a_row_that_a_page_cuts_is_one_again() -> None:
    def page(texts: list[tuple[str, str]], top: float, bottom: float, across: list[float]) -> bytes:
        drawn = "".join(f"72 {y} m 400 {y} l S\n" for y in across)
        drawn += "".join(f"{x} {bottom} m {x} {top} l S\n" for x in (72, 200, 400))
        height = (top - bottom) / len(texts)
        words = [
            (x, top - height * (n + 1) + 6, text)
            for n, row in enumerate(texts)
            for x, text in zip((80.0, 210.0), row, strict=True)
            if text
        ]
        return content(words, drawn)

    first = page([("So", "Viec"), ("1", "mot")], 140, 100, [140, 120])
    second = page([("", "Hai"), ("2", "ba")], 800, 760, [780, 760])
    document = read(first, second)
    assert shown(document) == [[["So", "Viec"]], [["1", "mot Hai"], ["2", "ba"]]]
    assert [block.place.page for block in document.blocks] == [1, 2]
    alone = read(first, content([(72, 700, "Het.")]))
    assert shown(alone) == [[["So", "Viec"]], [["1", "mot"]], "Het."]
    assert [block.place.page for block in alone.blocks] == [1, 1, 2]


def test_wide_white_in_one_line_is_no_table() -> None:
    words = [
        (x, 700.0, text) for x, text in zip(COLUMNS, ("Dong", "gian", "rat", "xa"), strict=True)
    ]
    document = read(content([*words, (72, 686, "ngan"), (72, 672, "ngan")]))
    assert all(isinstance(block, str) for block in shown(document))


def test_places_alone_show_a_table() -> None:
    table = [["TT", "Noi dung", "Co quan", "Han"], ["1", "Lap", "So A", "Quy I"],
             ["2", "Treo", "So B", "Quy II"]]  # fmt: skip
    words = [(72.0, 740.0, FULL), *rows(table), (72.0, 600.0, FULL)]
    assert shown(read(content(words))) == [FULL, table, FULL]


def test_cells_of_several_lines_are_told_from_rows_by_the_white_between() -> None:
    words = [
        *rows([["TT", "Noi dung", "Co quan", "Han"]], 700),
        *rows([["1", "Lap ke hoach don", "So A", "Quy I"], ["", "khach", "", ""]], 670, 14),
        *rows([["2", "Treo", "So B", "Quy II"]], 630),
    ]
    assert shown(read(content(words))) == [
        [
            ["TT", "Noi dung", "Co quan", "Han"],
            ["1", "Lap ke hoach don khach", "So A", "Quy I"],
            ["2", "Treo", "So B", "Quy II"],
        ]
    ]


def test_two_columns_of_prose_are_no_table() -> None:
    words = [(72.0, 700.0, "Mot dong"), (300.0, 700.0, "cach xa"), (72.0, 686.0, "Hai dong"),
             (300.0, 686.0, "cach xa")]  # fmt: skip
    assert all(isinstance(block, str) for block in shown(read(content(words))))


def test_pages_that_are_pictures() -> None:
    with pytest.raises(UnreadableError, match="run OCR on it"):
        read_pdf(pdf_of_a_picture(), "a.pdf", steps)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<<%s>>>>"
    data = pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2>>",
            page % (4, b"/XObject<</I 7 0 R>>"),
            stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
            page % (6, b"/Font<</F 8 0 R>>"),
            content([(72, 700, "Chu")]),
            stream(b"\x80", PICTURE),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )
    document = read_pdf(data, "a.pdf", steps)
    assert shown(document) == ["Chu"]
    assert [(note.place.page, note.text.en) for note in document.notes] == [
        (1, "only a picture: not read")
    ]


def test_a_font_that_does_not_say_its_letters_is_refused() -> None:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[7 0 R]>>"
    descendant = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 8 0 R>>"
    )
    descriptor = b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1 1]>>"
    data = one_page(stream(b"BT /F 12 Tf 72 700 Td <00010002> Tj ET"), font, descendant, descriptor)
    data = data.replace(b"/F 5 0 R", b"/F 6 0 R")
    with pytest.raises(UnreadableError, match="the font does not say its letters"):
        read_pdf(data, "a.pdf", steps)


def test_the_step_is_called_at_first_and_for_each_page() -> None:
    called: list[int] = []
    page = content([(72, 700, "x")])
    read_pdf(one_page(page), "a.pdf", lambda: called.append(1))
    assert called == [1, 1]


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 no end",
        b"%PDF-1.7 /Size 200002 %%EOF",
        b"%PDF-1.7 " + b"1 0 obj null endobj " * 200_001 + b"%%EOF",
        b"%PDF-1.7 1 0 obj <</Type/ObjStm/First 9/N 200001>>stream\n%%EOF",
    ],
)
def test_bombs_are_counted_before_they_are_parsed(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        refuse_bombs(data)


def test_a_plain_file_is_no_bomb() -> None:
    refuse_bombs(one_page(content([(72, 700, "x")])))
