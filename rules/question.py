"""What a draft leaves to a person: asked with its candidates, never decided in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .text import Text

About = Literal[
    "number", "issued", "one-off", "year", "month-end", "label", "agency", "target", "event",
    "wording",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide. `ref` is the duty's, "" for the plan as a whole."""

    ref: str
    about: About
    text: Text
    candidates: tuple[str, ...] = ()
