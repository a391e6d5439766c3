"""A ledger that lives in memory and ends with the process: for pretending, never for keeping."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Self

from sqlalchemy import Engine, select

from rules.notices import NoticeKey, Recorded
from rules.text import Text

from .engine import reading
from .notices import key_of
from .store import Ledger
from .tables import messages, notices, summaries


@dataclass(frozen=True, slots=True)
class Carried:
    """What a message that was sent has told: notices by key with their reasons, and a summary?"""

    recipient: str
    notices: tuple[tuple[NoticeKey, Text], ...]
    summary: bool


class MemoryLedger(Ledger):
    """The same tables and statements on SQLite in memory. For one thread: that which opened it."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._recorded: defaultdict[tuple[str, date], set[tuple[str, str]]] = defaultdict(set)
        self._newest = 0

    @classmethod
    def empty(cls) -> Self:
        """A new one."""
        return cls.open("sqlite://")

    def recorded(self) -> Recorded:
        """Every rung that was decided; what was read before is not read again.

        Keys are never changed nor taken away, and here nobody else writes: a year of passes would
        otherwise read the same rows two hundred times.
        """
        keys = (notices.c[name] for name in NoticeKey._fields)
        query = select(notices.c.id, *keys).where(notices.c.id > self._newest)
        with reading(self._engine) as connection:
            for row in connection.execute(query.order_by(notices.c.id)):
                number, plan, ref, label, agency, due, rung, recipient = row
                self._recorded[f"{plan}/{ref}/{label}/{agency}", due].add((rung, recipient))
                self._newest = number
        return self._recorded

    def carried(self) -> dict[str, Carried]:
        """What each message that was sent has told, by its Message-ID."""
        told: defaultdict[int, list[tuple[NoticeKey, Text]]] = defaultdict(list)
        with reading(self._engine) as connection:
            for row in connection.execute(select(notices).where(notices.c.outcome == "sent")):
                told[row.message].append((key_of(row), Text(row.reason_vi, row.reason_en)))
            summed = set(
                connection.scalars(select(summaries.c.message).where(summaries.c.outcome == "sent"))
            )
            sent = select(messages.c.id, messages.c.recipient, messages.c.message_id).where(
                messages.c.state == "sent"
            )
            return {
                row.message_id: Carried(
                    row.recipient, tuple(sorted(told[row.id])), row.id in summed
                )
                for row in connection.execute(sent)
            }
