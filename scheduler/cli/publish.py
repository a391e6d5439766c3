"""`kyhan publish`: write the calendars to the published folder, and say which changed."""

from __future__ import annotations

from pathlib import Path

import typer

from calendars.publish import Published
from rules.text import Lang, Text

from ..publish import Publisher
from .options import (
    DEFAULT_CONFIG,
    FAILED,
    FINE,
    ConfigOption,
    JsonOption,
    LangOption,
    TodayOption,
    begin,
    fail,
    print_json,
)


def publish(
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Ghi các lịch ra thư mục công bố. | Write the calendars to the published folder."""
    session = begin(config, today, lang)
    folder = session.config.feeds.folder
    try:
        report = Publisher().publish(session.schedule, session.facts, session.config)
    except OSError as error:
        fail(Text(f"Không ghi được: {error}", f"Cannot write: {error}"), session.lang, FAILED)
    if json:
        print_json(as_data(report, folder))
    else:
        for line in shown(report, folder, session.lang):
            typer.echo(line)
    raise typer.Exit(FAILED if report.refused else FINE)


def as_data(report: Published, folder: Path) -> dict[str, object]:
    """The report for `--json`."""
    return {
        "folder": str(folder),
        "written": report.written,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "refused": [{"path": path, "reason": reason} for path, reason in report.refused],
    }


def shown(report: Published, folder: Path, lang: Lang) -> list[str]:
    """The report in lines: how many, then each one that changed; what stayed is only counted."""
    written, kept, removed = map(len, (report.written, report.unchanged, report.removed))
    total = Text(
        f"{folder}: ghi {written} lịch, giữ nguyên {kept}, gỡ {removed}",
        f"{folder}: {written} calendars written, {kept} unchanged, {removed} removed",
    ).to(lang)
    refused = Text("không ghi được", "not written").to(lang)
    return [
        total,
        *(f"+ {path}" for path in report.written),
        *(f"- {path}" for path in report.removed),
        *(f"! {path}: {refused}: {reason}" for path, reason in report.refused),
    ]
