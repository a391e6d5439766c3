"""The pages behind a real server on loopback: Hà Nội's and Hải Phòng's plans of 2019.

with open_site(tmp_path) as site:          # or the fixture `web_site`
    officer = site.visitor("van-thu@so-tu-phap.hanoi.example.org")
    assert officer.get("/").status_code == 303
    officer.post("/sign-out")              # with the token and the Origin a browser sends
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from calendars.publish import Published
from calendars.web.cookies import FORM, SESSION
from calendars.web.forms import FIELD, form_token
from calendars.web.services import Moment
from calendars.web.settings import WebSettings
from ledger.store import Ledger
from scheduler.config import Config, load_config
from scheduler.current import Current
from scheduler.publish import Publisher
from scheduler.site import load_site
from scheduler.web import PageServer, SiteServices
from tests.scheduler.small_city import ROOT
from tests.scheduler.stage import SetClock

TODAY = "2019-02-25"  # a Monday; the first quarter's reports fall due on Monday, 4 March
OFFICER = "van-thu@so-tu-phap.hanoi.example.org"
HEAD = "giam-doc@so-tu-phap.hanoi.example.org"
OTHER = "van-thu@so-tai-chinh.hanoi.example.org"
COORDINATOR = "van-thu@so-noi-vu.hanoi.example.org"
STRANGER = "ai-do@example.org"
KEY = "hanoi-2019/III.1/2019-Q1/so-tu-phap"
_PATIENCE = 60  # seconds; the machine may be busy

_CONFIG = """[site]
url = "http://127.0.0.1:1"
[plans]
working_days = "{root}/plans/working-days.toml"
[mail]
transport = "maildir:mail"
from = "kyhan@example.org"
[watch]
listen = ""
"""


for _client in ("httpx", "httpcore"):  # the browser's own log names addresses and cookies
    logging.getLogger(_client).setLevel(logging.WARNING)


class Visitor(httpx.Client):
    """A browser: keeps cookies, follows no redirection by itself, sends forms as a page would."""

    def __init__(self, site: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(base_url=site, headers=headers, trust_env=False, timeout=_PATIENCE)

    @property
    def csrf(self) -> str:
        """The hidden field of a form shown to this browser now."""
        if FORM not in self.cookies:
            self.get("/sign-in/sent")
        return form_token(self.cookies[FORM], self.cookies.get(SESSION) or "")

    def send_form(self, path: str, files: Any = None, **fields: Any) -> httpx.Response:
        """POST these fields with the token and the Origin that a browser sends."""
        origin = str(self.base_url).rstrip("/")
        data = {FIELD: self.csrf, **fields}
        return self.post(path, data=data, files=files, headers={"Origin": origin})


@dataclass
class WebSite:
    """A site that answers at `url`, and what stands behind it."""

    url: str
    folder: Path
    ledger: Ledger
    clock: SetClock
    current: Current
    services: SiteServices
    _visitors: list[Visitor] = field(default_factory=list)

    @property
    def config(self) -> Config:
        return self.current.config

    @property
    def settings(self) -> WebSettings:
        return self.services.settings

    @property
    def moment(self) -> Moment:
        return self.services.moment()

    def visitor(self, address: str = "", **headers: str) -> Visitor:
        """A browser; signed in where an address is given."""
        made = Visitor(self.url, headers)
        self._visitors.append(made)
        if address:
            token = self.ledger.open_session(address, self.clock.now())
            made.cookies.set(SESSION, token, domain="127.0.0.1", path="/")
        return made

    def publish(self) -> Published:
        """Write the calendars, as the daemon's pass does."""
        moment = self.moment
        return Publisher().publish(moment.schedule, moment.facts, self.config)

    def mails(self) -> list[bytes]:
        """The links to sign in that wait in the outbox, the oldest first; they are taken out."""
        claims = self.ledger.claim("test", self.clock.now(), 100, sign_in=True)
        return [claim.body or b"" for claim in claims]

    def close(self) -> None:
        for visitor in self._visitors:
            visitor.close()


@contextmanager
def open_site(folder: Path, *, demo: bool = False, url: str = "") -> Iterator[WebSite]:
    """A site in this folder, served until the end. `url`: where a proxy would have it reached."""
    plans = folder / "plans"
    (plans / "directories").mkdir(parents=True)
    for name in ("hanoi", "haiphong"):
        shutil.copy(ROOT / "plans" / f"{name}-2019.toml", plans)
        shutil.copy(ROOT / "plans" / "directories" / f"{name}.toml", plans / "directories")
    file = folder / "config.toml"
    file.write_text(_CONFIG.format(root=ROOT), encoding="utf-8")
    config, problems = load_config(file)
    assert config is not None, problems
    clock = SetClock(TODAY)
    with Ledger.open(config.ledger.url) as ledger:
        current = Current(file, config, load_site(config))
        if url:
            current.config = _reached_at(url, config)
        services = SiteServices(current, ledger, clock, demo=demo)
        with _served(services) as address:
            if not url:
                current.config = _reached_at(address, config)
            site = WebSite(address, folder, ledger, clock, current, services)
            try:
                yield site
            finally:
                site.close()


def _reached_at(url: str, config: Config) -> Config:
    return config.model_copy(update={"site": config.site.model_copy(update={"url": url})})


@contextmanager
def _served(services: SiteServices) -> Iterator[str]:
    pages, stopping = PageServer(services, "127.0.0.1:0"), asyncio.Event()
    loop = asyncio.new_event_loop()

    def run() -> None:
        try:
            loop.run_until_complete(pages.serve(stopping))
        finally:
            loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield f"http://{pages.address}"
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join(_PATIENCE)
        assert not thread.is_alive()
