"""A real SMTP server on loopback that keeps what it took and fails as it is told to."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import ssl
from base64 import b64decode
from collections import Counter
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
HANG, HANG_AFTER = "hang", "hang-after"  # no answer at all; taken or not
TAKES = (CUT_AFTER, HANG_AFTER)  # taken, though the sender is not told so


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
    """`on_mail`, `on_rcpt` and `on_data` are answers to give, used up one by one; `always` the
    answer to RCPT of one recipient, or to its data where it is no number. Then all is accepted.

    `attempts` counts the RCPTs of each recipient; `login` is the account that must be used.
    """

    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    on_mail: list[str] = field(default_factory=list)
    on_rcpt: list[str] = field(default_factory=list)
    on_data: list[str] = field(default_factory=list)
    always: dict[str, str] = field(default_factory=dict)
    attempts: Counter[str] = field(default_factory=Counter)
    delay: float = 0.0  # seconds before each answer to the data
    login: tuple[str, str] | None = None
    pipelining: bool = False  # whether it offers RFC 2920
    sessions: int = 0
    encrypted: list[bool] = field(default_factory=list)
    recipients_at_once: int = 0

    async def handle_EHLO(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = hostname
        answers[1:1] = ["250-PIPELINING"] if self.pipelining else []
        return [answer.replace("AUTH LOGIN PLAIN", "AUTH PLAIN") for answer in answers]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        answer = self.on_mail.pop(0) if self.on_mail else "250 ok"
        if answer == HANG:
            await asyncio.sleep(3600)
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        self.attempts[address] += 1
        answer = self.on_rcpt.pop(0) if self.on_rcpt else self.always.get(address, "250 ok")
        if not answer[0].isdigit():
            answer = "250 ok"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        always = self.always.get(envelope.rcpt_tos[0], "250 ok")
        answer = self.on_data.pop(0) if self.on_data else always
        await asyncio.sleep(1 if answer == SLOW else self.delay)
        if answer.startswith("250") or answer in TAKES:
            assert isinstance(envelope.content, bytes)
            self.recipients_at_once = max(self.recipients_at_once, len(envelope.rcpt_tos))
            self.encrypted.append(session.ssl is not None)
            self.mails.append(Mail(envelope.rcpt_tos[0], envelope.content))
        if answer in (CUT, CUT_AFTER):
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        if answer in (HANG, HANG_AFTER):
            await asyncio.sleep(3600)
        return answer

    async def handle_AUTH(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, args: list[str]
    ) -> str:
        """The answer to a wrong login repeats what was sent, as no server must but one could."""
        given = b64decode(args[1]).decode().split("\0") if len(args) > 1 else []
        session.authenticated = self.login == tuple(given[1:])
        if session.authenticated:
            return "235 2.7.0 welcome"
        return f"535 5.7.8 wrong: {' '.join(given[2:])} {' '.join(args[1:])}"

    def to(self, recipient: str) -> list[Mail]:
        return [mail for mail in self.mails if mail.recipient == recipient]


@contextmanager
def relay(
    *, starttls: bool = False, login: tuple[str, str] | None = None, pipelining: bool = False
) -> Iterator[Relay]:
    """The server, in a thread of its own; with `starttls` it takes no mail in the clear."""
    handler = Relay(port=free_port(), login=login, pipelining=pipelining)
    options: dict[str, Any] = {}
    if starttls:
        options = {"tls_context": tls_context(), "require_starttls": True}
    if login:
        options |= {"auth_required": True}
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
