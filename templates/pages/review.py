"""Drafts read from documents, and what a person has to settle of them; the source beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from .base import Page


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list. `state` is `open`, `answered`, `settled`, or `broken`, of which `reason`
    tells why. `answered` counts its questions that ask nothing more, `total` all.
    """

    name: str
    url: str
    title: str
    source: str
    state: str
    answered: int = 0
    total: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DraftsPage(Page):
    """The drafts that wait."""

    template: ClassVar[str] = "drafts.html.j2"
    drafts: tuple[DraftLine, ...]


@dataclass(frozen=True, slots=True)
class LeftoverLine:
    """What looks like a date and went into no duty: where, the words, those around, the reason."""

    place: str
    text: str
    around: str
    why: str


@dataclass(frozen=True, slots=True)
class ReviewHead:
    """What every page of a draft has. `seen` names the draft with its answers as they are now."""

    title: str
    source: str
    url: str
    seen: str
    leftovers: tuple[LeftoverLine, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to answer. `words` are those of the document where it is `quoted`."""

    value: str
    words: str
    chosen: bool
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A paragraph, or a table's row: cells, each with whether it is marked. `place` is told where
    it is what was asked about, `here`. `head`: its table's first; `gap`: some were left out before.
    """

    cells: tuple[tuple[str, bool], ...]
    place: str
    here: bool
    heading: bool
    head: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class SourceStretch:
    """Paragraphs, or rows of one table, which is counted from 1."""

    table: int
    lines: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage(Page):
    """One question, counted from 1, with what the draft has now: `rows` of names and values, or
    the `duties` (ref and title) that are asked about together.

    `settable` is the kind of value that may be given, for the hint, or "". `source` is none where
    the document was not kept. `overtaken`: what was sent was about another state of the draft, and
    nothing was recorded. `mistakes`: a field to what is wrong with it.
    """

    template: ClassVar[str] = "review.html.j2"
    draft: ReviewHead
    number: int
    total: int
    open: int
    refs: str
    about: str
    reason: str
    place: str
    written: str
    rows: tuple[tuple[str, str], ...]
    duties: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...]
    settable: str
    value: str
    previous: str
    next: str
    first_open: str
    source: tuple[SourceStretch, ...] | None
    overtaken: bool = False
    mistakes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """A question with its answer: `choice` is `keep`, `set`, `add`, `drop`, or "" where it asks
    nothing any more. `url` leads back to it, "" once the draft is settled.
    """

    number: int
    url: str
    refs: str
    about: str
    choice: str
    value: str


@dataclass(frozen=True, slots=True)
class ReviewedPage(Page):
    """Nothing is open. `command` puts the draft in, "" before it is settled; `problems` keep it
    from being one. `overtaken` as for a question.
    """

    template: ClassVar[str] = "reviewed.html.j2"
    draft: ReviewHead
    decided: tuple[Decided, ...]
    command: str
    problems: tuple[str, ...] = ()
    overtaken: bool = False


@dataclass(frozen=True, slots=True)
class BrokenDraftPage(Page):
    """A draft that cannot be settled, and why; what was sent was not recorded."""

    template: ClassVar[str] = "review_broken.html.j2"
    name: str
    reason: str
