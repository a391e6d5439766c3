"""The schedule and the records as the API's models, the same for `kyhan ... --json`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from rules.directory import Agency, Directory
from rules.explain import explain
from rules.facts import Completion, Facts
from rules.schedule import Occurrence, Schedule
from rules.state import State, state_of
from rules.text import Lang

from . import models

SHOWN = (
    State.OVERDUE, State.CLOSING, State.TODAY, State.RETURNED, State.SOON, State.SUBMITTED,
)  # fmt: skip


def name_and_city(agency: Agency, directory: Directory, lang: Lang) -> str:
    """The agency's name and its city's."""
    if lang == "en":
        return f"{agency.en}, {directory.name_en}"
    return f"{agency.vi}, {directory.name_vi}"


@dataclass(slots=True)
class AgencyStatus:
    """One agency's open work: what has to be looked at, and how many there are of each state."""

    directory: Directory
    agency: Agency
    items: list[tuple[State, Occurrence]] = field(default_factory=list)
    counts: Counter[State] = field(default_factory=Counter)

    def name(self, lang: Lang) -> str:
        """The agency's name and its city's."""
        return name_and_city(self.agency, self.directory, lang)

    def order(self) -> tuple[int, int, int, str]:
        """Worst first."""
        counts = self.counts
        return -counts[State.OVERDUE], -counts[State.TODAY], -counts[State.SOON], self.agency.id


@dataclass(frozen=True, slots=True)
class Told:
    """All that can be told as of a day; `named`: of which occurrences also who recorded what."""

    schedule: Schedule
    facts: Facts
    today: date
    named: Callable[[Occurrence], bool] = lambda _: True

    def state(self, occurrence: Occurrence) -> State:
        """Its state on the day."""
        last = self.facts.last(occurrence.key)
        return state_of(occurrence.slot, last, self.today, self.schedule.working_days)

    def occurrence(self, occurrence: Occurrence) -> models.Occurrence:
        """The occurrence with its dates and its state."""
        slot, key = occurrence.slot, occurrence.key
        completion, returned = self.facts.completions.get(key), self.facts.returns.get(key)
        extension, first = slot.extension, slot.original
        return models.Occurrence(
            key=key,
            plan=slot.plan.id,
            ref=slot.duty.ref,
            label=slot.label,
            kind=slot.duty.kind,
            title=slot.duty.title,
            agency=occurrence.assignee.agency.id,
            written=occurrence.assignee.written,
            start=slot.start,
            stated=slot.stated,
            bound=slot.bound,
            due=slot.due,
            late_from=slot.late_from,
            extended_to=extension.until if extension else None,
            extended_by=extension.number if extension else None,
            original=None
            if first is None
            else models.Dates(stated=first.stated, due=first.due, late_from=first.late_from),
            completion=None if completion is None else self._completion(occurrence, completion),
            returned=returned.reason if returned else None,
            data=slot.data,
            state=self.state(occurrence),
            assumed=slot.assumed,
            predicted=slot.predicted,
            waits_for=slot.waits_for,
            value=slot.values[0] if slot.values else None,
            values=slot.values,
        )

    def explained(self, occurrence: Occurrence, lang: Lang) -> models.Explained:
        """The occurrence with the steps to its dates; their sources in `lang`."""
        steps = tuple(
            models.Step(
                rule=step.rule, vi=step.text.vi, en=step.text.en, source=step.source.to(lang)
            )
            for step in explain(occurrence)
        )  # fmt: skip
        return models.Explained(**dict(self.occurrence(occurrence)), steps=steps)

    def completion(self, occurrence: Occurrence, completion: Completion) -> models.CompletionOf:
        """What was submitted for the occurrence, with its key."""
        told = self._completion(occurrence, completion)
        return models.CompletionOf(key=occurrence.key, **dict(told))

    def _completion(self, occurrence: Occurrence, completion: Completion) -> models.Completion:
        accepted, named = completion.accepted, self.named(occurrence)
        return models.Completion(
            on=completion.on,
            number=completion.number,
            document_date=completion.document_date,
            nil=completion.nil,
            link=completion.link,
            file=completion.file,
            file_name=completion.file_name,
            note=completion.note,
            by=completion.by if named else None,
            recorded_at=completion.recorded_at,
            accepted=None
            if accepted is None
            else models.Acceptance(
                by=accepted.by if named else None, recorded_at=accepted.recorded_at
            ),
        )

    def by_agency(self, occurrences: Iterable[Occurrence]) -> list[AgencyStatus]:
        """Every agency that owes one of these, worst first."""
        found: dict[tuple[str, str], AgencyStatus] = {}
        for occurrence in occurrences:
            directory = self.schedule.directories[occurrence.slot.plan.directory]
            entry = found.setdefault(
                occurrence.owes, AgencyStatus(directory, occurrence.assignee.agency)
            )
            state = self.state(occurrence)
            entry.counts[state] += 1
            if state in SHOWN:
                entry.items.append((state, occurrence))
        return sorted(found.values(), key=AgencyStatus.order)

    def status(self, agencies: Iterable[AgencyStatus], lang: Lang) -> models.Status:
        """The agencies as `by_agency` has them, with the sums."""
        found = tuple(
            models.AgencyStatus(
                directory=entry.directory.id,
                agency=entry.agency.id,
                name=entry.name(lang),
                counts={state: entry.counts[state] for state in State},
                items=tuple(self.occurrence(each) for _, each in entry.items),
            )
            for entry in agencies
        )
        totals = {state: sum(agency.counts[state] for agency in found) for state in State}
        return models.Status(today=self.today, counts=totals, agencies=found)
