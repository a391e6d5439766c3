"""Everything that looks like a date or a period and went into no duty, with why that may be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.text import Text, one_line

from ..model import Document, Paragraph, Place
from ..proposal import Used
from .times import Time, about_other, times

_CITED = Text("ngày của văn bản được dẫn, mốc so sánh hoặc tên gọi", "cited, compared or in a name")
_YEAR = Text("năm trong tên gọi hoặc lời dẫn", "a year in a name or in passing")
_OTHER = Text("chưa dùng", "not used")
_LOOSE = Text("chữ chỉ thời gian chung chung", "loose words of time")
_AROUND = 45
# Words of time without a figure, and terms: too vague for a duty of their own, too telling to drop
_VAGUE = re.compile(
    r"(?<!\w)(?:định\s+kỳ|thường\s+xuyên|cả\s+năm|sau\s+khi|kể\s+từ|đúng\s+tiến\s+độ"
    r"|theo\s+tiến\s+độ|\d{1,3}\s+(?:ngày\s+làm\s+việc|ngày|tuần|tháng|quý)\b(?!\s*\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Leftover:
    """A stretch that may be a time, its surroundings, and the likely reason it was left."""

    place: Place
    text: str
    around: str
    why: Text


def leftovers(document: Document, used: Iterable[Used]) -> list[Leftover]:
    """All of them, in the document's order."""
    taken: dict[Place, list[Used]] = defaultdict(list)
    for each in used:
        taken[each.place].append(each)
    return [
        leftover
        for text, place in _texts(document)
        for leftover in _of_text(text, place, taken[place])
    ]


def _texts(document: Document) -> Iterator[tuple[str, Place]]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.place
        else:
            yield from ((one_line(cell.text), cell.place) for row in block.rows for cell in row)


def _of_text(text: str, place: Place, taken: list[Used]) -> Iterator[Leftover]:
    found = times(text)
    if not found and not _VAGUE.search(text):
        return
    mask = bytearray(len(text))
    for used in taken:
        until = len(text) if used.end is None else min(used.end, len(text))
        mask[used.start : until] = b"\1" * max(0, until - used.start)
    spans = [(time.start, time.end, _why(text, time)) for time in found]
    told = bytearray(len(text))
    for time in found:
        told[time.start : time.end] = b"\1" * (time.end - time.start)
    spans += [
        (match.start(), match.end(), _LOOSE)
        for match in _VAGUE.finditer(text)
        if not any(told[match.start() : match.end()])
    ]
    for start, end, why in sorted(spans):
        if any(mask[start:end]):
            continue
        first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
        around = f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
        yield Leftover(place, text[start:end], around, why)


def _why(text: str, time: Time) -> Text:
    if about_other(text, time):
        return _CITED
    return _YEAR if time.kind in ("year", "span") and not time.bound else _OTHER
