"""What a recogniser proposes: a duty with its place, its confidence and what is in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.plan import Kind, Value
from rules.text import Text

from .model import Place

SURE, LIKELY, UNSURE = 0.95, 0.75, 0.4


@dataclass(frozen=True, slots=True)
class Name:
    """An agency as the document writes it, and who that is; `id` is "" where nobody answers."""

    written: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a person has to settle: where, about what, why, and what it might be."""

    place: Place
    about: Text
    reason: Text
    written: str = ""
    candidates: tuple[str, ...] = ()
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Used:
    """A stretch of the source that went into the draft; `end` None is the whole."""

    place: Place
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One duty as read. `lead` and `with_` keep the names nobody answers to.

    `when` is the wording as it stands; `cells` hold that of single labels. `value` is the target,
    `values` those that differ by label. `confidence` is between 0 and 1. `assumed`: the
    sentence names no time, and the period of a heading or of the title stands in.
    """

    ref: str
    kind: Kind
    title: str
    place: Place
    confidence: float
    when: str = ""
    lead: tuple[Name, ...] = ()
    with_: tuple[Name, ...] = ()
    to: tuple[Name, ...] = ()
    labels: tuple[str, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    product: str = ""
    implement: tuple[str, ...] = ()
    value: Value | None = None
    values: tuple[Value, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    used: tuple[Used, ...] = ()
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What one recogniser found: duties, doubts that belong to no single duty, and what it used."""

    proposals: tuple[Proposal, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    used: tuple[Used, ...] = ()
