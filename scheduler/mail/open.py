"""The transport that the configuration names."""

from __future__ import annotations

from ..config import Mail
from .pool import SmtpPool
from .transport import Transport, parse_transport
from .transport_maildir import MaildirTransport
from .transport_smtp import SmtpConnection, SmtpSettings


def open_transport(mail: Mail) -> Transport:
    """The way by which mail leaves; nothing is connected yet."""
    url = parse_transport(mail.transport)
    if url.scheme == "maildir":
        return MaildirTransport(url.path)
    settings = smtp_settings(mail)
    return SmtpPool(lambda: SmtpConnection(url, settings), mail.connections)


def smtp_settings(mail: Mail) -> SmtpSettings:
    """What a connection to the relay needs to know of the configuration."""
    return SmtpSettings(
        mail.user,
        mail.password.get_secret_value(),
        mail.timeout,
        mail.connect_timeout,
        mail.ca_file,
    )
