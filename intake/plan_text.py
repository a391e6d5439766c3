"""A draft as the text of a plan file; every doubt stands as a comment above what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from rules.plan_text import DOUBT
from rules.text import one_line
from rules.toml_text import pair, toml

from .draft import Draft
from .judge import as_duty
from .proposal import Doubt, Proposal
from .seal import sealed

_WIDE = 100


def plan_text(draft: Draft) -> str:
    """The plan file, sealed. What the document does not say is left out, with a comment."""
    refs = {duty.ref for duty in draft.duties}
    doubts: dict[str, list[Doubt]] = defaultdict(list)
    for doubt in draft.doubts:
        doubts[doubt.ref if doubt.ref in refs else ""].append(doubt)
    lines = [*_head(draft, doubts[""])]
    for duty in draft.duties:
        lines += ["", *_duty(duty, doubts[duty.ref])]
    return sealed("\n".join(lines) + "\n")


def _head(draft: Draft, doubts: list[Doubt]) -> Iterator[str]:
    header = draft.header
    yield f"# Bản nháp đọc từ {one_line(draft.source)}; xem phiếu soát."
    yield f"# A draft read from {one_line(draft.source)}; see the review sheet."
    for doubt in doubts:
        yield from _comment(doubt)
    yield f"id = {toml(draft.id)}"
    yield f"title = {toml(header.title or draft.source)}"
    if header.issued:
        yield f"issued = {header.issued.isoformat()}"
    said = {
        "number": header.number,
        "issuer": header.issuer,
        "coordinator": header.coordinator,
        "directory": draft.directory,
    }
    yield from (f"{key} = {toml(value)}" for key, value in said.items() if value)
    if header.period:
        yield f"period = {toml(list(header.period))}"


def _duty(duty: Proposal, doubts: list[Doubt]) -> Iterator[str]:
    for doubt in doubts:
        yield from _comment(doubt)
    yield "[[duty]]"
    tables = {}
    for key, value in as_duty(duty).items():
        if key == "cells" and isinstance(value, Mapping):
            tables[key] = value
        else:
            yield from pair(key, value)
    for key, table in tables.items():
        yield f"[duty.{key}]"
        for label, text in table.items():
            yield from pair(label, text)


def _comment(doubt: Doubt) -> Iterator[str]:
    where = doubt.place.words()
    told = f" [{where.vi}]" if where.vi else ""
    english = f" [{where.en}]" if where.en else ""
    written = f": “{one_line(doubt.written)[:_WIDE]}”" if doubt.written else ""
    vietnamese, in_english = DOUBT
    yield f"{vietnamese}{told} {doubt.about.vi}: {one_line(doubt.reason.vi)}{written}"
    yield f"{in_english}{english} {doubt.about.en}: {one_line(doubt.reason.en)}{written}"
