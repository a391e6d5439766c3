"""Subscribing to a calendar: the address, shown once, and those that were made before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from .base import Page


@dataclass(frozen=True, slots=True)
class Addresses:
    """A new calendar address, ready for each program. It is a secret, and is not shown again."""

    name: str
    https: str
    webcal: str
    google: str
    outlook: str


@dataclass(frozen=True, slots=True)
class TokenLine:
    """An address that was made; `until` is the last day it opens, where that is fixed."""

    id: int
    name: str
    what: str
    by: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar to choose; `value` is what the form sends."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class SubscribePage(Page):
    """`of` is whose calendar it is, `back` its page. More than one of `calendars` may be chosen.

    `secure`: the site is reached over TLS, as programs on the internet want it.
    """

    template: ClassVar[str] = "subscribe.html.j2"
    of: str
    back: str
    action: str
    calendars: tuple[Calendar, ...]
    tokens: tuple[TokenLine, ...]
    secure: bool
    name: str = ""
    chosen: str = ""
    made: Addresses | None = None
    mistakes: Mapping[str, str] = field(default_factory=dict)
