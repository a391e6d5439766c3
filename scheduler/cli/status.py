"""`kyhan status`: what is overdue, due today and due soon, by agency, worst first."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from calendars.web.api.data import SHOWN, AgencyStatus, Told
from rules.state import WORDS, State, days_late
from rules.text import Lang, Text
from rules.words import label_words, long_day

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

_STYLES = {State.OVERDUE: "bold red", State.CLOSING: "red", State.TODAY: "yellow"}


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
        print_json(_told(session).status(agencies, session.lang).model_dump(mode="json"))
    else:
        show_status(session, agencies)
    raise typer.Exit(FOUND if totals[State.OVERDUE] else 0)


def by_agency(session: Session, plan: str | None, agency: str | None) -> list[AgencyStatus]:
    """Every agency that owes something, worst first."""
    return _told(session).by_agency(choose(session, plan, agency))


def _told(session: Session) -> Told:
    return Told(session.schedule, session.facts, session.today)


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
    if state in (State.CLOSING, State.SUBMITTED) or ahead <= 0:  # or returned, its day over
        return word
    return Text(f"{word}, còn {ahead} ngày làm việc", f"{word}, {ahead} working days left").to(lang)
