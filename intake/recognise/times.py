"""Stretches of prose that may be times: days, months, quarters, years, cycles; and what they are.

A regular expression finds a stretch, `rules.wording.read` judges it. A date that belongs to a cited
document, to a comparison or to a title is told apart, and kept for the list of what was left over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from rules.deadline import Context, Deadline
from rules.wording import WordingError, read

Kind = Literal["day", "month", "quarter", "year", "span", "cycle", "count"]

_D = r"[\dOl]"  # O and l for 0 and 1, as OCR reads them; whoever takes such a time marks it
_Y = rf"(?:[1l]9|2[0O]){_D}{{2}}"
_GAP = r"\s*"
_DAY = (
    rf"{_D}{{1,2}}{_GAP}[/.]{_GAP}{_D}{{1,2}}{_GAP}[/.]{_GAP}{_Y}"
    rf"|ngày\s+(?:mùng\s+)?{_D}{{1,2}}\s+(?:của\s+)?tháng\s+(?:{_D}{{1,2}}(?:\s*/\s*{_Y}|\s+năm\s+{_Y})?"
    r"|cuối(?:\s+(?:của\s+)?(?:kỳ\s+báo\s+cáo|quý))?|đầu(?:\s+quý)?(?:\s+(?:tiếp\s+theo|sau))?)"
    rf"|ngày\s+(?:mùng\s+)?{_D}{{1,2}}\s*/\s*{_D}{{1,2}}(?:\s*/\s*{_Y})?(?!\d)"
    rf"|ngày\s+(?:mùng\s+)?{_D}{{1,2}}(?:\s+(?:hằng|hàng)\s+(?:tháng|quý|năm))"
)
_MONTH = rf"tháng\s+{_D}{{1,2}}(?:\s*/\s*{_Y}|\s+năm\s+{_Y})|(?<![\d/]){_D}{{1,2}}/{_Y}(?![\d/])"
_QUARTER = rf"qu[ýíúy]i?\s+(?:IV|I{{1,3}}|[1-4])\b(?:\s*[/-]?\s*(?:năm\s+)?{_Y})?"
_SPAN = rf"giai\s+đoạn\s+{_Y}\s*[-–—]\s*{_Y}|(?<![\d/]){_Y}\s*[-–—]\s*{_Y}(?![\d/])"
_YEAR = rf"năm\s+{_Y}"
_UNIT = r"(?:tuần|tháng|quý|năm)"
_CYCLE = (
    rf"(?:định\s+kỳ\s+)?(?:hằng|hàng|mỗi)\s+{_UNIT}\b(?:(?:\s*,\s*|\s+và\s+)(?:(?:hằng|hàng)\s+)?"
    rf"{_UNIT}\b(?!\s*\d))*"
    rf"|(?:định\s+kỳ\s+)?\d{{1,2}}\s+(?:tháng|tuần|năm)\s*(?:/\s*(?:\d\s*)?|(?:một|0?1)\s+)lần"
    rf"|định\s+kỳ\s+(?:mỗi\s+)?\d{{1,2}}\s+(?:tháng|tuần|năm)\b|định\s+kỳ\s+{_UNIT}\b"
)
_COUNT = (
    rf"(?:mỗi|hằng|hàng)\s+{_UNIT}\s+(?:ít\s+nhất\s+|tối\s+thiểu\s+)?\d{{1,2}}\s+lần\b|"
    rf"(?:(?:ít\s+nhất|tối\s+thiểu)\s+)?\d{{1,2}}\s+lần\s*(?:/|mỗi|trong)\s*(?:một\s+)?{_UNIT}\b"
)
_BOUND = (
    r"(?:hoàn\s+thành\s+|xong\s+)?(?:(?:chậm|muộn)\s+nhất(?:\s+(?:là|vào|trước))?|trước|đến\s+hết|đến"
    r"|trong|từ|vào|không\s+quá|hết|cuối)\s+(?:trước\s+)?(?:ngày\s+)?(?:hết\s+)?(?:cuối\s+)?"
)
_PIECES: tuple[tuple[Kind, str], ...] = (
    ("count", _COUNT), ("cycle", _CYCLE), ("day", _DAY), ("month", _MONTH), ("quarter", _QUARTER),
    ("span", _SPAN), ("year", _YEAR),
)  # fmt: skip
_NAMED = "|".join(f"(?P<{kind}>{piece})" for kind, piece in _PIECES)
_TIME = re.compile(
    rf"(?<!\w)(?P<bound>{_BOUND})?(?:{_NAMED})",
    re.IGNORECASE,
)
_THIS_YEAR = re.compile(rf"(?<!\w)trong\s+năm\b(?!\s+{_Y})", re.IGNORECASE)
_ROADMAP = re.compile(r"(?<!\w)(?:đúng|theo)\s+lộ\s+trình\b", re.IGNORECASE)
_NUMBERED = (
    r"\d+\w{0,2}\s*[-/]\s*(?:\d{4}\s*[-/]\s*)?[A-ZĐ][\w&ĐđƯưÂâ.]*(?:\s*-\s*[\w&]+)*(?:/\w+)*"
)
_CITED = re.compile(rf"{_NUMBERED}[,]?\s+(?:ban\s+hành\s+)?(?:ngày\s+)?$")
_LAW = re.compile(r"(?:luật|bộ luật|hiến pháp|pháp lệnh)\s[^,;.]{0,60}$", re.IGNORECASE)
_COMPARED = re.compile(r"so\s+với(?:\s+\w+){0,3}\s*$", re.IGNORECASE)
_VISION = re.compile(r"(?:tầm\s+nhìn|định\s+hướng)\s+$", re.IGNORECASE)
_QUOTATION = 400  # the longest name in quotation marks, on either side of a date in it
_NEAR = 160  # characters before a date in which its document is named
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")


@dataclass(frozen=True, slots=True)
class Time:
    """A stretch that looks like a time. `bound`: a word before it limits something by it."""

    start: int
    end: int
    text: str
    kind: Kind
    bound: bool


@lru_cache(maxsize=256)  # a sentence is asked about several times, by one recogniser after another
def times(text: str) -> tuple[Time, ...]:
    """Every stretch of the text that looks like a date, a period or a cycle."""
    return tuple(
        Time(match.start(), match.end(), match[0], _kind(match), match["bound"] is not None)
        for match in _TIME.finditer(text)
    )


def _kind(match: re.Match[str]) -> Kind:
    return next(kind for kind, _ in _PIECES if match[kind])


def about_other(text: str, time: Time) -> bool:
    """Whether the time belongs to a cited document, a comparison, a vision or a quotation."""
    before = text[max(0, time.start - _NEAR) : time.start]
    if time.bound and time.kind != "day":
        return bool(_VISION.search(before)) or _in_quotes(text, time)
    return (
        any(mark.search(before) for mark in (_CITED, _LAW, _COMPARED, _VISION))
        or (time.kind == "day" and bool(_CITED.search(before + "ngày ")))
        or _in_quotes(text, time)
    )


def _in_quotes(text: str, time: Time) -> bool:
    first = max(0, time.start - _QUOTATION)
    around = text[first : time.end + _QUOTATION]
    at = time.start - first
    return any(match.start() < at < match.end() for match in _QUOTED.finditer(around))


def this_year(text: str) -> list[Time]:
    """“trong năm”, "đúng lộ trình": times without a figure, for a target that names no other."""
    spans = [(m, "year") for m in _THIS_YEAR.finditer(text)]
    spans += [(m, "span") for m in _ROADMAP.finditer(text)]
    return [
        Time(m.start(), m.end(), m[0], "year" if kind == "year" else "span", bound=True)
        for m, kind in spans
    ]


def cycles(text: str) -> list[str]:
    """A cycle's wording, one for each cycle: "hàng tháng, quý" -> "hàng tháng", "hàng quý"."""
    units = re.findall(_UNIT, text, re.IGNORECASE)
    head = re.match(rf"((?:định\s+kỳ\s+)?(?:hằng|hàng|mỗi))\s+{_UNIT}", text, re.IGNORECASE)
    if head is None or len(units) < 2:
        return [text]
    return [f"{head[1]} {unit}" for unit in units]


@dataclass(frozen=True, slots=True)
class Reader:
    """Wording judged by the rules, in the context of the plan being read.

    Each wording is read once: a table says the same thing in hundreds of its rows.
    """

    context: Context
    _known: dict[str, Deadline | WordingError] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def read(self, wording: str) -> Deadline | WordingError:
        """What the rules make of it."""
        if wording not in self._known:
            try:
                self._known[wording] = read(wording, self.context)
            except WordingError as error:
                self._known[wording] = error
        return self._known[wording]

    def is_time(self, wording: str) -> bool:
        """Whether it is a deadline, one that waits included."""
        return isinstance(self.read(wording), Deadline)

    def pending(self, wording: str) -> bool:
        """Whether it waits for something outside."""
        deadline = self.read(wording)
        return isinstance(deadline, Deadline) and deadline.pending
