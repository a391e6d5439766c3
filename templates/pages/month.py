"""A month of an agency's: weeks of seven days, Monday first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .agency import AgencyHead
from .base import Page
from .lines import ItemLine


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of the month, with what is due on it.

    `why` is the reason of a day off in the week, or of a Saturday worked; "" for an ordinary day.
    `predicted`: that reason is not decided yet.
    """

    day: date
    worked: bool
    why: str
    predicted: bool
    today: bool
    items: tuple[ItemLine, ...]

    @property
    def plain(self) -> bool:
        """Whether there is nothing to say of it."""
        return not (self.items or self.why or self.today)


@dataclass(frozen=True, slots=True)
class MonthPage(Page):
    """The month that begins on `first`; a place before or after it in a week is None.

    `previous` and `next` are addresses, or "". `pending` counts what has no date and so no place.
    """

    template: ClassVar[str] = "month.html.j2"
    head: AgencyHead
    first: date
    weeks: tuple[tuple[MonthDay | None, ...], ...]
    weekdays: tuple[str, ...]
    previous: str
    next: str
    count: int
    pending: int
    pending_url: str
