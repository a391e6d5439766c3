"""`kyhan done`, `return`, `extend` and `event`: what people record."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from getpass import getuser
from typing import Annotated

import typer

from ledger.store import Ledger
from rules.extensions import may_extend
from rules.facts import Completion, Event, Extension, Return
from rules.schedule import Occurrence
from rules.slots import event_id
from rules.state import WORDS, state_of
from rules.text import Text
from rules.validation_texts import did_you_mean
from rules.words import short_day

from ..clock import clock_for
from .options import (
    DEFAULT_CONFIG,
    FAILED,
    ConfigOption,
    LangOption,
    Session,
    TodayOption,
    as_day,
    begin,
    fail,
)

DayFormats = ["%Y-%m-%d", "%d/%m/%Y"]
NumberOption = Annotated[str, typer.Option("--number", help="Số văn bản. | The document's number.")]
ByOption = Annotated[
    str,
    typer.Option(
        "--by",
        help="Người ghi; mặc định là tên đăng nhập. | Who records it; by default the login name.",
    ),
]
KeyArgument = Annotated[
    str, typer.Argument(help="kế hoạch/mục/nhãn/cơ quan | plan/ref/label/agency")
]


def done(
    key: KeyArgument,
    on: Annotated[
        datetime, typer.Option("--on", formats=DayFormats, help="Ngày nộp. | Day of submission.")
    ],
    number: NumberOption,
    by: ByOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Ghi một việc đã hoàn thành. | Record that an occurrence is done."""
    session = begin(config, today, lang)
    occurrence = _find(key, session)
    _not_in_the_future(on.date(), "--on", session)
    completion = Completion(key, on.date(), number, _who(by), _now(session, today))
    with Ledger.open(session.config.ledger.url) as ledger:
        new = ledger.record_completion(completion)
    days = session.schedule.working_days
    state = WORDS[state_of(occurrence.slot, completion, session.today, days)]
    _confirm(
        Text(
            f"{key}: {state.vi.lower()} ngày {short_day(on, 'vi')}, văn bản {number}.",
            f"{key}: {state.en.lower()} on {short_day(on, 'en')}, document {number}.",
        ),
        session,
        new=new,
    )


