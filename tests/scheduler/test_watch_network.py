"""The endpoint, the words to the service manager, and the ping: real sockets on loopback."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from pathlib import Path

import pytest
from pydantic import SecretStr

from scheduler.config import Watch
from scheduler.config_values import BadValueError
from scheduler.watch import endpoint as endpoints
from scheduler.watch import ping as pings
from scheduler.watch.addresses import HostPort, parse_listen
from scheduler.watch.endpoint import Answer, Endpoint
from scheduler.watch.notify import notify, watchdog_seconds
from scheduler.watch.ping import PingError, is_public, ping
from tests.scheduler.relay import TLS, free_port, tls_context


@pytest.mark.parametrize(
    ("listen", "expected"),
    [
        ("127.0.0.1:9464", HostPort("127.0.0.1", 9464)),
        ("localhost:0", HostPort("localhost", 0)),
        ("[::1]:9464", HostPort("::1", 9464)),
    ],
)
def test_where_to_listen(listen: str, expected: HostPort) -> None:
    assert parse_listen(listen) == expected
    assert str(expected) == listen


@pytest.mark.parametrize(
    "listen",
    ["9464", ":9464", "127.0.0.1", "example.vn:80", "127.0.0.1:99999", "a@127.0.0.1:1",
     "127.0.0.1:9464/x", "http://127.0.0.1:1"],
)  # fmt: skip
def test_where_not_to_listen(listen: str) -> None:
    with pytest.raises(BadValueError):
        parse_listen(listen)


@pytest.mark.parametrize(
    "url",
    ["http://example.vn/x", "https://", "https://user:x@example.vn/", "ftp://example.vn",
     "https://example.vn/a b\r\nHost: x", "https://ví-dụ.vn/", "https://[::1", "example.vn"],
)  # fmt: skip
def test_a_ping_url_that_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        Watch(ping_url=SecretStr(url))


class Asked:
    """A page that counts, and may be slow."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self) -> Answer:
        self.times += 1
        return Answer(HTTPStatus.OK, "text/plain", b"here\n")


@asynccontextmanager
async def served(page: Asked) -> AsyncIterator[HostPort]:
    endpoint = Endpoint({"/healthz": page})
    try:
        yield await endpoint.open(HostPort("127.0.0.1", 0))
    finally:
        await endpoint.close()


async def raw(where: HostPort, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(*where)
    writer.write(request)
    if not request.endswith(b"\r\n\r\n"):
        writer.write_eof()
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


@pytest.mark.parametrize(
    ("request_line", "status", "body"),
    [
        (b"GET /healthz HTTP/1.1", b"200 OK", b"here\n"),
        (b"GET /healthz?x=1 HTTP/1.0", b"200 OK", b"here\n"),
        (b"HEAD /healthz HTTP/1.1", b"200 OK", b""),
        (b"POST /healthz HTTP/1.1", b"405 Method Not Allowed", b"Method Not Allowed\n"),
        (b"GET /../etc/passwd HTTP/1.1", b"404 Not Found", b"Not Found\n"),
        (b"GET /\xff HTTP/1.1", b"404 Not Found", b"Not Found\n"),
    ],
)
async def test_the_endpoint_answers(request_line: bytes, status: bytes, body: bytes) -> None:
    async with served(Asked()) as where:
        answer = await raw(where, request_line + b"\r\nHost: x\r\n\r\n")
    head, _, rest = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 " + status)
    assert rest == body
    assert b"Connection: close" in head


@pytest.mark.parametrize("request_bytes", [b"", b"hello", b"x" * 70_000, b"\r\n" * 5000])
async def test_what_is_no_http_gets_no_page(request_bytes: bytes) -> None:
    page = Asked()
    async with served(page) as where:
        with suppress(ConnectionError):  # cut while it still wrote
            assert b"here" not in await raw(where, request_bytes)
        assert b"here" in await raw(where, b"GET /healthz HTTP/1.1\r\n\r\n")
    assert page.times == 1


async def test_a_client_that_never_finishes_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "PATIENCE", 0.1)
    async with served(Asked()) as where:
        reader, writer = await asyncio.open_connection(*where)
        writer.write(b"GET /healthz HTTP/1.1\r\n")
        assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("abstract", [False, True])
