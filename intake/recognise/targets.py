"""Numeric targets in prose: metric, operator, amount, unit, and the time it holds for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from rules.plan import Value
from rules.text import Text

from ..outline import Item, heading
from ..proposal import LIKELY, SURE, Doubt, Name, Proposal
from ..words import figures
from .prose import (
    Candidate,
    Scene,
    Sentence,
    clauses,
    doers,
    in_goals,
    sentences,
    subject,
    used,
)
from .steps import is_step, stepped
from .times import Time, about_other, this_year, times

_D = r"[\dOolIS]"  # letters for figures, as OCR reads them; such an amount is marked
_N = rf"((?<![\w.,])(?={_D}{{0,2}}\d){_D}{{1,3}}(?:[.,]{_D}{{1,3}})?)"
_PERCENT = r"(?:%|phần\s+trăm|[°o]/o)"  # the last as OCR leaves it
_AMOUNT = re.compile(
    r"(?P<before>(?:\b(?:tối\s+thiểu|ít\s+nhất|trên|từ|chiếm|đạt|không\s+quá|tối\s+đa|dưới"
    r"|xuống\s+còn|còn|vượt|khoảng)\s+)*)"
    rf"{_N}\s*{_PERCENT}(?:\s*[-–]\s*{_N}\s*{_PERCENT})?(?P<after>\s*(?:trở\s+(?:lên|xuống)|hoặc\s+vượt))?",
    re.IGNORECASE,
)
_STEPS = re.compile(
    rf"(?P<before>(?:\b(?:tối\s+thiểu|ít\s+nhất|trên|từ|đạt)\s+)+){_N}\s+(?P<unit>bậc|điểm|hạng)\b",
    re.IGNORECASE,
)
# "tăng 30% mỗi năm cho đến khi đạt 100%" ends a target and is none of its own
_UNTIL = re.compile(r"(?:đến|tới)\s+khi\s+(?:\w+\s+)?$", re.IGNORECASE)
_NEAR = 40  # characters before an amount in which that stands
_RANK = re.compile(r"(?:nhóm|tốp|top)\s+(\d{1,2})\b", re.IGNORECASE)
_UNNUMBERED = re.compile(r"t[ỷỉ]\s+lệ\b.*\b(?:tăng|giảm|nâng|đạt)\b"
                         r"|\b(?:tăng|giảm|nâng\s+cao)\s+t[ỷỉ]\s+lệ\b", re.IGNORECASE)  # fmt: skip
_EACH_YEAR = re.compile(r"từng\s+năm\s*\((?P<years>\d{4}(?:\s*,\s*\d{4})*)\)", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:trong\s+đó|phấn\s+đấu|phân\s+đấu|phần\s+đầu|đảm\s+bảo|bảo\s+đảm|đạt|hoàn\s+thành|có|và"
    r"|thực\s+hiện|[\s,:])*",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:phấn\s+đấu|phân\s+đấu|phần\s+đầu|đảm\s+bảo|bảo\s+đảm|đạt)\s+", re.IGNORECASE
)


def amounts(text: str) -> Iterator[tuple[int, int, Value]]:
    """Every amount of the text with where it stands; the metric is what the text says of it."""
    for match in sorted(
        [*_AMOUNT.finditer(text), *_STEPS.finditer(text), *_RANK.finditer(text)],
        key=lambda each: each.start(),
    ):
        if _UNTIL.search(text, max(0, match.start() - _NEAR), match.start()):
            continue
        if match.re is _RANK:
            value = _value(text, match, "<=", float(match[1]), "hạng")
        elif match.re is _STEPS:
            value = _value(text, match, ">=", _number(match[2]), match["unit"].casefold())
        else:
            value = _percent(text, match)
        yield match.start(), match.end(), value


def _percent(text: str, match: re.Match[str]) -> Value:
    low, high = _number(match[2]), match[3] and _number(match[3])
    before = match["before"].casefold()
    after = (match["after"] or "").casefold()
    down = any(word in before for word in ("quá", "tối đa", "dưới", "còn")) or "xuống" in after
    up = any(word in before for word in ("tối thiểu", "ít nhất", "trên", "từ", "vượt")) or after
    if down:
        return _value(text, match, "<=", high or low, "%")
    value = _value(text, match, ">=" if up or high else "=", low, "%")
    return value.model_copy(update={"amount_max": high or None, "strict": "trên" in before.split()})


def _value(
    text: str, match: re.Match[str], op: Literal[">=", "<=", "="], amount: float, unit: str
) -> Value:
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    metric = " ".join(_LEAD_IN.sub("", rest.strip()).split()).strip(" .,;:()")
    return Value(metric=metric or text.strip(), op=op, amount=amount, unit=unit)


def _number(text: str) -> float:
    return float(figures(text).replace(",", "."))


def targets(item: Item, scene: Scene) -> list[Candidate]:
    """The item's targets, and a place in the count for each that has no number."""
    found: list[Candidate] = []
    for sentence in sentences(item):
        known = _times_of(sentence, scene.years)
        for clause in clauses(sentence):
            here = [] if is_step(clause.text) else list(amounts(clause.text))
            parts = _parts(clause.text, here) if here else []
            found += [
                _target(item, known, clause, amount, part, scene)
                for amount, part in zip(here, parts, strict=True)
            ]
            if not here and _UNNUMBERED.search(clause.text) and not is_step(clause.text):
                found.append(Candidate(item, clause.start, None))
    return stepped(item, found)


