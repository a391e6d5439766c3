"""What was reported of an occurrence, with its three dates and the acceptance, in a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from rules.facts import Completion
from rules.state import WORDS, State
from rules.text import Text
from rules.words import short_day


def reported(completion: Completion, zone: ZoneInfo) -> Text:
    """The days of submission, of the document, of the record and of the acceptance, in `zone`."""
    state = WORDS[State.SUBMITTED if completion.accepted is None else State.DONE]
    parts = [*_parts(completion, zone)]
    return Text(
        f"{state.vi}: {', '.join(part.vi for part in parts)}",
        f"{state.en}: {', '.join(part.en for part in parts)}",
    )


def _parts(completion: Completion, zone: ZoneInfo) -> Iterator[Text]:
    yield _with_day(Text("nộp ngày", "submitted on"), completion.on)
    if completion.nil:
        yield Text("không phát sinh", "nothing to report")
    if completion.number:
        document = Text(f"văn bản {completion.number}", f"document {completion.number}")
        signed = completion.document_date
        if signed is not None:
            document = _with_day(Text(f"{document.vi} ngày", f"{document.en} of"), signed)
        yield document
    recorded, accepted = completion.recorded_at, completion.accepted
    yield _with_day(Text("ghi nhận ngày", "recorded on"), _day(recorded, zone))
    if accepted is not None:
        yield _with_day(Text("xác nhận ngày", "accepted on"), _day(accepted.recorded_at, zone))


def _with_day(words: Text, day: date) -> Text:
    return Text(f"{words.vi} {short_day(day, 'vi')}", f"{words.en} {short_day(day, 'en')}")


def _day(instant: datetime, zone: ZoneInfo) -> date:
    return in_utc(instant).astimezone(zone).date()


def in_utc(instant: datetime) -> datetime:
    """The ledger's instants are UTC, whatever its database makes of them."""
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
