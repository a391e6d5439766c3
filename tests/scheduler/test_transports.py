"""Both ways of sending, against a real SMTP server on loopback and a real Maildir."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.config import Mail
from scheduler.mail.open import open_transport
from scheduler.mail.transport import (
    Envelope,
    SendError,
    Transport,
    TransportUrlError,
    parse_transport,
)
from scheduler.mail.transport_smtp import SmtpSettings, SmtpTransport
from tests.scheduler.relay import CUT, CUT_AFTER, SLOW, TLS, Relay, free_port, relay

ENVELOPE = Envelope(
    "kyhan@example.org",
    "officer@example.org",
    "<abc@example.org>",
    b"Subject: x\r\nMessage-ID: <abc@example.org>\r\n\r\n.a line that begins with a dot\r\n",
)


@pytest.fixture
def server() -> Iterator[Relay]:
    with relay() as running:
        yield running


def smtp(server: Relay, scheme: str = "smtp", **settings: str | float) -> SmtpTransport:
    url = parse_transport(f"{scheme}://127.0.0.1:{server.port}")
    return SmtpTransport(url, SmtpSettings(**settings))  # type: ignore[arg-type]


class Stamps:
    def __init__(self) -> None:
        self.count = 0

    async def __call__(self) -> None:
        self.count += 1


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
    ],
)
async def test_each_failure_is_laid_where_it_belongs_and_the_next_message_goes(
    server: Relay, phase: str, answer: str, kind: str, stamped: int
) -> None:
    (server.on_rcpt if phase == "rcpt" else server.on_data).append(answer)
    transport, stamp = smtp(server), Stamps()
    assert await attempt(transport, stamp) == kind
    assert stamp.count == stamped
    assert await attempt(transport) == "sent"
    await transport.close()


async def test_nobody_listening_is_the_relays_failure() -> None:
    assert await attempt(smtp(Relay(port=free_port()))) == "relay"


async def test_a_stamp_that_fails_lets_no_data_out(server: Relay) -> None:
    async def lost() -> None:
        raise RuntimeError("lost")

    transport = smtp(server)
    with pytest.raises(RuntimeError, match="lost"):
        await transport.send(ENVELOPE, lost)
    assert server.mails == []
    assert await attempt(transport) == "sent"
    await transport.close()


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
