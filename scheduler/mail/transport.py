"""What a way of sending mail is: its address, its promise, and its three kinds of failure."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import parse_qs, urlsplit

from rules.text import Text

Scheme = Literal["maildir", "smtp", "smtp+starttls", "smtps"]
_PORTS: dict[Scheme, int] = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class TransportUrlError(ValueError):
    """A `[mail] transport` that cannot be used: what is wrong and what would be right."""

    def __init__(self, what: Text, hint: Text) -> None:
        super().__init__(what.en)
        self.what, self.hint = what, hint


@dataclass(frozen=True, slots=True)
class TransportUrl:
    """`maildir:PATH`, or an SMTP relay by scheme, host and port."""

    scheme: Scheme
    path: Path = Path()
    host: str = ""
    port: int = 0


def parse_transport(url: str) -> TransportUrl:
    """The parts of a transport URL; TransportUrlError where it is unknown or would not be safe."""
    if url.startswith("maildir:"):
        path = url.removeprefix("maildir:")
        if not path:
            raise TransportUrlError(
                Text("thiếu thư mục", "names no folder"), Text(*("maildir:var/mail",) * 2)
            )
        return TransportUrl("maildir", Path(path))
    parts = urlsplit(url)
    scheme = next((name for name in _PORTS if name == parts.scheme), None)
    if scheme is None:
        what = Text("cách gửi thư không được hỗ trợ", "is not a known way of sending")
        raise TransportUrlError(what, _KNOWN)
    try:
        host, port = parts.hostname or "", parts.port or _PORTS[scheme]
    except ValueError:
        host, port = "", 0
    if not host:
        raise TransportUrlError(
            Text("thiếu máy chủ hoặc sai cổng", "has no host or a bad port"), _KNOWN
        )
    if parts.username or parts.password:
        raise TransportUrlError(
            Text("không ghi tài khoản trong địa chỉ", "must not carry the account"),
            Text(
                "đặt user, và mật khẩu bằng KYHAN_MAIL__PASSWORD_FILE",
                "set user, and the password by KYHAN_MAIL__PASSWORD_FILE",
            ),
        )
    in_the_clear = scheme == "smtp" and not _loopback(host)
    if in_the_clear and parse_qs(parts.query).get("insecure") != ["yes"]:
        raise TransportUrlError(
            Text("thư sẽ đi tới máy khác không mã hóa", "would send to another host in the clear"),
            Text(
                f"smtp+starttls://{host}:587 hoặc smtps://{host}:465"
                " (hoặc thêm ?insecure=yes nếu thật sự muốn)",
                f"smtp+starttls://{host}:587 or smtps://{host}:465"
                " (or add ?insecure=yes if that is really meant)",
            ),
        )
    return TransportUrl(scheme, host=host, port=port)


_KNOWN = Text(
    "maildir:THƯ-MỤC, smtp+starttls://máy:587, smtps://máy:465, smtp://localhost:25",
    "maildir:FOLDER, smtp+starttls://host:587, smtps://host:465, smtp://localhost:25",
)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Envelope:
    """One finished message to one recipient. `message_id` is the header's value, brackets too."""

    sender: str
    recipient: str
    message_id: str
    data: bytes


class SendError(Exception):
    """A message was not accepted, or nobody knows whether it was.

    `relay`: the way itself is down, not this recipient; nothing is held against the message.
    `temporary` and `permanent` are answers about this recipient. `unknown`: the connection was lost
    after the data went out; the message may have been accepted. `lost`: this sender was frozen past
    its lease, another may have the message by now; no data went out.
    """

    def __init__(
        self, kind: Literal["relay", "temporary", "permanent", "unknown", "lost"], detail: str
    ) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind, self.detail = kind, detail


class Stamp(Protocol):
    """Awaited just before the data leave. What it raises ends the attempt: no data goes out."""

    async def __call__(self) -> None:
        """Write down that the data leave now."""

    def holds(self) -> bool:
        """Whether the message is still this sender's: asked at the last moment of all."""


class Transport(Protocol):
    """A way by which mail leaves. Several tasks may send at once."""

    async def send(self, envelope: Envelope, stamp: Stamp) -> None:
        """Hand the message over; SendError where that failed. The same message may come again."""

    async def close(self) -> None:
        """End the connections, if there are any."""
