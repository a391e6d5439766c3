"""The key of a word: its letters without case, its tone as a number at the end.

Where a tone mark stands ("hoà", "hòa"; "Qúy", "quý") and whether i or y is written ("quí", "kì")
must not matter; which tone it is must: "trong" and "trồng" are different words.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_WITH_I = {"ki", "qui"}


@lru_cache(maxsize=4096)
def key(word: str) -> str:
    """The key under which a word is looked up."""
    letters, tone = [], ""
    for letter in unicodedata.normalize("NFD", word.lower()):
        if letter in _TONES:
            tone += _TONES[letter]
        else:
            letters.append(letter)
    base = unicodedata.normalize("NFC", "".join(letters))
    if base in _WITH_I and tone:
        base = base[:-1] + "y"
    return base + tone


def listed(wordings: str) -> list[str]:
    """The wordings of one line of a table, parted by bars."""
    return [wording.strip() for wording in wordings.split("|") if wording.strip()]


def keys(wordings: str) -> frozenset[tuple[str, ...]]:
    """The wordings of one line of a table as the keys of their words."""
    return frozenset(tuple(key(word) for word in wording.split()) for wording in listed(wordings))


@lru_cache(maxsize=4096)
def bare(word: str) -> str:
    """The word without any mark: what is left of it on a keyboard without Vietnamese."""
    decomposed = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
