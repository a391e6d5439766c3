"""`kyhan notices`: what was told to whom and what comes next; holding mail back, letting it go."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from ledger.holds import Hold
from ledger.notices import Told
from rules.text import Lang, Text

from .notices_act import Action, Given, act
from .notices_preview import show_next_pass
from .options import (
    DEFAULT_CONFIG,
    FAILED,
    FOUND,
    ConfigOption,
    JsonOption,
    LangOption,
    Session,
    TodayOption,
    begin,
    fail,
    open_ledger,
    print_json,
)
from .recording import ByOption, who

OUTCOMES = {
    "planned": Text("chờ gửi", "planned"),
    "held": Text("giữ lại", "held"),
    "sent": Text("đã gửi", "sent"),
    "superseded": Text("bị thay thế", "superseded"),
    "skipped": Text("bỏ qua", "skipped"),
    "withdrawn": Text("rút lại", "withdrawn"),
    "failed": Text("gửi không được", "failed"),
}


def notices(
    recipient: Annotated[
        str | None, typer.Argument(help="Chỉ người nhận này. | Of this address alone.")
    ] = None,
    plan: Annotated[str | None, typer.Option(help="Mã kế hoạch. | The plan's id.")] = None,
    agency: Annotated[str | None, typer.Option(help="Mã cơ quan. | The agency's id.")] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Lượt tới sẽ gửi gì. | What the next pass would send."),
    ] = False,
    hold: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Giữ mọi thư lại, vì… | Keep all mail back, because…"),
    ] = None,
    release: Annotated[
        bool, typer.Option("--release", help="Cho đi những gì bị giữ. | Let go what is held.")
    ] = False,
    drop: Annotated[
        bool,
        typer.Option("--drop", help="Bỏ mọi thư đang chờ, thôi giữ. | Send none of what waits."),
    ] = False,
    failed: Annotated[
        bool, typer.Option("--failed", help="Thư không gửi được. | What could not be sent.")
    ] = False,
    retry: Annotated[
        bool, typer.Option("--retry", help="Gửi lại thư hỏng. | Send again what failed.")
    ] = False,
    by: ByOption = "",
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Đã báo gì cho ai, vì sao; giữ, thả, gửi lại. | What was told to whom, and why; hold, release.

    Thoát 2 khi có thư bị giữ hay gửi không được. | Exits 2 where mail is held or failed.
    """
    session = begin(config, today, lang)
    actions: dict[Action, bool] = {
        "dry-run": dry_run, "hold": hold is not None, "release": release, "drop": drop,
        "failed": failed, "retry": retry,
    }  # fmt: skip
    chosen = [name for name, given in actions.items() if given]
    if len(chosen) > 1:
        options = ", ".join(f"--{name}" for name in chosen)
        fail(
            Text(f"{options}: mỗi lần chỉ một.", f"{options}: one at a time."),
            session.lang,
            FAILED,
        )
    with open_ledger(session.config, session.lang) as ledger:
        if chosen == ["dry-run"]:
            show_next_pass(session, ledger, json=json)
        elif chosen:
            given = Given(who(by), hold or "", recipient, json)
            act(chosen[0], given, session, ledger)
        else:
            told = ledger.told(plan=plan, agency=agency, recipient=recipient)
            _show(told, ledger.holding(), session, json=json)


def _show(told: list[Told], holding: tuple[Hold, ...], session: Session, *, json: bool) -> None:
    if json:
        print_json([_as_data(each) for each in told])
        return
    console = Console(soft_wrap=True, highlight=False)
    for each in told:
        at = f"{each.recorded_at.astimezone(session.config.zone):%d/%m/%Y %H:%M}"
        outcome = OUTCOMES[_outcome(each)].to(session.lang)
        console.print(
            f"[bold]{at}  {escape('/'.join(each.key[:4]))}[/]  {each.key.rung}"
            f"  {escape(each.key.recipient or '—')}  {outcome}"
        )
        console.print(f"  {escape(each.reason.to(session.lang))}")
    show_holds(holding, session.lang)


def show_holds(holding: tuple[Hold, ...], lang: Lang) -> None:
    """On stderr what is held and what to do about it; exits 2 where anything is."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    for each in holding:
        console.print(Text("GIỮ LẠI", "HELD").to(lang), escape(each.reason.to(lang)))
    if holding:
        words = Text(
            "Xem: kyhan notices --dry-run. Cho đi: kyhan notices --release. Bỏ: --drop.",
            "Look: kyhan notices --dry-run. Let it go: kyhan notices --release. Drop it: --drop.",
        )
        console.print(words.to(lang))
        raise typer.Exit(FOUND)


def _outcome(told: Told) -> str:
    """What became of it; one whose message is held, or failed for good, is not just waiting."""
    waits = told.outcome == "planned" and told.message_state in ("held", "failed")
    return told.message_state if waits else told.outcome


def _as_data(told: Told) -> dict[str, object]:
    return {
        "key": "/".join(told.key[:4]),
        **told.key._asdict(),
        "role": told.role,
        "outcome": _outcome(told),
        "reason": told.reason._asdict(),
        "recorded_at": told.recorded_at.isoformat(),
        "message_id": told.message_id,
        "message_state": told.message_state,
        "settled_at": told.settled_at.isoformat() if told.settled_at else None,
    }
