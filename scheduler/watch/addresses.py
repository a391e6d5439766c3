"""The two addresses of `[watch]`: where the endpoints listen, and what is pinged."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated, NamedTuple
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr

from rules.text import Text

from ..config_values import BadValueError


class HostPort(NamedTuple):
    """A numeric host, or localhost, and a port; 0 is any free one."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def parse_listen(listen: str) -> HostPort:
    """The parts of `127.0.0.1:9464` or `[::1]:9464`; BadValueError on anything else."""
    try:
        parts = urlsplit(f"//{listen}")
        host, port = parts.hostname or "", parts.port
        if host != "localhost":
            ip_address(host)
    except ValueError:
        host, port = "", None
    if port is None or parts.netloc != listen or parts.username is not None:
        raise BadValueError(
            Text("không phải địa chỉ và cổng", "is not an address and a port"),
            Text(
                'viết "127.0.0.1:9464", hoặc để trống để tắt',
                'write "127.0.0.1:9464", or leave it empty to switch it off',
            ),
        )
    return HostPort(host, port)


def _listen(listen: str) -> str:
    if listen:
        parse_listen(listen)
    return listen


def _ping_url(secret: SecretStr) -> SecretStr:
    url = secret.get_secret_value()
    if not url:
        return secret
    try:
        parts = urlsplit(url)
        usable = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.username is not None or not url.isascii() or not url.isprintable():
        raise BadValueError(
            Text("không phải địa chỉ https", "is not an https address"),
            Text(
                "viết https://máy/đường-dẫn, không kèm tài khoản",
                "write https://host/path, without an account",
            ),
        )
    return secret


Listen = Annotated[str, AfterValidator(_listen)]
"""`host:port` by number, or "" for off."""
PingUrl = Annotated[SecretStr, AfterValidator(_ping_url)]
"""An https address; secret, since whoever knows it can ping in our name."""
