"""Documents handed in: of which kinds, told by name and by content alike; how they are sent out.

Nothing is unpacked. A file is only ever sent as an attachment, under a kind of this table or none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from fastapi import Response

from ledger.files import StoredFile
from rules.text import one_line

_ZIP = b"PK\x03\x04"
_ODT = b"application/vnd.oasis.opendocument.text"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_NO_KIND = "application/octet-stream"


def _office(folder: bytes) -> Callable[[bytes], bool]:
    """Office Open XML (ECMA-376, part 2): its parts' names stand plain in the archive."""

    def holds(content: bytes) -> bool:
        macros = b"vbaProject.bin" in content
        parts = b"[Content_Types].xml" in content and folder in content
        return content.startswith(_ZIP) and parts and not macros

    return holds


def _odt(content: bytes) -> bool:
    """OpenDocument 1.3, part 2, 3.3: the first entry is `mimetype`, stored as it is."""
    return content.startswith(_ZIP) and content[30:38] == b"mimetype" and content[38:77] == _ODT


_KINDS: Mapping[str, tuple[str, Callable[[bytes], bool]]] = {
    ".pdf": ("application/pdf", lambda content: content.startswith(b"%PDF-")),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", _office(b"word/")),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _office(b"xl/")),
    ".odt": (_ODT.decode(), _odt),
    ".jpg": ("image/jpeg", lambda content: content.startswith(b"\xff\xd8\xff")),
    ".jpeg": ("image/jpeg", lambda content: content.startswith(b"\xff\xd8\xff")),
    ".png": ("image/png", lambda content: content.startswith(b"\x89PNG\r\n\x1a\n")),
}
ACCEPTS = ",".join(_KINDS)
"""For a file field's `accept`: the endings."""


def media_type(name: str, content: bytes) -> str | None:
    """Its media type; None where the ending is none of ours or the content is not what it says."""
    kind = _KINDS.get(PurePosixPath(name.lower()).suffix)
    return kind[0] if kind is not None and kind[1](content) else None


def bare_name(name: str) -> str:
    """The name without folders, whichever way the sender's system writes them."""
    return one_line(name.replace("\\", "/").rpartition("/")[2])


def attachment(file: StoredFile, name: str) -> Response:
    """The file to be saved, never shown (RFC 6266); a kind that is none of ours is none at all."""
    known = {kind for kind, _ in _KINDS.values()}
    plain = "".join(
        letter if " " <= letter < "\x7f" and letter not in '"\\%' else "_" for letter in name
    )
    shown_as = (
        f"attachment; filename=\"{plain or 'file'}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return Response(
        file.content,
        media_type=file.media_type if file.media_type in known else _NO_KIND,
        headers={
            "Content-Disposition": shown_as,
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
