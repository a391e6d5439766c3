"""`kyhan status`: what is overdue, due today and due soon, by agency, worst first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from rules.directory import Agency, Directory
from rules.schedule import Occurrence
from rules.state import WORDS, State, days_late, state_of
from rules.text import Lang, Text
from rules.words import label_words, long_day

from .occurrences import as_data
from .options import (
    DEFAULT_CONFIG,
    FOUND,
    ConfigOption,
    JsonOption,
    LangOption,
    Session,
    TodayOption,
    begin,
    choose,
    print_json,
)

SHOWN = (State.OVERDUE, State.CLOSING, State.TODAY, State.RETURNED, State.SOON)
_STYLES = {State.OVERDUE: "bold red", State.CLOSING: "red", State.TODAY: "yellow"}


@dataclass(slots=True)
class AgencyStatus:
    """One agency's open work: what has to be looked at, and how many there are of each state."""

    directory: Directory
    agency: Agency
    items: list[tuple[State, Occurrence]] = field(default_factory=list)
    counts: Counter[State] = field(default_factory=Counter)

    def name(self, lang: Lang) -> str:
        """The agency's name and its city's."""
        if lang == "en":
            return f"{self.agency.en}, {self.directory.name_en}"
        return f"{self.agency.vi}, {self.directory.name_vi}"

    def order(self) -> tuple[int, int, int, str]:
        """Worst first."""
        counts = self.counts
        return -counts[State.OVERDUE], -counts[State.TODAY], -counts[State.SOON], self.agency.id


def status(
    plan: Annotated[str | None, typer.Option(help="Mã kế hoạch. | The plan's id.")] = None,
    agency: Annotated[str | None, typer.Option(help="Mã cơ quan. | The agency's id.")] = None,
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Việc quá hạn, đến hạn hôm nay, sắp đến hạn. | What is late, due today or soon."""
    session = begin(config, today, lang)
    agencies = by_agency(session, plan, agency)
    totals: Counter[State] = sum((entry.counts for entry in agencies), Counter())
    if json:
        print_json(_data(session, agencies, totals))
    else:
        show_status(session, agencies)
    raise typer.Exit(FOUND if totals[State.OVERDUE] else 0)


def by_agency(session: Session, plan: str | None, agency: str | None) -> list[AgencyStatus]:
    """Every agency that owes something, worst first."""
    found: dict[tuple[str, str], AgencyStatus] = {}
    for occurrence in choose(session, plan, agency):
        directory = session.schedule.directories[occurrence.slot.plan.directory]
        entry = found.setdefault(
            occurrence.owes, AgencyStatus(directory, occurrence.assignee.agency)
        )
        last = session.facts.last(occurrence.key)
        days = session.schedule.working_days
        state = state_of(occurrence.slot, last, session.today, days)
        entry.counts[state] += 1
        if state in SHOWN:
            entry.items.append((state, occurrence))
    return sorted(found.values(), key=AgencyStatus.order)


def _data(
    session: Session, agencies: list[AgencyStatus], totals: Counter[State]
) -> dict[str, object]:
    return {
        "today": session.today,
        "counts": {state.value: totals[state] for state in State},
        "agencies": [
            {
                "directory": entry.directory.id,
                "agency": entry.agency.id,
                "name": entry.name(session.lang),
                "counts": {state.value: entry.counts[state] for state in State},
                "items": [
                    as_data(occurrence, session.facts, session.today, session.schedule)
                    for _, occurrence in entry.items
                ],
            }
            for entry in agencies
        ],
    }


def show_counts(console: Console, session: Session, agencies: list[AgencyStatus]) -> None:
    """The day, and how many occurrences there are of each state."""
    lang = session.lang
    totals: Counter[State] = sum((entry.counts for entry in agencies), Counter())
    console.print(Text("Hôm nay ", "Today ").to(lang) + long_day(session.today, lang), style="bold")
    console.print(
        " · ".join(f"{WORDS[state].to(lang)} {totals[state]}" for state in State if totals[state])
    )


def show_status(session: Session, agencies: list[AgencyStatus]) -> None:
    """Counts, then what has to be looked at, agency by agency."""
    console = Console(highlight=False, soft_wrap=True)
    show_counts(console, session, agencies)
    for entry in agencies:
        if entry.items:
            _show_agency(console, entry, session)


def _show_agency(console: Console, entry: AgencyStatus, session: Session) -> None:
    lang = session.lang
    counts = ", ".join(
        f"{WORDS[state].to(lang).lower()} {entry.counts[state]}"
        for state in SHOWN
        if entry.counts[state]
    )
    console.print(f"\n[bold]{escape(entry.name(lang))}[/]: {counts}")
    for state, occurrence in sorted(entry.items, key=lambda item: SHOWN.index(item[0])):
        slot = occurrence.slot
        if slot.due is None or slot.late_from is None:
            continue
        days = session.schedule.working_days
        ahead = days.count(session.today, slot.due)
        late = days_late(slot.late_from, session.today, days)
        words = WORDS[state].to(lang) if state is State.TODAY else _days(state, ahead, late, lang)
        title = f"{slot.duty.title}, {label_words(slot.label, lang)}"
        console.print(
            f"  [{_STYLES.get(state, 'default')}]{words}[/] · {long_day(slot.due, lang)} · "
            f"{escape(title)}\n    [dim]{escape(occurrence.key)}[/]"
        )


def _days(state: State, ahead: int, late: int, lang: Lang) -> str:
    word = WORDS[state].to(lang)
    if state is State.OVERDUE:
        return Text(f"{word} {late} ngày làm việc", f"{word} by {late} working days").to(lang)
    if state is State.CLOSING or ahead <= 0:  # returned, and its day is over
        return word
    return Text(f"{word}, còn {ahead} ngày làm việc", f"{word}, {ahead} working days left").to(lang)
