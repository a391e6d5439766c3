"""What people have recorded: read from the ledger, judged by the rules.

Days are civil days of the site, instants are UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The coordinator's acceptance of what was submitted: from here on it counts as done."""

    by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Completion:
    """An occurrence reported done: submitted `on`, under document `number` of `document_date`.

    On time is judged by `on`, and counts once it is `accepted`. `nil`: there was nothing to report
    ("không phát sinh"), which needs no document. `file` is the SHA-256 of what is kept under it.
    """

    key: str
    on: date
    number: str
    by: str
    recorded_at: datetime
    document_date: date | None = None
    nil: bool = False
    link: str = ""
    file: str = ""
    file_name: str = ""
    note: str = ""
    accepted: Acceptance | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """The outside event a pending duty waits for happened `on` that day.

    `deadline` is set where the event's own document names the last day (included).
    """

    id: str
    on: date
    number: str
    by: str
    recorded_at: datetime
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """The coordinator's return of what was submitted: it is owed again."""

    key: str
    reason: str
    by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Extension:
    """A later date granted for one occurrence: `until` is its last day on time, included.

    `number` is the document that grants it.
    """

    key: str
    until: date
    number: str
    by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is recorded, newest record of each key or event.

    A completion that was returned stands in `returns` alone: what is in `completions` is submitted,
    and done where it is accepted. `earlier` counts the records of a key, or event, that newer ones
    have replaced.
    """

    completions: Mapping[str, Completion] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    extensions: Mapping[str, Extension] = field(default_factory=dict)
    returns: Mapping[str, Return] = field(default_factory=dict)
    earlier: Mapping[str, int] = field(default_factory=dict)

    def last(self, key: str) -> Completion | Return | None:
        """What the occurrence's state rests on: its completion, or the return of it."""
        return self.completions.get(key) or self.returns.get(key)

    def records_of(self, keys: Iterable[str]) -> tuple[int, tuple[datetime, ...]]:
        """How many records these occurrences have had, and when those that still tell were made."""
        count, made = 0, list[datetime]()
        for key in keys:
            completion = self.completions.get(key)
            found = (
                completion, completion and completion.accepted,
                self.returns.get(key), self.extensions.get(key),
            )  # fmt: skip
            made += [record.recorded_at for record in found if record is not None]
            count += self.earlier.get(key, 0)
        return len(made) + count, tuple(made)
