"""`kyhan done`, `kyhan event` and `kyhan notices`: what people record, and what they were told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from ledger.notices import Told
from ledger.store import Ledger
from rules.facts import Completion, Event
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
    JsonOption,
    LangOption,
    Session,
    TodayOption,
    as_day,
    begin,
    fail,
    print_json,
)

DayFormats = ["%Y-%m-%d", "%d/%m/%Y"]
NumberOption = Annotated[str, typer.Option("--number", help="Số văn bản. | The document's number.")]
ByOption = Annotated[str, typer.Option("--by", help="Người ghi. | Who records it.")]

OUTCOMES = {
    "planned": Text("chờ gửi", "planned"),
    "sent": Text("đã gửi", "sent"),
    "superseded": Text("bị thay thế", "superseded"),
    "skipped": Text("bỏ qua", "skipped"),
    "withdrawn": Text("rút lại", "withdrawn"),
    "failed": Text("gửi không được", "failed"),
}


def done(
    key: Annotated[str, typer.Argument(help="kế hoạch/mục/nhãn/cơ quan | plan/ref/label/agency")],
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
    occurrence = session.schedule.find(key)
    if occurrence is None:
        known = [each.key for each in session.schedule.occurrences()]
        _unknown(Text("không có việc mang mã", "no occurrence has the key"), key, known, session)
        return
    _not_in_the_future(on.date(), "--on", session)
    completion = Completion(key, on.date(), number, by, _now(session, today))
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
    record = Event(ident, day.date(), number, by, _now(session, today), last)
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


def notices(
    plan: Annotated[str | None, typer.Option(help="Mã kế hoạch. | The plan's id.")] = None,
    agency: Annotated[str | None, typer.Option(help="Mã cơ quan. | The agency's id.")] = None,
    recipient: Annotated[str | None, typer.Option(help="Người nhận. | The address.")] = None,
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Đã báo gì cho ai, và vì sao. | What was told to whom, and why."""
    session = begin(config, today, lang)
    with Ledger.open(session.config.ledger.url) as ledger:
        told = [
            each
            for each in ledger.told()
            if plan in (None, each.key.plan)
            and agency in (None, each.key.agency)
            and recipient in (None, each.key.recipient)
        ]
    if json:
        print_json([_as_data(each) for each in told])
        return
    console = Console(soft_wrap=True, highlight=False)
    for each in told:
        at = f"{each.recorded_at.astimezone(session.config.zone):%d/%m/%Y %H:%M}"
        outcome = OUTCOMES[_outcome(each)].to(session.lang)
        console.print(
            f"[bold]{at}  {escape('/'.join(each.key[:4]))}[/]  {each.key.rung}"
            f"  {escape(each.key.recipient or '—')}  {outcome}"
        )
        console.print(f"  {escape(each.reason.to(session.lang))}")


def _outcome(told: Told) -> str:
    """What became of it; one whose message failed for good is not waiting any more."""
    failed = told.outcome == "planned" and told.message_state == "failed"
    return "failed" if failed else told.outcome


def _as_data(told: Told) -> dict[str, object]:
    return {
        "key": "/".join(told.key[:4]),
        **told.key._asdict(),
        "role": told.role,
        "outcome": _outcome(told),
        "reason": told.reason._asdict(),
        "recorded_at": told.recorded_at.isoformat(),
        "message_id": told.message_id,
        "message_state": told.message_state,
        "settled_at": told.settled_at.isoformat() if told.settled_at else None,
    }


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
