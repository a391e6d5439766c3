"""Lines to paragraphs and tables, each with the line it stands on."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.model import Document, Paragraph, Table
from intake.read import MOST_BYTES, UnreadableError, read_document
from intake.readers.text import read_text


def read(text: str) -> Document:
    return read_text(text, "a.txt")


def paragraphs(text: str) -> list[tuple[int | None, str]]:
    return [(block.place.line, block.text) for block in read(text).paragraphs()]


def rows(text: str) -> list[list[list[str]]]:
    tables = [block for block in read(text).blocks if isinstance(block, Table)]
    return [[[cell.text for cell in row] for row in table.rows] for table in tables]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một\n\nHai", [(1, "Một"), (3, "Hai")]),
        ("## **I. MỤC TIÊU**\nnội dung", [(1, "I. MỤC TIÊU"), (2, "nội dung")]),
        ("trình tự,\n\nthủ tục.", [(1, "trình tự, thủ tục.")]),  # a page broke the sentence
        ("Hết câu.\n\nthủ tục", [(1, "Hết câu."), (3, "thủ tục")]),
        ("- một;\n- hai", [(1, "- một;"), (2, "- hai")]),
        ("(Kèm theo Quyết định\nngày 1/2/2021)", [(1, "(Kèm theo Quyết định ngày 1/2/2021)")]),
        ("Căn cứ Luật A;  \nCăn cứ Luật B;", [(1, "Căn cứ Luật A;"), (2, "Căn cứ Luật B;")]),
        ("a <b>b</b> *c* __d__ &amp; 5\\*", [(1, "a b c d & 5*")]),
        ("Tha\u0300nh ph\u00f4\u0301", [(1, "Thành phố")]),  # NFD
        ("-----\n", []),
    ],
)
def test_lines_become_paragraphs(text: str, expected: list[tuple[int, str]]) -> None:
    assert paragraphs(text) == expected


def test_a_text_broken_at_a_width_is_joined_over_full_stops() -> None:
    first = "Chỉ tiêu thứ nhất của thành phố là đón khách thật chu đáo và đúng giờ."
    text = f"{first}\nTrong đó có khách xa.\n- Gạch đầu dòng."
    assert paragraphs(text) == [(1, f"{first} Trong đó có khách xa."), (3, "- Gạch đầu dòng.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1\ta\tb\n2\tc", [[["1", "a", "b"], ["2", "c", ""]]]),
        ("|TT|Việc|\n|--|--|\n|1|a<br>b|", [[["TT", "Việc"], ["1", "a\nb"]]]),
        ("TT\tViệc\tHạn\n----\t---\t---\n1\ta\tb", [[["TT", "Việc", "Hạn"], ["1", "a", "b"]]]),
        (
            "TT\tViệc\tHạn\n1\tlàm\nviệc\tQuý I",
            [[["TT", "Việc", "Hạn"], ["1", "làm\nviệc", "Quý I"]]],
        ),
        ("1\ta\tb\n\n## II. Mục\n\n2\tc\td", [[["1", "a", "b"]], [["2", "c", "d"]]]),
    ],
)
def test_rows_become_tables(text: str, expected: list[list[list[str]]]) -> None:
    assert rows(text) == expected


def test_a_cell_knows_its_line_and_column() -> None:
    (table,) = (b for b in read("đầu\n\n1\ta\tb\n2\tc\td").blocks if isinstance(b, Table))
    assert [(c.place.line, c.place.column) for c in table.rows[1]] == [(4, 1), (4, 2), (4, 3)]


@example("<b;1>")
@example("<b 1>")
@given(st.text(alphabet=st.sampled_from("aA1 .;-+|\t\n#*<b>(“ạ"), max_size=200))
def test_no_text_breaks_the_reader_and_no_word_is_lost(text: str) -> None:
    document = read(text)
    kept = "".join(
        block.text
        if isinstance(block, Paragraph)
        else "".join(cell.text for row in block.rows for cell in row)
        for block in document.blocks
    )
    for letter in "1ạ“":
        assert kept.count(letter) == text.count(letter)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xff\xfe", "no UTF-8 text (byte 1)"),
        (b"a\x00b", "is no text"),
        (b" \n\n", "there is no text in it"),
        (b"a" * (MOST_BYTES + 1), "larger than 20 MB"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said.replace("(", r"\(").replace(")", r"\)")):
        read_document(data, "a.bin")


def test_utf_16_and_tables_without_running_text_are_read() -> None:
    document = read_document('TT\tViệc\n1\t"hai\ndòng"\n'.encode("utf-16"), "a.tsv")
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert table.rows[1][1].text == "hai\ndòng"
    assert table.rows[1][1].place.row == 2


def test_commas_part_cells_only_in_a_file_that_says_so() -> None:
    text = "TT,Việc\n1,ăn\n".encode()
    assert isinstance(read_document(text, "a.csv").blocks[0], Table)
    assert isinstance(read_document(text, "a.txt").blocks[0], Paragraph)
