"""A document's bytes to the document model: the format is told by content, the name has to agree.

Files from outside are read in a process of their own (`sandbox.read_apart`), which calls this.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from rules.text import Text

from .decode import decoded
from .limits import MOST_BYTES, MOST_CHARACTERS, MOST_PARAGRAPH, UnreadableError, at_most
from .model import Document, Paragraph
from .readers.docx import read_docx
from .readers.html import read_html
from .readers.pdf import read_pdf
from .readers.tabular import looks_tabular, read_tabular
from .readers.text import read_text
from .readers.xlsx import read_xlsx
from .sniff import kind_of

__all__ = ["MOST_BYTES", "UnreadableError", "read_document"]


def read_document(data: bytes, name: str, step: Callable[[], None] = lambda: None) -> Document:
    """The document. Raises UnreadableError, its words begun by the name.

    `step` is called where a long work has gone on a bit: who watches the time begins anew.
    """
    try:
        return _with_words(_read(data, name, step))
    except UnreadableError as error:
        vi, en = error.text
        raise UnreadableError(Text(f"{name}: {vi}", f"{name}: {en}")) from None


def _with_words(document: Document) -> Document:
    if not document.blocks:
        raise UnreadableError(Text("không có chữ nào", "there is no text in it"))
    for block in document.blocks:
        texts = (
            [block.text]
            if isinstance(block, Paragraph)
            else (cell.text for row in block.rows for cell in row)
        )
        at_most(
            max(map(len, texts), default=0),
            MOST_PARAGRAPH,
            Text("chữ trong một đoạn", "characters in one paragraph"),
        )
    return document


def _read(data: bytes, name: str, step: Callable[[], None]) -> Document:
    refuse_large(data)
    kind = kind_of(data, name)
    if kind == "docx":
        return read_docx(data, name)
    if kind == "xlsx":
        return read_xlsx(data, name)
    if kind == "pdf":
        return read_pdf(data, name, step)
    text = decoded(data, html=kind == "html")
    at_most(len(text), MOST_CHARACTERS, Text("chữ", "characters"))
    return read_html(text, name) if kind == "html" else _structured(text, name)


def refuse_large(data: bytes) -> None:
    """Raises UnreadableError for more bytes than any plan has."""
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise UnreadableError(Text(f"tệp lớn hơn {most} MB", f"the file is larger than {most} MB"))


def _structured(text: str, name: str) -> Document:
    """Separated values by their name and first line, or where nearly every line holds a tab."""
    named = {".tsv": "\t", ".csv": ","}.get(PurePath(name).suffix.casefold())
    if named and named in text.lstrip().partition("\n")[0]:
        return read_tabular(text, name, named)
    if looks_tabular(text, "\t"):
        return read_tabular(text, name, "\t")
    return read_text(text, name)
