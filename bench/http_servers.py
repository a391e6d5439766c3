"""Servers of the same calendar for http.py: ours, nginx on the file, Radicale on the collection."""

from __future__ import annotations

import gzip
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from calendars.scopes import TokenScope
from ledger.store import Ledger
from scheduler.config import load_config
from scheduler.publish import Publisher
from scheduler.site import load_site

ROOT = Path(__file__).parents[1]
NOW = datetime(2019, 2, 25, 2, tzinfo=UTC)
SCOPE = TokenScope("group", "haiphong", "@duoc-giao-nhiem-vu")  # 111 KB of calendar
_CONFIG = """[site]
url = "http://127.0.0.1:{port}"
[plans]
folder = "{plans}"
directories = "{plans}/directories"
working_days = "{root}/plans/working-days.toml"
[mail]
transport = "maildir:mail"
from = "kyhan@example.org"
[watch]
listen = ""
[web]
listen = "127.0.0.1:{port}"
[log]
level = "error"
"""
_NGINX = """daemon off; pid {folder}/nginx.pid; error_log stderr; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
  types {{ text/calendar ics; }}
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}; gzip_static on; gzip_vary on; }}
}}
"""
_RADICALE = """[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[rights]
type = authenticated
[storage]
filesystem_folder = {folder}/collections
[logging]
level = critical
"""


def configuration(port: int, plans: Path) -> str:
    """Of a site with these plans, whose pages are at that port of this machine."""
    return _CONFIG.format(port=port, plans=plans, root=ROOT)


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def _running(words: list[str], url: str, cwd: Path = ROOT) -> Iterator[None]:
    """Until the end, once it answers."""
    server = subprocess.Popen(words, cwd=cwd)  # noqa: S603  # words of ours
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(url, timeout=5).close()  # noqa: S310  # loopback
                break
            except OSError:
                assert server.poll() is None, words
                time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


@contextmanager
def serving(config: Path, url: str) -> Iterator[None]:
    """`kyhan serve` on the pretended day, once `url` answers."""
    words = [sys.executable, "-m", "scheduler", "serve", "--config", str(config)]
    with _running([*words, "--today", NOW.date().isoformat()], url):
        yield


@contextmanager
def ours(folder: Path) -> Iterator[tuple[str, bytes]]:
    """`kyhan serve` in a process of its own: where the calendar is, and its bytes."""
    port, file = free_port(), folder / "config.toml"
    file.write_text(configuration(port, ROOT / "plans"), "utf-8")
    config, problems = load_config(file)
    assert config is not None, problems
    with Ledger.open(config.ledger.url) as ledger:
        facts = ledger.facts()
        Publisher().publish(load_site(config).schedule(facts)[0], facts, config)
        _, token = ledger.create_token("feed", SCOPE.text, "bench", "bench", NOW)
    url = SCOPE.url(f"http://127.0.0.1:{port}", token)
    with serving(file, url):
        yield url, (config.feeds.folder / SCOPE.path).read_bytes()


@contextmanager
def nginx(folder: Path, body: bytes) -> Iterator[str | None]:
    """nginx on the same bytes and their compressed twin; None where it is not installed."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        print("SKIPPED: nginx is not installed (Debian: nginx-light)")
        yield None
        return
    port = free_port()
    (folder / "feed.ics").write_bytes(body)
    (folder / "feed.ics.gz").write_bytes(gzip.compress(body, 9, mtime=0))
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port), "utf-8")
    folder.chmod(0o755)
    url = f"http://127.0.0.1:{port}/feed.ics"
    words = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with _running(words, url):
        yield url


@contextmanager
def radicale(folder: Path, body: bytes) -> Iterator[str | None]:
    """Radicale with the same events as a collection; None where it cannot be installed."""
    home = ROOT / "var" / "bench-radicale"
    python = home / "bin" / "python"
    if not (home / "bin" / "radicale").exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)  # noqa: S603
        words = [str(python), "-m", "pip", "install", "-qqq", "radicale"]
        if subprocess.run(words, check=False).returncode:  # noqa: S603
            print("SKIPPED: Radicale cannot be installed here")
            yield None
            return
    port = free_port()
    file = folder / "radicale.conf"
    file.write_text(_RADICALE.format(folder=folder, port=port), "utf-8")
    root = f"http://127.0.0.1:{port}/"
    with _running([str(python), "-m", "radicale", "--config", str(file)], root):
        url = f"{root}bench/feed/"
        request = urllib.request.Request(url, body, {"Content-Type": "text/calendar"}, method="PUT")  # noqa: S310
        request.add_header("Authorization", "Basic YmVuY2g6YmVuY2g=")  # bench:bench
        urllib.request.urlopen(request, timeout=60).close()  # noqa: S310
        yield url
