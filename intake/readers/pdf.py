"""PDF with a text layer: words by their places put into paragraphs and tables, page by page."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from rules.text import Text

from ..limits import MOST_PAGE_OBJECTS, MOST_PAGES, UnreadableError, at_most, broken, locked
from ..model import Document, Place
from .blocks import Blocks, is_letterhead
from .grid import GridRow
from .pdf_guard import KIND, refuse_bombs, refuse_large_content
from .pdf_prose import Prose
from .pdf_tables import PageTable, drawn_tables, placed_tables
from .pdf_words import Line, Word, joined, lines_of

_PAGES = Text("trang", "pages")
_MOST_EDGES = 6_000  # lines and boxes of one page; a table of a hundred rows has 1,500
_UNREADABLE = "(cid:"  # what stands for a letter whose font does not say which it is
_MOST_UNREADABLE = 0.05  # of a page's words
_MARGIN = 0.08  # of a page's height, above and below: where page numbers stand
_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–—\s]*\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)

Item = Line | PageTable


def read_pdf(data: bytes, name: str, step: Callable[[], None]) -> Document:
    """The document; `step` is called at first and before each page. Raises UnreadableError."""
    step()
    refuse_bombs(data)
    reader = _Reader()
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), MOST_PAGES + 1))
            at_most(pages, MOST_PAGES, _PAGES)
            for number, page in enumerate(pdf.pages, 1):
                step()
                reader.page(page, number)
                page.close()
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise locked(KIND) from None
        raise broken(KIND) from None
    reader.end()
    if reader.blocks.empty:
        raise UnreadableError(
            Text(
                "PDF chỉ có hình, không có chữ; hãy nhận dạng chữ (OCR) rồi đọc lại",
                "the PDF holds pictures and no text; run OCR on it and read it again",
            )
        )
    return reader.blocks.document(name)


class _Reader:
    """What the pages so far hold, and the row that the last one cut through."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self._prose = Prose(self.blocks)
        self._cut: GridRow | None = None
        self._number = 0

    def page(self, page: Page, number: int) -> None:
        """The next page, counted from 1."""
        words = _words(page, number)
        _note_unread(page, number, words, self.blocks)
        tables, left = drawn_tables(page, words)
        lines = [line for line in lines_of(left) if not _is_page_number(line, page)]
        self._prose.turn_page(number, lines)
        for item in _in_order(tables, lines):
            rows = [] if isinstance(item, Line) else self._whole(item)
            self._end_row()
            self._number = number
            if isinstance(item, Line):
                self._prose.take(item)
                continue
            self._prose.end()
            self._cut = rows.pop() if item.cut_below else None
            self.blocks.table(rows, Place(page=number))

    def _whole(self, table: PageTable) -> list[GridRow]:
        """The table's rows, the first put together with the part on the page before."""
        rows, cut = list(table.rows), self._cut
        if cut is not None and table.cut_above and len(cut.texts) == len(rows[0].texts):
            parts = zip(cut.texts, rows[0].texts, strict=True)
            rows[0] = GridRow(1, [joined(*part) if all(part) else "".join(part) for part in parts])
            self._cut = None
        return rows

    def _end_row(self) -> None:
        if self._cut is not None:
            self.blocks.table([self._cut], Place(page=self._number))
            self._cut = None

    def end(self) -> None:
        """No page comes any more."""
        self._end_row()
        self._prose.end()


def _words(page: Page, number: int) -> list[Word]:
    for content in page.page_obj.contents:
        stream = resolve1(content)
        if isinstance(stream, PDFStream):
            filters = (name for name, _ in stream.get_filters())
            refuse_large_content(stream.rawdata or b"", filters, number)
    objects = Text(f"nét và chữ ở trang {number}", f"lines and characters on page {number}")
    at_most(len(page.chars), MOST_PAGE_OBJECTS, objects)
    at_most(len(page.rects) + len(page.lines) + len(page.curves), _MOST_EDGES, objects)
    return [
        Word(word["text"], word["x0"], word["x1"], word["top"], word["bottom"])
        for word in page.extract_words(x_tolerance_ratio=0.15, y_tolerance=2)
    ]


def _note_unread(page: Page, number: int, words: Sequence[Word], blocks: Blocks) -> None:
    """A page that is a picture, or whose font does not say its letters."""
    strange = sum(_UNREADABLE in word.text for word in words)
    if strange > _MOST_UNREADABLE * max(len(words), 1):
        raise UnreadableError(
            Text(
                f"trang {number}: phông chữ không cho biết là chữ gì; hãy nhận dạng chữ (OCR)",
                f"page {number}: the font does not say its letters; run OCR on the file",
            )
        )
    if not words and page.images:
        blocks.note(
            Place(page=number), Text("trang chỉ có hình: chưa đọc", "only a picture: not read")
        )


def _is_page_number(line: Line, page: Page) -> bool:
    margin = _MARGIN * float(page.height)
    outside = line.bottom < margin or line.top > float(page.height) - margin
    return outside and bool(_PAGE_NUMBER.fullmatch(line.text))


def _in_order(tables: Sequence[PageTable], lines: Sequence[Line]) -> Iterator[Item]:
    """From the top: lines, tables, and lines whose places make a table or a letterhead."""
    tops = sorted(table.top for table in tables)
    groups: dict[int, list[Line]] = {}
    for line in lines:
        groups.setdefault(sum(top < line.top for top in tops), []).append(line)
    ordered = sorted(tables, key=lambda table: table.top)
    for number in range(len(ordered) + 1):
        yield from _by_places(groups.get(number, []))
        yield from ordered[number : number + 1]


def _by_places(lines: Sequence[Line]) -> Iterator[Item]:
    done = 0
    for taken, table in placed_tables(lines):
        if len(table.rows[0].texts) < 3 and not is_letterhead(table.rows):
            continue
        yield from lines[done : taken.start]
        yield table
        done = taken.stop
    yield from lines[done:]
