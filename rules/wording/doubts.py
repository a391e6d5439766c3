"""Spellings that a scan may have made of several things: refused, with what they may have been.

What `mend` could undo is undone; here is what it could not. Each doubt points at its place
and names its readings, so that a person can write the right one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..text import Text
from .errors import WordingError
from .lexicon import is_known
from .messages import LETTER_IN_FIGURES, RUN_TOGETHER, SLASH_OR_ONE, SPLIT_FIGURES, STRAY_MARK
from .normalise import Shown
from .spelling import is_syllable

_Doubt = tuple[tuple[int, int], Text, tuple[str, ...]]

_YEAR = r"(?:19|2[0Oo])[\dOo]{2}(?!\d)"
_SLASH = re.compile(
    rf"(?<![^\W_])(?P<left>[TQ]?\d{{1,2}}|Q?[IVX]+)(?P<sign>[1lIi|])(?P<year>{_YEAR})"
    rf"|(?<=/)(?P<month>\d{{1,2}})[1lIi|](?P<of>{_YEAR})"
)
_ROMAN_YEAR = re.compile(rf"(?<![^\W_])(?P<left>Q?[IVX]+)(?P<year>{_YEAR})")
_MIXED = r"(?=\w*\d)(?=\w*[SsBZzgqb])[\dOolISsBZzgqb]+"
_LETTER = re.compile(
    rf"(?:(?<=[/.-])|(?<=[/.-]\s)|(?:năm|tháng|quý|ngày|mùng)\s*)(?P<figures>{_MIXED})(?!\w)"
    rf"|(?<!\w)(?P<year>[Zz][0Oo]\d\d)(?!\w)|(?<!\w)(?P<first>{_MIXED})(?=\s*/\s*\d)",
    re.IGNORECASE,
)
_LETTERS = str.maketrans("SsBZzgqbOolI", "558229960011")
_SPLIT = re.compile(r"\d[\s,;:.]*[/-]\s*(?:\d{3}\s\d|\d{2}\s\d\d|\d\s\d{3})(?!\d)")
_RUN = re.compile(r"[^\W\d_]{4,}")
_MARK = re.compile("[\u0300-\u036f]")
_SHORTEST, _LONGEST = 3, 8  # letters of a syllable that is told by itself


def refuse_doubts(shown: Shown) -> None:
    """Raises WordingError at the first spelling that has no sure reading."""
    text = shown.text[: shown.end]
    finders: tuple[Callable[[str], Iterator[_Doubt]], ...] = (
        _slashes, _letters, _split, _runs, _marks,
    )  # fmt: skip
    for find in finders:
        for place, message, readings in find(text):
            nearest = tuple(Text(reading, reading) for reading in readings)
            raise WordingError("not-understood", _about(message, text, place), place, nearest)


def _about(message: Text, text: str, place: tuple[int, int]) -> Text:
    said = text[place[0] : place[1]]
    return Text(*(each.replace("{}", said) for each in message))


def _slashes(text: str) -> Iterator[_Doubt]:
    """A slash seen as a stroke: "Quý II2019" is of quarter II, or of quarter I with its slash."""
    for found in _SLASH.finditer(text):
        left, year = found["left"] or found["month"], found["year"] or found["of"]
        whole = f"{left}{found['sign']}/{year}" if found["left"] and left[-1] in "IVX" else ""
        yield found.span(), SLASH_OR_ONE, tuple(r for r in (f"{left}/{year}", whole) if r)
    for found in _ROMAN_YEAR.finditer(text):
        yield found.span(), SLASH_OR_ONE, (f"{found['left']}/{found['year']}",)


def _letters(text: str) -> Iterator[_Doubt]:
    """A letter that is like several figures: S like 5 and 8, B like 8 and 3, Z like 2 and 7."""
    for found in _LETTER.finditer(text):
        kind = found.lastgroup or ""
        yield found.span(kind), LETTER_IN_FIGURES, (found[kind].translate(_LETTERS),)


def _split(text: str) -> Iterator[_Doubt]:
    """A year in two: "7/202 0"."""
    for found in _SPLIT.finditer(text):
        yield found.span(), SPLIT_FIGURES, ("".join(found[0].split()),)


def _runs(text: str) -> Iterator[_Doubt]:
    """A word of time run together with what is no word: "thángllần"."""
    if text.isascii():
        return
    for found in _RUN.finditer(text):
        word = found[0]
        if not is_syllable(word) and not word.isupper() and _has_known(word):
            yield found.span(), RUN_TOGETHER, ()


def _marks(text: str) -> Iterator[_Doubt]:
    """A tone or a hook that no letter under it takes."""
    for found in _MARK.finditer(text):
        yield (max(0, found.start() - 1), found.end()), STRAY_MARK, ()


def _has_known(word: str) -> bool:
    ends = range(_SHORTEST, min(_LONGEST, len(word)))
    return any(is_known(word[:end]) or is_known(word[-end:]) for end in ends)
