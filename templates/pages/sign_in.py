"""Signing in: the form, what follows it, and the page a mailed link leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .base import Page


@dataclass(frozen=True, slots=True)
class SignInPage(Page):
    """Asks for an address. `next` is where to go on to; `mistake` the key of a word, or "".

    `demo`: one may also choose whom to be.
    """

    template: ClassVar[str] = "sign_in.html.j2"
    next: str
    demo: bool
    address: str = ""
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class SignInSentPage(Page):
    """A link is on its way, if the address is one of ours. `demo`: the mails can be read here."""

    template: ClassVar[str] = "sign_in_sent.html.j2"
    minutes: int
    demo: bool = False


@dataclass(frozen=True, slots=True)
class SignInConfirmPage(Page):
    """What the link leads to: one button. `token` is part of the address it posts to."""

    template: ClassVar[str] = "sign_in_confirm.html.j2"
    address: str
    token: str
    next: str


@dataclass(frozen=True, slots=True)
class SignInEndedPage(Page):
    """The link is used up, has run out or never was."""

    template: ClassVar[str] = "sign_in_ended.html.j2"
    next: str


@dataclass(frozen=True, slots=True)
class DemoContact:
    """Somebody to sign in as. `role`: officer, head, deputy or reader."""

    address: str
    role: str
    agency: str
    coordinates: bool


@dataclass(frozen=True, slots=True)
class DemoCity:
    """The contacts of a directory, coordinators first."""

    name: str
    contacts: tuple[DemoContact, ...]


@dataclass(frozen=True, slots=True)
class DemoPage(Page):
    """Everybody whom a trial may sign in as."""

    template: ClassVar[str] = "demo_sign_in.html.j2"
    cities: tuple[DemoCity, ...]
