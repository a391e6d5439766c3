"""The rows of the holds: begun within the transaction that finds the reason for one."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, insert, select

from rules.text import Text

from .audit import AuditEntry, append, lock_head
from .tables import holds

Kind = Literal["mass", "restored", "stopped", "clock"]
MACHINE = "kyhan"  # who holds or lets go where no person did
BLOCKING = ("restored", "stopped")  # nothing at all is claimed under these


def mass(messages: int, limit: int) -> Text:
    """Why a pass is held that would send more than the limit."""
    return Text(
        f"Một lượt có {messages} thư, quá giới hạn {limit}: có thể do nhầm lẫn.",
        f"One pass has {messages} mails, above the limit of {limit}: it may be a mistake.",
    )


def blocked(connection: Connection) -> bool:
    """Whether nothing may be claimed by anybody."""
    query = select(holds.c.id).where(holds.c.ended_at.is_(None), holds.c.kind.in_(BLOCKING))
    return connection.execute(query.limit(1)).first() is not None


def begin_hold(
    connection: Connection,
    kind: Kind,
    reason: Text,
    now: datetime,
    *,
    node: str = "",
    by: str = MACHINE,
) -> bool:
    """Begin a hold; False where one of that kind and node is in force. Last in its transaction."""
    lock_head(connection)
    open_already = select(holds.c.id).where(
        holds.c.kind == kind, holds.c.node == node, holds.c.ended_at.is_(None)
    )
    if connection.execute(open_already).first() is not None:
        return False
    row = {"kind": kind, "node": node, "reason_vi": reason.vi, "reason_en": reason.en}
    connection.execute(insert(holds).values(**row, since=now, ended_by=""))
    append(connection, [AuditEntry("hold", kind, by, None, {**row, "since": now})], now)
    return True
