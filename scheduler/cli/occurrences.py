"""`kyhan occurrences`: every occurrence with its dates, as data."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from rules.facts import Facts
from rules.schedule import Occurrence, Schedule
from rules.state import WORDS, State, state_of
from rules.words import label_words, short_day

from .options import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    LangOption,
    TodayOption,
    begin,
    choose,
    print_json,
)


def as_data(
    occurrence: Occurrence, facts: Facts, today: date, schedule: Schedule
) -> dict[str, object]:
    """The occurrence under the field names of the design; days are `date`, absent ones None."""
    slot = occurrence.slot
    state = state_of(slot, facts.last(occurrence.key), today, schedule.working_days)
    extension, returned = slot.extension, facts.returns.get(occurrence.key)
    first = slot.original
    targets = [value.model_dump(exclude_none=True) for value in slot.values]
    return {
        "key": occurrence.key,
        "plan": slot.plan.id,
        "ref": slot.duty.ref,
        "label": slot.label,
        "kind": slot.duty.kind,
        "title": slot.duty.title,
        "agency": occurrence.assignee.agency.id,
        "written": occurrence.assignee.written,
        "start": slot.start,
        "stated": slot.stated,
        "bound": slot.bound,
        "due": slot.due,
        "late_from": slot.late_from,
        "extended_to": extension.until if extension else None,
        "extended_by": extension.number if extension else None,
        "original": first
        and {
            "stated": first.stated,
            "due": first.due,
            "late_from": first.late_from,
        },
        "returned": returned.reason if returned else None,
        "data": slot.data,
        "state": state.value,
        "assumed": slot.assumed,
        "predicted": slot.predicted,
        "waits_for": slot.waits_for,
        "value": targets[0] if targets else None,
        "values": targets,
    }


def occurrences(
    plan: Annotated[str | None, typer.Option(help="Mã kế hoạch. | The plan's id.")] = None,
    agency: Annotated[str | None, typer.Option(help="Mã cơ quan. | The agency's id.")] = None,
    state: Annotated[State | None, typer.Option(help="Trạng thái. | The state.")] = None,
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Mọi việc với ngày tháng của nó. | Every occurrence with its dates."""
    session = begin(config, today, lang)
    schedule = session.schedule
    found = [
        as_data(occurrence, session.facts, session.today, schedule)
        for occurrence in choose(session, plan, agency)
    ]
    if state is not None:
        found = [row for row in found if row["state"] == state.value]
    if json:
        print_json(found)
        return
    table = Table("Hạn" if session.lang == "vi" else "Due", "Trạng thái", "Mã", "Việc")
    for row in found:
        due = row["due"]
        table.add_row(
            short_day(due, session.lang) if isinstance(due, date) else "—",
            WORDS[State(str(row["state"]))].to(session.lang),
            str(row["key"]),
            f"{row['title']} ({label_words(str(row['label']), session.lang)})",
        )
    Console().print(table)
