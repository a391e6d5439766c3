"""The conversation of `kyhan import --review`: one question after another, answers kept at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from intake.answers import Answer, AnswerError, answered, further, judge, of_candidate, readings
from intake.questions import Leftover, Question, shown
from rules.directory import Directory
from rules.text import Lang, Text, one_line
from rules.words import short_day
from rules.workdays import WorkingDays

_LETTERS = {"h": "when", "c": "lead", "p": "with"}
_ROWS = (
    ("title", Text("nội dung", "what")),
    ("lead", Text("chủ trì", "lead")),
    ("lead_written", Text("… văn bản ghi", "… as written")),
    ("with", Text("phối hợp", "with")),
    ("when", Text("thời hạn", "deadline")),
    ("cells", Text("… từng kỳ", "… by period")),
)
_MOST_DAYS = 6  # of one duty, so that a weekly one fills no screen


@dataclass
class Interview:
    """What is asked, of which draft, and the answers so far; `keep` is called after each change."""

    console: Console
    lang: Lang
    data: Mapping[str, Any]
    questions: list[Question]
    answers: list[Answer]
    directory: Directory
    days: WorkingDays
    keep: Callable[[], None]

    def run(self) -> dict[str, Any] | None:
        """The draft's data with every question settled, or None where the person stops before.

        AnswerError where answers kept from before cannot be read any more.
        """
        while True:
            data = self._with()
            question = self._next(data)
            if question is None:
                return data
            if question.refs and not any(duty["ref"] in question.refs for duty in data["duty"]):
                self.answers.append(Answer(choice="gone", refs=question.refs))
            elif not self._settle(question, data):
                self._say(Text("Đã dừng; chạy lại để soát tiếp.", "Stopped; the same goes on."))
                return None

    def _with(self, *more: Answer) -> dict[str, Any]:
        return answered(self.data, [*self.answers, *more], self.directory, self.days)

    def _next(self, data: Mapping[str, Any]) -> Question | None:
        """The sheet's questions have the answers in their order; what else is open comes after."""
        done = len(self.answers)
        if done < len(self.questions):
            return self.questions[done]
        return next(iter(further(data, self.days)), None)

    def _settle(self, question: Question, data: Mapping[str, Any]) -> bool:
        """Ask until an answer stands. False where the person stops."""
        self._show(question, data)
        while True:
            try:
                line = one_line(self.console.input("> "))
            except (EOFError, KeyboardInterrupt):
                return False
            if line == "s":
                return False
            if line == "l":
                self._back()
                return True
            try:
                answer = self._answer(line, question, data)
                after = self._with(answer)
                judge(after, question, answer, self.days)
            except AnswerError as error:
                self._say(error.text)
                continue
            self.answers.append(answer)
            self.keep()
            if answer.choice in ("set", "add"):
                self._write_rows(question, after)
            return True

    def _back(self) -> None:
        while self.answers and self.answers.pop().choice == "gone":
            pass
        self.keep()

    def _answer(self, line: str, question: Question, data: Mapping[str, Any]) -> Answer:
        letter, _, value = line.partition(" ")
        if not line:
            return Answer(choice="keep", refs=question.refs)
        if line.isdecimal() and 0 < int(line) <= len(question.candidates) and question.field:
            return of_candidate(question, int(line) - 1, data)
        if line == "b" and len(question.refs) == 1:
            return Answer(choice="drop", refs=question.refs)
        if letter in _fields(question):
            field = _fields(question)[letter]
            return Answer(choice="set", refs=question.refs, field=field, value=value)
        raise AnswerError(_help(question))

    def _show(self, question: Question, data: Mapping[str, Any]) -> None:
        number = f"[{len(self.answers) + 1}/{max(len(self.questions), len(self.answers) + 1)}]"
        refs = f" {shown(question.refs)}:" if question.refs else ""
        place = question.place.to(self.lang)
        where = f" ({place})" if place else ""
        self.console.print()
        self._line(f"{number}{refs} {question.about.to(self.lang)}{where}", style="bold")
        self._line(f"  {question.reason.to(self.lang)}")
        if question.written:
            self._line(f"  {Text('Văn bản ghi', 'Written').to(self.lang)}: “{question.written}”")
        self._write_rows(question, data)
        for number_, candidate in enumerate(question.candidates, 1):
            self._line(f"  {number_}. {candidate}")
        self._line(f"  {_help(question).to(self.lang)}", style="dim")

    def _write_rows(self, question: Question, data: Mapping[str, Any]) -> None:
        """What the draft says of it now, with the days the rules make of it."""
        if not question.refs and question.field:
            self._line(f"  → {shown(data.get(question.field)) or '—'}")
        if len(question.refs) != 1:
            return
        for duty in data["duty"]:
            if duty["ref"] in question.refs:
                for key, name in _ROWS:
                    if duty.get(key) or key == "lead":
                        self._line(f"  → {name.to(self.lang)}: {shown(duty[key]) or '—'}")
                self._line(f"  → {Text('ngày', 'days').to(self.lang)}: {self._days(data, duty)}")

    def _days(self, data: Mapping[str, Any], duty: Mapping[str, Any]) -> str:
        try:
            found = readings(data, duty, self.days)
        except AnswerError:
            return "—"
        days = [short_day(each.window.stated, self.lang) for each in found if each.window]
        return "; ".join([*days[:_MOST_DAYS], *(["…"] if len(days) > _MOST_DAYS else [])]) or "—"

    def _say(self, text: Text) -> None:
        self._line(f"  {text.to(self.lang)}")

    def _line(self, text: str, style: str = "") -> None:
        self.console.print(_indented(text), markup=False, style=style)


def _indented(text: str) -> str:
    """The text without what a terminal would obey, its indent left."""
    return " " * (len(text) - len(text.lstrip(" "))) + one_line(text)


def _fields(question: Question) -> dict[str, str]:
    """The letters that set something: the head's one value, or a duty's deadline and agencies."""
    if not question.refs:
        return {"g": question.field} if question.field else {}
    return _LETTERS if len(question.refs) == 1 else {"h": "when"}


def _help(question: Question) -> Text:
    """What can be typed here."""
    vi, en = ["Enter giữ nguyên"], ["Enter keep"]
    if question.candidates and question.field:
        count = len(question.candidates)
        numbers = "1" if count == 1 else f"1-{count}"
        vi, en = [*vi, f"{numbers} chọn"], [*en, f"{numbers} take it"]
    letters = _fields(question)
    if "g" in letters:
        vi, en = [*vi, "g GIÁ TRỊ"], [*en, "g VALUE"]
    if "h" in letters:
        vi, en = [*vi, "h THỜI HẠN"], [*en, "h DEADLINE"]
    if "c" in letters:
        vi, en = [*vi, "c CHỦ TRÌ; …", "p PHỐI HỢP; …"], [*en, "c LEAD; …", "p WITH; …"]
    if len(question.refs) == 1:
        vi, en = [*vi, "b bỏ nhiệm vụ"], [*en, "b drop the duty"]
    return Text(" | ".join([*vi, "l lùi", "s dừng"]), " | ".join([*en, "l back", "s stop"]))


def leftover_lines(leftovers: Iterable[Leftover], lang: Lang) -> Iterator[str]:
    """What looks like a date and went into no duty: place, words, reason."""
    for left in leftovers:
        why = left.why.text.to(lang)
        yield one_line(f"{left.where.to(lang)}: {left.text} — {left.around} ({why})")
