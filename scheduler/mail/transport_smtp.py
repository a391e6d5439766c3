"""Mail to an SMTP relay over one connection: one recipient a transaction, each phase by itself.

In which phase it fails says whose failure it is, and whether the message may have arrived.
"""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPResponse,
    SMTPResponseException,
)
from aiosmtplib.errors import SMTPHeloError, SMTPServerDisconnected

from ledger import faults

from .transport import Envelope, SendError, Stamp, TransportUrl

START_INPUT, ACCEPTED, FORWARDED = 354, 250, 251
SERVICE_CLOSING = 421  # the relay goes away: not this recipient's answer (RFC 5321, 3.8)
NO_ANSWER = -1  # aiosmtplib's code where no reply could be read
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
        self._client: SMTP | None = None
        self._messages, self._last = 0, 0.0

    @property
    def is_open(self) -> bool:
        """Whether the next message finds a connection, unless the relay has cut it by then."""
        return self._client is not None

    async def send(self, envelope: Envelope, stamp: Stamp) -> None:
        """One transaction."""
        client = await self._begin(envelope.sender)
        try:
            answer = await _command(client, b"RCPT", b"TO", envelope.recipient)
        except _FAILURES as error:
            raise self._lost("relay", error) from error
        if answer.code not in (ACCEPTED, FORWARDED):
            raise await self._not_taken(client, _refused(answer))
        faults.point("rcpt-after")
        try:
            await stamp()
        except Exception:
            await self._reset(client)
            raise
        await self._data(client, envelope.data, stamp)
        self._messages += 1
        self._last = asyncio.get_running_loop().time()

    async def close(self) -> None:
        """QUIT, as far as the relay still listens."""
        if self._client is not None:
            with suppress(*_FAILURES):
                await self._client.quit(timeout=5)
        self.drop()

    async def try_out(self) -> None:
        """Connect, encrypt and log in as for a message, then QUIT; SendError where that fails."""
        await self._connect()
        await self.close()

    async def _begin(self, sender: str) -> SMTP:
        """A client whose relay has taken MAIL.

        One that was used before may have been cut meanwhile: that is no failure, it is opened anew.
        """
        idle = asyncio.get_running_loop().time() - self._last
        if self._messages and (self._messages >= MOST_MESSAGES or idle > LONGEST_IDLE):
            await self.close()
        if self._client is not None:
            try:
                return await self._mail(self._client, sender)
            except SendError:
                self.drop()
        return await self._mail(await self._connect(), sender)

    async def _mail(self, client: SMTP, sender: str) -> SMTP:
        try:
            answer = await _command(client, b"MAIL", b"FROM", sender)
            if answer.code != ACCEPTED:
                raise _refused(answer)
        except _FAILURES as error:
            raise self._lost("relay", error) from error
        faults.point("mail-after")
        return client

    async def _data(self, client: SMTP, data: bytes, stamp: Stamp) -> None:
        protocol = client.protocol
        try:
            answer = await client.execute_command(b"DATA")
            if answer.code != START_INPUT or protocol is None:
                raise _refused(answer)
        except _FAILURES as error:  # nothing of the message is out
            raise await self._not_taken(client, error) from error
        faults.point("data-before")
        if not stamp.holds():
            self.drop()
            raise SendError("lost", "frozen for longer than its lease")
        try:
            protocol.write(_on_the_wire(data))
            answer = await protocol.read_response(timeout=self._settings.timeout)
        except _FAILURES as error:
            # Cut in the middle and accepted, then cut, look the same from here
            raise self._lost("unknown", error) from error
        if answer.code < 200 or 300 <= answer.code < 400:  # no answer to what was asked
            raise self._lost("unknown", _refused(answer))
        if answer.code >= 400:
            raise await self._not_taken(client, _refused(answer))
        faults.point("data-after")

    async def _not_taken(self, client: SMTP, error: _Failure) -> SendError:
        if not isinstance(error, SMTPResponseException) or isinstance(
            error, SMTPServerDisconnected
        ):
            return self._lost("relay", error)
        await self._reset(client)
        return self._refusal(error)

    async def _connect(self) -> SMTP:
        settings, url = self._settings, self._url
        encrypted = url.scheme != "smtp"
        if settings.user and not encrypted:
            raise SendError("relay", "no password goes over an unencrypted connection")
        try:
            async with asyncio.timeout(settings.connect_timeout):  # names, TLS and login included
                client = self._client = SMTP(
                    hostname=url.host,
                    port=url.port,
                    timeout=settings.connect_timeout,
                    use_tls=url.scheme == "smtps",
                    start_tls=url.scheme == "smtp+starttls",  # fails where it is not offered
                    tls_context=_tls(settings.ca_file) if encrypted else None,
                )
                await client.connect()
                try:
                    await client.ehlo()
                except SMTPHeloError:  # a very old relay
                    await client.helo()
                if settings.user:
                    await client.login(settings.user, settings.password)
        except _FAILURES as error:
            raise self._lost("relay", error) from error
        self._messages = 0
        faults.point("connect-after")
        return client

    async def _reset(self, client: SMTP) -> None:
        """Make the connection fit for the next message, or give it up."""
        try:
            await client.rset()
        except _FAILURES:
            self.drop()

    def drop(self) -> None:
        """Cut the connection, whatever is in hand."""
        if self._client is not None:
            self._client.close()
            self._client = None

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


async def _command(client: SMTP, verb: bytes, where: bytes, address: str) -> SMTPResponse:
    """`MAIL FROM:<..>` or `RCPT TO:<..>`.

    aiosmtplib's own parse the address, twice, which takes longer than all the rest of them. Ours
    are checked already; a control character in one is refused there and here.
    """
    return await client.execute_command(verb, where + b":<" + address.encode("ascii") + b">")


def _refused(answer: SMTPResponse) -> SMTPResponseException:
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
