"""An occurrence whole, and a slot with all agencies that owe it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from .base import Link, Page
from .lines import ItemLine, Pages


@dataclass(frozen=True, slots=True)
class PlanShown:
    """The document a duty stands in; `url` leads to the plan, "" where the viewer sees a part."""

    title: str
    number: str
    issued: date
    url: str


@dataclass(frozen=True, slots=True)
class DatesShown:
    """The dates, each with its own meaning; all None while it waits for an event.

    `due` is the working day to aim for, `stated` the last day by the document's words, `late_from`
    the first late day. `bound` is how the document limits the day: within, before or by.
    `assumed`: its words name none; `predicted`: that year's days off are not decided yet.
    """

    start: date | None
    stated: date | None
    due: date | None
    late_from: date | None
    bound: str
    hour: str
    assumed: bool
    predicted: bool


@dataclass(frozen=True, slots=True)
class ExtensionShown:
    """A later date, beside the dates before it; `by` is "" where the viewer may not know."""

    until: date
    number: str
    by: str
    before: DatesShown


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step from the words to the date, and the text it rests on."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Something recorded: its `kind`, as the audit names it, and what was said, `(field, value)`.

    `file_url`: the document handed in then. `who` is "" where the viewer may not know.
    """

    at: datetime
    who: str
    kind: str
    told: tuple[tuple[str, str | date], ...]
    file_name: str = ""
    file_url: str = ""


@dataclass(frozen=True, slots=True)
class ActLink:
    """What the viewer can do now: `verb` is submit, resubmit, replace, accept, return or extend."""

    verb: str
    url: str


@dataclass(frozen=True, slots=True)
class ItemPage(Page):
    """Everything of an occurrence that the viewer may see."""

    template: ClassVar[str] = "item.html.j2"
    line: ItemLine
    key: str
    agency: Link
    written: str
    replaces: tuple[str, ...]
    slot: Link
    plan: PlanShown
    wording: str
    dates: DatesShown
    extension: ExtensionShown | None
    targets: tuple[tuple[str, str], ...]
    product: str
    helpers: tuple[str, ...]
    receivers: tuple[str, ...]
    steps: tuple[StepShown, ...]
    history: tuple[HistoryLine, ...]
    acts: tuple[ActLink, ...]


@dataclass(frozen=True, slots=True)
class SlotPage(Page):
    """A duty in one period, with the agencies that the viewer may see, worst first.

    `dates` are those of the document; an agency with a later date shows its own.
    """

    template: ClassVar[str] = "slot.html.j2"
    title: str
    kind: str
    step: str
    data: tuple[date, date] | None
    ref: str
    plan: PlanShown
    wording: str
    dates: DatesShown
    waits_for: str
    agencies: tuple[ItemLine, ...]
    total: int
    pages: Pages
