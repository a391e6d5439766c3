"""`kyhan doctor`: what is wrong, and what to do about it."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from rules.text import Lang, Text

from ..clock import SystemClock, clock_for
from ..config import load_config
from ..watch.doctor import diagnose
from ..watch.finding import Finding, Level
from .options import (
    BAD_INPUT,
    DEFAULT_CONFIG,
    FINE,
    FOUND,
    ConfigOption,
    JsonOption,
    LangOption,
    TodayOption,
    as_day,
    choose_lang,
    print_json,
)

MARKS: dict[Level, tuple[Text, str]] = {
    "ok": (Text("TỐT", "OK"), "green"),
    "warn": (Text("CHÚ Ý", "WARN"), "yellow"),
    "bad": (Text("HỎNG", "BAD"), "bold red"),
}


def doctor(
    live: Annotated[
        bool,
        typer.Option("--live", help="Thử nối máy chuyển thư, không gửi. | Try the relay; no mail."),
    ] = False,
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Soát mọi thứ và nói phải làm gì. | Look at everything and say what to do."""
    settings, _ = load_config(config)
    language = choose_lang(lang, settings)
    day = as_day(today)
    clock = clock_for(day, settings.zone) if settings else SystemClock()
    found = diagnose(config, clock, live=live)
    if json:
        print_json({"findings": [each.data() for each in found]})
    else:
        _show(found, language)
    if settings is None:
        raise typer.Exit(BAD_INPUT)
    raise typer.Exit(FOUND if any(each.level == "bad" for each in found) else FINE)


def _show(found: list[Finding], lang: Lang) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for each in found:
        mark, style = MARKS[each.level]
        remedy = each.remedy.to(lang)
        console.print(
            f"[{style}]{mark.to(lang):<5}[/] {each.name:<17} {escape(each.what.to(lang))}"
        )
        if remedy and each.level != "ok":
            console.print(f"{'':<24}→ {escape(remedy)}")
