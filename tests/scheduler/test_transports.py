"""Both ways of sending, against a real SMTP server on loopback and a real Maildir."""

from __future__ import annotations

import asyncio
import mailbox
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.config import Mail
from scheduler.mail.open import open_transport
from scheduler.mail.pool import Pace
from scheduler.mail.transport import (
    Envelope,
    SendError,
    Transport,
    TransportUrlError,
    parse_transport,
)
from scheduler.mail.transport_smtp import SmtpConnection, SmtpSettings
from tests.scheduler.relay import CUT, CUT_AFTER, SLOW, TLS, Relay, free_port, relay

ENVELOPE = Envelope(
    "kyhan@example.org",
    "officer@example.org",
    "<abc@example.org>",
    b"Subject: x\r\nMessage-ID: <abc@example.org>\r\n\r\n.a line that begins with a dot\r\n",
)


@pytest.fixture(params=[False, True], ids=["one-by-one", "pipelined"])
def server(request: pytest.FixtureRequest) -> Iterator[Relay]:
    with relay(pipelining=request.param) as running:
        yield running


def smtp(server: Relay, scheme: str = "smtp", **settings: str | float) -> SmtpConnection:
    url = parse_transport(f"{scheme}://127.0.0.1:{server.port}")
    return SmtpConnection(url, SmtpSettings(**settings))  # type: ignore[arg-type]


class Stamps:
    def __init__(self, *, holding: bool = True) -> None:
        self.count, self.holding = 0, holding

    async def __call__(self) -> None:
        self.count += 1

    def holds(self) -> bool:
        return self.holding


async def attempt(transport: Transport, stamp: Stamps | None = None) -> str:
    """How a send ends: "sent" or the kind of the error."""
    try:
        await transport.send(ENVELOPE, stamp or Stamps())
    except SendError as error:
        return error.kind
    return "sent"


async def test_the_bytes_arrive_as_they_were_over_one_connection(server: Relay) -> None:
    transport = smtp(server)
    for _ in range(3):
        assert await attempt(transport) == "sent"
    await transport.close()
    assert [mail.data for mail in server.mails] == [ENVELOPE.data] * 3
    assert (server.sessions, server.recipients_at_once) == (1, 1)


@pytest.mark.parametrize(
    ("phase", "answer", "kind", "stamped"),
    [
        ("rcpt", "450 greylisted", "temporary", 0),
        ("rcpt", "550 5.1.1 no such user", "permanent", 0),
        ("rcpt", "421 going away", "relay", 0),
        ("rcpt", "530 5.7.0 authenticate first", "relay", 0),
        ("data", "452 4.2.2 mailbox full", "temporary", 1),
        ("data", "554 5.6.0 refused", "permanent", 1),
        ("data", "421 going away", "relay", 1),
        ("data", CUT, "unknown", 1),
        ("data", CUT_AFTER, "unknown", 1),
        ("mail", "451 4.3.0 try again later", "relay", 0),
        ("mail", "550 5.7.1 who are you", "relay", 0),
    ],
)
async def test_each_failure_is_laid_where_it_belongs_and_the_next_message_goes(
    server: Relay, phase: str, answer: str, kind: str, stamped: int
) -> None:
    getattr(server, f"on_{phase}").append(answer)
    transport, stamp = smtp(server), Stamps()
    assert await attempt(transport, stamp) == kind
    assert stamp.count == stamped
    assert await attempt(transport) == "sent"
    await transport.close()


async def test_nobody_listening_is_the_relays_failure() -> None:
    assert await attempt(smtp(Relay(port=free_port()))) == "relay"


async def test_a_stamp_that_fails_lets_no_data_out(server: Relay) -> None:
    class Lost(Stamps):
        async def __call__(self) -> None:
            raise RuntimeError("lost")

    transport = smtp(server)
    with pytest.raises(RuntimeError, match="lost"):
        await transport.send(ENVELOPE, Lost())
    assert server.mails == []
    assert await attempt(transport) == "sent"
    await transport.close()


async def test_frozen_past_its_lease_it_lets_no_data_out(server: Relay) -> None:
    transport = smtp(server)
    assert await attempt(transport, Stamps(holding=False)) == "lost"
    assert await attempt(transport) == "sent"
    await transport.close()
    assert len(server.mails) == 1


async def test_a_connection_that_was_cut_meanwhile_is_opened_anew(server: Relay) -> None:
    server.on_mail = ["250 ok", "421 4.4.2 idle for too long"]
    transport = smtp(server)
    assert [await attempt(transport) for _ in range(3)] == ["sent"] * 3
    await transport.close()
    assert (server.sessions, len(server.mails)) == (2, 3)


async def test_a_connection_carries_a_hundred_messages_and_no_more(server: Relay) -> None:
    transport = smtp(server)
    for _ in range(101):
        assert await attempt(transport) == "sent"
    await transport.close()
    assert server.sessions == 2


