"""The files within a DOCX or XLSX, inflated under limits that are counted, not believed.

What a ZIP says of its own sizes may be a lie, so bytes are counted as they come out. Nothing but
the XML within is taken: no pictures, no macros, no files within the file.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from xml.parsers import expat

from rules.text import Text

from ..limits import (
    MOST_ENTRIES,
    MOST_INFLATED,
    MOST_RATIO,
    RATIO_FROM,
    UnreadableError,
    at_most,
    broken,
    locked,
)

_CHUNK = 256 * 1024
_ENCRYPTED = 0x1
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    RuntimeError,
)


def parts(data: bytes, kind: str) -> dict[str, bytes]:
    """The XML files within, by name. `kind` ("DOCX") is for messages.

    Raises UnreadableError for a ZIP that is broken, encrypted or within another, grows too far, or
    holds XML with a DTD.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _inflated(archive, kind)
    except _FAULTS:
        raise broken(kind) from None
    for xml in found.values():
        _refuse_dtd(xml, kind)
    return found


def _inflated(archive: zipfile.ZipFile, kind: str) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    at_most(len(entries), MOST_ENTRIES, Text(f"tệp trong {kind}", f"files within the {kind}"))
    if len({entry.filename for entry in entries}) < len(entries):
        raise broken(kind)
    found: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise locked(kind)
        if entry.filename.casefold().endswith((".zip", ".docx", ".xlsx", ".jar")):
            raise UnreadableError(
                Text(
                    f"tệp {kind} có tệp nén khác bên trong; hãy bỏ ra rồi lưu lại",
                    f"the {kind} has another archive within; take it out and save it again",
                )
            )
        if entry.filename.casefold().endswith((".xml", ".rels")):
            found[entry.filename] = _bytes_of(archive, entry, MOST_INFLATED - total, kind)
            total += len(found[entry.filename])
    return found


def _bytes_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int, kind: str) -> bytes:
    """One file's bytes; stops at the first that is one too many."""
    out = bytearray()
    with archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            out += chunk
            grown = len(out) > RATIO_FROM and len(out) > MOST_RATIO * max(entry.compress_size, 1)
            if len(out) > room or grown:
                raise UnreadableError(
                    Text(
                        f"tệp {kind} nở ra quá lớn khi giải nén: không đọc để tránh bom nén",
                        f"the {kind} grows too large as it is inflated: refused as a zip bomb",
                    )
                )
    return bytes(out)


class _RootError(Exception):
    """The root element has begun: no DTD can come any more."""


def _refuse_dtd(xml: bytes, kind: str) -> None:
    """DTDs declare entities, the stuff of bombs and of reading other files; Office writes none."""

    def doctype(*_: object) -> None:
        raise UnreadableError(
            Text(
                f"tệp {kind} khai báo DTD trong XML: không đọc để tránh bom thực thể",
                f"the {kind} declares a DTD in its XML: refused as an entity bomb",
            )
        )

    def root(_name: str, _attributes: Mapping[str, str]) -> None:
        raise _RootError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    try:
        parser.Parse(xml, True)  # noqa: FBT003 -- expat takes no keywords
    except _RootError:
        return
    except expat.ExpatError:
        raise broken(kind) from None
    raise broken(kind)


def packed(files: Mapping[str, bytes]) -> io.BytesIO:
    """The files as a ZIP again, for libraries that open nothing else."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    out.seek(0)
    return out
