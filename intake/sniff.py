"""What a file is, by its first bytes and the names within it; its own name only has to agree."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath
from typing import Literal

from rules.text import Text

from .limits import UnreadableError, broken, locked

Kind = Literal["docx", "xlsx", "pdf", "html", "text"]

_NAMED: dict[str, Kind] = {
    ".docx": "docx", ".docm": "docx", ".xlsx": "xlsx", ".xlsm": "xlsx", ".pdf": "pdf",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".txt": "text", ".md": "text", ".tsv": "text", ".csv": "text",
}  # fmt: skip
_PDF = re.compile(rb"%PDF-\d")
_PDF_BEGINS = 1024  # bytes among which a PDF may begin (ISO 32000-1, annex H, note 13)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # MS-OFFCRYPTO 2.3.4.4
_TAG = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|(?:html|head|body|meta|title|table|div|p|h[1-6]|center|article)\b)",
    re.IGNORECASE | re.DOTALL,
)
_FOREIGN = (
    (re.compile(rb"\{\\rtf"), "RTF"),
    (re.compile(rb"\s*MIME-Version:", re.IGNORECASE), "MHTML"),
    (re.compile(rb"\s*<\?xml.{0,200}?<\?mso-application", re.DOTALL), "Word/Excel XML 2003"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\x00|MM\x00\*|BM.{4}\x00{4}", re.DOTALL), "ảnh"),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b"), "RAR/7z/gzip"),
)


def kind_of(data: bytes, name: str) -> Kind:
    """The format. Raises UnreadableError for one that is not read or that belies the name."""
    kind = _found(data)
    named = _NAMED.get(PurePath(name).suffix.casefold())
    if named is None or named == kind or {named, kind} == {"html", "text"}:
        return named or kind
    if kind == "text":
        raise broken(named.upper())
    ending = PurePath(name).suffix
    raise UnreadableError(
        Text(
            f"tên là {ending} nhưng nội dung là {kind.upper()}; hãy đổi lại tên tệp",
            f"it is named {ending} but holds {kind.upper()}; rename the file",
        )
    )


def _found(data: bytes) -> Kind:
    head = data[: 4 * _PDF_BEGINS]
    if data.startswith(_ZIP):
        return _office(data)
    if _PDF.search(head[:_PDF_BEGINS]):
        return "pdf"
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise locked("DOCX/XLSX")
        raise _unread("DOC/XLS")
    for mark, what in _FOREIGN:
        if mark.match(head):
            raise _unread(what)
    return (
        "html" if _TAG.match(head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")) else "text"
    )


def _office(data: bytes) -> Kind:
    """Which of the formats that are ZIP files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise broken("DOCX/XLSX") from None
    if "[Content_Types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return "docx"
        if "xl/workbook.bin" in names:
            raise _unread("XLSB")
        if any(name.startswith("xl/") for name in names):
            return "xlsx"
    raise _unread("ODT/ODS" if "mimetype" in names else "ZIP")


def _unread(what: str) -> UnreadableError:
    if what == "ảnh":
        return UnreadableError(
            Text(
                "tệp là ảnh; hãy nhận dạng chữ (OCR) rồi lưu thành DOCX hoặc PDF có chữ",
                "the file is a picture; run OCR and save it as DOCX or as PDF with text",
            )
        )
    return UnreadableError(
        Text(
            f"không đọc được tệp {what}; hãy mở ra rồi lưu thành DOCX, XLSX, PDF hay HTML",
            f"{what} files are not read; open it and save it as DOCX, XLSX, PDF or HTML",
        )
    )
