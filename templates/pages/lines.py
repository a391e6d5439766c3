"""An occurrence in a line, and what was reported of it: shared by the agencies' pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """What was submitted, with its three dates. Instants are the site's local time.

    `by` and `accepted_by` are "" where the viewer may not know. `file_url`: where it is kept.
    """

    on: date
    recorded: datetime
    number: str = ""
    document_date: date | None = None
    nil: bool = False
    link: str = ""
    file_name: str = ""
    file_url: str = ""
    note: str = ""
    by: str = ""
    accepted: datetime | None = None
    accepted_by: str = ""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An occurrence as a list shows it.

    `kind` is that of the duty, `step` its period or milestone in words, "" for its plain end;
    `data` the first and last day of a report's figures. `days` counts working days: left until
    `due`, and of what is overdue, or was done late, those gone since the last day on time.
    `last_day` is the last civil day on time. `original` is the day to aim for before an extension.
    `returned` is the reason why it was given back. `submit` is the form's address, "" where the
    viewer has none to fill in.
    """

    url: str
    title: str
    kind: str
    step: str
    data: tuple[date, date] | None
    number: str
    ref: str
    agency: str
    agency_url: str
    state: str
    state_words: str
    due: date | None
    last_day: date | None
    late_from: date | None
    days: int
    hour: str
    assumed: bool
    predicted: bool
    original: date | None
    waits_for: str
    returned: str
    reported: ReportedLine | None
    submit: str


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the parts of a long list are; `previous` and `next` are addresses, or ""."""

    number: int = 1
    count: int = 1
    previous: str = ""
    next: str = ""
