"""Reporting duties in prose: who reports to whom, for which periods, by which days."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.deadline import Deadline
from rules.periods import (
    Period,
    half_period,
    month_period,
    nine_months,
    parse_period,
    quarter_period,
    year_period,
)
from rules.text import Text
from rules.wording import WordingError, read

from ..outline import Item
from ..proposal import LIKELY, SURE, UNSURE, Doubt, Proposal
from .agencies import LEAD
from .obligations import addressees, who
from .prose import Candidate, Scene, Sentence, clauses, sentences, used
from .times import times

_PERIOD = (
    r"(?:qu[ýí]\s+(?:IV|I{1,3}|[1-4])\b|qu[ýí](?!\s+\w*\d)|(?:0?6|sáu)\s+tháng(?:\s+đầu\s+năm)?"
    r"|(?:0?9|chín)\s+tháng|hằng\s+\w+|hàng\s+\w+|tháng(?!\s*\d)|tuần|(?:cả\s+)?năm(?:\s+\d{4})?)"
)
_OF_PERIODS = re.compile(
    rf"báo\s+cáo\s+(?:định\s+kỳ\s+)?(?P<list>{_PERIOD}(?:(?:\s*[,;]\s*|\s+và\s+)(?:báo\s+cáo\s+)?"
    rf"{_PERIOD})*)",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"(?:định\s+kỳ|hằng|hàng)\s+(tuần|tháng|quý|năm|6 tháng|06 tháng)", re.IGNORECASE
)
_PERIODICALLY = re.compile(
    r"định\s+kỳ\s+(?:\w+\s+){0,3}?(?:tổng\s+hợp\s*,?\s*)?báo\s+cáo"
    r"|theo\s+chế\s+độ\s+báo\s+cáo[^.;]{0,60}?định\s+kỳ(?:\s*,\s*đột\s+xuất)?",
    re.IGNORECASE,
)
_FOLDED_IN = re.compile(r"lồng\s+ghép", re.IGNORECASE)
_QUARTER = {"I": 1, "II": 2, "III": 3, "IV": 4}


def reports(item: Item, scene: Scene) -> list[Candidate]:
    """The item's reporting duty: with periods and days, or one that only says "định kỳ"."""
    dated = [s for s in sentences(item) if _OF_PERIODS.search(s.text)]
    days = [s for s in dated if any(t.kind == "day" and t.bound for t in times(s.text))]
    if days:
        return [_with_days(item, days, scene)]
    return list(_periodic(item, scene))


def _with_days(item: Item, days: list[Sentence], scene: Scene) -> Candidate:
    start, end = _stretch(days)
    wording = item.text[start:end]
    if wording.count("(") > wording.count(")") and item.text.startswith(")", end):
        wording += ")"
    labels = _labels(item.text, scene.years)
    stripped = _without_lead_in(wording)
    chosen = stripped if _all_read(stripped, labels, scene) else wording
    readable = _all_read(chosen, labels, scene)
    first = next(sentences(item))
    lead = who(item, first, first, scene) or who(item, days[0], days[0], scene)
    doubts = [*([] if readable else [_unread(item, chosen)]), *([] if lead else [_by_nobody(item)])]
    proposal = Proposal(
        ref="", kind="report", title=first.text.strip(" .,;:"), place=item.place,
        confidence=(SURE if readable else LIKELY) if lead else UNSURE, when=chosen, lead=lead,
        to=addressees(item.text, scene), labels=labels, doubts=tuple(doubts),
        used=(used(item, 0, len(item.text)),),
    )  # fmt: skip
    return Candidate(item, start, proposal)


def _stretch(days: list[Sentence]) -> tuple[int, int]:
    """From the first clause that gives a period its day to the end of the last one's day."""
    spans = []
    for sentence in days:
        for clause in clauses(sentence):
            bound = [t for t in times(clause.text) if t.kind == "day" and t.bound]
            if bound and re.search(r"báo\s+cáo", clause.text, re.IGNORECASE):
                named = _OF_PERIODS.search(clause.text)
                begin = named.start() if named and named.start() < bound[0].start else 0
                spans.append((clause.start + begin, clause.start + bound[-1].end))
    return (spans[0][0], spans[-1][1]) if spans else (days[0].start, days[-1].end)


