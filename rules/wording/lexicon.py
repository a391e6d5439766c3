"""The syllables that any pass looks up: what a scan must not spoil unseen."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise

from . import vocabulary
from .citations import DOCUMENTS, VISIONS
from .neighbours import WAITED_FOR
from .numbers import NUMBER_WORDS
from .spelling import is_syllable
from .syllables import key, keys, listed
from .waits import OBJECTS

_ALONE = keys("số|so|với|ký|được|kết|hết|có|ban|hành|tiến|độ|thời|gian|hạn|này")


@cache
def known() -> frozenset[str]:
    """The keys of all syllables that mean something to a pass; of abbreviations none."""
    looked_up = (key(word) for wording, _ in vocabulary.entries() for word in wording.split())
    tables = (DOCUMENTS, VISIONS, WAITED_FOR, OBJECTS, _ALONE)
    named = (word for table in tables for wording in table for word in wording)
    return frozenset(filter(is_syllable, (*looked_up, *named, *NUMBER_WORDS)))


@cache
def _wordings() -> frozenset[tuple[str, ...]]:
    """The wordings as keys, without those that only keep others from being read."""
    idle = {*listed(vocabulary.NOISE), *listed(vocabulary.NEVER), *listed(vocabulary.NEVER_TIME)}
    entries = (wording for wording, _ in vocabulary.entries() if wording not in idle)
    return frozenset((*keys("|".join(entries)), *DOCUMENTS, *WAITED_FOR))


@cache
def _pairs() -> frozenset[tuple[str, str]]:
    """Neighbours inside a wording that are nothing apart: "chậm" and "nhất", "kể" and "từ"."""
    alone = {words[0] for words in _wordings() if len(words) == 1}
    last = {words[-1] for words in _wordings() if len(words) > 1}
    pairs = {pair for words in _wordings() for pair in pairwise(words)}
    return frozenset(
        (first, second)
        for first, second in pairs
        if first not in alone and (second not in alone or first not in last)
    )


def is_pair(first: str, second: str) -> bool:
    """Whether the two words stand together in a wording, and mean nothing when parted."""
    return (key(first), key(second)) in _pairs()


@lru_cache(maxsize=4096)
def is_known(word: str) -> bool:
    """Whether a pass looks the syllable up, in any case and spelling of its tone."""
    return key(word) in known()
