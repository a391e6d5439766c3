"""The relay tried out as for a message, without one: connection, TLS and login, then QUIT."""

from __future__ import annotations

from ..config import Mail
from .open import smtp_settings
from .transport import parse_transport
from .transport_smtp import SmtpConnection


async def probe(mail: Mail) -> None:
    """SendError "relay" where the relay would take nothing from us. SMTP transports only."""
    await SmtpConnection(parse_transport(mail.transport), smtp_settings(mail)).try_out()
