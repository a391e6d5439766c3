"""What the web app is given: the ledger, one view of the site for each request, ways to write.

The scheduler makes it; here stands only what a page may ask for.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Protocol

from fastapi import Depends, Request

from ledger.store import Ledger
from rules.facts import Facts
from rules.schedule import Schedule
from rules.text import Lang

from .settings import WebSettings


@dataclass(frozen=True, slots=True)
class Moment:
    """One view of everything, the same for a whole request. `now` is UTC, `today` the site's."""

    schedule: Schedule
    facts: Facts
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class UrgeLetter:
    """One letter of urging as it would go out."""

    recipient: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Urging:
    """What an urging comes to: letters, those of them held back, items told today already.

    `nobody`: keys of occurrences whose agency has no address to write to.
    """

    letters: tuple[UrgeLetter, ...]
    held: int = 0
    already: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()


class Services(Protocol):
    """All that routes may use. Methods may be called by several threads at once."""

    @property
    def ledger(self) -> Ledger:
        """The ledger."""

    @property
    def settings(self) -> WebSettings:
        """What is configured, as of now."""

    def now(self) -> datetime:
        """The instant, aware, in UTC; for what needs no more of a moment."""

    def moment(self) -> Moment:
        """Everything as of now."""

    def send_sign_in(self, address: str, link: str, expires: datetime, lang: Lang) -> None:
        """Queue the mail with the link; it leaves at once."""

    def preview_urging(self, keys: Collection[str], note: str, moment: Moment) -> Urging:
        """What `urge` would send. Writes nothing."""

    def urge(self, keys: Collection[str], note: str, by: str, moment: Moment) -> Urging:
        """Queue a letter of urging to the contacts of each agency that owes one of these."""


def services_of(request: Request) -> Services:
    """The services of the running app."""
    found: Services = request.app.state.services
    return found


def moment_of(request: Request) -> Moment:
    """The request's one view: taken once, kept with the request."""
    if not hasattr(request.state, "moment"):
        request.state.moment = services_of(request).moment()
    found: Moment = request.state.moment
    return found


TheServices = Annotated[Services, Depends(services_of)]
TheMoment = Annotated[Moment, Depends(moment_of)]
