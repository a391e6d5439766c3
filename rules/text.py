"""Words for people: every text exists in Vietnamese and in English; foreign text made safe."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple
from unicodedata import normalize

Lang = Literal["vi", "en"]

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Text(NamedTuple):
    """One statement in both languages; `text.to("en")` picks one."""

    vi: str
    en: str

    def to(self, lang: Lang) -> str:
        """The wording in `lang`."""
        return self.en if lang == "en" else self.vi


def one_line(text: str) -> str:
    """The text in NFC on one line.

    Controls and line ends become a space, lone surrogates U+FFFD, and characters that are not seen
    but change what is seen (zero width, direction, tags) go; white space is collapsed.
    """
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", _INVISIBLE.sub("", text)))
    return " ".join(normalize("NFC", text).split())


def plain_lines(text: str) -> str:
    """The text's lines, each as `one_line` makes it; empty ones go."""
    return "\n".join(filter(None, map(one_line, text.splitlines())))
