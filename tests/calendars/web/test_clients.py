"""Real calendar programs subscribed over HTTP: a change reaches them, and nothing else does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from calendars.scopes import TokenScope
from calendars.web.links import act
from tests.calendars.web.server import COORDINATOR, KEY, OFFICER, WebSite
from tests.calendars.web.test_decide import fields

SCOPE = TokenScope.agency("hanoi", "so-tu-phap")
JS = Path(__file__).parent / "ical_js"
TITLE = "Báo cáo kết quả CCHC của các cơ quan, đơn vị (quý I/2019)"
OPEN, DONE = f"[Hạn] {TITLE}", f"✓ Đã hoàn thành: {TITLE}"
DUE = "2019-03-04"  # a Monday
_PATIENCE = 120  # seconds

_VDIRSYNCER = """
[general]
status_path = "{home}/status"
[pair kyhan]
a = "here"
b = "there"
collections = null
[storage here]
type = "filesystem"
path = "{home}/calendar"
fileext = ".ics"
[storage there]
type = "http"
url = "{url}"
"""
_KHAL = """
[calendars]
[[kyhan]]
path = {home}/calendar
readonly = True
[locale]
local_timezone = Asia/Ho_Chi_Minh
default_timezone = Asia/Ho_Chi_Minh
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
timeformat = %H:%M
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {home}/khal.db
"""


def subscribe(site: WebSite, url: str) -> str:
    """A published feed's address, its secret fresh."""
    site.publish()
    _, token = site.ledger.create_token("feed", SCOPE.text, "", "minh", site.clock.now())
    return SCOPE.url(url, token)


def finish(site: WebSite) -> None:
    """The agency submits by its page, the coordinator accepts by its own; the daemon publishes."""
    officer, coordinator = site.visitor(OFFICER), site.visitor(COORDINATOR)
    sent = officer.send_form(act("submit", KEY), number="12/BC-STP", seen="")
    form = {name: texts[0] for name, texts in fields(coordinator.get(act("accept", KEY))).items()}
    taken = coordinator.send_form(act("accept", KEY), **form)
    assert (sent.status_code, taken.status_code) == (303, 303)
    site.publish()


@dataclass
class Person:
    """A home of its own with vdirsyncer and khal in it."""

    home: Path
    url: str
    _env: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        (self.home / "calendar").mkdir(parents=True)
        for name, text in (("vdirsyncer", _VDIRSYNCER), ("khal", _KHAL)):
            (self.home / name).write_text(text.format(home=self.home, url=self.url))
        self._env = {"HOME": str(self.home), "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
        self._run("vdirsyncer", "discover")

    def sync(self) -> None:
        self._run("vdirsyncer", "sync")

    def agenda(self) -> list[str]:
        """The first ten days of March, a line for each thing."""
        lines = self._run(
            "khal", "list", "--format", "{start-date} {title}", "--day-format", "",
            "2019-03-01", "10d",
        )  # fmt: skip
        return [line for line in lines.splitlines() if line.strip()]

    def files(self) -> dict[str, int]:
        """What is kept, and when each was last written."""
        return {each.name: each.stat().st_mtime_ns for each in (self.home / "calendar").iterdir()}

    def _run(self, program: str, *arguments: str) -> str:
        command = [str(Path(sys.executable).with_name(program)), "-c", str(self.home / program)]
        done = subprocess.run(
            [*command, *arguments], env=self._env, capture_output=True, text=True, check=False,
            timeout=_PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@contextmanager
def listening(site: WebSite) -> Iterator[tuple[str, list[tuple[int, str, bytes]]]]:
    """A proxy's address before the site, and what passed it: status, validator asked with, body."""
    passed: list[tuple[int, str, bytes]] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name: text for name, text in self.headers.items() if name != "Host"}
            with httpx.Client(trust_env=False) as client:
                answer = client.get(site.url + self.path, headers=asked)
            passed.append((answer.status_code, asked.get("If-None-Match", ""), answer.content))
            self.send_response(answer.status_code)
            for name in ("Content-Type", "ETag"):
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", passed
        finally:
            server.shutdown()
            thread.join(_PATIENCE)


def test_vdirsyncer_and_khal(web_site: WebSite, tmp_path: Path) -> None:
    with listening(web_site) as (proxy, passed):
        person = Person(tmp_path / "home", subscribe(web_site, proxy))
        person.sync()
        before, files = person.agenda(), person.files()
        assert f"{DUE} {OPEN}" in before
        assert len(files) == 21  # of hanoi-2019 for the department of justice, counted in the plan

        person.sync()
        # It has no validators: it asks for everything each time. The same bytes change nothing.
        assert [(status, asked) for status, asked, _ in passed] == [(200, "")] * len(passed)
        assert len({body for *_, body in passed}) == 1
        assert person.files() == files

        finish(web_site)
        person.sync()
        after = person.agenda()
        assert set(before) ^ set(after) == {f"{DUE} {OPEN}", f"{DUE} {DONE}"}
        assert len(files.keys() & person.files().keys()) == 20


@pytest.fixture
def ical_js(tmp_path: Path) -> Path:
    """A folder where node finds ical.js; its hash is pinned in the lock."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("ical.js: node and npm are not installed")
    folder = tmp_path / "js"
    shutil.copytree(JS, folder)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
    except subprocess.TimeoutExpired:
        pytest.skip("ical.js: npm could not fetch it in time")
    if done.returncode:
        pytest.skip(f"ical.js: npm could not install it: {done.stderr.strip()[-300:]}")
    return folder


def test_ical_js(web_site: WebSite, ical_js: Path) -> None:
    url = subscribe(web_site, web_site.url)

    def look(etag: str = "") -> Any:
        done = subprocess.run(
            ["node", "read_feed.mjs", url, etag], cwd=ical_js, capture_output=True, text=True,
            check=False, timeout=_PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    first = look()
    assert first["status"] == 200
    assert len(first["events"]) == 21
    due = {each["uid"]: (each["day"], each["title"]) for each in first["events"]}
    unchanged = look(first["etag"])
    assert (unchanged["status"], unchanged["events"]) == (304, [])

    finish(web_site)
    changed = look(first["etag"])
    assert changed["status"] == 200
    now_due = {each["uid"]: (each["day"], each["title"]) for each in changed["events"]}
    assert now_due.keys() == due.keys()
    ((uid, changed_to),) = now_due.items() - due.items()
    assert (due[uid], changed_to) == ((DUE, OPEN), (DUE, DONE))
    assert look(changed["etag"])["status"] == 304
