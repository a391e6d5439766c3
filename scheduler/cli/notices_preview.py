"""`kyhan notices --dry-run`: what the next pass would send, to whom, and one mail in full."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterable
from email.message import EmailMessage

from rich.console import Console
from rich.markup import escape

from ledger.store import Ledger
from rules.text import Lang, Text
from rules.words import long_day

from ..preview import Coming, Preview, next_pass, render
from .options import Session, print_json


def show_next_pass(session: Session, ledger: Ledger, *, json: bool) -> None:
    """By recipient, then the first of the mails in full."""
    schedule, config = session.schedule, session.config
    preview = next_pass(schedule, ledger, now=session.now, config=config)
    if json:
        print_json([_as_data(each, preview) for each in preview.mails])
        return
    console = Console(soft_wrap=True, highlight=False)
    _show_totals(console, preview, session)
    for coming in preview.mails:
        console.print(f"[bold]{escape(coming.recipient)}[/]")
        for notice in coming.notices:
            reason = escape(notice.reason.to(session.lang))
            console.print(f"  {escape(notice.occurrence.key)}  {notice.rung.name}  {reason}")
        if coming.week:
            console.print(f"  {Text('Tổng hợp tuần', 'Weekly summary').to(session.lang)}")
    if preview.mails:
        body = render(preview.mails[0], preview, schedule, ledger, config)
        if body is not None:
            mail = email.message_from_bytes(body, policy=email.policy.default)
            show_mail(console, mail, ("From", "To", "Subject"), session.lang)


def _show_totals(console: Console, preview: Preview, session: Session) -> None:
    lang, count = session.lang, len(preview.mails)
    day = long_day(preview.day, lang)
    console.print(Text(f"{day}: {count} thư", f"{day}: {count} mails").to(lang))
    if preview.kept_back:
        words = Text(
            f"Quá giới hạn {preview.limit} thư một lượt nên sẽ bị giữ lại.",
            f"Above the {preview.limit} mails a pass may send, so they would be held.",
        )
        console.print(words.to(lang))


def show_mail(console: Console, mail: EmailMessage, headers: Iterable[str], lang: Lang) -> None:
    """These headers and the text."""
    console.rule(Text("Một lá thư", "One mail").to(lang))
    for header in headers:
        console.print(f"{header}: {mail[header]}", markup=False)
    text = mail.get_body(("plain",))
    console.print("\n" + (text.get_content() if text else ""), markup=False)


def _as_data(coming: Coming, preview: Preview) -> dict[str, object]:
    return {
        "date": preview.day.isoformat(),
        "to": coming.recipient,
        "kind": "notices" if coming.notices else "summary",
        "week": coming.week,
        "held": preview.kept_back,
        "notices": [
            {
                "key": notice.occurrence.key,
                "rung": notice.rung.name,
                "reason": notice.reason._asdict(),
            }
            for notice in coming.notices
        ],
    }
