"""The sample configuration in deploy/, with a real nginx before the real app."""

from __future__ import annotations

import gzip
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from calendars.scopes import TokenScope
from tests.calendars.web.server import OFFICER, WebSite, open_site
from tests.calendars.web.signing_in import fields, is_signed_in, send
from tests.scheduler.relay import free_port
from tests.scheduler.small_city import ROOT

TLS = ROOT / "tests" / "scheduler" / "tls"
OWN = TokenScope.agency("hanoi", "so-tu-phap")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed: its sample untested")

_MAIN = """{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{}}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/kyhan.conf;
}}
"""


@dataclass
class Proxied:
    """The site as people reach it, and nginx's folder with its logs."""

    site: WebSite
    url: str
    folder: Path

    def browser(self, **headers: str) -> httpx.Client:
        context = ssl.create_default_context(cafile=str(TLS / "loopback.crt"))
        return httpx.Client(base_url=self.url, verify=context, headers=headers, trust_env=False)

    def feed(self) -> str:
        made = self.site.ledger.create_token("feed", OWN.text, "", "minh", self.site.clock.now())
        return OWN.url("", made[1])


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    url = f"https://127.0.0.1:{port}"
    with open_site(tmp_path_factory.mktemp("site"), url=url) as site:
        web = site.config.web.model_copy(update={"proxies": ("127.0.0.1",)})
        site.current.config = site.config.model_copy(update={"web": web})
        site.publish()
        changes = {
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
            "127.0.0.1:8080": site.url.removeprefix("http://"),
            "/etc/letsencrypt/live/kyhan.example.vn/fullchain.pem": f"{TLS}/loopback.crt",
            "/etc/letsencrypt/live/kyhan.example.vn/privkey.pem": f"{TLS}/loopback.key",
            "/var/log/nginx/": f"{folder}/",
            "/srv/kyhan/": f"{site.settings.folder}/",
            "kyhan.example.vn": "127.0.0.1",
        }
        text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
        for old, new in changes.items():
            assert old in text, old
            text = text.replace(old, new)
        (folder / "kyhan.conf").write_text(text, encoding="utf-8")
        user = "user root;" if folder.owner() == "root" else ""
        main = folder / "nginx.conf"
        main.write_text(_MAIN.format(folder=folder, user=user), encoding="utf-8")
        with _running(main, url):
            yield Proxied(site, url, folder)


@contextmanager
def _running(main: Path, url: str) -> Iterator[None]:
    assert NGINX is not None
    command = [NGINX, "-c", str(main), "-g", "daemon off;", "-p", str(main.parent)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(200):
            try:
                httpx.get(url, verify=False, trust_env=False)
                break
            except httpx.TransportError:
                assert process.poll() is None, process.stderr and process.stderr.read()
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_the_bytes_come_from_the_folder_with_validators(proxied: Proxied) -> None:
    file = proxied.site.settings.folder / OWN.path
    with proxied.browser(**{"Accept-Encoding": "identity"}) as reader:
        address = proxied.feed()
        answer = reader.get(address)
        assert (answer.status_code, answer.content) == (200, file.read_bytes())
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Content-Disposition"] == 'inline; filename="so-tu-phap.ics"'
        assert answer.headers["Cache-Control"] == "private, max-age=3600"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "X-Accel-Redirect" not in answer.headers
        assert answer.headers["ETag"] == f'"{int(file.stat().st_mtime):x}-{file.stat().st_size:x}"'
        for headers in (
            {"If-None-Match": answer.headers["ETag"]},
            {"If-Modified-Since": answer.headers["Last-Modified"]},
        ):
            assert reader.get(address, headers=headers).status_code == 304
        assert reader.get(address, headers={"If-None-Match": '"x"'}).status_code == 200
        head = reader.head(address)
        assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(answer.content)))
        with reader.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as packed:
            body = b"".join(packed.iter_raw())
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["ETag"] != answer.headers["ETag"]
        assert gzip.decompress(body) == answer.content


def test_without_a_token_nothing_is_handed_out(proxied: Proxied) -> None:
    with proxied.browser() as reader:
        token = proxied.feed().split("/")[2]
        for path in (
            "/published/hanoi/agencies/so-tu-phap.ics",
            "/published/index.json",
            f"/feeds/{token}/so-tai-chinh.ics",
            f"/feeds/{token}/../../published/index.json",
            f"/feeds/{'A' * 43}/so-tu-phap.ics",
        ):
            answer = reader.get(path, headers={"X-Kyhan-Accel": "/"})
            assert answer.status_code == 404, path
            assert "X-Accel-Redirect" not in answer.headers


def test_one_signs_in_through_it(proxied: Proxied) -> None:
    site = proxied.site
    with proxied.browser() as visitor:
        link = f"/sign-in/{site.ledger.request_sign_in(OFFICER, 'test', site.clock.now())}"
        page = visitor.get(link)
        assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert send(visitor, link, fields(page)).headers["Location"] == "/"
        assert "__Host-kyhan" in visitor.cookies
        assert is_signed_in(visitor)


def test_nothing_it_writes_holds_a_secret(proxied: Proxied) -> None:
    address = proxied.feed()
    token = address.split("/")[2]
    link = proxied.site.ledger.request_sign_in("a@example.org", "other", proxied.site.clock.now())
    with proxied.browser(Referer=f"{proxied.url}/sign-in/{link}") as reader:
        for path in (
            address,
            address.replace("so-tu", "so-xx"),
            address.replace("/feeds/", "/%66eeds/"),
            f"{proxied.url}/{address}",
            f"/{token}",
            f"/feeds/../feeds/{token}/x",
            f"/sign-in/{link}",
            f"/sign%2Din/{link}",
        ):
            reader.get(path)
        name = proxied.site.settings.folder / OWN.path
        hidden = name.rename(name.with_suffix(".hidden"))  # nginx would tell of it
        try:
            plain = {"Accept-Encoding": "identity"}
            assert reader.get(address, headers=plain).status_code == 404
        finally:
            hidden.rename(name)
    written = "".join(path.read_text("utf-8", "replace") for path in proxied.folder.glob("*.log"))
    assert re.search(r'"GET /published/hanoi/agencies/so-tu-phap.ics" 200', written)
    assert re.search(r'"GET /feeds/-" 404', written)
    assert re.search(r'"GET /sign-in/-" 200', written)
    assert token not in written
    assert link not in written
