"""A text's bytes to characters: by its mark, by what HTML says of itself, else UTF-8."""

from __future__ import annotations

import codecs
import re

from rules.text import Text

from .limits import UnreadableError

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page names its encoding (a browser looks at 1024)
# What pages call their encoding, and what browsers then read (WHATWG Encoding, 4.2). One that
# names UTF-16 in ASCII letters is in UTF-8.
_PAGES = {
    "utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-8", "unicode": "utf-8",
    "windows-1258": "cp1258",
    "windows-1252": "cp1252", "iso-8859-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
}  # fmt: skip
ENCODINGS = ("utf-8", "utf-16", "cp1258", "cp1252")


def decoded(data: bytes, *, html: bool = False) -> str:
    """The text, each of its lines ended by a newline.

    UTF-8, or UTF-16 where a byte order mark says so; HTML may name another encoding. Raises
    UnreadableError for what is no text in it: nothing is guessed, for a wrong guess is wrong words.
    """
    encoding = _encoding(data, html=html)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            Text(
                f"không phải văn bản {encoding.upper()} (byte thứ {error.start + 1})",
                f"is no {encoding.upper()} text (byte {error.start + 1})",
            )
        ) from None
    if "\x00" in text:
        raise UnreadableError(Text("không phải văn bản", "is no text"))
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _encoding(data: bytes, *, html: bool) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    named = _META.search(data[:_HEAD]) if html else None
    if named is None or data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    name = named[1].decode("ascii").casefold()
    if name not in _PAGES:
        raise UnreadableError(
            Text(
                f"bảng mã {name} chưa đọc được; hãy lưu lại bằng UTF-8",
                f"the encoding {name} is not read; save the page in UTF-8",
            )
        )
    return _PAGES[name]
