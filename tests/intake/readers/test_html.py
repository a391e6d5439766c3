"""HTML as a browser shows it."""

from __future__ import annotations

import pytest

from intake.decode import decoded
from intake.limits import UnreadableError
from intake.readers.html import read_html
from tests.intake.readers.shown import Shown, shown


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Một<p>Hai", ["Một", "Hai"]),
        ("<div>Một<p>Hai</p>Ba</div>", ["Một", "Hai", "Ba"]),
        ("<p>trước <b>30/6</b>/<i>2019</i></p>", ["trước 30/6/2019"]),
        ("<p>Dòng\n   gãy</p>", ["Dòng gãy"]),
        ("<p>Một<br>Hai</p>", ["Một", "Hai"]),
        ("<p>câu gãy<br>nói tiếp</p>", ["câu gãy nói tiếp"]),
        ("<p>a &lt;b&gt; &amp; c&nbsp;d</p>", ["a <b> & c d"]),
        ("<script>x()</script><style>p{}</style><p>A</p><!-- B -->", ["A"]),
        ("<p>A</p><p style='display: none'>B</p><p hidden>C</p>", ["A"]),
        ("<head><title>T</title></head><nav>Trang chủ</nav><p>A</p>", ["A"]),
        ("<ol><li>Một<li>Hai</ol>", ["1. Một", "2. Hai"]),
        ("<ol start=3 type=a><li>Ba<li>Bốn</ol>", ["c) Ba", "d) Bốn"]),
        ("<ol type=I><li>Một</ol>", ["I. Một"]),
        ("<ol><li>1. Đã có số</ol>", ["1. Đã có số"]),
        ("<ul><li>Gạch<li>- Đã có gạch</ul>", ["- Gạch", "- Đã có gạch"]),
    ],
)
def test_blocks_become_paragraphs(page: str, expected: list[Shown]) -> None:
    assert shown(read_html(page, "a.html")) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td>1<td>a<tr><td>2<td>b", [["1", "a"], ["2", "b"]]),
        ("<tr><td rowspan=2>1<td>a<tr><td>b", [["1", "a"], ["", "b"]]),
        ("<tr><td colspan=2>I<tr><td>1<td>a", [["I", ""], ["1", "a"]]),
        ("<tr><td colspan=3>I<td>x<tr><td colspan=3>1<td>a", [["I", "x"], ["1", "a"]]),
        ("<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>d<td>e<td>f",
         [["a", "", "b"], ["", "", "c"], ["d", "e", "f"]]),
        ("<tr><td>1<td>a<br>b<td><p>c</p><p>d</p>", [["1", "a\nb", "c\nd"]]),
        ("<tr><td>1<td><ul><li>x<li>y</ul>", [["1", "- x\n- y"]]),
        ("<tr><td>1<td>a<table><tr><td>x<td>y</table>", [["1", "a\nx y"]]),
        ("<tfoot><tr><td>3<td>c</tfoot><tbody><tr><td>2<td>b</tbody><thead><tr><th>1<th>a</thead>",
         [["1", "a"], ["2", "b"], ["3", "c"]]),
        ("<tr><td>1<td>a<tr hidden><td>2<td>b", [["1", "a"]]),
        ("<tr><td>1<td rowspan=0>a<tr><td>2<td>b", [["1", "a"], ["2", "b"]]),
    ],
)  # fmt: skip
def test_tables_are_laid_on_a_grid(rows: str, expected: list[list[str]]) -> None:
    assert shown(read_html(f"<table>{rows}</table>", "a.html")) == [expected]


def test_a_heading_and_a_caption() -> None:
    document = read_html("<h2>Mục I</h2><table><caption>Bảng</caption><tr><td>1<td>a</table>", "a")
    assert [(each.text, each.heading) for each in document.paragraphs()] == [
        ("Mục I", True), ("Bảng", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<table><tr><td>1<td>a", "cut short"),
        ("<div>" * 3_000 + "x", "nested too deep"),
        ("<table>" + "<tr><td colspan=200>x" * 2_000 + "</table>", "too many cells"),
    ],
)
def test_a_page_out_of_all_measure_is_refused(page: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_html(page, "a.html")


@pytest.mark.parametrize(
    ("data", "html", "expected"),
    [
        ("Hạn".encode(), False, "Hạn"),
        ("\ufeffHạn".encode(), False, "Hạn"),
        ("Hạn".encode("utf-16"), False, "Hạn"),
        (b"a\r\nb", False, "a\nb"),
        (b"<meta charset=windows-1252>caf\xe9", True, "<meta charset=windows-1252>café"),
        (b"<meta charset='ISO-8859-1'>\x93x\x94", True, "<meta charset='ISO-8859-1'>“x”"),
        ("<meta charset=utf-16>Hạn".encode(), True, "<meta charset=utf-16>Hạn"),
        (b"<meta content='text/html; charset=windows-1258'>\xd0", True,
         "<meta content='text/html; charset=windows-1258'>Đ"),
    ],
)  # fmt: skip
def test_bytes_are_decoded_by_what_they_say(data: bytes, html: bool, expected: str) -> None:
    assert decoded(data, html=html) == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"caf\xe9", "no UTF-8 text .byte 4"),
        (b"a\x00b", "is no text"),
        (b"<meta charset=koi8-r>x", "the encoding koi8-r is not read"),
        (b"<meta charset=zlib>x", "the encoding zlib is not read"),
    ],
)
def test_what_is_no_text_is_not_guessed(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        decoded(data, html=True)
