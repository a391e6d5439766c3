"""Targets that rise by one step each year: "tăng dần đều 10% qua từng năm (2018, 2019)".

The sentence speaks of the target before it. That target gets a value for each year, and takes as
many places in the count as there are years.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..outline import Item
from .prose import Candidate, Sentence, clauses, sentences, used

_STEP = re.compile(
    r"(?P<down>giảm|tăng)\s+(?:dần\s+)?(?:đều\s+)?(?P<step>\d+(?:[.,]\d+)?)\s*%?\s+(?:qua\s+)?"
    r"(?:từng|mỗi)\s+năm\s*\((?P<years>\d{4}(?:\s*[,;]\s*\d{4})+)\)",
    re.IGNORECASE,
)


def is_step(text: str) -> bool:
    """Whether the clause says by how much something rises, not what is to be reached."""
    return bool(_STEP.search(text))


def stepped(item: Item, found: list[Candidate]) -> list[Candidate]:
    """The item's targets; one that a step is said of with its values and its places."""
    for sentence in sentences(item):
        for clause in clauses(sentence):
            match = _STEP.search(clause.text)
            before = [each for each in found if each.at < clause.start + len(clause.text)]
            if match is None or not before or before[-1].proposal is None:
                continue
            at = found.index(before[-1])
            found[at : at + 1] = _with_values(item, clause, match, before[-1])
    return found


def _with_values(
    item: Item, clause: Sentence, match: re.Match[str], candidate: Candidate
) -> list[Candidate]:
    years = re.findall(r"\d{4}", match["years"])
    step = float(match["step"].replace(",", ".")) * (
        -1 if match["down"].casefold() == "giảm" else 1
    )
    proposal = candidate.proposal
    if proposal is None or proposal.value is None:
        return [candidate]
    base = proposal.value
    values = tuple(
        base.model_copy(update={"label": year, "amount": base.amount + place * step})
        for place, year in enumerate(years)
    )
    risen = replace(
        proposal,
        when=clause.text.strip(" .,;"),
        labels=tuple(years),
        values=values,
        used=(*proposal.used, used(item, clause.start, clause.end)),
        assumed=False,
    )
    kept = replace(candidate, proposal=None, told=False)
    return [replace(candidate, proposal=risen), *[kept] * (len(years) - 1)]
