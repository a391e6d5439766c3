"""`kyhan run`: the daemon in the foreground."""

from __future__ import annotations

import asyncio
from typing import Annotated

import structlog
import typer

from ledger.lock import AlreadyRunningError
from ledger.store import Ledger
from rules.text import Text

from ..clock import Clock, clock_for
from ..current import Current
from ..daemon import Daemon
from ..log import configure_log
from ..web import PageServer, SiteServices
from .notices import show_holds
from .options import (
    DEFAULT_CONFIG,
    FAILED,
    ConfigOption,
    LangOption,
    TodayOption,
    as_day,
    choose_lang,
    fail,
    open_ledger,
    open_site,
    read_config,
)

log = structlog.get_logger(__name__)


def run(
    once: Annotated[
        bool,
        typer.Option("--once", help="Một lượt rồi thoát. | Decide, send and publish once."),
    ] = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Nhắc hạn, gửi thư, xuất lịch đến khi dừng. | Remind, send, publish, until stopped."""
    settings = read_config(config, lang)
    language = choose_lang(lang, settings)
    configure_log(settings.log)
    site, _ = open_site(settings, language)
    clock = clock_for(as_day(today), settings.zone)
    try:
        with (
            open_ledger(settings, language) as ledger,
            ledger.as_daemon(clock.now()),
        ):
            relay = asyncio.run(_run(Current(config, settings, site), ledger, clock, once=once))
            holding = ledger.holding() if once else ()
    except AlreadyRunningError as error:
        fail(
            Text(
                f"kyhan run đang chạy trên cơ sở dữ liệu này (tiến trình {error.holder or '?'}).",
                f"kyhan run is already running on this database (process {error.holder or '?'}).",
            ),
            language,
            FAILED,
        )
    else:
        if relay:
            fail(Text(f"Không gửi được thư: {relay}", f"No mail went: {relay}"), language, FAILED)
        show_holds(holding, language)


async def _run(current: Current, ledger: Ledger, clock: Clock, *, once: bool) -> str:
    """The relay's failure where it was run once, else ""."""
    if once:
        return (await Daemon(current, ledger, clock).run_once()).relay
    await Daemon(current, ledger, clock, _pages(current, ledger, clock)).run()
    return ""


def _pages(current: Current, ledger: Ledger, clock: Clock) -> PageServer | None:
    """None where they are switched off, or cannot listen: the mails go all the same."""
    listen = current.config.web.listen
    if not listen:
        return None
    try:
        return PageServer(SiteServices(current, ledger, clock), listen)
    except OSError as error:
        why = error.strerror
    log.error("no-pages", listen=listen, error=why, do="choose another [web] listen")
    return None
