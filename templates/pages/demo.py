"""The pages of a trial: the mails that were written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .base import Page


@dataclass(frozen=True, slots=True)
class MailLine:
    """A mail in the list."""

    url: str
    to: str
    subject: str


@dataclass(frozen=True, slots=True)
class MailList(Page):
    """All mails of the trial, the newest first; `found` is what was looked for."""

    template: ClassVar[str] = "demo_mails.html.j2"
    mails: tuple[MailLine, ...]
    found: str
    total: int


@dataclass(frozen=True, slots=True)
class MailPage(Page):
    """One mail: its headers, its text as it stands, and where the other part can be seen.

    `links` are the addresses in its text that lead to this site, as paths.
    """

    template: ClassVar[str] = "demo_mail.html.j2"
    headers: tuple[tuple[str, str], ...]
    text: str
    html_url: str
    links: tuple[str, ...]
