"""`kyhan simulate`: every mail from day to day, as the daemon would send it; nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from rules.text import Lang, Text

from ..config import Log
from ..done_file import read_done
from ..log import configure_log
from ..simulate import simulate
from ..simulation_report import as_rows, compare, read_baseline, to_json
from ..site import Site
from .options import (
    BAD_INPUT,
    DAY_FORMATS,
    DEFAULT_CONFIG,
    FAILED,
    FOUND,
    ConfigOption,
    JsonOption,
    LangOption,
    choose_lang,
    fail,
    not_there,
    open_site,
    read_config,
    show_problems,
)
from .simulate_show import show


def simulate_days(
    first: Annotated[
        datetime, typer.Option("--from", formats=DAY_FORMATS, help="Từ ngày. | The first day.")
    ],
    last: Annotated[
        datetime, typer.Option("--to", formats=DAY_FORMATS, help="Đến hết ngày. | The last day.")
    ],
    done: Annotated[
        Path | None,
        typer.Option(help="CSV key,on,number: việc coi như xong. | What is pretended to be done."),
    ] = None,
    plan: Annotated[
        list[str] | None,
        typer.Option(help="Chỉ kế hoạch này; lặp lại được. | Only this plan; may be repeated."),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(help="So với --json lần trước; khác: mã 2. | Compare; exit 2 if it differs."),
    ] = None,
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    lang: LangOption = None,
) -> None:
    """Mọi thư từ ngày đến ngày; không gửi gì. | Every mail from day to day; nothing is sent."""
    settings = read_config(config, lang)
    language = choose_lang(lang, settings)
    start, end = first.date(), last.date()
    if end < start:
        fail(Text("--to đứng trước --from.", "--to is before --from."), language)
    configure_log(Log(level="error"))
    site, whole = open_site(settings, language)
    schedule, _ = _only(site, plan, language).schedule()
    completions, problems = read_done(done, whole, settings.zone) if done else ([], [])
    before, unread = read_baseline(baseline) if baseline else ([], [])
    if problems or unread:
        show_problems([*problems, *unread], language)
        raise typer.Exit(BAD_INPUT)
    with _progress((end - start).days + 1) as advance:
        ran = simulate(schedule, settings, start, end, done=completions, progress=advance)
    rows = as_rows(ran, language)
    if json:
        print(to_json(rows))
    elif baseline is None:
        show(ran, rows, schedule, language)
    if ran.unsent:
        words = Text(f"{ran.unsent} thư không viết được.", f"{ran.unsent} mails failed.")
        fail(words, language, FAILED)
    if baseline is not None:
        difference = compare(before, rows)
        for line in difference.show(language):
            typer.echo(line, err=json)  # stdout is the list's
        raise typer.Exit(FOUND if difference else 0)


def _only(site: Site, plans: list[str] | None, lang: Lang) -> Site:
    """The site with these plans alone, with all of them where none is named."""
    known = [plan.id for plan in site.plans]
    for name in plans or ():
        if name not in known:
            not_there(name, known, lang, "--plan")
    return replace(site, plans=tuple(each for each in site.plans if not plans or each.id in plans))


@contextmanager
def _progress(days: int) -> Iterator[Callable[[date], None]]:
    """A bar on stderr, on a terminal only."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task("", total=days)
        yield lambda day: progress.update(task, advance=1, description=f"{day:%d/%m/%Y}")
