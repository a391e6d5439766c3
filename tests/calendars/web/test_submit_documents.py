"""Documents handed in: which are taken, how they are sent out, and to whom."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from urllib.parse import quote

import pytest

from calendars.web.item.documents import bare_name, media_type
from rules.facts import Completion
from tests.calendars.web.server import COORDINATOR, KEY, OFFICER, OTHER, WebSite

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF"
ODT = "application/vnd.oasis.opendocument.text"
NEIGHBOURS = "hanoi-2019/III.1/2019-Q1/so-tai-chinh"


def archive(*names: str, mimetype: str = "") -> bytes:
    """A ZIP archive; with a `mimetype` entry, stored, as its first."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        if mimetype:
            zipped.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name in names:
            zipped.writestr(name, "x")
    return made.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
MACROS = archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
WRITER = archive("content.xml", mimetype=ODT)
CALC = archive("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.jpg", JPEG, "image/jpeg"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.odt", WRITER, ODT),
        ("a.pdf", PNG, None),
        ("a.pdf", b"", None),
        ("a.pdf", b"x" + PDF, None),
        ("a.png", PDF, None),
        ("a.jpg", PNG, None),
        ("a.docx", XLSX, None),
        ("a.docx", MACROS, None),
        ("a.docx", archive("x"), None),
        ("a.odt", CALC, None),
        ("a.odt", DOCX, None),
        ("a.docm", MACROS, None),
        ("a.zip", DOCX, None),
        ("a.html", b"<html>", None),
        ("a.svg", b"<svg/>", None),
        ("a.exe", b"MZ", None),
        ("a.pdf.exe", PDF, None),
        ("pdf", PDF, None),
        ("", PDF, None),
    ],
)
def test_a_kind_is_told_by_name_and_content(name: str, content: bytes, taken: str | None) -> None:
    assert media_type(name, content) == taken


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Báo cáo.pdf", "Báo cáo.pdf"),
        ("C:\\Users\\lan\\a.pdf", "a.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
    ],
)
def test_a_name_is_one_line_without_folders(sent: str, kept: str) -> None:
    assert bare_name(sent) == kept


def handed_in(site: WebSite, content: bytes, kind: str, name: str, key: str = KEY) -> str:
    now = site.clock.now()
    file = site.ledger.save_file(content, kind, now)
    site.ledger.record_completion(
        Completion(key, date(2019, 2, 25), "1", "lan", now, file=file, file_name=name)
    )
    return file


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Báo cáo quý I.pdf", "B_o c_o qu_ I.pdf"),
        ('a".pdf', "a_.pdf"),
        ("a\\b%.pdf", "a_b_.pdf"),
        ("", "file"),
    ],
)
def test_it_is_sent_to_be_saved(web_site: WebSite, name: str, plain: str) -> None:
    handed_in(web_site, PDF, "application/pdf", name)
    answer = web_site.visitor(OFFICER).get(f"/file/{KEY}")
    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )


def test_a_kind_that_is_none_of_ours_has_none(web_site: WebSite) -> None:
    handed_in(web_site, b"<script>", "text/html", "a.html")  # `kyhan done --file` takes any
    answer = web_site.visitor(OFFICER).get(f"/file/{KEY}")
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_only_who_sees_the_item_gets_it(web_site: WebSite) -> None:
    file = handed_in(web_site, PDF, "application/pdf", "a.pdf")
    for who, status in ((OFFICER, 200), (COORDINATOR, 200), (OTHER, 404), ("", 303)):
        assert web_site.visitor(who).get(f"/file/{KEY}").status_code == status
    # a hash is no key: neither one's own item nor another's opens a neighbour's document by it
    neighbour = web_site.visitor(OTHER)
    for path in (f"/file/{NEIGHBOURS}", f"/file/{KEY}"):
        assert neighbour.get(path, params={"version": file}).status_code == 404


def test_an_earlier_version_stays_there(web_site: WebSite) -> None:
    old = handed_in(web_site, PDF, "application/pdf", "cu.pdf")
    handed_in(web_site, PNG, "image/png", "moi.png")
    visitor = web_site.visitor(OFFICER)
    assert visitor.get(f"/file/{KEY}").content == PNG
    earlier = visitor.get(f"/file/{KEY}", params={"version": old})
    assert (earlier.content, earlier.status_code) == (PDF, 200)
    assert 'filename="cu.pdf"' in earlier.headers["Content-Disposition"]
    assert visitor.get(f"/file/{NEIGHBOURS}").status_code == 404
    assert visitor.get("/file/hanoi-2019/III.2/2019-Q1/so-tu-phap").status_code == 404