def return_(
    key: KeyArgument,
    reason: Annotated[str, typer.Option("--reason", help="Lý do trả lại. | Why.")],
    by: ByOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Trả lại việc đã nộp: phải làm lại. | Return what was submitted: it is owed again."""
    session = begin(config, today, lang)
    occurrence = _find(key, session)
    returned = Return(key, reason, _who(by), _now(session, today))
    with Ledger.open(session.config.ledger.url) as ledger:
        if not ledger.record_return(returned):
            words = Text(
                f"{key}: chưa ghi nhận hoàn thành, hoặc đã trả lại rồi.",
                f"{key}: nothing is recorded as done, or it was returned already.",
            )
            fail(words, session.lang, FAILED)
    state = state_of(occurrence.slot, returned, session.today, session.schedule.working_days)
    words = Text(
        f"{key}: đã trả lại ({reason}). Nay: {WORDS[state].vi.lower()}.",
        f"{key}: returned ({reason}). Now: {WORDS[state].en.lower()}.",
    )
    _confirm(words, session, new=True)


def extend(
    key: KeyArgument,
    until: Annotated[
        datetime,
        typer.Option("--until", formats=DayFormats, help="Ngày cuối còn đúng hạn. | The last day."),
    ],
    number: NumberOption,
    by: ByOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Gia hạn một việc; hạn cũ vẫn giữ. | Grant a later date; the old one is kept beside it."""
    session = begin(config, today, lang)
    slot = _find(key, session).slot
    slot = slot.original or slot
    if slot.stated is None:
        words = Text(
            f"{key}: còn chờ {slot.waits_for}, chưa có hạn để gia hạn.",
            f"{key}: still waits ({slot.waits_for}), there is no date to extend.",
        )
        fail(words, session.lang, FAILED)
        return
    if not may_extend(slot, until.date()):
        words = Text(
            f"--until {short_day(until, 'vi')}: không sau hạn theo văn bản, "
            f"{short_day(slot.stated, 'vi')}.",
            f"--until {short_day(until, 'en')}: not later than the document's last day, "
            f"{short_day(slot.stated, 'en')}.",
        )
        fail(words, session.lang, FAILED)
    extension = Extension(key, until.date(), number, _who(by), _now(session, today))
    with Ledger.open(session.config.ledger.url) as ledger:
        new = ledger.record_extension(extension)
    _confirm(
        Text(
            f"{key}: gia hạn từ {short_day(slot.stated, 'vi')} đến hết {short_day(until, 'vi')}, "
            f"văn bản {number}.",
            f"{key}: extended from {short_day(slot.stated, 'en')} to the end of "
            f"{short_day(until, 'en')}, document {number}.",
        ),
        session,
        new=new,
    )


def event(
    ident: Annotated[str, typer.Argument(metavar="ID", help="Mã sự kiện. | The event's id.")],
    day: Annotated[
        datetime, typer.Argument(metavar="DATE", formats=DayFormats, help="Ngày. | Its day.")
    ],
    deadline: Annotated[
        datetime | None,
        typer.Option(
            formats=DayFormats,
            help="Hạn cuối do văn bản của sự kiện ấn định. | The last day its document sets.",
        ),
    ] = None,
    number: NumberOption = "",
    by: ByOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Ghi ngày của sự kiện mà một nhiệm vụ chờ. | Record the event that a duty waits for."""
    session = begin(config, today, lang)
    known = sorted({event_id(slot.plan, slot.duty) for slot in session.schedule.pending})
    if ident not in {*known, *session.facts.events}:
        _unknown(Text("không nhiệm vụ nào chờ sự kiện", "no duty waits for"), ident, known, session)
        return
    _not_in_the_future(day.date(), "DATE", session)
    last = deadline.date() if deadline else None
    record = Event(ident, day.date(), number, _who(by), _now(session, today), last)
    with Ledger.open(session.config.ledger.url) as ledger:
        new = ledger.record_event(record)
    _confirm(
        Text(
            f"{ident}: đã diễn ra ngày {short_day(day, 'vi')}.",
            f"{ident}: happened on {short_day(day, 'en')}.",
        ),
        session,
        new=new,
    )


def _find(key: str, session: Session) -> Occurrence:
    """The occurrence. Exits 1 where there is none, naming the nearest keys."""
    occurrence = session.schedule.find(key)
    if occurrence is None:
        known = [each.key for each in session.schedule.occurrences()]
        _unknown(Text("không có việc mang mã", "no occurrence has the key"), key, known, session)
        raise typer.Exit(FAILED)
    return occurrence


def _who(by: str) -> str:
    """Whoever is named, else who is logged in; nobody's name is no reason not to record a fact."""
    with suppress(OSError, KeyError):  # a process without a user's name: a container
        return by or getuser()
    return by


def _now(session: Session, pretended: datetime | None) -> datetime:
    return clock_for(as_day(pretended), session.config.zone).now()


def _not_in_the_future(day: date, option: str, session: Session) -> None:
    if day > session.today:
        words = Text(
            f"{option} {short_day(day, 'vi')}: ngày này chưa đến.",
            f"{option} {short_day(day, 'en')}: that day is still to come.",
        )
        fail(words, session.lang, FAILED)


def _unknown(what: Text, word: str, known: list[str], session: Session) -> None:
    near = did_you_mean(word, known) if known else Text("", "")
    fail(
        Text(f"{what.vi} {word} → {near.vi}", f"{what.en} {word} → {near.en}"),
        session.lang,
        FAILED,
    )


def _confirm(text: Text, session: Session, *, new: bool) -> None:
    known = Text(" (đã ghi từ trước)", " (known already)") if not new else Text("", "")
    print(text.to(session.lang) + known.to(session.lang))
