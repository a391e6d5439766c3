"""The letter of urging to an agency, in the form of an official letter; in Vietnamese."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .base import Page


@dataclass(frozen=True, slots=True)
class LetterItem:
    """An overdue item. `stated` is the last day on time by the document's words, `quote` these.

    `until` is the last day on time by the extension of document `granted`, where there is one.
    `late` counts working days. `basis`: the laws that the date rests on.
    """

    title: str
    step: str
    ref: str
    quote: str
    stated: date
    until: date | None
    granted: str
    late: int
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterPage(Page):
    """The letter as of `day`. `above` is the authority over the `sender`, or ""; `place` the city.

    `name` is how the page calls the agency `to`, which the letter writes in Vietnamese. Without
    items no letter is needed. `back` leads to the items.
    """

    template: ClassVar[str] = "letter.html.j2"
    name: str
    above: str
    sender: str
    place: str
    day: date
    to: str
    plan_title: str
    plan_number: str
    issued: date
    issuer: str
    items: tuple[LetterItem, ...]
    back: str
