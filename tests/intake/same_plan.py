"""One small plan, made in every format: what stands in it, and how each program would write it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import docx
from docx.shared import Cm, Pt
from openpyxl import Workbook
from playwright.sync_api import Browser


@dataclass(frozen=True)
class Grid:
    """A table. `merged`: (row, column, last row, last column) from 0; the text is the first's."""

    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()


TASKS = Grid(
    (
        ("STT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm",
         "Thời gian thực hiện"),
        ("I. Chuẩn bị", "", "", "", "", ""),
        ("1", "Lập kế hoạch đón khách của thành phố và các quận, huyện trong cả năm", "Sở Nội vụ",
         "- Sở Tài chính;\n- Các sở, ban, ngành", "Kế hoạch", "Quý I/2021"),
        ("2", "Treo cờ, kết hoa", "Sở Xây dựng", "Sở Tài chính", "Báo cáo", "Tháng 6/2021"),
        ("3", "Mời khách trong nước", "", "", "Giấy mời", "Trước ngày 15/8/2021"),
        ("II. Đón khách", "", "", "", "", ""),
        ("1", "Tổng kết việc đón khách", "Sở Nội vụ", "Văn phòng UBND thành phố", "Báo cáo",
         "Quý IV/2021"),
    ),
    merged=((1, 0, 1, 5), (5, 0, 5, 5), (3, 2, 4, 2)),
)  # fmt: skip
GOALS = Grid(
    (
        ("STT", "Chỉ tiêu", "Điểm tối đa", "Mục tiêu năm 2021"),
        ("1", "Khách được đón đúng giờ", "10", "9,5"),
        ("2", "Khách hài lòng về việc đón tiếp", "20", "18"),
        ("3", "Khách quay lại trong năm", "5", "4,25"),
    )
)
LETTERHEAD = Grid(
    (
        (
            "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        ),
        ("Số: 12/KH-UBND", "Hải Phòng, ngày 28 tháng 12 năm 2020"),
    )
)
MONEY = (
    "1. Sở Tài chính trình kinh phí đón khách trong tháng 02/2021; việc chi tiêu theo đúng quy định"
    " của Nhà nước, tiết kiệm, có đủ chứng từ, công khai cho mọi người dân thành phố được biết."
)
REPORTS = (
    "1. Các sở, ban, ngành, UBND các quận, huyện gửi báo cáo quý I, 6 tháng và năm về Sở Nội vụ để"
    " tổng hợp. Báo cáo quý I, 6 tháng: gửi trước ngày 05 của tháng cuối kỳ báo cáo; báo cáo năm"
    " gửi trước ngày 10/11/2021."
)
CONTENT: tuple[str | Grid, ...] = (
    LETTERHEAD,
    "KẾ HOẠCH",
    "Đón khách năm 2021 của thành phố Hải Phòng",
    "I. CÁC CHỈ TIÊU",
    "- Tối thiểu 95% khách được đón đúng giờ.",
    "- 100% các cơ quan, đơn vị tổ chức hội nghị ít nhất 2 lần/năm.",
    "II. NHIỆM VỤ",
    MONEY,
    "III. CHẾ ĐỘ BÁO CÁO",
    REPORTS,
    "PHỤ LỤC 1",
    "NHIỆM VỤ CỤ THỂ NĂM 2021",
    TASKS,
    "PHỤ LỤC 2",
    "BẢNG ĐIỂM",
    GOALS,
)


def as_text() -> bytes:
    """As OCR leaves it; a line break within a cell is a space."""
    out = []
    for block in CONTENT:
        if isinstance(block, str):
            out.append(block)
        elif block is LETTERHEAD:
            out += [line for column in zip(*block.rows, strict=True) for cell in column
                    for line in cell.split("\n")]  # fmt: skip
        else:
            out.append(
                "\n".join("\t".join(c.replace("\n", " ") for c in row) for row in block.rows)
            )
    return "\n\n".join(out).encode()


def as_docx() -> bytes:
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(13)
    for block in CONTENT:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block.rows), len(block.rows[0]))
        for row, texts in zip(table.rows, block.rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                lines = text.split("\n")
                cell.text = lines[0]
                for line in lines[1:]:
                    cell.add_paragraph(line)
        for top, left, bottom, right in block.merged:
            whole = table.cell(top, left).merge(table.cell(bottom, right))
            for empty in [each for each in whole.paragraphs if not each.text]:
                whole._tc.remove(empty._p)
        document.add_paragraph().paragraph_format.space_after = Cm(0)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_xlsx() -> bytes:
    """Everything on one sheet, one row empty after each table; numbers as numbers."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Kế hoạch"
    row = 1
    for block in CONTENT:
        if isinstance(block, str):
            sheet.cell(row, 1, block)
            row += 1
            continue
        for number, texts in enumerate(block.rows, row):
            for column, text in enumerate(texts, 1):
                sheet.cell(number, column, _typed(text) if text else None)
        for top, left, bottom, right in block.merged:
            sheet.merge_cells(
                start_row=row + top, end_row=row + bottom,
                start_column=left + 1, end_column=right + 1,
            )  # fmt: skip
        row += len(block.rows) + 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(text: str) -> str | int:
    return int(text) if text.isdecimal() else text


def as_html(*, lined: bool = True) -> bytes:
    """A page as it is published; without lines its tables have only places."""
    style = (
        "body{font:13pt serif} td,th{text-align:left;vertical-align:top;padding:3pt 6pt}"
        "table{border-collapse:collapse;width:100%} tr{break-inside:avoid}"
        + (".lined td{border:1px solid}" if lined else "")
    )
    body = "\n".join(_element(block) for block in CONTENT)
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Kế hoạch</title>'
        f"<style>{style}</style><script>document.title = 'x < y'</script></head>"
        f"<body>{body}</body></html>"
    ).encode()


def _element(block: str | Grid) -> str:
    if isinstance(block, str):
        return f"<p>{escape(block)}</p>"
    rows = "".join(f"<tr>{''.join(_cells(block, n))}</tr>" for n in range(len(block.rows)))
    lined = "" if block is LETTERHEAD else ' class="lined"'
    return f"<table{lined}>{rows}</table>"


def _cells(grid: Grid, row: int) -> Iterator[str]:
    for column, text in enumerate(grid.rows[row]):
        spans = [m for m in grid.merged if m[0] <= row <= m[2] and m[1] <= column <= m[3]]
        if not spans:
            yield f"<td>{_broken(text)}</td>"
        elif spans[0][:2] == (row, column):
            top, left, bottom, right = spans[0]
            yield (
                f'<td rowspan="{bottom - top + 1}" colspan="{right - left + 1}">'
                f"{_broken(text)}</td>"
            )


def _broken(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def printed(browser: Browser, html: bytes) -> bytes:
    """The page as Chromium prints it: a PDF with a text layer."""
    page = browser.new_page()
    try:
        page.set_content(html.decode())
        return page.pdf(
            format="A4", margin={"top": "2cm", "bottom": "2cm", "left": "2cm", "right": "2cm"}
        )
    finally:
        page.close()
