"""Mail to an SMTP relay over one connection: one recipient a transaction, each phase by itself.

In which phase it fails says whose failure it is, and whether the message may have arrived.
"""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass

from aiosmtplib import SMTP, SMTPException, SMTPResponseException
from aiosmtplib.errors import SMTPHeloError, SMTPServerDisconnected

from ledger import faults

from .transport import Envelope, SendError, Stamp, TransportUrl
from .wire import NO_ANSWER, Answer, Wire

START_INPUT, ACCEPTED, FORWARDED = 354, 250, 251
SERVICE_CLOSING = 421  # the relay goes away: not this recipient's answer (RFC 5321, 3.8)
ACCOUNT = (530, 534, 535, 538)  # the relay wants another account (RFC 4954, 6)
MOST_MESSAGES, LONGEST_IDLE = 100, 60.0  # a connection is given up after so many, so many seconds

_FAILURES = (SMTPException, OSError)  # TimeoutError and ssl.SSLError are OSErrors
_Failure = SMTPException | OSError


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The account and what bounds a transaction: seconds for the answer to the data, and for all
    before it; `ca_file` holds certificates to trust besides the system's.
    """

    user: str = ""
    password: str = ""
    timeout: float = 600
    connect_timeout: float = 30
    ca_file: str = ""


class SmtpConnection:
    """A connection to a relay, opened when first needed, and again after it was lost or used up."""

    def __init__(self, url: TransportUrl, settings: SmtpSettings) -> None:
        self._url, self._settings = url, settings
        self._wire: Wire | None = None
        self._pipelining = False
        self._messages, self._last = 0, 0.0

    @property
    def is_open(self) -> bool:
        """Whether the next message finds a connection, unless the relay has cut it by then."""
        return self._wire is not None

    async def send(self, envelope: Envelope, stamp: Stamp) -> None:
        """One transaction."""
        wire, answer = await self._begin(envelope)
        if answer.code not in (ACCEPTED, FORWARDED):
            raise await self._not_taken(wire, _refused(answer))
        faults.point("rcpt-after")
        try:
            await stamp()
        except Exception:
            await self._reset(wire)
            raise
        await self._data(wire, envelope.data, stamp)
        self._messages += 1
        self._last = asyncio.get_running_loop().time()

    async def close(self) -> None:
        """QUIT, as far as the relay still listens."""
        wire, self._wire = self._wire, None
        if wire is not None:
            try:
                with suppress(*_FAILURES):
                    await wire.ask(b"QUIT\r\n", 1, 5)
            finally:
                wire.close()

    async def try_out(self) -> None:
        """Connect, encrypt and log in as for a message, then QUIT; SendError where that fails."""
        await self._connect()
        await self.close()

    async def _begin(self, envelope: Envelope) -> tuple[Wire, Answer]:
        """A connection whose relay has taken MAIL, and its answer to RCPT.

        One that was used before may have been cut meanwhile: that is no failure, it is opened anew.
        """
        idle = asyncio.get_running_loop().time() - self._last
        if self._messages and (self._messages >= MOST_MESSAGES or idle > LONGEST_IDLE):
            await self.close()
        if self._wire is not None and not self._wire.is_quiet:
            self.drop()
        if self._wire is not None:
            try:
                return self._wire, await self._address(self._wire, envelope)
            except SendError:
                self.drop()
        wire = await self._connect()
        return wire, await self._address(wire, envelope)

    async def _address(self, wire: Wire, envelope: Envelope) -> Answer:
        """MAIL and RCPT, together where the relay offers it; the answer to RCPT."""
        mail, rcpt = _path("MAIL FROM", envelope.sender), _path("RCPT TO", envelope.recipient)
        limit = self._settings.connect_timeout
        try:
            if self._pipelining:
                answers = await wire.ask(mail + rcpt, 2, limit)
            else:
                answers = await wire.ask(mail, 1, limit)
            if answers[0].code != ACCEPTED:
                raise _refused(answers[0])
            faults.point("mail-after")
            if not self._pipelining:
                answers += await wire.ask(rcpt, 1, limit)
            if len(answers) < 2:
                raise SMTPServerDisconnected("Connection lost")
        except _FAILURES as error:
            raise self._lost("relay", error) from error
        return answers[1]

    async def _data(self, wire: Wire, data: bytes, stamp: Stamp) -> None:
        try:
            (answer,) = await wire.ask(b"DATA\r\n", 1, self._settings.connect_timeout)
            if answer.code != START_INPUT:
                raise _refused(answer)
        except _FAILURES as error:  # nothing of the message is out
            raise await self._not_taken(wire, error) from error
        faults.point("data-before")
        if not stamp.holds():
            self.drop()
            raise SendError("lost", "frozen for longer than its lease")
        try:
            (answer,) = await wire.ask(_on_the_wire(data), 1, self._settings.timeout)
        except _FAILURES as error:
            # Cut in the middle and accepted, then cut, look the same from here
            raise self._lost("unknown", error) from error
        if answer.code < 200 or 300 <= answer.code < 400:  # no answer to what was asked
            raise self._lost("unknown", _refused(answer))
        if answer.code >= 400:
            raise await self._not_taken(wire, _refused(answer))
        faults.point("data-after")

    async def _not_taken(self, wire: Wire, error: _Failure) -> SendError:
        if not isinstance(error, SMTPResponseException) or isinstance(
            error, SMTPServerDisconnected
        ):
            return self._lost("relay", error)
        await self._reset(wire)
        return self._refusal(error)

    async def _connect(self) -> Wire:
        settings, url = self._settings, self._url
        encrypted = url.scheme != "smtp"
        if settings.user and not encrypted:
            raise SendError("relay", "no password goes over an unencrypted connection")
        try:
            async with asyncio.timeout(settings.connect_timeout):  # names, TLS and login included
                client = SMTP(
                    hostname=url.host,
                    port=url.port,
                    timeout=settings.connect_timeout,
                    use_tls=url.scheme == "smtps",
                    start_tls=url.scheme == "smtp+starttls",  # fails where it is not offered
                    tls_context=_tls(settings.ca_file) if encrypted else None,
                )
                self._wire = await _open(client, settings)
        except _FAILURES as error:
            raise self._lost("relay", error) from error
        self._pipelining = client.supports_extension("pipelining")
        self._messages = 0
        faults.point("connect-after")
        return self._wire

    async def _reset(self, wire: Wire) -> None:
        """Make the connection fit for the next message, or give it up."""
        try:
            (answer,) = await wire.ask(b"RSET\r\n", 1, self._settings.connect_timeout)
            if answer.code != ACCEPTED:
                self.drop()
        except _FAILURES:
            self.drop()

    def drop(self) -> None:
        """Cut the connection, whatever is in hand."""
        if self._wire is not None:
            self._wire.cut()
            self._wire = None

    def _lost(self, kind: str, error: _Failure) -> SendError:
        self.drop()
        return SendError("unknown" if kind == "unknown" else "relay", self._words(error))

    def _refusal(self, error: SMTPResponseException) -> SendError:
        if error.code in (SERVICE_CLOSING, NO_ANSWER, *ACCOUNT):
            self.drop()  # after 421 aiosmtplib still takes itself for connected
            return SendError("relay", self._words(error))
        return SendError("permanent" if error.code >= 500 else "temporary", self._words(error))

    def _words(self, error: _Failure) -> str:
        """The relay's own words on one line, without our secrets: they go into log and ledger."""
        if isinstance(error, SMTPResponseException):
            text = f"{error.code} {error.message}"
        else:
            text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        for secret in self._secrets():
            text = text.replace(secret, "***")
        return " ".join(text.split())[:300]

    def _secrets(self) -> list[str]:
        user, password = self._settings.user, self._settings.password
        if not password:
            return []
        forms = (password, f"\0{user}\0{password}", f"{user}\0{user}\0{password}")
        return [b64encode(form.encode()).decode() for form in forms[::-1]] + [password]


