"""Mail to an SMTP relay: one recipient a transaction, one connection for as many as come."""

from __future__ import annotations

import ssl
from contextlib import suppress
from dataclasses import dataclass

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
)
from aiosmtplib.errors import SMTPServerDisconnected

from .transport import Envelope, SendError, Stamp, TransportUrl

SERVICE_CLOSING = 421  # the relay goes away: not this recipient's answer (RFC 5321, 3.8)
NO_ANSWER = -1  # aiosmtplib's code where no reply could be read
ACCOUNT = (530, 534, 535, 538)  # the relay wants another account (RFC 4954, 6)


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


class SmtpTransport:
    """A connection to a relay, opened when first needed, and again after it was lost."""

    def __init__(self, url: TransportUrl, settings: SmtpSettings) -> None:
        self._url, self._settings = url, settings
        self._client: SMTP | None = None

    async def send(self, envelope: Envelope, stamp: Stamp) -> None:
        """One transaction. The phase in which it fails says whose failure it is."""
        client = self._client or await self._connect()
        try:
            await client.mail(envelope.sender)
        except (SMTPException, OSError) as error:
            await self._drop()
            raise SendError("relay", _words(error)) from error
        try:
            await client.rcpt(envelope.recipient)
        except SMTPRecipientRefused as error:
            await self._reset(client)
            raise _refusal(error) from error
        except (SMTPException, OSError) as error:
            await self._drop()
            raise SendError("relay", _words(error)) from error
        try:
            await stamp()
        except BaseException:
            await self._reset(client)
            raise
        await self._data(client, envelope.data)

    async def close(self) -> None:
        """QUIT, as far as the relay still listens."""
        if self._client is not None:
            with suppress(SMTPException, OSError):
                await self._client.quit()
        await self._drop()

    async def _data(self, client: SMTP, data: bytes) -> None:
        try:
            await client.data(data, timeout=self._settings.timeout)
        except (SMTPException, OSError) as error:
            answered = isinstance(error, SMTPResponseException) and error.code != NO_ANSWER
            if not answered or isinstance(error, SMTPServerDisconnected):
                # Cut in the middle and accepted, then cut, look the same from here
                await self._drop()
                raise SendError("unknown", _words(error)) from error
            await self._reset(client)
            raise _refusal(error) from error

    async def _connect(self) -> SMTP:
        settings, url = self._settings, self._url
        encrypted = url.scheme != "smtp"
        try:
            client = SMTP(
                hostname=url.host,
                port=url.port,
                timeout=settings.connect_timeout,
                use_tls=url.scheme == "smtps",
                start_tls=url.scheme == "smtp+starttls",  # fails where it is not offered
                tls_context=_tls(settings.ca_file) if encrypted else None,
            )
            self._client = client
            await client.connect()
            if settings.user:
                await client.login(settings.user, settings.password)
        except (SMTPException, OSError) as error:
            await self._drop()
            raise SendError("relay", _words(error)) from error
        return client

    async def _reset(self, client: SMTP) -> None:
        """Make the connection fit for the next message, or give it up."""
        try:
            await client.rset()
        except (SMTPException, OSError):
            await self._drop()

    async def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def _tls(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def _refusal(error: SMTPException | OSError) -> SendError:
    code = error.code if isinstance(error, SMTPResponseException) else NO_ANSWER
    if code in (SERVICE_CLOSING, NO_ANSWER, *ACCOUNT):
        return SendError("relay", _words(error))
    return SendError("permanent" if code >= 500 else "temporary", _words(error))


def _words(error: SMTPException | OSError) -> str:
    """The relay's own words on one line: they come from outside, and go into the log."""
    if isinstance(error, SMTPResponseException):
        text = f"{error.code} {error.message}"
    else:
        text = f"{type(error).__name__}: {error}"
    return " ".join(text.split())[:300]
