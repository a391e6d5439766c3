"""What becomes of claimed messages: stamped, settled, put back; any number in one transaction.

Several senders at once share a commit that way: a disk takes as long over one as over ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, func, select, update

from rules.text import Text

from .claims import Claim
from .lease import lease_end
from .notices import at_once
from .revision import Revision, revision
from .tables import messages, notices, summaries

Verdict = Literal["done", "lost", "stale"]
"""`lost`: another has the message by now, nothing was changed. `stale`: something was recorded
since the letter was written, so it must be written anew; nothing was changed.
"""


@dataclass(frozen=True, slots=True)
class Stamped:
    """The data leave now, and these notices stay behind. Renews the lease.

    `seen` are the facts the letter was written from; None: its bytes are fixed whatever they say.
    """

    claim: Claim
    body: bytes
    withdrawn: Mapping[int, Text]
    now: datetime
    seen: Revision | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """The end of a message, and of what it carried. `error` is the server's answer, or the cause.

    `dropped`: there was nothing left to say; `seen` as in Stamped.
    """

    claim: Claim
    state: Literal["sent", "failed", "dropped"]
    now: datetime
    error: str = ""
    withdrawn: Mapping[int, Text] = field(default_factory=dict)
    seen: Revision | None = None


@dataclass(frozen=True, slots=True)
class PutBack:
    """Put back, to be tried again `after` that time or at once.

    `refused`: the recipient's answer, which counts; not so what is the relay's. `unknown`: the
    message may have arrived, so its bytes are kept and it is counted as ambiguous; else it is
    composed anew.
    """

    claim: Claim
    now: datetime
    after: timedelta | None = None
    error: str = ""
    refused: bool = False
    unknown: bool = False


Change = Stamped | Settled | PutBack

_ROW = messages.c.id == bindparam("row")
_STAMP = update(messages).where(_ROW).values(stamped_at=bindparam("at"), body=bindparam("bytes"))
_SETTLE = (
    update(messages)
    .where(_ROW)
    .values(
        state=bindparam("to"), settled_at=bindparam("at"), last_error=bindparam("error"), owner=""
    )
)
_WITHDRAW = (
    update(notices)
    .where(notices.c.id == bindparam("row"))
    .values(outcome="withdrawn", reason_vi=bindparam("vi"), reason_en=bindparam("en"))
)
_ENDS = {
    outcome: [
        update(table)
        .where(table.c.message.in_(bindparam("rows", expanding=True)))
        .where(table.c.outcome == "planned")
        .values(outcome=outcome)
        for table in (notices, summaries)
    ]
    for outcome in ("sent", "withdrawn")
}


def apply(connection: Connection, changes: Sequence[Change]) -> list[Verdict]:
    """Make the changes whose claims still hold, each claim at most once; one verdict each."""
    holders = (
        select(messages.c.id, messages.c.fence)
        .where(messages.c.id.in_([each.claim.id for each in changes]))
        .where(messages.c.state == "sending")
        .order_by(messages.c.id)  # the same order in every node: no deadlock
        .with_for_update()
    )
    fences = {row.id: row.fence for row in connection.execute(holders)}
    looked = any(not isinstance(each, PutBack) and each.seen is not None for each in changes)
    facts = revision(connection) if looked else None
    verdicts = [_verdict(each, fences, facts) for each in changes]
    done = [each for each, verdict in zip(changes, verdicts, strict=True) if verdict == "done"]
    _stamp(connection, [each for each in done if isinstance(each, Stamped)])
    _settle(connection, [each for each in done if isinstance(each, Settled)])
    for each in done:
        if isinstance(each, PutBack):
            _put_back(connection, each)
    return verdicts


def _verdict(change: Change, fences: Mapping[int, int], facts: Revision | None) -> Verdict:
    if fences.get(change.claim.id) != change.claim.fence:
        return "lost"
    seen = None if isinstance(change, PutBack) else change.seen
    return "done" if seen in (None, facts) else "stale"


def _stamp(connection: Connection, stamps: Sequence[Stamped]) -> None:
    rows: defaultdict[timedelta, list[dict[str, Any]]] = defaultdict(list)
    for each in stamps:
        row = {"row": each.claim.id, "at": each.now, "bytes": each.body}
        rows[each.claim.lease].append(row)
    for lease, some in rows.items():
        end = lease_end(connection, some[0]["at"], lease)
        connection.execute(_STAMP.values(next_attempt=end), some)
    _withdraw(connection, stamps)


def _settle(connection: Connection, ends: Sequence[Settled]) -> None:
    if not ends:
        return
    connection.execute(
        _SETTLE,
        [
            {"row": each.claim.id, "to": each.state, "at": each.now, "error": each.error}
            for each in ends
        ],
    )
    _withdraw(connection, ends)
    for state, outcome in (("sent", "sent"), ("dropped", "withdrawn")):
        rows = [each.claim.id for each in ends if each.state == state]
        if rows:
            for statement in _ENDS[outcome]:
                connection.execute(statement, {"rows": rows})


def _withdraw(connection: Connection, changes: Sequence[Stamped | Settled]) -> None:
    rows = [
        {"row": number, "vi": reason.vi, "en": reason.en}
        for each in changes
        for number, reason in each.withdrawn.items()
    ]
    if rows:
        connection.execute(_WITHDRAW, rows)


def _put_back(connection: Connection, back: PutBack) -> None:
    claim = back.claim
    again = at_once(claim.day) if back.after is None else back.now + back.after
    values: dict[str, Any] = {"state": "queued", "owner": "", "next_attempt": again}
    if back.error:
        values["last_error"] = back.error
    if back.refused:
        values["attempts"] = messages.c.attempts + 1
        values["first_refused_at"] = func.coalesce(messages.c.first_refused_at, back.now)
    if back.unknown:
        values["ambiguous"] = messages.c.ambiguous + 1
    elif claim.body is None:
        values |= {"stamped_at": None, "body": None}
    connection.execute(update(messages).where(messages.c.id == claim.id).values(**values))
