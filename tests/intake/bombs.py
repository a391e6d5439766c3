"""Files made to hurt who reads them, and files that are broken, as they come over the wire."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from hashlib import md5

from tests.intake.same_plan import as_docx, as_html, as_xlsx

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def replaced(package: bytes, part: str, content: bytes) -> bytes:
    """The package with one of its files replaced, or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename != part:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(part, content)
    return out.getvalue()


def zip_bomb() -> bytes:
    """A hundred megabytes of XML in a hundred kilobytes."""
    return replaced(as_docx(), "word/document.xml", b"<a>" + bytes(100 * 1024 * 1024))


def lying_zip_bomb() -> bytes:
    """The same with sizes that say ten bytes."""
    bomb = bytearray(zip_bomb())
    at = bomb.rindex(b"PK\x01\x02")
    struct.pack_into("<I", bomb, at + 24, 10)
    local = struct.unpack_from("<I", bomb, at + 42)[0]
    struct.pack_into("<I", bomb, local + 22, 10)
    return bytes(bomb)


def many_entries() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        for number in range(5_000):
            archive.writestr(f"word/{number}.xml", "<a/>")
    return out.getvalue()


def entity_bomb() -> bytes:
    """A billion laughs: nine levels, each ten times the one below."""
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    xml = (
        f'<?xml version="1.0"?><!DOCTYPE w:document [{entities}]><w:document {_W}><w:body><w:p>'
        "<w:r><w:t>&a9;</w:t></w:r></w:p></w:body></w:document>"
    )
    return replaced(as_docx(), "word/document.xml", xml.encode())


def utf16_entity_bomb() -> bytes:
    """The same in letters of two bytes, unseen by who looks for "<!DOCTYPE"."""
    with zipfile.ZipFile(io.BytesIO(entity_bomb())) as archive:
        xml = archive.read("word/document.xml").decode()
    return replaced(as_docx(), "word/document.xml", xml.encode("utf-16"))


def external_entity() -> bytes:
    xml = (
        f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {_W}><w:body>'
        "<w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    return replaced(as_docx(), "word/document.xml", xml.encode())


def deep_xml() -> bytes:
    inner = "<w:sdt><w:sdtContent>" * 20_000 + "</w:sdtContent></w:sdt>" * 20_000
    xml = f"<w:document {_W}><w:body>{inner}</w:body></w:document>"
    return replaced(as_docx(), "word/document.xml", xml.encode())


def huge_sheet(rows: str) -> bytes:
    xml = f"<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>"
    return replaced(as_xlsx(), "xl/worksheets/sheet1.xml", xml.encode())


def merged_bomb() -> bytes:
    """Ten thousand merged ranges, each the whole sheet."""
    merged = '<mergeCell ref="A1:XFD1048576"/>' * 10_000
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 15_001))
    xml = (
        f"<worksheet {_S}><sheetData>{rows}</sheetData>"
        f"<mergeCells>{merged}</mergeCells></worksheet>"
    )
    return replaced(as_xlsx(), "xl/worksheets/sheet1.xml", xml.encode())


def pdf(objects: list[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1, with its table of places."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d %s>>\nstartxref\n%d\n" % (len(objects) + 1, trailer, start)
    return bytes(out) + b"%%EOF\n"


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(content), content)


def deflated(content: bytes, more: bytes = b"") -> bytes:
    return stream(zlib.compress(content), b"/Filter/FlateDecode" + more)


_FIRST_PAGE = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>"
    % b"/Font<</F 5 0 R>>/XObject<</I 5 0 R>>",
)
PICTURE = b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"


def one_page(content: bytes, *more: bytes) -> bytes:
    """A page with this content stream; `more` objects come from number 6 on."""
    return pdf(
        [
            *_FIRST_PAGE,
            content,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *more,
        ]
    )


