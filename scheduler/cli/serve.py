"""`kyhan serve`: the pages alone, without the daemon."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from datetime import date
from ipaddress import ip_address
from typing import Annotated

import structlog
import typer

from rules.text import Lang, Text

from ..clock import clock_for
from ..current import Current
from ..log import configure_log
from ..watch.addresses import parse_listen
from ..web import PageServer, SiteServices
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

DEMO_DAY = date(2019, 2, 25)  # a Monday; the first quarter's reports fall due on Monday, 4 March

log = structlog.get_logger(__name__)


def serve(
    demo: Annotated[
        bool,
        typer.Option(
            "--demo",
            help="Đăng nhập thành bất kỳ ai, ngày giả định; chỉ trên máy này."
            " | Sign in as anyone, on a pretended day; on this machine only.",
        ),
    ] = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Chạy riêng các trang web; thư do kyhan run gửi. | The pages alone; kyhan run sends mail."""
    settings = read_config(config, lang)
    language = choose_lang(lang, settings)
    configure_log(settings.log)
    site, _ = open_site(settings, language)
    day = as_day(today) or (DEMO_DAY if demo else None)
    clock, current = clock_for(day, settings.zone), Current(config, settings, site)
    with open_ledger(settings, language) as ledger:
        services = SiteServices(current, ledger, clock, demo=demo)
        pages = open_pages(services, settings.web.listen, language)
        print(Text("Trang web:", "Pages:").to(language), f"http://{pages.address}", flush=True)
        asyncio.run(_serve(pages, current))


def open_pages(services: SiteServices, listen: str, lang: Lang) -> PageServer:
    """The server, listening. Exits 1 where it cannot, or where a trial would be open to others."""
    if not listen:
        fail(Text("[web] listen đang để trống.", "[web] listen is empty."), lang, FAILED)
    host = parse_listen(listen).host
    if services.settings.demo and host != "localhost" and not ip_address(host).is_loopback:
        words = Text(
            f"--demo chỉ chạy trên máy này: [web] listen là {listen}, đổi thành 127.0.0.1:8080.",
            f"--demo is for this machine alone: [web] listen is {listen}, set 127.0.0.1:8080.",
        )
        fail(words, lang, FAILED)
    try:
        return PageServer(services, listen)
    except OSError as error:
        words = Text(
            f"Không mở được {listen} ({error.strerror}): chọn [web] listen khác.",
            f"Cannot listen on {listen} ({error.strerror}): choose another [web] listen.",
        )
        fail(words, lang, FAILED)


async def _serve(pages: PageServer, current: Current) -> None:
    """Until SIGTERM or SIGINT; changed plans are taken up as in the daemon."""
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    await asyncio.gather(pages.serve(stopping), _keep_up(current, stopping))


async def _keep_up(current: Current, stopping: asyncio.Event) -> None:
    while not stopping.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), current.config.daemon.reload)
        if not stopping.is_set() and await asyncio.to_thread(current.changed):
            for problem in await asyncio.to_thread(current.reload):
                log.error("reload-refused", problem=problem.show(current.config.site.language))
