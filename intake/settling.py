"""A draft being settled: what is asked, what was answered, what is open; for terminal and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from rules.directory import Directory
from rules.text import Text
from rules.words import short_day
from rules.workdays import WorkingDays

from .answers import (
    Answer,
    AnswerError,
    Data,
    answered,
    asked_before,
    further,
    judge,
    of_candidate,
    readings,
)
from .questions import Question, shown


def asked_so_far(
    sheet: Sequence[Question], answers: Sequence[Answer | None]
) -> tuple[Question, ...]:
    """The sheet's questions and those answered after them."""
    return (*sheet, *(asked_before(each) for each in answers[len(sheet) :] if each))


_ROWS = (
    ("title", Text("nội dung", "what")),
    ("lead", Text("chủ trì", "lead")),
    ("lead_written", Text("… văn bản ghi", "… as written")),
    ("with", Text("phối hợp", "with")),
    ("when", Text("thời hạn", "deadline")),
    ("cells", Text("… từng kỳ", "… by period")),
)
_DAYS = Text("ngày", "days")
_MOST_DAYS = 6  # of one duty, so that a weekly one fills no screen
_NONE = "—"


class Settling:
    """The questions of a draft, counted from 0, with the answers so far; it never changes itself.

    An answer stands at its question's place, None where that is open. A question whose duties were
    all dropped asks nothing. What else a plan cannot be without is asked after the sheet's, one at
    a time. AnswerError where the answers given cannot be read any more.
    """

    def __init__(
        self,
        imported: Mapping[str, Any],
        sheet: Sequence[Question],
        answers: Sequence[Answer | None],
        directory: Directory,
        days: WorkingDays,
    ) -> None:
        self._imported, self._sheet = imported, tuple(sheet)
        self._directory, self._days = directory, days
        self.answers = tuple(answers)
        self.data: Data = answered(imported, answers, directory, days)
        known = asked_so_far(sheet, answers)
        self.open = tuple(n for n, each in enumerate(known) if self._is_open(n, each))
        more = [] if self.open else further(self.data, days)[:1]
        self.questions = (*known, *more)
        self.open += tuple(range(len(known), len(self.questions)))

    def answer(self, number: int) -> Answer | None:
        """What was answered; None where nothing was."""
        return self.answers[number] if number < len(self.answers) else None

    def keep(self, number: int) -> Answer:
        """The answer that leaves what the draft has."""
        return Answer(choice="keep", refs=self.questions[number].refs)

    def take(self, number: int, candidate: int) -> Answer:
        """The answer that takes a candidate, counted from 0. AnswerError where there is none."""
        question = self.questions[number]
        if not question.may_take or not 0 <= candidate < len(question.candidates):
            raise AnswerError(_NOT_ASKED)
        before = answered(self._imported, self.answers[:number], self._directory, self._days)
        return of_candidate(question, candidate, before)

    def set(self, number: int, field: str, value: str) -> Answer:
        """The answer that gives a value. AnswerError for a key that is not asked about."""
        question = self.questions[number]
        if field not in question.settable:
            raise AnswerError(_NOT_ASKED)
        return Answer(choice="set", refs=question.refs, field=field, value=value)

    def drop(self, number: int) -> Answer:
        """The answer that drops the question's duty. AnswerError where it is not about one."""
        question = self.questions[number]
        if not question.may_drop:
            raise AnswerError(_NOT_ASKED)
        return Answer(choice="drop", refs=question.refs)

    def with_answer(self, number: int, answer: Answer) -> Self:
        """The same with that answer at its place. AnswerError where it cannot stand."""
        made = self._with(number, answer)
        judge(made.data, self.questions[number], answer, self._days)
        return made

    def without(self, number: int) -> Self:
        """The same with that question open again."""
        return self._with(number, None)

    def rows(self, number: int) -> list[tuple[Text, Text]]:
        """What the draft has now of what is asked: names and values, the days the rules make of it.

        Of several duties nothing.
        """
        question = self.questions[number]
        if not question.refs:
            value = shown(self.data.get(question.field)) or _NONE
            return [(question.about, Text(value, value))] if question.field else []
        if len(question.refs) > 1:
            return []
        found: list[tuple[Text, Text]] = []
        for duty in self.data["duty"]:
            if duty["ref"] in question.refs:
                said = ((name, shown(duty.get(key)), key) for key, name in _ROWS)
                found += [
                    (name, Text(*[value or _NONE] * 2))
                    for name, value, key in said
                    if value or key == "lead"
                ]
                found.append((_DAYS, self._days_of(duty)))
        return found

    def _days_of(self, duty: Mapping[str, Any]) -> Text:
        try:
            found = readings(self.data, duty, self._days)
        except AnswerError:
            return Text(_NONE, _NONE)
        days = [each.window.stated for each in found if each.window]
        more = ["…"] if len(days) > _MOST_DAYS else []
        return Text(
            "; ".join([*(short_day(day, "vi") for day in days[:_MOST_DAYS]), *more]) or _NONE,
            "; ".join([*(short_day(day, "en") for day in days[:_MOST_DAYS]), *more]) or _NONE,
        )

    def _is_open(self, number: int, question: Question) -> bool:
        if self.answer(number) is not None:
            return False
        there = {str(duty["ref"]) for duty in self.data["duty"]}
        return not question.refs or not there.isdisjoint(question.refs)

    def _with(self, number: int, answer: Answer | None) -> Self:
        answers = [*self.answers, *[None] * (number + 1 - len(self.answers))]
        answers[number] = answer
        while answers and answers[-1] is None:
            answers.pop()
        return type(self)(self._imported, self._sheet, answers, self._directory, self._days)


_NOT_ASKED = Text("điều này không hỏi như vậy", "that is not what is asked here")
