"""What becomes of claimed messages: stamped, settled, put back; any number in one transaction.

Several senders at once share a commit that way: a disk takes as long over one as over ten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Interval, bindparam, func, select, update

from rules.text import Text

from .claims import Claim
from .lease import THERE
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

_HOLDERS = (
    select(messages.c.id, messages.c.fence)
    .where(messages.c.id.in_(bindparam("rows", expanding=True)), messages.c.state == "sending")
    .order_by(messages.c.id)  # the same order in every node: no deadlock
    .with_for_update()
)
_ROW = messages.c.id == bindparam("row")
_STAMP = update(messages).where(_ROW).values(stamped_at=bindparam("at"), body=bindparam("bytes"))
_STAMPS = {  # by dialect, with the end of the lease by its clock
    "sqlite": _STAMP.values(next_attempt=bindparam("end")),
    "postgresql": _STAMP.values(next_attempt=THERE + bindparam("lease", type_=Interval())),
}
_SETTLE = (
    update(messages)
    .where(_ROW)
    .values(
        state=bindparam("to"), settled_at=bindparam("at"), last_error=bindparam("error"), owner=""
    )
)
_FORGET = _SETTLE.values(body=None)
_WITHDRAW = (
    update(notices)
    .where(notices.c.id == bindparam("row"))
    .values(outcome="withdrawn", reason_vi=bindparam("vi"), reason_en=bindparam("en"))
)
_NOTICES_END, _SUMMARIES_END = (
    update(table)
    .where(table.c.message.in_(bindparam("rows", expanding=True)), table.c.outcome == "planned")
    .values(outcome=bindparam("to"))
    for table in (notices, summaries)
)


def apply(connection: Connection, changes: Sequence[Change]) -> list[Verdict]:
    """Make the changes whose claims still hold, each claim at most once; one verdict each."""
    numbers = [each.claim.id for each in changes]
    fences: dict[int, int] = dict(connection.execute(_HOLDERS, {"rows": numbers}).all())
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
    if not stamps:
        return
    rows = [
        {
            "row": each.claim.id, "at": each.now, "bytes": each.body,
            "end": each.now + each.claim.lease, "lease": each.claim.lease,
        }
        for each in stamps
    ]  # fmt: skip
    connection.execute(_STAMPS[connection.dialect.name], rows)
    _withdraw(connection, stamps)


def _settle(connection: Connection, ends: Sequence[Settled]) -> None:
    if not ends:
        return
    for statement, some in (
        (_SETTLE, [each for each in ends if _may_be_repeated(each)]),
        (_FORGET, [each for each in ends if not _may_be_repeated(each)]),
    ):
        if some:
            rows = [
                {"row": each.claim.id, "to": each.state, "at": each.now, "error": each.error}
                for each in some
            ]
            connection.execute(statement, rows)
    _withdraw(connection, ends)
    for state, outcome in (("sent", "sent"), ("dropped", "withdrawn")):
        carriers = [each.claim for each in ends if each.state == state]
        for statement, claims in (
            (_NOTICES_END, [claim for claim in carriers if claim.notices]),
            (_SUMMARIES_END, [claim for claim in carriers if claim.week]),
        ):
            if claims:
                numbers = [claim.id for claim in claims]
                connection.execute(statement, {"rows": numbers, "to": outcome})


def _may_be_repeated(end: Settled) -> bool:
    """Whether its bytes are still of use: `kyhan notices --retry` sends the same again."""
    return end.state == "failed" and end.claim.kind != "sign-in"


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
    elif claim.kind == "sign-in" and not claim.ambiguous:  # its body was there before any stamp
        values["stamped_at"] = None
    connection.execute(update(messages).where(messages.c.id == claim.id).values(**values))
