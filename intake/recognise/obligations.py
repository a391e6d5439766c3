"""Dated and recurring obligations in prose: "trước ngày 15/01/2019", "định kỳ 06 tháng"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.text import Text

from ..outline import Item
from ..proposal import LIKELY, UNSURE, Doubt, Name, Proposal
from .prose import (
    Candidate,
    Scene,
    Sentence,
    beside,
    clauses,
    in_aims,
    in_goals,
    of_heading,
    over,
    sentences,
    subject,
    used,
)
from .targets import amounts
from .times import Time, about_other, cycles, times

_TO = re.compile(r"(?:gửi\s+(?:báo\s+cáo\s+)?(?:về\s+)?|về\s+(?=Sở|Văn|UBND|Ủy|Thanh|Ban))")
_LIMITS = re.compile(r"đến|trước|hết|nhất|quá|hoàn\s+thành|xong", re.IGNORECASE)
_LEAD_IN = 80  # characters of a line that only says when
_WAITS = re.compile(
    r"(?:thực\s+hiện\s+)?theo\s+(?:tiến\s+độ|lộ\s+trình|hướng\s+dẫn|chỉ\s+đạo)\s+[^,;.]+",
    re.IGNORECASE,
)
_BY_MONTH = ("day", "month", "quarter")


def obligations(item: Item, scene: Scene) -> list[Candidate]:
    """What the item asks for by a day, or again and again; a target's own time is left to it."""
    if in_aims(item):
        return []
    found: list[Candidate] = []
    before = Sentence(item.text, 0)
    for sentence in sentences(item):
        for clause in clauses(sentence):
            found += _of_clause(item, sentence, before, clause, scene)
        before = sentence
    return found or _under_a_time(item, scene) or _waiting_goal(item, scene)


def _of_clause(
    item: Item, sentence: Sentence, before: Sentence, clause: Sentence, scene: Scene
) -> list[Candidate]:
    """`before`: the sentence above, which a clause that is nothing but a time speaks of."""
    if item.text.endswith(":") and len(item.text) <= _LEAD_IN:
        return []
    has_amount = any(True for _ in amounts(clause.text))
    asked = [t for t in times(clause.text) if _obliges(clause.text, t, has_amount=has_amount)]
    if not asked:
        return []
    alone = len(asked) == 1 and not has_words(clause.text.replace(asked[0].text, ""))
    about = before if alone else sentence
    lead = who(item, about, clause, scene)
    to = addressees(clause.text, scene)
    with_ = beside(clause.text, scene.agencies)
    return [
        candidate
        for time in asked
        for candidate in _candidates(item, about, clause, time, lead=lead, to=to, with_=with_)
    ]


def _under_a_time(item: Item, scene: Scene) -> list[Candidate]:
    """What stands below "Trong quý I/2021:" has that time, where it names none of its own."""
    above = item.parents[-1] if item.parents else None
    if above is None or not above.text.endswith(":") or len(above.text) > _LEAD_IN:
        return []
    bound = [t for t in times(above.text) if t.bound and not about_other(above.text, t)]
    if not bound or times(item.text) or any(True for _ in amounts(item.text)):
        return []
    first = next(sentences(item))
    proposal = Proposal(
        ref="",
        kind="target" if in_goals(item) else "task",
        title=first.text.strip(" .,;:"),
        place=item.place,
        confidence=UNSURE,
        when=bound[-1].text,
        lead=who(item, first, first, scene),
        with_=beside(first.text, scene.agencies),
        doubts=(_unsure(item, first, bound[-1].text),),
        used=(used(above, bound[-1].start, bound[-1].end),),
    )
    return [Candidate(item, 0, proposal)]


def _waiting_goal(item: Item, scene: Scene) -> list[Candidate]:
    """A goal without a number that waits: "Thực hiện theo tiến độ của Đề án"."""
    match = _WAITS.search(item.text) if in_goals(item) else None
    if match is None or any(True for _ in amounts(item.text)) or not scene.reader.pending(match[0]):
        return []
    first = next(sentences(item))
    proposal = Proposal(
        ref="",
        kind="target",
        title=first.text.strip(" .,;:"),
        place=item.place,
        confidence=UNSURE,
        when=match[0],
        lead=who(item, first, first, scene),
        doubts=(_unsure(item, first, match[0]),),
        used=(used(item, match.start(), match.end()),),
    )
    return [Candidate(item, match.start(), proposal)]


def has_words(text: str) -> bool:
    """Whether anything but punctuation is left."""
    return bool(text.strip(" .:;,-()"))


def _obliges(text: str, time: Time, *, has_amount: bool) -> bool:
    if about_other(text, time):
        return False
    if time.kind == "count":
        return True
    if has_amount:
        return False  # the target's own time
    if time.kind == "cycle":
        return True
    if time.kind in _BY_MONTH:
        return time.bound and _dated(time.text)
    return time.kind == "year" and bool(_LIMITS.match(time.text))


def _dated(text: str) -> bool:
    """A figure says which day or month: "đến ngày cuối kỳ" alone does not."""
    return bool(re.search(r"\d|I|V", text))


def _candidates(
    item: Item,
    sentence: Sentence,
    clause: Sentence,
    time: Time,
    *,
    lead: tuple[Name, ...],
    to: tuple[Name, ...],
    with_: tuple[Name, ...],
) -> Iterator[Candidate]:
    recurring = time.kind in ("cycle", "count")
    at = clause.start + time.start
    wordings = cycles(time.text) if time.kind == "cycle" else [time.text]
    sure = time.kind in _BY_MONTH or time.kind == "count"
    for order, wording in enumerate(wordings):
        proposal = Proposal(
            ref="",
            kind="standing" if recurring else "target" if in_goals(item) else "task",
            title=sentence.text.strip(" .,;:"),
            place=item.place,
            confidence=LIKELY if sure else UNSURE,
            when=wording,
            lead=lead,
            with_=with_,
            to=() if recurring else to,
            doubts=() if sure else (_unsure(item, sentence, wording),),
            used=(used(item, at, at + len(time.text)),),
        )
        yield Candidate(item, at + order, proposal)


def who(item: Item, sentence: Sentence, clause: Sentence, scene: Scene) -> tuple[Name, ...]:
    """The clause's subject, else its sentence's, after an amount too, else the heading's."""
    for text in (clause.text, sentence.text):
        if names := subject(text, scene.agencies):
            return names
    for _, end, _ in amounts(clause.text):
        if names := subject(clause.text[end:].lstrip(), scene.agencies):
            return names
    return of_heading(item, scene.agencies) or over(item, scene.agencies)


def addressees(text: str, scene: Scene) -> tuple[Name, ...]:
    """Whom it is sent to: the first agency after "gửi" or "về"."""
    for match in _TO.finditer(text):
        names, _ = scene.agencies.leading(text[match.end() :])
        if names:
            return names[:1]
    return ()


def _unsure(item: Item, sentence: Sentence, wording: str) -> Doubt:
    return Doubt(
        item.place,
        Text("có phải một việc phải làm?", "is this a duty?"),
        Text(
            f"“{wording}” có thể chỉ nói thêm về một danh từ hay một mốc của văn bản khác",
            f"“{wording}” may only describe a noun, or a milestone of another document",
        ),
        sentence.text,
    )
