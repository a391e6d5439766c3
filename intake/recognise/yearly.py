"""Rows with a column a year: marks, wording and amounts by label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from rules.deadline import Deadline
from rules.plan import Value
from rules.text import Text, one_line

from ..model import Cell
from ..proposal import LIKELY, UNSURE, Doubt, Proposal
from .columns import is_mark
from .prose import Scene
from .targets import amounts
from .times import cycles, times

_JOINT = re.compile(r"\s*[,:;]\s")
_SENTENCE = re.compile(r"(?<=[.;])\s+|\n")


def yearly(
    proposal: Proposal, years: Mapping[str, Cell], doubts: tuple[Doubt, ...], scene: Scene
) -> Iterator[Proposal]:
    """The row's duty with its cells by year, and a standing one for a cycle its words name."""
    cells = {label: one_line(cell.text) for label, cell in sorted(years.items())}
    wording = _time_first(next(iter(cells.values()), ""), scene)
    waits = bool(cells) and all(scene.reader.pending(text) for text in cells.values())
    values = {
        label: [value for _, _, value in amounts(text)]
        for label, text in cells.items()
        if not is_mark(text)
    }
    held = [value for each in values.values() for value in each]
    same = all(_same(each, next(iter(values.values()))) for each in values.values())
    told = list(doubts) if cells else [*doubts, _no_year(proposal)]
    yield replace(
        proposal,
        when=wording,
        cells=cells,
        labels=() if waits else tuple(cells),
        value=held[0] if held else proposal.value,
        values=() if same else tuple(_labelled(values)),
        doubts=tuple(told),
        confidence=UNSURE if told else proposal.confidence,
    )
    yield from _again_and_again(proposal)


def _time_first(text: str, scene: Scene) -> str:
    """The words of time that open a cell, "Cuối năm 2020, 100% cơ quan ...", where what follows
    adds nothing to their meaning; else all of it.
    """
    whole = _said(text, scene)
    for joint in _JOINT.finditer(text):
        head = text[: joint.start()]
        said = _said(head, scene)
        if said is not None and whole in (None, said):
            return head
    return text


def _said(text: str, scene: Scene) -> tuple[object, ...] | None:
    """What the rules make of it, without their reasons; None where it is no time."""
    deadline = scene.reader.read(text)
    if not isinstance(deadline, Deadline):
        return None
    days = [(window.start, window.stated, window.bound) for window in deadline.windows]
    return deadline.pending, deadline.recurs, *days


def _same(one: list[Value], other: list[Value]) -> bool:
    return [value.amount for value in one] == [value.amount for value in other]


def _labelled(values: Mapping[str, list[Value]]) -> Iterator[Value]:
    for label, each in values.items():
        for value in each:
            yield value.model_copy(update={"label": label})


def _again_and_again(proposal: Proposal) -> Iterator[Proposal]:
    """“Định kỳ hàng quý ...” as a sentence of its own after the row's first."""
    found = 0
    for sentence in _SENTENCE.split(proposal.title)[1:]:
        for time in times(sentence):
            if time.kind not in ("cycle", "count"):
                continue
            for wording in cycles(time.text):
                found += 1
                yield replace(
                    proposal, ref=f"{proposal.ref}-{found}", kind="standing", when=wording,
                    title=sentence.strip(" .;,-"), product="", value=None,
                    confidence=min(LIKELY, proposal.confidence),
                )  # fmt: skip


def _no_year(proposal: Proposal) -> Doubt:
    about = Text("năm thực hiện", "years")
    reason = Text("không năm nào được đánh dấu", "no year is marked")
    return Doubt(proposal.place, about, reason, "", (), proposal.ref)