def many_objects() -> bytes:
    """As many as twenty megabytes hold when each is written out: four hundred thousand."""
    return one_page(stream(b"BT /F 12 Tf (x) Tj ET"), *[b"null"] * 400_000)


def million_packed_objects() -> bytes:
    """A million in object streams, a thousand in each; a few hundred kilobytes."""
    head = b" ".join(b"%d %d" % (number, 5 * number) for number in range(1_000))
    body = b"null " * 1_000
    packed = deflated(head + b" " + body, b"/Type/ObjStm/N 1000/First %d" % (len(head) + 1))
    return one_page(stream(b"BT /F 12 Tf (x) Tj ET"), *[packed] * 1_000)


def pdf_content_bomb() -> bytes:
    """A page whose content is seventy megabytes of lines, deflated."""
    return one_page(deflated(b"0 0 m 9 9 l S\n" * 5_000_000))


def pdf_nested_bomb() -> bytes:
    """A page's content deflated twice: what comes out of the first time looks harmless."""
    twice = zlib.compress(zlib.compress(b"0 0 m 9 9 l S\n" * 5_000_000))
    return one_page(stream(twice, b"/Filter[/FlateDecode/FlateDecode]"))


def pdf_of_letters() -> bytes:
    """A page of four hundred thousand letters."""
    return one_page(stream(b"BT /F 12 Tf " + b"(xxxxxxxxxxxxxxxxxxxxxxxxx) Tj " * 16_000 + b"ET"))


def pdf_of_a_picture() -> bytes:
    return pdf(
        [
            *_FIRST_PAGE,
            stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
            stream(b"\x80", PICTURE),
        ]
    )


def pdf_with_password() -> bytes:
    """Encrypted with forty bits of RC4 (ISO 32000-1, 7.6.3.3) for the user "matkhau"."""
    user = (b"matkhau" + _PAD)[:32]
    owner, identity = bytes(32), b"0123456789abcdef"
    key = md5(user + owner + struct.pack("<i", -4) + identity).digest()[:5]
    encrypt = b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (
        owner.hex().encode(),
        _rc4(key, _PAD).hex().encode(),
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        encrypt,
    ]
    name = identity.hex().encode()
    return pdf(objects, b"/Root 1 0 R/Encrypt 4 0 R/ID[<%s><%s>]" % (name, name))


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def docx_with_password() -> bytes:
    """The outside of one (MS-CFB 2.2, MS-OFFCRYPTO 2.3): its directory names what it holds."""
    names = ("Root Entry", "EncryptionInfo", "EncryptedPackage")
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + directory.ljust(4096, b"\0")


def zip_with_password() -> bytes:
    """A DOCX whose ZIP says of its files that they are encrypted."""
    data = bytearray(as_docx())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def noise(size: int = 1_000_000) -> bytes:
    return random.Random(7).randbytes(size)


def cut(make: Callable[[], bytes]) -> bytes:
    """Two thirds of a file."""
    whole = make()
    return whole[: 2 * len(whole) // 3]


def cut_html() -> bytes:
    """A page that ends within its second table."""
    whole = as_html()
    return whole[: whole.rindex("Khách quay lại".encode())]


def table_rows(count: int) -> str:
    """Rows of a sheet: number, title, lead, time."""
    return "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c>'
        + "".join(
            f'<c r="{column}{n}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in (("B", f"Việc số {n}"), ("C", "Sở Nội vụ"), ("D", "Quý I/2021"))
        )
        + "</row>"
        for n in range(1, count + 1)
    )


def large_docx_table(rows: int) -> bytes:
    texts = "<w:tc><w:p><w:r><w:t>Sở Nội vụ trình kế hoạch</w:t></w:r></w:p></w:tc>" * 6
    xml = (
        f"<w:document {_W}><w:body><w:tbl>{f'<w:tr>{texts}</w:tr>' * rows}</w:tbl>"
        "</w:body></w:document>"
    )
    return replaced(as_docx(), "word/document.xml", xml.encode())
