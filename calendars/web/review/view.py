"""The pages of drafts: the list, a question beside its source, all answers."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator

from intake.answers import Answer
from intake.desk import Desk, source_of
from intake.excerpt import Line, excerpt
from intake.model import Place
from intake.questions import Question, shown
from intake.settling import asked_so_far
from rules.text import Lang, one_line
from templates.pages.review import (
    Choice,
    Decided,
    DraftLine,
    DraftsPage,
    LeftoverLine,
    ReviewedPage,
    ReviewHead,
    ReviewPage,
    SourceLine,
    SourceStretch,
)
from templates.pages.words import words

from .. import links
from .drafts import BrokenDraft, FoundDraft, OpenDraft, SettledDraft


def drafts_page(drafts: Iterable[FoundDraft], lang: Lang) -> DraftsPage:
    """The list."""
    return DraftsPage(tuple(_line(draft, lang) for draft in drafts))


def _line(draft: FoundDraft, lang: Lang) -> DraftLine:
    name = draft.path.stem
    if isinstance(draft, BrokenDraft):
        why = draft.why.to(lang)
        return DraftLine(name, links.draft(name), draft.path.name, "", "broken", reason=why)
    desk = draft.desk
    total = len(asked_so_far(desk.sheet.questions(), desk.answers.answers))
    state, left = "settled", 0
    if isinstance(draft, OpenDraft):
        total, left = len(draft.settling.questions), len(draft.settling.open)
        state = "open" if left else "answered"
    title, source = str(desk.data.get("title", "")), desk.sheet.source
    return DraftLine(name, links.draft(name), title, source, state, total - left, total)


def question_page(draft: OpenDraft, number: int, lang: Lang) -> ReviewPage:
    """The question of that number, from 0, with its answer where there is one."""
    desk, settling = draft.desk, draft.settling
    question = settling.questions[number]
    several = len(question.refs) > 1
    titles = {str(duty["ref"]): str(duty["title"]) for duty in settling.data["duty"]}
    document = source_of(desk)
    first_open = settling.open[0] if settling.open else number
    return ReviewPage(
        draft=_head(desk, lang),
        number=number + 1,
        total=len(settling.questions),
        open=len(settling.open),
        refs="" if several else shown(question.refs),
        about=question.about.to(lang),
        reason=question.reason.to(lang),
        place=question.place.words().to(lang),
        written=question.written,
        rows=tuple((name.to(lang), text.to(lang)) for name, text in settling.rows(number)),
        duties=tuple((ref, titles[ref]) for ref in question.refs if ref in titles)
        if several
        else (),
        choices=tuple(_choices(question, settling.answer(number), lang)),
        settable=_kind(question),
        value=given(question, settling.answer(number)),
        previous=_step(draft, number - 1),
        next=_step(draft, number + 1),
        first_open="" if first_open == number else _step(draft, first_open),
        source=None
        if document is None
        else tuple(
            SourceStretch(
                stretch[0].table,
                tuple(_source_line(line, question.written, lang) for line in stretch),
            )
            for stretch in excerpt(document, _places(desk, question))
        ),
    )


def answers_page(
    draft: OpenDraft | SettledDraft, lang: Lang, problems: Iterable[str] = ()
) -> ReviewedPage:
    """All answers; the way to settle the draft, or the command that puts it in once it is."""
    desk = draft.desk
    asked = asked_so_far(desk.sheet.questions(), desk.answers.answers)
    answers = [*desk.answers.answers, *[None] * (len(asked) - len(desk.answers.answers))]
    return ReviewedPage(
        draft=_head(desk, lang),
        decided=tuple(
            Decided(
                number=number + 1,
                url=_step(draft, number) if isinstance(draft, OpenDraft) else "",
                refs=shown(question.refs) if len(question.refs) == 1 else "",
                about=question.about.to(lang),
                choice=answer.choice if answer else "",
                value=answer.value if answer else "",
            )
            for number, (question, answer) in enumerate(zip(asked, answers, strict=True))
        ),
        command=""
        if isinstance(draft, OpenDraft)
        else f"kyhan plans add {shlex.quote(str(desk.path))}",
        problems=tuple(problems),
    )


def _head(desk: Desk, lang: Lang) -> ReviewHead:
    return ReviewHead(
        title=str(desk.data.get("title", "")),
        source=desk.sheet.source,
        url=links.draft(desk.path.stem),
        seen=desk.stamp,
        leftovers=tuple(
            LeftoverLine(
                each.where.words().to(lang), each.text, each.around, each.why.text.to(lang)
            )
            for each in desk.sheet.leftovers
        ),
    )


def _step(draft: OpenDraft, number: int) -> str:
    """The page of the question of that number, from 0; "" where there is none."""
    there = 0 <= number < len(draft.settling.questions)
    return links.draft(draft.path.stem, number + 1) if there else ""


def _choices(question: Question, answer: Answer | None, lang: Lang) -> Iterator[Choice]:
    """Each way to answer; the one taken before is chosen, and one that is the only one."""
    w, taken = words(lang), answer.value if answer and answer.choice in ("set", "add") else None
    candidates = question.candidates if question.may_take else ()
    own = taken is not None and not (answer and _is_candidate(question, answer))
    kept = answer is not None and answer.choice == "keep"
    alone = not (candidates or question.settable or question.may_drop)
    yield Choice("keep", w["review_keep"], kept or alone)
    for number, candidate in enumerate(candidates):
        yield Choice(f"take-{number}", candidate, not own and candidate == taken, quoted=True)
    for field in question.settable:
        name = f"review_set_{field}" if question.refs else "review_set"
        chosen = own and answer is not None and answer.field == field
        yield Choice(f"set-{field}", w[name], chosen)
    if question.may_drop:
        yield Choice("drop", w["review_drop"], answer is not None and answer.choice == "drop")


def given(question: Question, answer: Answer | None) -> str:
    """The value that was typed before, or ""."""
    if answer is None or answer.choice != "set" or _is_candidate(question, answer):
        return ""
    return answer.value


def _is_candidate(question: Question, answer: Answer) -> bool:
    return answer.field == question.field and answer.value in question.candidates


def _kind(question: Question) -> str:
    """What a value given would be: the head's key, a duty's any, or a deadline."""
    if len(question.refs) == 1:
        return "duty"
    return "".join(question.settable)


def _places(desk: Desk, question: Question) -> list[Place]:
    """Where the question is in the source: its own place, else those of its duties."""
    if question.place.as_json():
        return [question.place]
    return [duty.where for duty in desk.sheet.duties if duty.ref in question.refs]


def _source_line(line: Line, written: str, lang: Lang) -> SourceLine:
    """A cell is marked that is asked about, or holds what is written, where its row alone is."""
    place = Place(line=line.place.line, row=line.place.row) if line.table else line.place
    every = len(line.marked) == len(line.cells)
    return SourceLine(
        cells=tuple(
            (text, n in line.marked and (not every or _holds(text, written)))
            for n, text in enumerate(line.cells)
        ),
        place=place.words().to(lang),
        here=line.here,
        heading=line.heading,
        head=line.head,
        gap=line.gap,
    )


def _holds(text: str, written: str) -> bool:
    return bool(written) and written in one_line(text)
