"""What the web app is given, and the server that runs it: beside the daemon, or alone."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import uvicorn

from calendars.web.app import create_app
from calendars.web.services import Moment, Services, Urging
from calendars.web.settings import WebSettings
from ledger.store import Ledger
from rules.text import Lang

from .clock import Clock, today
from .config import Config
from .current import Current
from .post import preview_urging, urge
from .publish import feed_settings
from .sign_in import queue_sign_in
from .watch.addresses import HostPort, parse_listen


class SiteServices:
    """The app's services over what is in force."""

    def __init__(
        self, current: Current, ledger: Ledger, clock: Clock, *, demo: bool = False
    ) -> None:
        self._current, self._ledger, self._clock, self._demo = current, ledger, clock, demo

    @property
    def ledger(self) -> Ledger:
        """The ledger."""
        return self._ledger

    @property
    def settings(self) -> WebSettings:
        """What is configured, as of now."""
        return web_settings(self._current.config, demo=self._demo)

    def now(self) -> datetime:
        """The instant, by the site's clock."""
        return self._clock.now()

    def moment(self) -> Moment:
        """Everything as of now."""
        facts = self._ledger.facts()
        schedule = self._current.schedule(facts)
        day = today(self._clock, self._current.config.zone)
        return Moment(schedule, facts, self._clock.now(), day)

    def send_sign_in(self, address: str, link: str, expires: datetime, lang: Lang) -> None:
        """Queue the mail with the link; it leaves at once."""
        now, config = self._clock.now(), self._current.config
        queue_sign_in(self._ledger, config, address, link, now=now, expires=expires, lang=lang)

    def preview_urging(self, keys: Collection[str], note: str, moment: Moment) -> Urging:
        """What `urge` would send. Writes nothing."""
        return preview_urging(moment, self._ledger, self._current.config, keys, note)

    def urge(self, keys: Collection[str], note: str, by: str, moment: Moment) -> Urging:
        """Queue a letter of urging to the contacts of each agency that owes one of these."""
        return urge(moment, self._ledger, self._current.config, keys, note, by)


def web_settings(config: Config, *, demo: bool = False) -> WebSettings:
    """What the configuration says of the pages; without a site's URL they are where they listen."""
    mail = config.mail.transport.removeprefix("maildir:")
    return WebSettings(
        url=config.site.url or f"http://{config.web.listen}",
        folder=config.feeds.folder,
        drafts=config.plans.drafts,
        name=config.site.name,
        language=config.site.language,
        max_upload=config.web.max_upload_mb * 1_000_000,
        proxies=frozenset(str(each) for each in config.web.proxies),
        hold_above=config.mail.hold_above,
        demo=demo,
        mails=Path(mail) if demo and mail != config.mail.transport else None,
        feeds=feed_settings(config),
    )


class PageServer:
    """The app behind uvicorn, on a socket of its own: a port that is taken is told at once.

    No access log: addresses of feeds hold secrets. What proxies say is believed by the app alone,
    and only of those that are configured.
    """

    def __init__(self, services: Services, listen: str) -> None:
        where = parse_listen(listen)
        family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
        self._socket = socket.create_server((where.host, where.port), family=family)
        # asyncio sets it on its own sockets only; a short answer would wait 40 ms for an ACK.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        host, port = self._socket.getsockname()[:2]
        self.address = HostPort(str(host), int(port))
        config = uvicorn.Config(
            create_app(services),
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
        self._server = _Server(config)

    async def serve(self, stopping: asyncio.Event) -> None:
        """Answer until the event is set; requests under way have five seconds to finish."""
        serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        waiting = asyncio.create_task(stopping.wait())
        await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        self._server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the daemon's."""
        yield
