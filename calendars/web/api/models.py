"""What the API answers, and `kyhan ... --json` prints: one description of every field for both.

Days are ISO 8601 civil days of the site; instants are UTC.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from rules.deadline import Bound
from rules.plan import Kind, Value
from rules.state import State

EXAMPLE_KEY = "hanoi-2019/III.1/2019-Q1/so-tu-phap"
Key = Annotated[str, Field(description="plan/ref/label/agency", examples=[EXAMPLE_KEY])]
Count = Annotated[int, Field(ge=0)]
Rate = Annotated[float, Field(ge=0, le=1)]


class Out(BaseModel):
    """Every field is always there; what is absent is null."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dates(Out):
    """The dates before any extension; null where it waited for an event."""

    stated: date | None
    due: date | None
    late_from: date | None


class Acceptance(Out):
    """The coordinator's."""

    by: str | None
    recorded_at: datetime


class Completion(Out):
    """What was submitted, and has not been returned: it counts as done once it is accepted.

    `on` is the day of submission, by which lateness is judged. `nil`: there was nothing to report.
    `file` is the SHA-256 of the document. `by` submitted it; null for who may only read.
    """

    on: date
    number: str
    document_date: date | None
    nil: bool
    link: str
    file: str
    file_name: str
    note: str
    by: str | None
    recorded_at: datetime
    accepted: Acceptance | None


class _Keyed(Out):
    key: Key


class CompletionOf(Completion, _Keyed):
    """What was submitted for the occurrence `key`."""


class Occurrence(Out):
    """A duty of one agency in one period or milestone.

    `stated` is the last day on time by the document, `due` the working day to be done by, on
    `late_from` it is late; null while it waits for `waits_for`. `original` has the dates before an
    extension. `returned` is why the coordinator returned what was submitted.
    """

    key: Key
    plan: str
    ref: str
    label: str
    kind: Kind
    title: str
    agency: str
    written: str
    start: date | None
    stated: date | None
    bound: Bound | None
    due: date | None
    late_from: date | None
    extended_to: date | None
    extended_by: str | None
    original: Dates | None
    completion: Completion | None
    returned: str | None
    data: tuple[date, date] | None
    state: State
    assumed: bool
    predicted: bool
    waits_for: str
    value: Value | None
    values: tuple[Value, ...]


class Step(Out):
    """One step from the document's words to the date, and the text it rests on."""

    rule: str
    vi: str
    en: str
    source: str


class Explained(Occurrence):
    """An occurrence with the steps that lead to its dates."""

    steps: tuple[Step, ...]


class AgencyStatus(Out):
    """An agency's occurrences by state, and those that have to be looked at."""

    directory: str
    agency: str
    name: str
    counts: dict[State, Count]
    items: tuple[Occurrence, ...]


class Status(Out):
    """The day, the occurrences by state, the agencies worst first."""

    today: date
    counts: dict[State, Count]
    agencies: tuple[AgencyStatus, ...]


class Figures(Out):
    """The four official cells; `submitted` are part of `in_term` and `overdue`.

    `due` = on_time + late + overdue; `total` = due + in_term; rates are of `due`, null where that
    is 0. In no cell are `nil` reports, what is `pending` and what is `closed`.
    """

    on_time: Count
    late: Count
    in_term: Count
    overdue: Count
    submitted: Count
    nil: Count
    pending: Count
    closed: Count
    total: Count
    due: Count
    on_time_rate: Rate | None
    done_rate: Rate | None


class Both(Out):
    """Judged by the dates in force, and by those before any extension."""

    figures: Figures
    original: Figures


class AgencyFigures(Both):
    """One agency's."""

    directory: str
    agency: str
    name: str


class PeriodFigures(Both):
    """Those due in one month or quarter, by the dates before any extension."""

    period: str


class Statistics(Both):
    """As of an instant: all together, by agency, by period."""

    today: date
    at: datetime
    agencies: tuple[AgencyFigures, ...]
    periods: tuple[PeriodFigures, ...]


class Occurrences(Out):
    """A part of the list, by due date, what has none last. `next` is the cursor of the next."""

    today: date
    total: Count
    items: tuple[Occurrence, ...]
    next: str | None


class Completions(Out):
    """A part of the list, by day of submission. `next` is the cursor of the next."""

    today: date
    total: Count
    items: tuple[CompletionOf, ...]
    next: str | None