async def _open(client: SMTP, settings: SmtpSettings) -> Wire:
    """The client's connection, open and logged in."""
    try:
        await client.connect()
        try:
            await client.ehlo()
        except SMTPHeloError:  # a very old relay
            await client.helo()
        if settings.user:
            await client.login(settings.user, settings.password)
    except BaseException:
        client.close()
        raise
    transport = client.protocol.transport if client.protocol is not None else None
    if not isinstance(transport, asyncio.Transport):
        raise SMTPServerDisconnected("Connection lost")
    return Wire(transport)


def _path(command: str, address: str) -> bytes:
    """`MAIL FROM:<..>` or `RCPT TO:<..>`.

    Addresses are checked when they are read; a control character in one is refused here, too.
    """
    if not address.isprintable():
        raise ValueError(f"not a mail address: {address!r}")
    return f"{command}:<{address}>\r\n".encode("ascii")


def _refused(answer: Answer) -> SMTPResponseException:
    return SMTPResponseException(answer.code, answer.message)


def _on_the_wire(data: bytes) -> bytes:
    """With every leading dot doubled and the end marked (RFC 5321, 4.5.2).

    The data come from build_message: their lines end in CRLF, the last one too.
    """
    if b"\n." in data or data.startswith(b"."):
        data = data.replace(b"\r\n.", b"\r\n..")
        data = b"." + data if data.startswith(b".") else data
    return data + b".\r\n" if data.endswith(b"\r\n") else data + b"\r\n.\r\n"


def _tls(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context
