"""What the recording commands share: the options, the occurrence meant, who records it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from getpass import getuser
from typing import Annotated, NoReturn

import typer

from rules.facts import Completion, Return
from rules.schedule import Occurrence
from rules.state import WORDS, state_of
from rules.text import Text
from rules.validation_texts import did_you_mean
from rules.words import short_day

from .options import FAILED, Session, fail

NumberOption = Annotated[str, typer.Option("--number", help="Số văn bản. | The document's number.")]
ByOption = Annotated[
    str,
    typer.Option(
        "--by",
        help="Người quyết định; mặc định là tên đăng nhập. | Who decides; else who is logged in.",
    ),
]
KeyArgument = Annotated[
    str, typer.Argument(help="kế hoạch/mục/nhãn/cơ quan | plan/ref/label/agency")
]


def find(key: str, session: Session) -> Occurrence:
    """The occurrence. Exits 1 where there is none, naming the nearest keys."""
    occurrence = session.schedule.find(key)
    if occurrence is None:
        known = [each.key for each in session.schedule.occurrences()]
        unknown(Text("không có việc mang mã", "no occurrence has the key"), key, known, session)
    return occurrence


def state_words(occurrence: Occurrence, last: Completion | Return, session: Session) -> Text:
    """The words for its state, now that this was recorded last."""
    days = session.schedule.working_days
    return WORDS[state_of(occurrence.slot, last, session.today, days)]


def who(by: str) -> str:
    """Whoever is named, else who is logged in; nobody's name is no reason not to record a fact."""
    with suppress(OSError, KeyError):  # a process without a user's name: a container
        return by or getuser()
    return by


def not_in_the_future(day: date, option: str, session: Session) -> None:
    """Exits 1 where the day is still to come."""
    if day > session.today:
        words = Text(
            f"{option} {short_day(day, 'vi')}: ngày này chưa đến.",
            f"{option} {short_day(day, 'en')}: that day is still to come.",
        )
        fail(words, session.lang, FAILED)


def unknown(what: Text, word: str, known: list[str], session: Session) -> NoReturn:
    """Exits 1, naming the nearest of those that are known."""
    near = did_you_mean(word, known) if known else Text("", "")
    fail(
        Text(f"{what.vi} {word} → {near.vi}", f"{what.en} {word} → {near.en}"),
        session.lang,
        FAILED,
    )


def confirm(text: Text, session: Session, *, new: bool) -> None:
    """Say what is recorded, and where it is so that it was known already."""
    known = Text(" (đã ghi từ trước)", " (known already)") if not new else Text("", "")
    print(text.to(session.lang) + known.to(session.lang))
