"""What a PDF is asked before any of it is parsed: is it whole, and is it no bomb.

The parser is Python and takes a file at its word, so objects are counted in the bytes, and what is
compressed is inflated no further than a page of a plan can need (ISO 32000-1, 7.5).
"""

from __future__ import annotations

import re
import zlib

from rules.text import Text

from ..limits import MOST_OBJECTS, UnreadableError, at_most, broken

KIND = "PDF"
_OBJECTS = Text("đối tượng trong PDF", "objects in the PDF")
_END = 2048  # bytes at the end among which the end mark stands; some programs write after it
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
_SIZE = re.compile(rb"/Size\s+(\d{1,12})")
_PACKED = re.compile(rb"/N\s+(\d{1,12})")
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm\b")
_DICTIONARY = 400  # bytes around the mark in which an object stream's count stands
_MOST_CONTENT = 2 * 1024 * 1024  # bytes, inflated, of one page; a dense one has 200 kB


def refuse_bombs(data: bytes) -> None:
    """Raises UnreadableError for a PDF cut short or with more objects than any plan has."""
    if b"%%EOF" not in data[-_END:]:
        raise broken(KIND)
    at_most(len(_OBJECT.findall(data)), MOST_OBJECTS, _OBJECTS)
    at_most(max((int(size) for size in _SIZE.findall(data)), default=0), MOST_OBJECTS, _OBJECTS)
    packed = 0
    for mark in _OBJECT_STREAM.finditer(data):
        around = data[max(0, mark.start() - _DICTIONARY) : mark.end() + _DICTIONARY]
        before = around[: around.find(b"stream", _DICTIONARY)]
        counts = _PACKED.findall(before[before.rfind(b" obj") + 1 :])
        packed += max((int(count) for count in counts), default=0)
    at_most(packed, MOST_OBJECTS, _OBJECTS)


def refuse_large_content(raw: bytes, page: int) -> None:
    """Raises UnreadableError for a page with more content than any, as it is or inflated."""
    try:
        content = zlib.decompressobj().decompress(raw, _MOST_CONTENT + 1)
    except zlib.error:
        content = raw  # not deflated, or encrypted: then the limits of the process hold
    if len(content) > _MOST_CONTENT:
        raise UnreadableError(
            Text(
                f"trang {page}: nội dung quá lớn để là một trang chữ",
                f"page {page}: its content is too large for a page of words",
            )
        )
