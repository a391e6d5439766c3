"""What was decided: the notices and weekly summaries, written together with their messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, bindparam, select, text, update

from rules.notices import Notice, NoticeKey, Outcome, Recorded
from rules.text import Text

from .engine import insert_new, one_at_a_time, parts, reading, writing
from .hold_rows import begin_hold, mass
from .tables import messages, notices, summaries

_OUTCOMES = {
    Outcome.SEND: "planned",
    Outcome.SUPERSEDED: "superseded",
    Outcome.SKIPPED: "skipped",
}
# As in the partial indexes, so that these are used
_LIVE = text("live")
_OPEN = text("state IN ('queued', 'held') AND stamped_at IS NULL")
_MERGED = Text(
    "Thư trước chưa gửi được; việc này nay đã có bước mới hơn.",
    "The earlier mail had not gone yet; by now there is a newer rung.",
)


@dataclass(frozen=True, slots=True)
class WeeklySummary:
    """A coordinator's summary of an ISO week; `skipped` where there was nothing to say."""

    recipient: str
    week: str
    outcome: Literal["planned", "skipped"] = "planned"


@dataclass(frozen=True, slots=True)
class Enqueued:
    """What one pass has written, into how many `messages`.

    `held`: the recipient has had a mail today, so tomorrow. `kept_back`: how many of the messages
    wait to be released, since there were too many of them.
    """

    planned: int = 0
    superseded: int = 0
    skipped: int = 0
    held: int = 0
    summaries: int = 0
    messages: int = 0
    kept_back: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the record of notices, with the state of its message ("" where it has none)."""

    key: NoticeKey
    role: str
    outcome: str
    reason: Text
    recorded_at: datetime
    message_id: str
    message_state: str
    settled_at: datetime | None


class NoticeLog:
    """The notices and summaries that were decided."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def recorded(self) -> Recorded:
        """Every rung that was decided of what is not done, whatever became of it.

        Of what is done the rungs are not read, but for a few: nobody is told of it any more. So a
        pass costs what is open, whatever stands behind it.
        """
        found: defaultdict[tuple[str, date], set[tuple[str, str]]] = defaultdict(set)
        keys = [notices.c[name] for name in NoticeKey._fields]
        with reading(self._engine) as connection:
            for plan, ref, label, agency, due, rung, recipient in connection.execute(
                select(*keys).where(_LIVE)
            ):
                found[f"{plan}/{ref}/{label}/{agency}", due].add((rung, recipient))
        return dict(found)

    def summarised(self, week: str) -> frozenset[str]:
        """Whose summary of that ISO week has been decided."""
        with reading(self._engine) as connection:
            query = select(summaries.c.recipient).where(summaries.c.week == week)
            return frozenset(connection.scalars(query))

    def told(
        self, *, plan: str | None = None, agency: str | None = None, recipient: str | None = None
    ) -> list[Told]:
        """All notices, or those of a plan, an agency, a recipient; newest first."""
        asked = {"plan": plan, "agency": agency, "recipient": recipient}
        only = [notices.c[name] == value for name, value in asked.items() if value is not None]
        query = (
            select(
                notices,
                messages.c.message_id,
                messages.c.state,
                messages.c.settled_at,
            )
            .select_from(notices.outerjoin(messages))
            .where(*only)
            .order_by(notices.c.recorded_at.desc(), notices.c.id.desc())
        )
        with reading(self._engine) as connection:
            return [_told(row) for row in connection.execute(query)]

    def enqueue(
        self,
        decided: Sequence[Notice],
        weekly: Sequence[WeeklySummary],
        *,
        day: date,
        now: datetime,
        message_id: Callable[[str], str],
        hold_above: int | None = None,
    ) -> Enqueued:
        """Write what was decided on `day` and its messages, in one transaction; twice is no error.

        One message per recipient and day (`message_id` of the recipient). Where today's message is
        already on its way nothing is written for that recipient: the next day's pass finds it
        again. A message of an earlier day that has not gone yet is merged into today's. More
        messages than `hold_above` are kept back, and so is one that takes up a message kept back.
        """
        wanted = {each.recipient for each in decided if each.outcome is Outcome.SEND}
        wanted |= {each.recipient for each in weekly if each.outcome == "planned"}
        with writing(self._engine) as connection:
            one_at_a_time(connection, "enqueue")
            insert_new(
                connection,
                messages,
                [_message(who, day, now, message_id(who)) for who in sorted(wanted)],
            )
            waiting = _open_messages(connection, wanted)
            today = {row.recipient: row.id for row in waiting if row.day == day}
            writable = [each for each in decided if not each.recipient or each.recipient in today]
            for outcome in Outcome:
                insert_new(
                    connection, notices,
                    [notice_row(each, today, now) for each in writable if each.outcome is outcome],
                )  # fmt: skip
            summarised = [s for s in weekly if s.outcome == "skipped" or s.recipient in today]
            insert_new(connection, summaries, [_summary(each, today, now) for each in summarised])
            for row in waiting:
                if row.day < day and row.recipient in today:
                    _merge(connection, row.id, today[row.recipient], now)
            going = {today[who] for who in wanted & today.keys()}
            kept_back = {today[row.recipient] for row in waiting if row.state == "held"} & going
            too_many = hold_above is not None and len(going) > hold_above
            kept_back = going if too_many else kept_back
            for number in kept_back:
                connection.execute(
                    update(messages).where(messages.c.id == number).values(state="held")
                )
            if too_many:
                begin_hold(connection, "mass", mass(len(going), hold_above or 0), now)
        counts = {outcome: sum(each.outcome is outcome for each in writable) for outcome in Outcome}
        return Enqueued(
            counts[Outcome.SEND],
            counts[Outcome.SUPERSEDED],
            counts[Outcome.SKIPPED],
            held=len(decided) - len(writable),
            summaries=sum(each.outcome == "planned" for each in summarised),
            messages=len(going),
            kept_back=len(kept_back),
        )


