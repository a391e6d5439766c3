"""What a template may use, and nothing else: one dataclass for each template and each part of it.

All fields hold plain data: text (already one line, safe to show), numbers, days, or tuples of such
parts. README.md lists them for authors; tests compare the list, this file and the templates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SenderInfo:
    """Who sends: the site's name, the coordinating agency, whom an answer reaches, the site's page.

    `contact` is shown as it stands; `url` may be empty: then no link is shown.
    """

    site: str
    coordinator: str
    contact: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many occurrences are in a state, named by its `words`."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Target:
    """What is measured, and the value to reach."""

    metric: str
    value: str


@dataclass(frozen=True, slots=True, eq=False)
class MailDuty:
    """What an item says alike to all who owe the duty: one object for all of them (items.py)."""

    state: str
    state_words: str
    days: int
    title: str
    kind: str
    step: str
    unnamed: bool
    due: date
    hour: str
    stated: date
    late_from: date
    start: date | None
    bound: str
    wording: str
    moved_by: tuple[str, ...]
    assumed: bool
    predicted: bool
    data_from: date | None
    data_to: date | None
    document: str
    issued: date
    plan: str
    ref: str
    product: str
    targets: tuple[Target, ...]
    head: bool
    moved_from: date | None
    original: date | None
    granted: str


@dataclass(frozen=True, slots=True)
class MailItem:
    """One occurrence told in full; a field of its `duty` may be asked of the item itself."""

    duty: MailDuty
    number: int
    agency: str
    written: str
    replaces: str
    page: str
    form: str

    def __getattr__(self, name: str) -> object:
        """A field of the duty."""
        return getattr(self.duty, name)


@dataclass(frozen=True, slots=True)
class MailGroup:
    """The items of one state; `count` are all of them, `items` those told in full."""

    state: str
    words: str
    count: int
    items: tuple[MailItem, ...]


@dataclass(frozen=True, slots=True)
class SummaryItem:
    """One overdue occurrence in the weekly summary."""

    title: str
    step: str
    due: date
    days: int


@dataclass(frozen=True, slots=True)
class SummaryAgency:
    """One agency's row in the weekly summary; `more` of its items are not listed."""

    name: str
    count: int
    longest: int
    items: tuple[SummaryItem, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Undelivered:
    """An address that mails did not reach: since when, how many notices, the server's answer."""

    recipient: str
    since: date
    answer: str
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The coordinator's weekly summary of what is overdue, by agency."""

    week: str
    total: int
    agencies: int
    longest: int
    rows: tuple[SummaryAgency, ...]
    more_agencies: int
    more_items: int
    undelivered: tuple[Undelivered, ...]
    more_undelivered: int


@dataclass(frozen=True, slots=True)
class NoticesMail:
    """The one mail of a day to one person: `subject.j2`, `notices.txt.j2`, `notices.html.j2`."""

    lang: str
    sender: SenderInfo
    recipient: str
    today: date
    agencies: tuple[str, ...]
    all_head: bool
    total: int
    counts: tuple[StateCount, ...]
    groups: tuple[MailGroup, ...]
    more: int
    more_counts: tuple[StateCount, ...]
    summary: Summary | None
    urged: bool = False
    note: tuple[str, ...] = ()
