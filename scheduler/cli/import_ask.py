"""The conversation of `kyhan import --review`: one question after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rich.console import Console

from intake.answers import Answer, AnswerError
from intake.questions import Leftover, Question, shown
from intake.settling import Settling
from rules.text import Lang, Text, one_line

_LETTERS = {"h": "when", "c": "lead", "p": "with"}


def interview(
    console: Console, lang: Lang, settling: Settling, keep: Callable[[Settling], None]
) -> Settling:
    """Ask the first open question, again and again; `keep` is given each change.

    Returns what came of it: something is still open where the person stopped.
    """
    talk = _Talk(console, lang)
    while settling.open:
        after = talk.settle(settling, settling.open[0])
        if after is None:
            talk.say(Text("Đã dừng; chạy lại để soát tiếp.", "Stopped; the same goes on."))
            break
        settling = after
        keep(settling)
    return settling


class _Talk:
    """What is said and asked on a terminal, in one language."""

    def __init__(self, console: Console, lang: Lang) -> None:
        self._console, self._lang = console, lang

    def settle(self, settling: Settling, number: int) -> Settling | None:
        """Ask until an answer stands. None where the person stops."""
        self._show(settling, number)
        while True:
            try:
                line = one_line(self._console.input("> "))
            except (EOFError, KeyboardInterrupt):
                return None
            if line == "s":
                return None
            if line == "l":
                return _back(settling, number)
            try:
                answer = _answer(line, settling, number)
                after = settling.with_answer(number, answer)
            except AnswerError as error:
                self.say(error.text)
                continue
            if answer.choice in ("set", "add"):
                self._write_rows(after, number)
            return after

    def say(self, text: Text) -> None:
        """A line of its own, a little in."""
        self._line(f"  {text.to(self._lang)}")

    def _show(self, settling: Settling, number: int) -> None:
        question = settling.questions[number]
        count = f"[{number + 1}/{len(settling.questions)}]"
        refs = f" {shown(question.refs)}:" if question.refs else ""
        place = question.place.words().to(self._lang)
        where = f" ({place})" if place else ""
        self._console.print()
        self._line(f"{count}{refs} {question.about.to(self._lang)}{where}", style="bold")
        self.say(question.reason)
        if question.written:
            self._line(f"  {Text('Văn bản ghi', 'Written').to(self._lang)}: “{question.written}”")
        self._write_rows(settling, number)
        for place_, candidate in enumerate(question.candidates, 1):
            self._line(f"  {place_}. {candidate}")
        self._line(f"  {_help(question).to(self._lang)}", style="dim")

    def _write_rows(self, settling: Settling, number: int) -> None:
        """What the draft says of it now, with the days the rules make of it."""
        of_head = not settling.questions[number].refs
        for name, value in settling.rows(number):
            said = "" if of_head else f"{name.to(self._lang)}: "
            self._line(f"  → {said}{value.to(self._lang)}")

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(_indented(text), markup=False, style=style)


def _back(settling: Settling, number: int) -> Settling:
    """The answered question before this one is open again; without one all stays."""
    for before in reversed(range(number)):
        if settling.answer(before) is not None:
            return settling.without(before)
    return settling


def _answer(line: str, settling: Settling, number: int) -> Answer:
    """AnswerError, with what can be typed, where it is no answer."""
    question = settling.questions[number]
    letter, _, value = line.partition(" ")
    if not line:
        return settling.keep(number)
    if line.isdecimal() and question.may_take and 0 < int(line) <= len(question.candidates):
        return settling.take(number, int(line) - 1)
    if line == "b" and question.may_drop:
        return settling.drop(number)
    if letter in _fields(question):
        return settling.set(number, _fields(question)[letter], value)
    raise AnswerError(_help(question))


def _fields(question: Question) -> dict[str, str]:
    """The letters that set something: the head's one value, or a duty's deadline and agencies."""
    if not question.refs:
        return dict.fromkeys("g", question.field) if question.settable else {}
    return {letter: field for letter, field in _LETTERS.items() if field in question.settable}


def _help(question: Question) -> Text:
    """What can be typed here."""
    vi, en = ["Enter giữ nguyên"], ["Enter keep"]
    if question.may_take:
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
    if question.may_drop:
        vi, en = [*vi, "b bỏ nhiệm vụ"], [*en, "b drop the duty"]
    return Text(" | ".join([*vi, "l lùi", "s dừng"]), " | ".join([*en, "l back", "s stop"]))


def _indented(text: str) -> str:
    """The text without what a terminal would obey, its indent left."""
    return " " * (len(text) - len(text.lstrip(" "))) + one_line(text)


def leftover_lines(leftovers: Iterable[Leftover], lang: Lang) -> Iterator[str]:
    """What looks like a date and went into no duty: place, words, reason."""
    for left in leftovers:
        why, where = left.why.text.to(lang), left.where.words().to(lang)
        yield one_line(f"{where}: {left.text} — {left.around} ({why})")
