"""What people have recorded: read from the ledger, judged by the rules.

Days are civil days of the site, instants are UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Completion:
    """An occurrence reported done: submitted `on`, under document `number`."""

    key: str
    on: date
    number: str
    by: str
    recorded_at: datetime


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
class Facts:
    """All that is recorded, newest record of each key or event."""

    completions: Mapping[str, Completion] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