def _without_lead_in(wording: str) -> str:
    """“Báo cáo quý I, 6 tháng: gửi trước ...” says after its colon what is asked for."""
    head, colon, rest = wording.partition(":")
    return rest.strip() if colon and _OF_PERIODS.fullmatch(head.strip()) else wording


def _labels(text: str, years: range) -> tuple[str, ...]:
    """The periods named, each year's in order of their last day."""
    words: list[str] = []
    for match in _OF_PERIODS.finditer(text):
        words += re.findall(_PERIOD, match["list"], re.IGNORECASE)
    if not words:
        words = [match[1] for match in _EVERY.finditer(text)]
    found = {p.label: p for year in years for word in words for p in _periods(word, year)}
    return tuple(p.label for p in sorted(found.values(), key=lambda p: (p.last, -p.first.month)))


def _periods(word: str, year: int) -> Iterator[Period]:
    word = " ".join(word.casefold().replace("quí", "quý").split())
    figure = re.search(r"quý (iv|i{1,3}|[1-4])$", word)
    if figure:
        yield quarter_period(year, _QUARTER.get(figure[1].upper()) or int(figure[1]))
    elif "quý" in word:
        yield from (quarter_period(year, number) for number in range(1, 5))
    elif re.match(r"(0?6|sáu) tháng", word):
        yield half_period(year, 1)
    elif re.match(r"(0?9|chín) tháng", word):
        yield nine_months(year)
    elif "tháng" in word:
        yield from (month_period(year, number) for number in range(1, 13))
    elif "năm" in word:
        yield year_period(year)


def _all_read(wording: str, labels: tuple[str, ...], scene: Scene) -> bool:
    """Whether the rules make one day of the wording for every label."""
    return bool(labels) and all(_reads(wording, label, scene) for label in labels)


def _reads(wording: str, label: str, scene: Scene) -> bool:
    context = scene.reader.context
    period = parse_period(label)
    year = period.last.year if period else context.year
    try:
        deadline: Deadline = read(
            wording,
            type(context)(
                year=year, working_days=context.working_days, until=year, signed=context.signed,
                period=period,
            ),
        )  # fmt: skip
    except WordingError:
        return False
    return len(deadline.windows) == 1


def _periodic(item: Item, scene: Scene) -> Iterator[Candidate]:
    """“định kỳ báo cáo ... về Sở Nội vụ”: a report whose periods another document sets."""
    for sentence in sentences(item):
        for clause in clauses(sentence):
            match = _PERIODICALLY.search(clause.text)
            if match is None or _FOLDED_IN.search(clause.text):
                continue
            end = _to_the_addressee(clause.text, match, scene)
            wording = clause.text[match.start() : end].strip(" .,;")
            labels = _labels(clause.text, scene.years)
            proposal = Proposal(
                ref="", kind="report", title=clause.text.strip(" .,;:"), place=item.place,
                confidence=UNSURE, when=wording, lead=who(item, sentence, clause, scene),
                to=addressees(clause.text, scene), labels=labels,
                doubts=(_no_period(item, wording),),
                used=(used(item, clause.start + match.start(), clause.start + end),),
            )  # fmt: skip
            yield Candidate(item, clause.start + match.start(), proposal)


def _to_the_addressee(text: str, match: re.Match[str], scene: Scene) -> int:
    """Where the wording ends: after the addressee, else with the word "định kỳ" or the clause."""
    if not re.match(r"định", match[0], re.IGNORECASE):
        return match.end()
    for to in re.finditer(r"(?:về|gửi)\s+", text[match.end() :]):
        names, end = scene.agencies.leading(text[match.end() + to.end() :])
        if names:
            return match.end() + to.end() + end
    return len(text)


def _no_period(item: Item, wording: str) -> Doubt:
    return Doubt(
        item.place,
        Text("kỳ báo cáo", "periods of the report"),
        Text("văn bản không nêu kỳ và hạn nộp", "the text names neither periods nor a day"),
        wording,
    )


def _by_nobody(item: Item) -> Doubt:
    reason = Text("không rõ ai phải báo cáo", "the text does not say clearly who reports")
    return Doubt(item.place, LEAD, reason)


def _unread(item: Item, wording: str) -> Doubt:
    return Doubt(
        item.place,
        Text("hạn nộp báo cáo", "the report's days"),
        Text("không tính được ngày cho mọi kỳ", "no day can be read for each of the periods"),
        wording,
    )