def test_words_to_the_service_manager(tmp_path: Path, abstract: bool) -> None:
    name = f"@kyhan-{free_port()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(name.replace("@", "\0") if abstract else name)
        notify("READY=1", "STATUS=chờ", environ={"NOTIFY_SOCKET": name})
        assert manager.recv(100).decode() == "READY=1\nSTATUS=chờ"


@pytest.mark.parametrize("environ", [{}, {"NOTIFY_SOCKET": "/nobody/here"}, {"NOTIFY_SOCKET": "x"}])
def test_nobody_listens_and_nothing_happens(environ: dict[str, str]) -> None:
    notify("READY=1", environ=environ)


def test_the_watchdog_is_for_this_process_or_none() -> None:
    assert watchdog_seconds({"WATCHDOG_USEC": "60000000"}) == 60
    assert watchdog_seconds({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}) is None
    assert watchdog_seconds({}) is None
    assert watchdog_seconds({"WATCHDOG_USEC": "0"}) is None


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("169.254.169.254", False), ("192.168.1.1", False), ("0.0.0.0", False), ("::1", False),
        ("::", False), ("::ffff:127.0.0.1", False), ("::ffff:10.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False), ("100.64.0.1", False), ("224.0.0.1", False), ("ff02::1", False),
        ("2002:7f00:1::", False), ("64:ff9b::7f00:1", False), ("::ffff:8.8.8.8", True),
    ],
)  # fmt: skip
def test_which_addresses_are_of_the_public_internet(address: str, public: bool) -> None:
    assert is_public(address) is public


@asynccontextmanager
async def pinged(answer: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A TLS server on loopback that answers the same to all; its URL, and what it was asked."""
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        if answer:
            writer.write(answer)
            await writer.drain()
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls_context())
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield f"https://localhost:{port}/ping/s3cret?a=1", asked


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "loopback.crt"))


async def test_a_ping_that_is_taken(trusting: None) -> None:
    async with pinged(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as (url, asked):
        await ping(url, private=True)
    (request,) = asked
    assert request.startswith(b"GET /ping/s3cret?a=1 HTTP/1.1\r\nHost: localhost:")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: https://localhost/other\r\n\r\n", "answered 302"),
        (b"HTTP/1.1 500 No\r\n\r\n", "answered 500"),
        (b"SSH-2.0-x\r\n", "no HTTP"),
    ],
)
async def test_a_ping_that_is_not_taken(trusting: None, answer: bytes, says: str) -> None:
    async with pinged(answer) as (url, asked):
        with pytest.raises(PingError) as error:
            await ping(url, private=True)
    assert says in str(error.value)
    assert "s3cret" not in str(error.value)
    assert len(asked) == 1  # no redirect is followed


async def test_a_ping_into_ones_own_network_must_be_asked_for(trusting: None) -> None:
    async with pinged(b"HTTP/1.1 200 OK\r\n\r\n") as (url, asked):
        with pytest.raises(PingError, match="not public"):
            await ping(url)
    assert asked == []


async def test_a_ping_to_one_whose_certificate_is_not_trusted() -> None:
    async with pinged(b"HTTP/1.1 200 OK\r\n\r\n") as (url, asked):
        with pytest.raises(PingError, match="SSLCertVerificationError"):
            await ping(url, private=True)
    assert asked == []


async def test_a_ping_waits_only_so_long(trusting: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pings, "PATIENCE", 0.3)
    async with pinged(b"") as (url, _):
        with pytest.raises(PingError, match="no answer within"):
            await ping(url, private=True)
