"""The transport that the configuration names."""

from __future__ import annotations

from ..config import Mail
from .transport import Transport, parse_transport
from .transport_maildir import MaildirTransport
from .transport_smtp import SmtpSettings, SmtpTransport


def open_transport(mail: Mail) -> Transport:
    """The way by which mail leaves; nothing is connected yet."""
    url = parse_transport(mail.transport)
    if url.scheme == "maildir":
        return MaildirTransport(url.path)
    settings = SmtpSettings(
        mail.user,
        mail.password.get_secret_value(),
        mail.timeout,
        mail.connect_timeout,
        mail.ca_file,
    )
    return SmtpTransport(url, settings)