async def test_a_connection_idle_for_a_minute_is_opened_anew(
    server: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.mail.transport_smtp.LONGEST_IDLE", 0.01)
    transport = smtp(server)
    assert await attempt(transport) == "sent"
    await asyncio.sleep(0.02)
    assert await attempt(transport) == "sent"
    await transport.close()
    assert server.sessions == 2


async def test_a_pool_sends_at_once_over_as_many_connections_as_it_may(server: Relay) -> None:
    server.delay = 0.5
    transport = open_transport(Mail(transport=f"smtp://127.0.0.1:{server.port}", connections=3))
    begun = time.monotonic()
    ended = await asyncio.gather(*(attempt(transport) for _ in range(6)))
    assert time.monotonic() - begun < 2.5  # one after the other: 3
    await transport.close()
    assert (ended, server.sessions, len(server.mails)) == (["sent"] * 6, 3, 6)


def test_a_pace_spreads_messages_evenly() -> None:
    pace = Pace(60)
    assert [round(pace.wait(now), 3) for now in (10, 10, 10.5, 20, 20)] == [0, 1, 1.5, 0, 1]
    assert [Pace(0).wait(now) for now in (1, 1, 1)] == [0, 0, 0]


SECRET = "c4n4ry-P@ss"


async def test_a_login_over_starttls() -> None:
    with relay(starttls=True, login=("kyhan", SECRET)) as server:
        options = {"user": "kyhan", "password": SECRET, "ca_file": str(TLS / "loopback.crt")}
        transport = smtp(server, "smtp+starttls", **options)
        assert await attempt(transport) == "sent"
        await transport.close()
        assert len(server.mails) == 1


async def test_no_secret_is_told_even_where_the_server_repeats_it() -> None:
    with relay(starttls=True, login=("kyhan", "another")) as server:
        options = {"user": "kyhan", "password": SECRET, "ca_file": str(TLS / "loopback.crt")}
        with pytest.raises(SendError) as caught:
            await smtp(server, "smtp+starttls", **options).send(ENVELOPE, Stamps())
    told = f"{caught.value} {caught.value.detail}"
    assert caught.value.kind == "relay"
    assert "535 5.7.8 wrong: *** ***" in told
    for form in (SECRET, SECRET.encode(), f"\0kyhan\0{SECRET}".encode()):
        plain = form if isinstance(form, str) else b64encode(form).decode()
        assert plain not in told


async def test_no_password_goes_in_the_clear(server: Relay) -> None:
    assert await attempt(smtp(server, user="kyhan", password=SECRET)) == "relay"
    assert server.sessions == 0


async def test_starttls_with_a_certificate_that_is_trusted() -> None:
    with relay(starttls=True) as server:
        transport = smtp(server, "smtp+starttls", ca_file=str(TLS / "loopback.crt"))
        assert await attempt(transport) == "sent"
        await transport.close()
    assert server.encrypted == [True]


async def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    with relay(starttls=True) as server:
        assert await attempt(smtp(server, "smtp+starttls")) == "relay"
    assert server.mails == []


async def test_without_starttls_nothing_is_sent_in_the_clear(server: Relay) -> None:
    assert await attempt(smtp(server, "smtp+starttls")) == "relay"
    assert server.mails == []


async def test_a_server_that_never_answers_the_data_is_left_after_the_timeout() -> None:
    with relay() as server:
        server.on_data = [SLOW]
        assert await attempt(smtp(server, timeout=0.2)) == "unknown"


async def test_a_maildir_gets_each_message_once(tmp_path: Path) -> None:
    transport = open_transport(Mail(transport=f"maildir:{tmp_path}/mail"))
    stamp = Stamps()
    assert [await attempt(transport, stamp) for _ in range(2)] == ["sent", "sent"]
    box = mailbox.Maildir(tmp_path / "mail", create=False)
    assert [message["Message-ID"] for message in box] == ["<abc@example.org>"]
    (new,) = (tmp_path / "mail" / "new").iterdir()
    assert new.read_bytes() == ENVELOPE.data
    new.rename(tmp_path / "mail" / "cur" / f"{new.name}:2,S")  # a reader has seen it
    assert await attempt(transport) == "sent"
    assert not list((tmp_path / "mail" / "new").iterdir())
    assert stamp.count == 1


async def test_a_maildir_that_cannot_be_written_is_the_relays_failure(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file in the way")
    assert await attempt(open_transport(Mail(transport=f"maildir:{tmp_path}/mail"))) == "relay"


@pytest.mark.parametrize(
    ("url", "scheme", "host", "port"),
    [
        ("smtp+starttls://mail.example.vn", "smtp+starttls", "mail.example.vn", 587),
        ("smtps://mail.example.vn", "smtps", "mail.example.vn", 465),
        ("smtp://localhost:2525", "smtp", "localhost", 2525),
        ("smtp://127.0.0.1", "smtp", "127.0.0.1", 25),
        ("smtp://[::1]:2525", "smtp", "::1", 2525),
        ("smtp://mail.example.vn?insecure=yes", "smtp", "mail.example.vn", 25),
    ],
)
def test_transport_urls(url: str, scheme: str, host: str, port: int) -> None:
    parsed = parse_transport(url)
    assert (parsed.scheme, parsed.host, parsed.port) == (scheme, host, port)


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("smtp://mail.example.vn", "smtp+starttls://mail.example.vn:587"),
        ("smtp://mail.example.vn?insecure=no", "?insecure=yes"),
        ("smtp://localhost.example.vn", "smtps://"),
        ("smtps://", "smtps://host:465"),
        ("smtps://mail.example.vn:99999", "smtps://host:465"),
        ("http://mail.example.vn", "maildir:"),
        ("maildir:", "maildir:var/mail"),
        ("smtps://user:secret@mail.example.vn", "KYHAN_MAIL__PASSWORD_FILE"),
    ],
)
def test_transport_urls_that_would_not_work_or_not_be_safe(url: str, hint: str) -> None:
    with pytest.raises(TransportUrlError) as caught:
        parse_transport(url)
    assert hint in caught.value.hint.en
    assert "secret" not in caught.value.hint.vi + caught.value.what.vi
