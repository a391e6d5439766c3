"""Occurrences as the agencies' pages show them: in a line, by what the viewer may see and do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from rules.facts import Completion
from rules.schedule import Occurrence
from rules.state import WORDS, State
from rules.text import Lang
from rules.words import step_words
from templates.pages.lines import ItemLine, Pages, ReportedLine

from ...describe import name_of
from ...reported import in_utc
from .. import links
from ..access.scope import Scope
from ..access.session import SignedIn
from ..respond import lang_of
from ..services import TheMoment, TheServices
from .items import Item, item_of

PER_PAGE = 100
HANDED_IN = frozenset({State.SUBMITTED, State.DONE, State.DONE_LATE, State.CLOSED})
"""States in which nothing is asked of the agency any more."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Makes the lines of one request."""

    scope: Scope
    lang: Lang
    zone: ZoneInfo

    def of(self, occurrence: Occurrence) -> ItemLine:
        """The occurrence in a line."""
        return self.line(item_of(occurrence, self.scope.moment))

    def line(self, item: Item) -> ItemLine:
        """The item in a line."""
        occurrence, slot = item.occurrence, item.occurrence.slot
        return ItemLine(
            url=links.item(item.key),
            title=slot.duty.title,
            kind=slot.duty.kind,
            step=step_words(slot.label, self.lang),
            data=slot.data,
            number=slot.plan.number,
            ref=slot.duty.ref,
            agency=name_of(item.agency, self.lang),
            agency_url=links.agency(*occurrence.owes),
            state=item.state.value,
            state_words=WORDS[item.state].to(self.lang),
            due=slot.due,
            last_day=slot.late_from and slot.late_from - timedelta(days=1),
            late_from=slot.late_from,
            days=self._days(item),
            hour=slot.hour,
            assumed=slot.assumed,
            predicted=slot.predicted,
            original=slot.original.due if slot.original else None,
            waits_for=slot.waits_for,
            returned=item.returned.reason if item.returned else "",
            reported=self._reported(occurrence, item.completion) if item.completion else None,
            submit=self._submit(item),
        )

    def local(self, instant: datetime) -> datetime:
        """An instant of the ledger's as the site's clocks show it."""
        return in_utc(instant).astimezone(self.zone)

    def knows_who(self, occurrence: Occurrence) -> bool:
        """Whether the viewer is told who recorded what: those are addresses of persons."""
        return self.scope.may_act(occurrence)

    def _days(self, item: Item) -> int:
        due = item.occurrence.slot.due
        if item.late or due is None:
            return item.late
        moment = self.scope.moment
        return max(moment.schedule.working_days.count(moment.today, due), 0)

    def _submit(self, item: Item) -> str:
        if item.state in HANDED_IN or not self.scope.may_act(item.occurrence):
            return ""
        return links.act("submit", item.key)

    def _reported(self, occurrence: Occurrence, completion: Completion) -> ReportedLine:
        accepted, named = completion.accepted, self.knows_who(occurrence)
        return ReportedLine(
            on=completion.on,
            recorded=self.local(completion.recorded_at),
            number=completion.number,
            document_date=completion.document_date,
            nil=completion.nil,
            link=completion.link,
            file_name=completion.file_name,
            file_url=file_url(completion.key, completion.file),
            note=completion.note,
            by=completion.by if named else "",
            accepted=self.local(accepted.recorded_at) if accepted else None,
            accepted_by=accepted.by if accepted and named else "",
        )


def lines_of(request: Request, viewer: SignedIn, moment: TheMoment, services: TheServices) -> Lines:
    """The lines of a request of whoever is signed in. NotSignedInError where nobody is."""
    return Lines(Scope(viewer, moment), lang_of(request), services.settings.feeds.zone)


TheLines = Annotated[Lines, Depends(lines_of)]


def file_url(key: str, sha256: str) -> str:
    """Where the document of that hash, handed in for the occurrence, is kept; "" for none."""
    return links.with_query(links.act("file", key), version=sha256) if sha256 else ""


def part(number: int, total: int, path: str, **query: str) -> tuple[slice, Pages]:
    """What of a list stands on that page of it (the nearest, where there is no such), and where
    the others are. `path` with `query` is the list's address.
    """
    count = max(-(-total // PER_PAGE), 1)
    number = min(max(number, 1), count)
    before, after = (
        links.with_query(path, **query, page=str(other)) if 1 <= other <= count else ""
        for other in (number - 1, number + 1)
    )
    first = (number - 1) * PER_PAGE
    return slice(first, first + PER_PAGE), Pages(number, count, before, after)