def _open_messages(
    connection: Connection, recipients: Collection[str]
) -> list[Row[Any, Any, Any, Any]]:
    """Mails of a day that may still change: never on their way; locked until the commit."""
    of = messages.c.recipient.in_(bindparam("some", expanding=True))
    query = (
        select(messages.c.id, messages.c.recipient, messages.c.day, messages.c.state)
        .where(of, _OPEN, messages.c.kind == "notices")
        .order_by(messages.c.id)
        .with_for_update()
    )
    return [row for some in parts(recipients) for row in connection.execute(query, {"some": some})]


def _merge(connection: Connection, old: int, new: int, now: datetime) -> None:
    """Move what an older message still has to tell into the new one.

    What is overtaken there hands on the date that the recipient was told before.
    """
    in_new = {
        _stem(row): row
        for row in connection.execute(select(notices).where(notices.c.message == new))
    }
    still = select(notices).where(notices.c.message == old, notices.c.outcome == "planned")
    for row in connection.execute(still).all():
        change = (
            {"outcome": "superseded", "reason_vi": _MERGED.vi, "reason_en": _MERGED.en}
            if _stem(row) in in_new
            else {"message": new}
        )
        connection.execute(update(notices).where(notices.c.id == row.id).values(change))
        newer = in_new.get(_stem(row))
        if newer is not None and row.moved_from is not None and newer.moved_from is None:
            told_before = row.moved_from if row.moved_from != newer.due else None
            connection.execute(
                update(notices).where(notices.c.id == newer.id).values(moved_from=told_before)
            )
    connection.execute(update(summaries).where(summaries.c.message == old).values(message=new))
    refused = connection.execute(
        select(messages.c.attempts, messages.c.first_refused_at).where(messages.c.id == old)
    ).one()  # the recipient's answers, whichever mail they were given to
    connection.execute(
        update(messages)
        .where(messages.c.id == new, messages.c.first_refused_at.is_(None))
        .values(attempts=refused.attempts, first_refused_at=refused.first_refused_at)
    )
    connection.execute(
        update(messages)
        .where(messages.c.id == old)
        .values(state="dropped", settled_at=now, last_error="merged into a later message")
    )


def _stem(row: Row[Any]) -> tuple[str, str, str, str]:
    return row.plan, row.ref, row.label, row.agency


def _message(recipient: str, day: date, now: datetime, message_id: str) -> dict[str, Any]:
    return {
        "recipient": recipient,
        "day": day,
        "message_id": message_id,
        "state": "queued",
        "created_at": now,
        "next_attempt": at_once(day),
    }


def notice_row(notice: Notice, of: Mapping[str, int], now: datetime) -> dict[str, Any]:
    """A row of `notices`; one to be sent belongs to its recipient's message, by its number."""
    return {
        **notice.key._asdict(),
        "role": notice.role,
        "rung_day": notice.rung.day,
        "late": notice.rung.late,
        "outcome": _OUTCOMES[notice.outcome],
        "reason_vi": notice.reason.vi,
        "reason_en": notice.reason.en,
        "message": of[notice.recipient] if notice.outcome is Outcome.SEND else None,
        "recorded_at": now,
        "moved_from": notice.moved_from,
    }


def _summary(summary: WeeklySummary, today: dict[str, int], now: datetime) -> dict[str, Any]:
    return {
        "recipient": summary.recipient,
        "week": summary.week,
        "outcome": summary.outcome,
        "message": today[summary.recipient] if summary.outcome == "planned" else None,
        "recorded_at": now,
    }


def at_once(day: date) -> datetime:
    """When a message of that day may go at the earliest: before the day begins in any zone.

    Not the present instant: a clock put back a little would make the message wait.
    """
    return datetime.combine(day - timedelta(days=1), time.min, UTC)


def key_of(row: Row[Any]) -> NoticeKey:
    """The unique key of a row of notices."""
    return NoticeKey._make(getattr(row, name) for name in NoticeKey._fields)


def _told(row: Row[Any]) -> Told:
    reason = Text(row.reason_vi, row.reason_en)
    return Told(
        key_of(row), row.role, row.outcome, reason, row.recorded_at,
        row.message_id or "", row.state or "", row.settled_at,
    )  # fmt: skip
