"""`kyhan occurrences`: every occurrence with its dates, as data."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from calendars.web.api.data import Told
from rules.state import WORDS, State
from rules.text import Text
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
    told = Told(session.schedule, session.facts, session.today)
    found = [told.occurrence(occurrence) for occurrence in choose(session, plan, agency)]
    if state is not None:
        found = [row for row in found if row.state is state]
    if json:
        print_json([row.model_dump(mode="json") for row in found])
        return
    heads = (
        Text("Hạn", "Due"), Text("Trạng thái", "State"), Text("Mã", "Key"), Text("Việc", "Work"),
    )  # fmt: skip
    table = Table(*(head.to(session.lang) for head in heads))
    for row in found:
        table.add_row(
            short_day(row.due, session.lang) if row.due else "—",
            WORDS[row.state].to(session.lang),
            row.key,
            f"{row.title} ({label_words(row.label, session.lang)})",
        )
    Console().print(table)
