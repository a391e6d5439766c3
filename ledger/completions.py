"""The two steps of completion: an agency submits, the coordinator accepts or returns.

Append-only: the newest completion of a key is the one that counts, unless it was returned.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine, Table, insert, select, update

from rules.facts import Acceptance, Completion, Return

from .audit import lock_head
from .engine import newest_of, parts, reading, writing
from .known import as_acceptance, as_completion
from .records import newest_row, same, tell
from .tables import acceptances, completions, notices, returns


class Completions:
    """What was submitted, accepted and returned."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def completions_of(self, keys: Collection[str]) -> dict[str, Completion]:
        """The newest completion of each of a few occurrences, unless it was returned."""
        with reading(self._engine) as connection:
            found = newest_of(connection, completions, completions.c.occurrence, keys)
            newest = {row.id: as_completion(row) for row in found}
            for some in parts(newest):
                accepted = select(acceptances).where(acceptances.c.completion.in_(some))
                for row in connection.execute(accepted):
                    completion = newest[row.completion]
                    newest[row.completion] = replace(completion, accepted=as_acceptance(row))
                back = select(returns.c.completion).where(returns.c.completion.in_(some))
                for number in connection.scalars(back):
                    del newest[number]
            return {completion.key: completion for completion in newest.values()}

    def record_completion(self, completion: Completion) -> bool:
        """Append it, and its acceptance where it is accepted at once: both or neither.

        False where that says nothing new: the newest completion of the key is the same, stands, and
        is accepted if this one is. Another than the accepted one replaces it and waits itself.
        """
        row = {
            "occurrence": completion.key,
            "day": completion.on,
            "number": completion.number,
            "by": completion.by,
            "recorded_at": completion.recorded_at,
            "document_date": completion.document_date,
            "nil": completion.nil,
            "link": completion.link,
            "file": completion.file,
            "file_name": completion.file_name,
            "note": completion.note,
        }
        with writing(self._engine) as connection:
            _mark(connection, completion.key, live=False)
            lock_head(connection)
            newest = newest_row(connection, completions, "occurrence", completion.key)
            stands = newest is not None and not _is_in(connection, returns, newest.id)
            new = newest is None or not stands or not same(row, newest)
            if new:
                before = None if newest is None else as_completion(newest)
                connection.execute(insert(completions).values(row))
                tell(connection, "completion", completion.key, completion, before)
            if completion.accepted is None:
                return new
            return _accept(connection, completion.key, completion.accepted)

    def record_acceptance(
        self, key: str, acceptance: Acceptance, *, seen: datetime | None = None
    ) -> bool:
        """Accept the newest completion of the key; False where none waits for it.

        `seen` is when the one was recorded (`recorded_at`) that whoever decides has looked at:
        False where there is another by now.
        """
        with writing(self._engine) as connection:
            lock_head(connection)
            return _accept(connection, key, acceptance, seen)

    def record_return(self, returned: Return, *, seen: datetime | None = None) -> bool:
        """Return the newest completion of the key, accepted or not; `seen` as for an acceptance.

        False where there is none that stands.
        """
        with writing(self._engine) as connection:
            _mark(connection, returned.key, live=True)
            lock_head(connection)
            newest = newest_row(connection, completions, "occurrence", returned.key)
            if newest is None or seen not in (None, newest.recorded_at):
                return False
            if _is_in(connection, returns, newest.id):
                return False
            row = {
                "completion": newest.id,
                "reason": returned.reason,
                "by": returned.by,
                "recorded_at": returned.recorded_at,
            }
            connection.execute(insert(returns).values(row))
            tell(connection, "return", returned.key, returned, as_completion(newest))
            return True


def _accept(
    connection: Connection, key: str, acceptance: Acceptance, seen: datetime | None = None
) -> bool:
    newest = newest_row(connection, completions, "occurrence", key)
    if newest is None or seen not in (None, newest.recorded_at):
        return False
    if any(_is_in(connection, table, newest.id) for table in (returns, acceptances)):
        return False
    row = {"completion": newest.id, "by": acceptance.by, "recorded_at": acceptance.recorded_at}
    connection.execute(insert(acceptances).values(row))
    tell(connection, "acceptance", key, acceptance, as_completion(newest))
    return True


def _is_in(connection: Connection, table: Table, completion: int) -> bool:
    """Whether the completion was accepted, or returned, as the table says."""
    query = select(table.c.id).where(table.c.completion == completion)
    return connection.execute(query).first() is not None


def _mark(connection: Connection, key: str, *, live: bool) -> None:
    """Whether passes have to read this occurrence's notices.

    A row that a sender has in hand stays live: it costs a pass a row, and nobody waits.
    """
    plan, _, rest = key.partition("/")
    ref, label, agency = rest.rsplit("/", 2)
    rows = select(notices.c.id).where(
        notices.c.plan == plan, notices.c.ref == ref, notices.c.label == label,
        notices.c.agency == agency, notices.c.live.is_not(live),
    )  # fmt: skip
    locked = rows.order_by(notices.c.id).with_for_update(skip_locked=not live)
    found = connection.scalars(locked).all()
    if found:
        connection.execute(update(notices).where(notices.c.id.in_(found)).values(live=live))