def _target(
    item: Item,
    known: Sequence[Time],
    clause: Sentence,
    amount: tuple[int, int, Value],
    part: Sentence,
    scene: Scene,
) -> Candidate:
    """The target of one amount. `known`: the times of its sentence."""
    start, end, value = amount
    metric = next((each.metric for _, _, each in amounts(part.text)), value.metric)
    span = clause.start + start, clause.start + part.end
    when, labels, time = _when(item, known, span, scene)
    proposal = Proposal(
        ref="",
        kind="target",
        title=part.text.strip(" .,;:"),
        place=item.place,
        confidence=SURE if in_goals(item) and time else LIKELY,
        when=when,
        lead=_lead(part.text, start - part.start, end - part.start, scene),
        labels=labels,
        value=value.model_copy(update={"metric": metric}),
        used=(
            used(item, clause.start + start, clause.start + end),
            *([used(item, time.start, time.end)] if time else []),
        ),
        assumed=time is None,
    )
    return Candidate(item, clause.start + start, proposal)


def _parts(text: str, among: list[tuple[int, int, Value]]) -> list[Sentence]:
    """The stretches of a clause that speak of each of its amounts.

    Where the first amount opens the clause each opens its own ("30% A, 20% B"), else each closes it
    ("A chiếm 10%, B chiếm 15%").
    """
    opens = _opens(text[: among[0][0]])
    starts = [amount[0] if opens else previous[1] for previous, amount in pairwise(among)]
    parts = [(text[first:last], first) for first, last in pairwise([0, *starts, len(text)])]
    return [
        Sentence(part.lstrip(" ,"), first + len(part) - len(part.lstrip(" ,")))
        for part, first in parts
    ]


def _opens(before: str) -> bool:
    """Whether an amount after these words opens what it speaks of: a time or a verb at most."""
    for time in reversed(times(before)):
        before = before[: time.start] + before[time.end :]
    return bool(_OPENING.fullmatch(before))


def _lead(text: str, start: int, end: int, scene: Scene) -> tuple[Name, ...]:
    """Who acts: the subject right after the amount, else the clause's own, else "do ..."."""
    return (
        subject(text[end:].lstrip(), scene.agencies)
        or subject(text, scene.agencies)
        or doers(text[:start], scene.agencies)
    )


def _when(
    item: Item, known: Sequence[Time], span: tuple[int, int], scene: Scene
) -> tuple[str, tuple[str, ...], Time | None]:
    """The time beside the amount, else that of a heading above, else the plan's own."""
    found = _near(known, *span)
    if found is not None:
        return found.text, (), found
    for parent in reversed(item.parents):
        if each := _EACH_YEAR.search(parent.text):
            labels = tuple(re.findall(r"\d{4}", each["years"]))
            return heading(parent), labels, None
        above = [t for t in times(parent.text) if _in_years(t, scene.years)]
        if above and not about_other(parent.text, above[-1]):
            return above[-1].text, (), None
    return scene.period, (), None


def _times_of(sentence: Sentence, years: range) -> list[Time]:
    """The sentence's times that may be a target's, with their places in the item's text."""
    known = [
        time
        for time in times(sentence.text)
        if time.kind != "count" and not about_other(sentence.text, time)
        and (time.kind == "cycle" or time.bound or _in_years(time, years))
    ]  # fmt: skip
    return [
        replace(time, start=time.start + sentence.start, end=time.end + sentence.start)
        for time in known or this_year(sentence.text)
    ]


def _near(known: Sequence[Time], start: int, until: int) -> Time | None:
    """The last time before the amount in its sentence, else the first after it."""
    before = [time for time in known if time.end <= start]
    after = [time for time in known if start < time.start < until]
    bound = [time for time in before if time.bound] or before
    if bound:
        return bound[-1]
    return next((time for time in after if time.bound), after[0] if after else None)


def _in_years(time: Time, years: range) -> bool:
    found = [int(year) for year in re.findall(r"(?:19|20)\d{2}", figures(time.text))]
    return bool(found) and all(year in years for year in found)


def unnumbered(item: Item, ref: str) -> Doubt:
    """The doubt that stands in for a target without a number."""
    return Doubt(
        item.place,
        Text("chỉ tiêu không có con số", "a target without a number"),
        Text(
            "câu nói tỷ lệ phải tăng, giảm hay đạt mức nào đó mà không ghi con số",
            "the sentence asks a rate to rise, fall or reach something but gives no number",
        ),
        item.text,
        ref=ref,
    )
