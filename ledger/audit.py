"""The audit: a row for each thing recorded, never changed, chained by SHA-256.

A row's hash covers its fields and the hash of the row before, so that a row changed, taken out, put
in or moved no longer fits. How many rows there are and the last one's hash stand in `settings` as
well (the head), so that rows missing at the end are noticed. Whoever can rewrite both tables whole
can rewrite the past: the head that `kyhan audit verify` prints, kept elsewhere, would tell.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, CursorResult, Engine, Select, insert, select, update

from rules.text import Text

from .engine import reading, writing
from .tables import audit, settings

AuditKind = Literal[
    "completion", "acceptance", "return", "extension", "event", "due", "hold", "release", "urge",
    "token", "plan",
]  # fmt: skip
State = Mapping[str, str | int | float | bool | date | datetime | None]
_HEAD = "audit"  # the row of `settings`: how many rows there are, and the last one's hash
_START = "0" * 64  # what stands before the first row
_STEP = 10_000  # rows between two reports of progress


class AuditEntry(NamedTuple):
    """What is to be recorded: of what `kind`, about what `subject` (a key, an event's id), by whom.

    `before` and `after` are the record before and now; None: there was or is none.
    """

    kind: AuditKind
    subject: str
    who: str
    before: State | None
    after: State | None


@dataclass(frozen=True, slots=True)
class Head:
    """How many rows there are, and the hash of the last."""

    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A row as it stands; `at` is ISO 8601 in UTC, `before` and `after` are read from JSON."""

    id: int
    at: str
    who: str
    kind: str
    subject: str
    before: object
    after: object
    hash: str


@dataclass(frozen=True, slots=True)
class Verified:
    """How many rows fit, the hash of the last of them, and the first that does not, with why."""

    rows: int
    head: str
    first_bad: int | None = None
    why: Text | None = None


class AuditError(Exception):
    """The head of the audit is missing or is none: nothing can be chained to it."""


def read_head(connection: Connection) -> Head | None:
    """The head as it stands; None where it is missing or is none."""
    return _head(connection.scalar(select(settings.c.value).where(settings.c.name == _HEAD)))


def lock_head(connection: Connection) -> Head:
    """The head, held until the writing transaction ends: one writer at a time.

    Take other rows' locks before this one, never after: two writers would wait for each other.
    """
    query = select(settings.c.value).where(settings.c.name == _HEAD).with_for_update()
    head = _head(connection.scalar(query))
    if head is None:
        raise AuditError("settings has no head of the audit: see `kyhan audit verify`")
    return head


def append(connection: Connection, entries: Sequence[AuditEntry], now: datetime) -> None:
    """Add rows, in the transaction that writes the facts they tell of; last in it (lock_head)."""
    if not entries:
        return
    head = lock_head(connection)
    number, last = head.count, head.hash
    rows: list[dict[str, Any]] = []
    at = now.astimezone(UTC).isoformat()
    for entry in entries:
        number += 1
        before, after = _json(entry.before), _json(entry.after)
        last = _digest(last, number, at, entry.who, entry.kind, entry.subject, before, after)
        rows.append(
            {
                "id": number, "at": at, "who": entry.who, "kind": entry.kind,
                "subject": entry.subject, "before": before, "after": after, "hash": last,
            }
        )  # fmt: skip
    connection.execute(insert(audit), rows)
    now_last = update(settings).where(settings.c.name == _HEAD)
    connection.execute(now_last.values(value=f"{number} {last}"))


class Audit:
    """The audit of a ledger."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def audit(self, entry: AuditEntry, now: datetime) -> None:
        """Add one row in a transaction of its own; beside a fact use `append` in the fact's."""
        with writing(self._engine) as connection:
            append(connection, [entry], now)

    def audit_rows(self, subject: str | None = None) -> Iterator[AuditRow]:
        """All rows, or those about one subject, oldest first; read as they are asked for."""
        query = select(audit).order_by(audit.c.id)
        if subject is not None:
            query = query.where(audit.c.subject == subject)
        with reading(self._engine) as connection, _streamed(connection, query) as rows:
            for row in rows:
                yield AuditRow(
                    row.id, row.at, row.who, row.kind, row.subject,
                    _from_json(row.before), _from_json(row.after), row.hash,
                )  # fmt: skip

    def verify_audit(self, progress: Callable[[int], None] = lambda _rows: None) -> Verified:
        """Go through the chain to the first row that does not fit; a few rows in memory at a time.

        `progress` is told now and then how many rows fit so far.
        """
        count, last = 0, _START
        with reading(self._engine) as connection:
            head = read_head(connection)
            with _streamed(connection, select(audit).order_by(audit.c.id)) as rows:
                for number, *fields, found in rows:
                    expected = count + 1
                    if number != expected:
                        return Verified(count, last, expected, _missing(number))
                    if _digest(last, number, *fields) != found:
                        return Verified(count, last, expected, _CHANGED)
                    count, last = number, found
                    if count % _STEP == 0:
                        progress(count)
        return _against_head(count, last, head)


def _streamed(
    connection: Connection, query: Select[*tuple[Any, ...]]
) -> CursorResult[*tuple[Any, ...]]:
    """The rows, some at a time; to be closed where they are not read to the end."""
    return connection.execute(query, execution_options={"yield_per": _STEP})


_CHANGED = Text(
    "nội dung không khớp mã băm của dòng và của dòng trước",
    "its content does not fit its hash and that of the row before",
)


def _missing(there: int) -> Text:
    return Text(
        f"dòng này thiếu; dòng tiếp theo là {there}",
        f"it is missing; the next one there is {there}",
    )


def _against_head(count: int, last: str, head: Head | None) -> Verified:
    if head is None:
        why = Text("mất dòng đầu mối trong settings", "the head in settings is gone")
        return Verified(count, last, count + 1, why)
    if head.count > count:
        why = Text(
            f"dòng này thiếu, và không còn dòng nào sau nó; đã ghi {head.count} dòng",
            f"it is missing, with all after it; {head.count} rows were written",
        )
        return Verified(count, last, count + 1, why)
    if head.count < count or head.hash != last:
        bad = min(head.count + 1, count)
        why = Text(
            "đầu mối trong settings không khớp dòng này", "the head in settings does not fit it"
        )
        return Verified(count, last, bad, why)
    return Verified(count, last)


def _head(value: str | None) -> Head | None:
    number, _, digest = (value or "").partition(" ")
    return Head(int(number), digest) if number.isdecimal() and digest else None


_ENCODE = json.JSONEncoder(default=repr).encode  # made once: a million rows ask for it


def _digest(
    previous: str,
    number: int,
    at: str,
    who: str,
    kind: str,
    subject: str,
    before: str | None,
    after: str | None,
) -> str:
    """Of a JSON list of them all: no two rows can run together to the same text.

    SQLite keeps whatever is put into a column: what is no text here is no row of ours.
    """
    fields = [previous, number, at, who, kind, subject, before, after]
    return sha256(_ENCODE(fields).encode("ascii")).hexdigest()


def _json(state: State | None) -> str | None:
    if state is None:
        return None
    return json.dumps(state, ensure_ascii=False, sort_keys=True, default=_as_text)


def _as_text(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot stand in the audit")


def _from_json(text: str | None) -> object:
    """The value, or the text itself where somebody has made it something else than JSON."""
    try:
        return None if text is None else json.loads(text)
    except ValueError:
        return text
