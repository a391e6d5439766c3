"""Inline marks of Markdown and HTML taken off, as a conversion leaves them in running text."""

from __future__ import annotations

import html
import re

from rules.text import one_line

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# With attributes or without: what else stands between "<" and ">" is text.
_ATTRIBUTE = r"""\s+[a-z-]{1,30}\s*=\s*(?:"[^"<>]{0,200}"|'[^'<>]{0,200}'|[^\s"'<>]{1,200})"""
_TAG = re.compile(
    rf"</?(?:b|i|u|em|strong|sup|sub|span|p|div|font)(?:{_ATTRIBUTE}){{0,9}}\s*/?>", re.IGNORECASE
)
_STARS = re.compile(r"(?<!\\)\*{1,3}(?=\S)|(?<=[^\s\\])\*{1,3}")
_UNDERLINED = re.compile(r"(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|])")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")


def is_heading(line: str) -> bool:
    """Whether Markdown marks the line as a heading."""
    return bool(_HEADING.match(line))


def plain(text: str) -> str:
    """The text without marks, NFC, on one line."""
    text = _HEADING.sub("", text)
    text = _TAG.sub("", _BREAK.sub(" ", text))
    text = _ESCAPED.sub(r"\1", _UNDERLINED.sub("", _STARS.sub("", text)))
    return one_line(html.unescape(text))


def plain_lines(text: str) -> str:
    """The same, with line breaks inside a cell kept."""
    lines = (plain(line) for line in _BREAK.sub("\n", text).splitlines())
    return "\n".join(line for line in lines if line)
