"""The nearest thing that would be understood: what the grammar expected, and like words."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from ..text import Text
from . import vocabulary
from .syllables import bare
from .tokens import Tok

_EXAMPLES: tuple[tuple[frozenset[str], Text], ...] = (
    (frozenset({"SIGNED", "OUTSIDE"}), Text("kể từ ngày ký", "from the date of signing")),
    (frozenset({"EVERY"}), Text("hằng tháng", "every month")),
    (frozenset({"Y"}), Text("năm 2022", "2022")),
    (frozenset({"NUM"}), Text("số (1, 2, I, II …)", "a number (1, 2, I, II …)")),
    (frozenset({"MONTH"}), Text("tháng 6/2022", "June 2022")),
    (frozenset({"QUARTER"}), Text("Quý II/2022", "Q2 2022")),
    (frozenset({"DMY", "DAY"}), Text("trước ngày 30/6/2022", "before 30 June 2022")),
)
COMMON = (
    Text("Quý II/2022", "Q2 2022"),
    Text("trước ngày 30/6/2022", "before 30 June 2022"),
    Text("tháng 6 năm 2022", "June 2022"),
)


@cache
def _known() -> dict[str, str]:
    """Wordings by their letters alone, of those a grammar rule takes."""
    idle = {"WORD", "VAGUE", "NEVER"}
    return {bare(word): word for word, senses in vocabulary.entries() if senses[0][0] not in idle}


def would_fit(expected: set[str], token: Tok) -> tuple[Text, ...]:
    """At most three wordings: like the unknown words first, then what was expected."""
    known = _known()
    unknown = token.type in {"WORD", "NEVER"}
    close = get_close_matches(bare(token.text), known, n=1, cutoff=0.75) if unknown else []
    like = [known[match] for match in close]
    found = [Text(word, word) for word in like if word.lower() != token.text.lower()]
    found += [example for kinds, example in _EXAMPLES if kinds & expected]
    return tuple(dict.fromkeys(found))[:3] or COMMON
