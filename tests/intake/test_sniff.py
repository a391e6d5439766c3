"""What a file is, told by content; what it is not, told in words."""

from __future__ import annotations

import pytest

from intake.limits import UnreadableError
from intake.sniff import kind_of
from tests.intake.bombs import docx_with_password, many_entries, one_page, replaced, stream
from tests.intake.same_plan import as_docx, as_html, as_text, as_xlsx


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (as_docx(), "a.docx", "docx"),
        (as_docx(), "a.docm", "docx"),
        (as_docx(), "khong-duoi", "docx"),
        (as_xlsx(), "a.xlsx", "xlsx"),
        (one_page(stream(b"")), "a.PDF", "pdf"),
        (b"\n\n%PDF-1.4", "a", "pdf"),
        (as_html(), "a.html", "html"),
        (as_html(), "a.doc", "html"),  # what many portals call a page they export
        (b"\xef\xbb\xbf<!-- x --><table>", "a", "html"),
        ("<p>".encode("utf-16"), "a", "text"),  # the mark is no blank; the name decides
        ("<html>".encode("utf-16"), "a.html", "html"),
        (b"<p>chua the nao</p>", "a.txt", "text"),
        (b"chi la chu", "a.html", "html"),
        (as_text(), "a.txt", "text"),
        (b"a < b", "a", "text"),
        (b"", "a", "text"),
    ],
)
def test_the_format_is_told_by_content(data: bytes, name: str, kind: str) -> None:
    assert kind_of(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (as_docx(), "a.pdf", "named .pdf but holds DOCX"),
        (as_xlsx(), "a.docx", "named .docx but holds XLSX"),
        (as_docx(), "a.txt", "named .txt but holds DOCX"),
        (one_page(stream(b"")), "a.html", "named .html but holds PDF"),
        (as_text(), "a.docx", "DOCX file is broken"),
        (as_text(), "a.pdf", "PDF file is broken"),
        (as_docx()[:2000], "a.docx", "broken or cut short"),
        (b"PK\x05\x06" + bytes(18), "a.zip", "ZIP files are not read"),
        (replaced(b"PK\x05\x06" + bytes(18), "mimetype", b"x"), "a.odt", "ODT/ODS files are not"),
        (b"{\\rtf1", "a.rtf", "RTF files are not read"),
        (b"MIME-Version: 1.0", "a.mht", "MHTML files are not read"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "the file is a picture; run OCR"),
        (b"\x1f\x8b\x08", "a.gz", "RAR/7z/gzip files are not read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "DOC/XLS files are not read"),
        (docx_with_password(), "a.docx", "has a password"),
    ],
)
def test_what_is_not_read_is_said(data: bytes, name: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=message) as refused:
        kind_of(data, name)
    assert refused.value.text.vi != refused.value.text.en


def test_a_zip_of_many_names_is_still_a_docx() -> None:
    assert kind_of(many_entries(), "a.docx") == "docx"
