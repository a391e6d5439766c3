"""Urging: the letters as they would go out, and to whom, before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .base import Link
from .decide import ActPage


@dataclass(frozen=True, slots=True)
class UrgeMail:
    """One letter as it would leave."""

    recipient: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class UrgePage(ActPage):
    """What the urging comes to. `held`: how many letters will wait to be released by the operator;
    then their number has to be typed. `already` and `nobody` are items that get no letter: told
    today already, and nobody to write to.
    """

    template: ClassVar[str] = "urge.html.j2"
    note: str
    mails: tuple[UrgeMail, ...]
    held: int
    already: tuple[Link, ...]
    nobody: tuple[Link, ...]
