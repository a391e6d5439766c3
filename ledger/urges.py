"""Letters of urging: what a coordinator sends on purpose, beside the mails that the ladder sends.

Their notices stand under a rung of their own for each day (`rules.notices.urge_rung`), so that
nobody is urged twice a day about the same thing; from there on they are sent like all others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, bindparam, insert, select

from rules.notices import Notice, NoticeKey

from .audit import AuditEntry, State, append, lock_head
from .engine import one_at_a_time, reading, writing
from .hold_rows import begin_hold, mass
from .notices import at_once, notice_row
from .tables import messages, notices

_FIELDS = NoticeKey._fields
_THERE = select(notices.c.id).where(*(notices.c[name] == bindparam(name) for name in _FIELDS))


@dataclass(frozen=True, slots=True)
class UrgeReport:
    """How many letters were queued, and how many of the notices were recorded that day `already`.

    `kept_back`: how many of the letters wait to be released, since there were too many of them.
    """

    messages: int
    already: int
    kept_back: int = 0


class Urges:
    """The letters of urging."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def not_urged(self, rows: Iterable[Notice]) -> list[Notice]:
        """Those of the notices of an urging that are not recorded yet."""
        with reading(self._engine) as connection:
            return _new(connection, rows)

    def urge(
        self,
        rows: Sequence[Notice],
        *,
        by: str,
        note: str,
        day: date,
        now: datetime,
        message_id: Callable[[str, Sequence[Notice]], str],
        hold_above: int | None = None,
    ) -> UrgeReport:
        """Write the notices of an urging on `day`, a letter for each recipient, and who did it.

        One transaction; an audit row for each occurrence. What was recorded before is left alone,
        so that the same urging again adds nothing. `message_id` of a recipient and its notices.
        More letters than `hold_above` are kept back.
        """
        with writing(self._engine) as connection:
            one_at_a_time(connection, "urge")
            new = _new(connection, rows)
            letters = len({each.recipient for each in new})
            too_many = hold_above is not None and letters > hold_above
            if new:
                state = "held" if too_many else "queued"
                _write(connection, new, day, now, note, state, message_id)
                lock_head(connection)
                keys = dict.fromkeys(each.occurrence.key for each in new)
                after: State = {"day": day, "note": note}
                append(connection, [AuditEntry("urge", key, by, None, after) for key in keys], now)
            if too_many:
                begin_hold(connection, "mass", mass(letters, hold_above or 0), now)
        return UrgeReport(letters, len(rows) - len(new), letters if too_many else 0)


def _new(connection: Connection, rows: Iterable[Notice]) -> list[Notice]:
    return [each for each in rows if connection.execute(_THERE, each.key._asdict()).first() is None]


def _write(
    connection: Connection,
    new: Sequence[Notice],
    day: date,
    now: datetime,
    note: str,
    state: str,
    message_id: Callable[[str, Sequence[Notice]], str],
) -> None:
    of: defaultdict[str, list[Notice]] = defaultdict(list)
    for each in new:
        of[each.recipient].append(each)
    letters = [
        {
            "recipient": recipient, "day": day, "message_id": message_id(recipient, carried),
            "state": state, "created_at": now, "next_attempt": at_once(day), "kind": "urge",
            "note": note,
        }
        for recipient, carried in sorted(of.items())
    ]  # fmt: skip
    made = insert(messages).returning(messages.c.recipient, messages.c.id)
    numbers: dict[str, int] = {row.recipient: row.id for row in connection.execute(made, letters)}
    connection.execute(insert(notices), [notice_row(each, numbers, now) for each in new])
