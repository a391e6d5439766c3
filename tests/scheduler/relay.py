"""A real SMTP server on loopback that keeps what it took and fails as it is told to."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TLS = Path(__file__).parent / "tls"
CUT, CUT_AFTER = "cut", "cut-after"  # drop the connection in place of the answer; taken or not
SLOW = "250 at last"  # the answer takes a second


@dataclass
class Mail:
    recipient: str
    data: bytes

    @property
    def parsed(self) -> EmailMessage:
        return email.message_from_bytes(self.data, policy=email.policy.default)

    @property
    def text(self) -> str:
        body = self.parsed.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@dataclass
class Relay:
    """`on_rcpt` and `on_data` are answers to give; used up one by one, then all is accepted."""

    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    on_rcpt: list[str] = field(default_factory=list)
    on_data: list[str] = field(default_factory=list)
    sessions: int = 0
    encrypted: list[bool] = field(default_factory=list)
    recipients_at_once: int = 0

    async def handle_EHLO(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = hostname
        return answers

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        answer = self.on_rcpt.pop(0) if self.on_rcpt else "250 ok"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.on_data.pop(0) if self.on_data else "250 ok"
        if answer == SLOW:
            await asyncio.sleep(1)
        if answer.startswith("250") or answer == CUT_AFTER:
            assert isinstance(envelope.content, bytes)
            self.recipients_at_once = max(self.recipients_at_once, len(envelope.rcpt_tos))
            self.encrypted.append(session.ssl is not None)
            self.mails.append(Mail(envelope.rcpt_tos[0], envelope.content))
        if answer in (CUT, CUT_AFTER):
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer

    def to(self, recipient: str) -> list[Mail]:
        return [mail for mail in self.mails if mail.recipient == recipient]


@contextmanager
def relay(*, starttls: bool = False) -> Iterator[Relay]:
    """The server, in a thread of its own; with `starttls` it takes no mail in the clear."""
    handler = Relay(port=free_port())
    options: dict[str, Any] = {}
    if starttls:
        options = {"tls_context": tls_context(), "require_starttls": True}
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port, **options)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def tls_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "loopback.crt", TLS / "loopback.key")
    return context
