"""`kyhan extend` and `kyhan event`: later dates granted, and events that duties wait for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from rules.extensions import may_extend
from rules.facts import Event, Extension
from rules.slots import event_id
from rules.text import Text
from rules.words import short_day

from .options import (
    DAY_FORMATS,
    DEFAULT_CONFIG,
    FAILED,
    ConfigOption,
    LangOption,
    TodayOption,
    begin,
    fail,
    open_ledger,
)
from .recording import (
    ByOption,
    KeyArgument,
    NumberOption,
    confirm,
    find,
    not_in_the_future,
    unknown,
    who,
)


def extend(
    key: KeyArgument,
    until: Annotated[
        datetime,
        typer.Option(
            "--until", formats=DAY_FORMATS, help="Ngày cuối còn đúng hạn. | The last day."
        ),
    ],
    number: NumberOption,
    by: ByOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Gia hạn một việc; hạn cũ vẫn giữ. | Grant a later date; the old one is kept beside it."""
    session = begin(config, today, lang)
    slot = find(key, session).slot
    slot = slot.original or slot
    if slot.stated is None:
        words = Text(
            f"{key}: còn chờ {slot.waits_for}, chưa có hạn để gia hạn.",
            f"{key}: still waits ({slot.waits_for}), there is no date to extend.",
        )
        fail(words, session.lang, FAILED)
    if not may_extend(slot, until.date()):
        words = Text(
            f"--until {short_day(until, 'vi')}: không sau hạn theo văn bản, "
            f"{short_day(slot.stated, 'vi')}.",
            f"--until {short_day(until, 'en')}: not later than the document's last day, "
            f"{short_day(slot.stated, 'en')}.",
        )
        fail(words, session.lang, FAILED)
    extension = Extension(key, until.date(), number, who(by), session.now)
    with open_ledger(session.config, session.lang) as ledger:
        new = ledger.record_extension(extension)
    confirm(
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
        datetime, typer.Argument(metavar="DATE", formats=DAY_FORMATS, help="Ngày. | Its day.")
    ],
    deadline: Annotated[
        datetime | None,
        typer.Option(
            formats=DAY_FORMATS,
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
        unknown(Text("không nhiệm vụ nào chờ sự kiện", "no duty waits for"), ident, known, session)
    not_in_the_future(day.date(), "DATE", session)
    last = deadline.date() if deadline else None
    record = Event(ident, day.date(), number, who(by), session.now, last)
    with open_ledger(session.config, session.lang) as ledger:
        new = ledger.record_event(record)
    confirm(
        Text(
            f"{ident}: đã diễn ra ngày {short_day(day, 'vi')}.",
            f"{ident}: happened on {short_day(day, 'en')}.",
        ),
        session,
        new=new,
    )
