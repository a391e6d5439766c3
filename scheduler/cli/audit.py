"""`kyhan audit`: who recorded what and when, and whether that record is whole."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape

from ledger.audit import AuditRow
from rules.text import Text

from .options import (
    DEFAULT_CONFIG,
    FOUND,
    ConfigOption,
    JsonOption,
    LangOption,
    TodayOption,
    choose_lang,
    open_ledger,
    print_json,
    read_config,
)

audit = typer.Typer(
    help="Nhật ký: ai ghi gì, khi nào. | Who recorded what, and when.", no_args_is_help=True
)
KINDS = {
    "completion": Text("nộp", "submitted"),
    "acceptance": Text("xác nhận", "accepted"),
    "return": Text("trả lại", "returned"),
    "extension": Text("gia hạn", "extended"),
    "event": Text("sự kiện", "event"),
    "due": Text("đổi hạn", "due date changed"),
    "hold": Text("giữ thư", "mail held"),
    "release": Text("thả thư", "mail let go"),
    "token": Text("liên kết lịch, mã API", "link or token"),
    "urge": Text("đôn đốc", "urged"),
    "plan": Text("kế hoạch", "plan installed"),
}


@audit.command("list")
def list_(
    key: Annotated[
        str | None,
        typer.Option("--key", help="Mã việc hay sự kiện. | An occurrence's key, an event's id."),
    ] = None,
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,  # noqa: ARG001  # as in every command; nothing here asks the day
    lang: LangOption = None,
) -> None:
    """Các dòng nhật ký, cũ trước. | The rows of the audit, oldest first."""
    settings = read_config(config, lang)
    language = choose_lang(lang, settings)
    console = Console(soft_wrap=True, highlight=False)
    with open_ledger(settings, language) as ledger:
        if json:
            print_json([asdict(row) for row in ledger.audit_rows(key)])
            return
        for row in ledger.audit_rows(key):
            at = escape(_when(row.at, settings.zone))
            kind = KINDS.get(row.kind, Text(row.kind, row.kind)).to(language)
            who = escape(row.who or "—")
            console.print(f"{row.id}. [bold]{at}  {escape(row.subject)}[/]  {kind}  {who}")
            console.print(f"   {escape(_change(row))}", style="dim")


@audit.command()
def verify(
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,  # noqa: ARG001  # as in every command; nothing here asks the day
    lang: LangOption = None,
) -> None:
    """Mọi dòng có khớp nhau không; dòng sai đầu tiên. | Whether all fit; the first that does not.

    The head that it prints, kept elsewhere, proves later that nothing before was rewritten. Exits 2
    where a row does not fit.
    """
    settings = read_config(config, lang)
    language = choose_lang(lang, settings)
    with open_ledger(settings, language) as ledger, Console(stderr=True).status("") as status:
        found = ledger.verify_audit(lambda rows: status.update(f"{rows:,}"))
    if json:
        print_json({**asdict(found), "why": found.why and found.why._asdict()})
    elif found.why is None:
        words = Text(f"{found.rows} dòng, tất cả khớp.", f"{found.rows} rows, all of them fit.")
        print(f"{words.to(language)}\n{found.head}")
    else:
        print(Text("Dòng", "Row").to(language), f"{found.first_bad}: {found.why.to(language)}.")
    if found.why is not None:
        raise typer.Exit(FOUND)


def _when(at: str, zone: ZoneInfo) -> str:
    """The site's time, or the very text where somebody has made it something else."""
    try:
        return f"{datetime.fromisoformat(at).astimezone(zone):%d/%m/%Y %H:%M}"
    except (TypeError, ValueError):
        return str(at)


def _change(row: AuditRow) -> str:
    """The record now, after what it was before where there was one."""
    shown = [_fields(state) for state in (row.before, row.after) if state is not None]
    return " → ".join(shown)


def _fields(state: object) -> str:
    if not isinstance(state, dict):
        return str(state)
    return ", ".join(f"{name}={value}" for name, value in state.items() if value not in (None, ""))
