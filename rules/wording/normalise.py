"""Noise out, meaning kept: the phrase as shown, with a map back to the phrase as given."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .mend import mended

_DASHES = "‐‑‒–—―−﹘﹣－"
_INVISIBLE = frozenset(
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062"
    "\u2063\u2064\ufeff"
) | {chr(variant) for variant in range(0xFE00, 0xFE10)}
_LIKE_A_LETTER = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ"}
_LABEL = re.compile(
    r"(?:thời\s+gian|thời\s+hạn|thời\s+điểm|hạn|hạn\s+cuối|hạn\s+chót|tiến\s+độ|deadline|due|time)"
    r"(?:\s+(?:hoàn\s+thành|thực\s+hiện|gửi|nộp|báo\s+cáo|ban\s+hành|triển\s+khai|dự\s+kiến))*\s*:",
    re.IGNORECASE,
)
_OPEN, _CLOSE = "([{", ")]}"
_EDGE = " \t;,.:/-+•·…*_|"
_MARKUP = re.compile(r"\*+|_{2,}|~~")


@dataclass(frozen=True, slots=True)
class Shown:
    """A phrase without its noise.

    `text` is NFC on one line, with plain spaces and hyphens; `origin[i]` is the offset in the given
    phrase of `text[i]`; `start` and `end` enclose what is left without label, brackets and closing
    punctuation: offsets of `text`.
    """

    text: str
    origin: tuple[int, ...]
    start: int
    end: int

    def place_in_original(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch as offsets into the phrase as given."""
        if not self.origin:
            return (0, 0)
        last = self.origin[min(end, len(self.origin)) - 1] + 1
        return self.origin[min(start, len(self.origin) - 1)], last


def normalise(phrase: str) -> Shown:
    """The phrase as shown, and what of it is to be read."""
    letters = _composed(phrase)
    text = "".join(letter for letter, _ in letters)
    dropped = {place for mark in _MARKUP.finditer(text) for place in range(*mark.span())}
    kept: list[tuple[str, int]] = []
    for place, (letter, origin) in enumerate(letters):
        if place in dropped:
            continue
        if letter.isspace():
            if kept and kept[-1][0] != " ":
                kept.append((" ", origin))
        else:
            kept.append(("-" if letter in _DASHES else letter, origin))
    if kept and kept[-1][0] == " ":
        kept.pop()
    kept = mended(kept)
    text = "".join(letter for letter, _ in kept)
    start, end = _core(text)
    return Shown(text, tuple(origin for _, origin in kept), start, end)


def _composed(phrase: str) -> list[tuple[str, int]]:
    """NFC letters with the offset each came from; Roman signs as letters, wide as narrow."""
    if phrase.isascii():
        return [(letter, place) for place, letter in enumerate(phrase)]
    out: list[tuple[str, int]] = []
    seen = [(letter, at) for at, letter in enumerate(phrase) if letter not in _INVISIBLE]
    place = 0
    while place < len(seen):
        end = place + 1
        while end < len(seen) and unicodedata.combining(seen[end][0]):
            end += 1
        cluster = unicodedata.normalize("NFC", "".join(letter for letter, _ in seen[place:end]))
        cluster = _LIKE_A_LETTER.get(cluster, cluster)
        if not cluster.isascii() and unicodedata.decomposition(cluster[0]).startswith(
            ("<compat> 004", "<compat> 005", "<wide>", "<compat> 006", "<compat> 007")
        ):
            cluster = unicodedata.normalize("NFKC", cluster)
        out.extend((letter, seen[place][1]) for letter in cluster)
        place = end
    return out


def _core(text: str) -> tuple[int, int]:
    """The stretch inside label, enclosing brackets and edge punctuation."""
    start, end = 0, len(text)
    while True:
        before = start, end
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE and not _is_stroke(text, end - 1):
            end -= 1
        if label := _LABEL.match(text, start, end):
            start = label.end()
        if _encloses(text, start, end):
            start, end = start + 1, end - 1
        if (start, end) == before:
            return start, end


def _is_stroke(text: str, place: int) -> bool:
    """Whether a bar may be a 1 or an I ("Quý II|") and no border of a table ("| Quý II|")."""
    return text[place] == "|" and text[place - 1].isalnum() and not text.startswith("|")


def _encloses(text: str, start: int, end: int) -> bool:
    """Whether one pair of brackets encloses the whole stretch."""
    if end - start < 2 or text[start] not in _OPEN or text[end - 1] not in _CLOSE:
        return False
    depth = 0
    for place in range(start, end):
        depth += (text[place] in _OPEN) - (text[place] in _CLOSE)
        if depth == 0:
            return place == end - 1
    return False
