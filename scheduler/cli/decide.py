"""`kyhan accept` and `kyhan return`: the coordinator's answer to what was submitted."""

from __future__ import annotations

from typing import Annotated

import typer

from rules.facts import Acceptance, Return
from rules.text import Text
from rules.words import short_day

from .options import (
    DEFAULT_CONFIG,
    FAILED,
    ConfigOption,
    LangOption,
    TodayOption,
    begin,
    fail,
    open_ledger,
)
from .recording import ByOption, KeyArgument, confirm, find, state_words, who


def accept(
    key: KeyArgument,
    by: ByOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Xác nhận việc đã nộp: tính là hoàn thành. | Accept what was submitted: it counts as done."""
    session = begin(config, today, lang)
    occurrence = find(key, session)
    with open_ledger(session.config, session.lang) as ledger:
        if not ledger.record_acceptance(key, Acceptance(who(by), session.now)):
            words = Text(
                f"{key}: không có gì chờ xác nhận: chưa nộp, đã trả lại, hoặc đã xác nhận rồi.",
                f"{key}: nothing waits for it: not submitted, returned, or accepted already.",
            )
            fail(words, session.lang, FAILED)
        accepted = ledger.completions_of([key])[key]
    state = state_words(occurrence, accepted, session)
    words = Text(
        f"{key}: đã xác nhận, nộp ngày {short_day(accepted.on, 'vi')}. Nay: {state.vi.lower()}.",
        f"{key}: accepted, submitted on {short_day(accepted.on, 'en')}. Now: {state.en.lower()}.",
    )
    confirm(words, session, new=True)


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
    occurrence = find(key, session)
    returned = Return(key, reason, who(by), session.now)
    with open_ledger(session.config, session.lang) as ledger:
        if not ledger.record_return(returned):
            words = Text(
                f"{key}: chưa nộp, hoặc đã trả lại rồi.",
                f"{key}: nothing is submitted, or it was returned already.",
            )
            fail(words, session.lang, FAILED)
    state = state_words(occurrence, returned, session)
    words = Text(
        f"{key}: đã trả lại ({reason}). Nay: {state.vi.lower()}.",
        f"{key}: returned ({reason}). Now: {state.en.lower()}.",
    )
    confirm(words, session, new=True)
