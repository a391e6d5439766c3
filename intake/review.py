"""The review sheet: what a person has to settle before the draft is a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rules.text import Text, one_line

from .draft import Draft
from .proposal import LIKELY, Doubt, Name, Proposal

Json = dict[str, object]


def duties_json(draft: Draft) -> list[Json]:
    """The duties as `kyhan import --json` prints them."""
    return [_duty(duty) for duty in draft.duties]


def _duty(duty: Proposal) -> Json:
    return {
        "ref": duty.ref,
        "kind": duty.kind,
        "title": duty.title,
        "lead": [name.id for name in duty.lead if name.id],
        "lead_written": [name.written for name in duty.lead],
        "with": [name.id for name in duty.with_ if name.id],
        "with_written": [name.written for name in duty.with_],
        "when": duty.when,
        "labels": list(duty.labels),
        "cells": dict(duty.cells),
        "to": [name.id for name in duty.to if name.id],
        "product": duty.product,
        "value": duty.value.model_dump(exclude_defaults=True) if duty.value else None,
        "values": [value.model_dump(exclude_defaults=True) for value in duty.values],
        "place": duty.place.as_json(),
        "confidence": duty.confidence,
    }


def sheet_json(draft: Draft, seal: str) -> Json:
    """The sheet as data: the plan's head, every doubt, every duty, everything left over."""
    header = draft.header
    return {
        "source": draft.source,
        "draft": f"{draft.id}.toml",
        "sha256": seal,
        "plan": {
            "id": draft.id,
            "title": header.title,
            "number": header.number,
            "issued": header.issued.isoformat() if header.issued else None,
            "issuer": header.issuer,
            "coordinator": header.coordinator,
            "directory": draft.directory,
            "period": list(header.period) if header.period else None,
        },
        "doubts": [_doubt(doubt) for doubt in draft.doubts],
        "duties": duties_json(draft),
        "leftovers": [
            {
                "text": left.text,
                "around": left.around,
                "why": left.why._asdict(),
                "place": left.place.as_json(),
            }
            for left in draft.leftovers
        ],
    }


def _doubt(doubt: Doubt) -> Json:
    return {
        "ref": doubt.ref,
        "about": doubt.about._asdict(),
        "reason": doubt.reason._asdict(),
        "written": doubt.written,
        "candidates": list(doubt.candidates),
        "place": doubt.place.as_json(),
    }


def sheet_markdown(draft: Draft, seal: str) -> str:
    """The sheet for people, Vietnamese first."""
    lines = [
        *_head(draft, seal),
        *_doubts(draft),
        *_unsure(draft),
        *_leftovers(draft),
    ]
    return "\n".join(lines) + "\n"


def _head(draft: Draft, seal: str) -> Iterator[str]:
    header = draft.header
    yield f"# Phiếu soát: {_cell(header.title or draft.source)}"
    yield ""
    yield "| Mục · Item | Đọc được · As read |"
    yield "|---|---|"
    period = "–".join(str(year) for year in header.period) if header.period else ""
    issued = header.issued.isoformat() if header.issued else ""
    for label, value in (
        ("nguồn · source", draft.source),
        ("số · number", header.number),
        ("ngày · issued", issued),
        ("ban hành · issuer", header.issuer),
        ("điều phối · coordinator", header.coordinator),
        ("kỳ · period", period),
        ("danh bạ · directory", draft.directory),
        ("nhiệm vụ · duties", str(len(draft.duties))),
        ("SHA-256", seal),
    ):
        yield f"| {label} | {_cell(value) or '—'} |"


def _doubts(draft: Draft) -> Iterator[str]:
    yield from _title(Text("Cần người quyết", "To be settled by a person"), len(draft.doubts))
    if not draft.doubts:
        return
    heads = "# | Mã · Ref | Chỗ · Place | Điều · About | Vì sao · Why | Nguyên văn · As written"
    yield f"| {heads} | Có thể là · Candidates |"
    lines = [
        f"| {n} | {doubt.ref or '—'} | {_cell(doubt.place.words().vi) or '—'}"
        f" | {_both(doubt.about)} | {_both(doubt.reason)} | {_cell(doubt.written) or '—'}"
        f" | {_cell('; '.join(doubt.candidates)) or '—'} |"
        for n, doubt in enumerate(draft.doubts, 1)
    ]
    yield "|---|---|---|---|---|---|---|"
    yield from lines


def _unsure(draft: Draft) -> Iterator[str]:
    """Duties less than likely that no doubt speaks of."""
    told = {doubt.ref for doubt in draft.doubts}
    unsure = [
        d for d in draft.duties if d.confidence <= LIKELY and not d.assumed and d.ref not in told
    ]
    yield from _title(Text("Xem lại", "To be looked at"), len(unsure))
    for duty in unsure:
        yield (
            f"- **{duty.ref}** ({duty.place.words().vi}, {duty.confidence:.2f}): "
            f"{_cell(duty.title)[:160]} — {_cell(duty.when) or '—'} — {_names(duty.lead) or '—'}"
        )


def _leftovers(draft: Draft) -> Iterator[str]:
    """Grouped by reason, those without one first."""
    groups: dict[Text, list[str]] = defaultdict(list)
    for left in draft.leftovers:
        line = f"- {left.place.words().vi}: **{_cell(left.text)}** — {_cell(left.around)}"
        groups[left.why].append(line)
    yield from _title(
        Text("Giống ngày hoặc kỳ nhưng chưa dùng", "Like a date or a period, and not used"),
        len(draft.leftovers),
    )
    for why, lines in groups.items():
        yield f"### {why.vi} · {why.en} ({len(lines)})"
        yield from lines
        yield ""


def _title(text: Text, count: int) -> Iterator[str]:
    yield ""
    yield f"## {text.vi} · {text.en} ({count})"
    yield ""


def _names(names: tuple[Name, ...]) -> str:
    return ", ".join(_cell(name.written) for name in names)


def _both(text: Text) -> str:
    return _cell(text.vi) if text.vi == text.en else f"{_cell(text.vi)} · {_cell(text.en)}"


def _cell(text: str) -> str:
    """A document's words that cannot break out of a table's cell or become markup."""
    line = one_line(text).replace("\\", "\\\\").replace("|", "\\|")
    return line.replace("<", "&lt;").replace("*", "\\*").replace("`", "\\`")
