"""What `kyhan notices` changes: mail held, let go, dropped, or sent again; and what failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import typer
from rich.console import Console
from rich.markup import escape

from ledger.failed import Failed
from ledger.store import Ledger
from rules.text import Text
from rules.words import short_day

from .options import FAILED, FOUND, Session, fail, print_json

Action = Literal["dry-run", "hold", "release", "drop", "failed", "retry"]


@dataclass(frozen=True, slots=True)
class Given:
    """What came with the action: who acts, why, for which recipient alone, in which form."""

    by: str
    why: str
    recipient: str | None
    json: bool


def act(action: Action, given: Given, session: Session, ledger: Ledger) -> None:
    """Do it, and say on stdout what was done."""
    if action == "failed":
        _show_failed(ledger.failed(), given, session)
    elif action == "retry":
        count = ledger.retry(session.now, None if given.recipient is None else [given.recipient])
        words = Text(f"Gửi lại {count} thư.", f"{count} mails will be sent again.")
        print(words.to(session.lang))
    elif action == "hold":
        _hold(given, session, ledger)
    else:
        _let_go(action, given, session, ledger)


def _hold(given: Given, session: Session, ledger: Ledger) -> None:
    if not given.why.strip():
        fail(Text("--hold: thiếu lý do.", "--hold: the reason is missing."), session.lang, FAILED)
    why = Text(f"{given.by}: {given.why}", f"{given.by}: {given.why}")
    new = ledger.hold("stopped", why, session.now, by=given.by)
    words = Text("Mọi thư được giữ lại.", "All mail is kept back.")
    known = Text("", "") if new else Text(" (đã giữ từ trước)", " (it was already)")
    print(words.to(session.lang) + known.to(session.lang))


def _let_go(action: Action, given: Given, session: Session, ledger: Ledger) -> None:
    """Everything that was held at once: who looks at part of it has not looked."""
    lang = session.lang
    if action == "release":
        done = ledger.release_held(given.by, session.now)
        words = Text(
            f"Thôi giữ; {done.messages} thư được đi.", f"Released; {done.messages} mails may go."
        )
    else:
        done = ledger.drop_held(given.by, session.now)
        words = Text(
            f"Thôi giữ; {done.messages} thư bị bỏ, không gửi.",
            f"Released; {done.messages} mails were dropped and will not be sent.",
        )
    if not done.holds and not done.messages:
        words = Text("Không có gì bị giữ.", "Nothing was held.")
    print(words.to(lang))
    for hold in done.holds:
        print(f"  {hold.reason.to(lang)}")


def _show_failed(failed: list[Failed], given: Given, session: Session) -> None:
    """Exits 2 where there is any."""
    found = [each for each in failed if given.recipient in (None, each.recipient)]
    if given.json:
        print_json([_as_data(each) for each in found])
    else:
        console = Console(soft_wrap=True, highlight=False)
        for each in found:
            day = short_day(each.day, session.lang)
            console.print(f"[bold]{escape(each.recipient)}[/]  {day}  {escape(each.answer)}")
            for key in each.keys:
                console.print(f"  {escape('/'.join(key[:4]))}  {key.rung}")
    if found:
        raise typer.Exit(FOUND)


def _as_data(failed: Failed) -> dict[str, object]:
    return {
        "to": failed.recipient,
        "day": failed.day.isoformat(),
        "since": failed.since.isoformat(),
        "failed_at": failed.at.isoformat(),
        "answer": failed.answer,
        "attempts": failed.attempts,
        "notices": [{"key": "/".join(key[:4]), "rung": key.rung} for key in failed.keys],
        "week": failed.week or None,
    }
