"""What a PDF is asked before any of it is parsed: is it whole, and is it no bomb.

The parser is Python and takes a file at its word, so objects are counted in the bytes, and what is
compressed is inflated no further than a page of a plan can need (ISO 32000-1, 7.5).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

from rules.text import Text

from ..limits import MOST_OBJECTS, MOST_PAGE_OBJECTS, UnreadableError, at_most, broken

KIND = "PDF"
_OBJECTS = Text("đối tượng trong PDF", "objects in the PDF")
_END = 2048  # bytes at the end among which the end mark stands; some programs write after it
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
_SIZE = re.compile(rb"/Size\s+(\d{1,12})")
_PACKED = re.compile(rb"/N\s+(\d{1,12})")
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm\b")
_DICTIONARY = 400  # bytes around the mark in which an object stream's count stands
_PACKERS = {"FlateDecode", "Fl", "LZWDecode", "LZW", "RunLengthDecode", "RL"}
# Strings: in parentheses a byte a letter, in angle brackets two bytes of two figures each
_SHOWN = re.compile(rb"\(([^()]*)\)|<([0-9A-Fa-f\s]+)>")
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


def refuse_large_content(content: bytes, filters: Iterable[object], page: int) -> None:
    """Raises UnreadableError for a page with more content or letters than any.

    `content` is as it lies in the file, `filters` the names of what it was packed with. What is
    packed twice is refused unread: no program packs words so, and it is how a bomb hides.
    """
    packed = [name for name in filters if str(name).strip("/'") in _PACKERS]
    if len(packed) > 1:
        raise _too_large(page)
    if packed:
        try:
            content = zlib.decompressobj().decompress(content, _MOST_CONTENT + 1)
        except zlib.error:
            return  # another packing, or encrypted: then the limits of the process hold
    if len(content) > _MOST_CONTENT:
        raise _too_large(page)
    letters = sum(
        len(match[1] or b"") + len(match[2] or b"") // 4 for match in _SHOWN.finditer(content)
    )
    at_most(letters, MOST_PAGE_OBJECTS, Text(f"chữ ở trang {page}", f"letters on page {page}"))


def _too_large(page: int) -> UnreadableError:
    return UnreadableError(
        Text(
            f"trang {page}: nội dung quá lớn để là một trang chữ",
            f"page {page}: its content is too large for a page of words",
        )
    )
