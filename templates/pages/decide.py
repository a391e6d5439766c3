"""A coordinator's acts: accept, return, extend. Nothing is written before the form is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from .base import Page


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A chosen item that the act does not apply to; its state says why."""

    title: str
    url: str
    agency: str
    state: str
    state_words: str


@dataclass(frozen=True, slots=True)
class ActItem:
    """An item that the act is about. `place` counts from 1 and ends the names of its fields.

    `stated` and `due` are its dates, `original` the last day on time before an extension;
    `new_due` and `new_late_from` follow from the day that is asked for.
    """

    place: int
    key: str
    url: str
    title: str
    step: str
    agency: str
    state: str
    state_words: str
    stated: date | None
    due: date | None
    original: date | None
    submitted: Submitted | None
    new_due: date | None = None
    new_late_from: date | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """What was submitted: its three dates and documents. `on` is what the field of the day shows.

    `recorded` is in the site's zone; `seen` tells the record from a later one. `file_url` leads to
    the file, or "".
    """

    day: date
    on: str
    number: str
    document_date: date | None
    recorded: datetime
    seen: str
    nil: bool
    link: str
    file_url: str
    file_name: str
    note: str
    late: int


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a form goes and what goes with it: `back` is where it leads afterwards."""

    action: str
    back: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActPage(Page):
    """What the pages of all acts have. `mistakes` is what is wrong with the form, by field."""

    sent: Sent
    items: tuple[ActItem, ...]
    left_out: tuple[LeftOut, ...]
    mistakes: dict[str, str]


@dataclass(frozen=True, slots=True)
class AcceptPage(ActPage):
    """Accept what was submitted. `number`: the document that corrects a day of submission."""

    template: ClassVar[str] = "accept.html.j2"
    number: str = ""


@dataclass(frozen=True, slots=True)
class ReturnPage(ActPage):
    """Return what was submitted, with a reason."""

    template: ClassVar[str] = "return.html.j2"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ExtendPage(ActPage):
    """Grant a later day. `looked`: the items show what follows from `until`, a day (ISO 8601)."""

    template: ClassVar[str] = "extend.html.j2"
    until: str = ""
    number: str = ""
    looked: bool = False
