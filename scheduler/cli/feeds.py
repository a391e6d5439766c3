"""`kyhan feeds`: the addresses of calendars, and the tokens of the API: made, changed, ended."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from calendars.scopes import TokenScope, scopes_of
from ledger.store import Ledger
from ledger.tokens import Token, TokenKind
from rules.text import Text

from ..web import web_settings
from .options import (
    DEFAULT_CONFIG,
    FAILED,
    ConfigOption,
    JsonOption,
    LangOption,
    Session,
    TodayOption,
    begin,
    fail,
    not_there,
    open_ledger,
    print_json,
)
from .recording import ByOption, who

KINDS = {"feed": Text("lịch", "calendar"), "api": Text("API", "API")}


def feeds(
    create: Annotated[
        str | None,
        typer.Option(
            metavar="SCOPE",
            help="Tạo mới cho hanoi:so-tu-phap, hanoi:@so hay hanoi-2019."
            " | A new one, for an agency, a group or a plan.",
        ),
    ] = None,
    name: Annotated[str, typer.Option("--name", help="Giao cho ai. | Whom it is given to.")] = "",
    api: Annotated[
        bool, typer.Option("--api", help="Mã API thay vì lịch. | For the API, not a calendar.")
    ] = False,
    rotate: Annotated[
        int | None, typer.Option(metavar="ID", help="Thay bằng cái mới. | A new one in its place.")
    ] = None,
    keep_days: Annotated[
        int,
        typer.Option(
            min=0, max=366, help="Cái cũ còn dùng số ngày này. | The old one's last days."
        ),
    ] = 0,
    revoke: Annotated[
        int | None, typer.Option(metavar="ID", help="Huỷ ngay. | End it now.")
    ] = None,
    by: ByOption = "",
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Địa chỉ lịch và mã API: xem, tạo, thay, huỷ. | Calendar addresses, API tokens.

    Địa chỉ chỉ hiện một lần, khi tạo. | An address is shown once, when it is made.
    """
    session = begin(config, today, lang)
    if sum(each is not None for each in (create, rotate, revoke)) > 1:
        words = Text(
            "--create, --rotate, --revoke: mỗi lần chỉ một.",
            "--create, --rotate, --revoke: one at a time.",
        )
        fail(words, session.lang, FAILED)
    by, now = who(by), session.now
    with open_ledger(session.config, session.lang) as ledger:
        if create is not None:
            kind: TokenKind = "api" if api else "feed"
            scope = _scope(create, session)
            made = ledger.create_token(kind, scope.text, name, by, now)
            _show_made(*made, kind, scope, session, json=json)
        elif rotate is not None:
            old = _standing(rotate, ledger, session)
            after = ledger.rotate_token(rotate, by, now, timedelta(days=keep_days))
            if after is not None:
                _show_made(*after, old.kind, TokenScope.read(old.scope), session, json=json)
        elif revoke is not None:
            _standing(revoke, ledger, session)
            ledger.end_token(revoke, by, now)
            print(Text(f"Đã huỷ số {revoke}.", f"Number {revoke} is ended.").to(session.lang))
        else:
            _show(ledger.tokens(), session, json=json)


def _scope(word: str, session: Session) -> TokenScope:
    """The scope people write so. Exits 3 where there is none, with the nearest."""
    known = {each.word: each for each in scopes_of(session.schedule)}
    if word not in known:
        not_there(word, known, session.lang, "--create")
    return known[word]


def _standing(number: int, ledger: Ledger, session: Session) -> Token:
    """The token of that number. Exits 1 where there is none, or it has ended."""
    found = {each.id: each for each in ledger.tokens() if each.stands(session.now)}
    if number not in found:
        words = Text(
            f"Số {number}: không có, hoặc đã hết hiệu lực. Xem: kyhan feeds",
            f"Number {number}: there is none, or it has ended. See: kyhan feeds",
        )
        fail(words, session.lang, FAILED)
    return found[number]


def _show_made(
    number: int, token: str, kind: TokenKind, scope: TokenScope, session: Session, *, json: bool
) -> None:
    """The address or token alone on stdout; what to know of it on stderr."""
    url = scope.url(web_settings(session.config).url, token)
    if json:
        secret = {"url": url} if kind == "feed" else {"token": token}
        print_json({"id": number, "kind": kind, "scope": scope.word, **secret})
        return
    print(url if kind == "feed" else token)
    words = Text(
        f"Số {number}. Chỉ hiện lần này; ai có nó đều đọc được.",
        f"Number {number}. Shown this once; whoever has it can read.",
    )
    print(words.to(session.lang), file=sys.stderr)


def _show(tokens: tuple[Token, ...], session: Session, *, json: bool) -> None:
    if json:
        print_json([_as_data(each) for each in tokens])
        return
    console = Console(soft_wrap=True, highlight=False)
    zone, lang = session.config.zone, session.lang
    for each in tokens:
        made = f"{each.recorded_at.astimezone(zone):%d/%m/%Y %H:%M}"
        ended = ""
        if each.ended_at is not None:
            over = Text("đến", "until") if each.stands(session.now) else Text("hết", "ended")
            ended = f"  {over.to(lang)} {each.ended_at.astimezone(zone):%d/%m/%Y %H:%M}"
        console.print(
            f"{each.id}. [bold]{escape(TokenScope.read(each.scope).word)}[/]"
            f"  {KINDS[each.kind].to(lang)}  {escape(each.name or '—')}  {made}{ended}"
        )


def _as_data(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "kind": token.kind,
        "scope": TokenScope.read(token.scope).word,
        "name": token.name,
        "by": token.by,
        "made": token.recorded_at.isoformat(),
        "ended": token.ended_at and token.ended_at.isoformat(),
    }
