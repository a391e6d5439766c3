"""The ping after a good pass: a dead man's switch elsewhere that alarms when it stops.

The request goes to an address that was looked at first (no second look-up that could answer
otherwise), over TLS for the name that was asked for, and no redirect is followed.
"""

from __future__ import annotations

import asyncio
import ssl
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

PATIENCE = 10.0  # seconds for all of it
_ANSWER = 1024  # bytes of the answer that are read: its first line stands in them
_NAT64 = IPv6Network("64:ff9b::/96")  # an IPv4 address in its last 32 bits (RFC 6052)


class PingError(Exception):
    """The ping was not taken; the text is one line without the address, which is a secret."""


async def ping(url: str, *, private: bool = False) -> None:
    """GET the URL. PingError unless it is answered by 2xx within PATIENCE seconds.

    `private`: an address that is not of the public internet is allowed too.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            await _ping(url, private=private)
    except TimeoutError as error:
        raise PingError(f"no answer within {PATIENCE:g} s") from error
    except (OSError, ValueError) as error:
        raise PingError(type(error).__name__) from error


async def _ping(url: str, *, private: bool) -> None:
    parts = urlsplit(url)
    host, port = str(parts.hostname), parts.port or 443
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=1)
    addresses = [str(entry[4][0]) for entry in found]
    barred = [address for address in addresses if not private and not is_public(address)]
    if barred or not addresses:
        raise PingError("the host has an address that is not public (see watch.ping_private)")
    reader, writer = await asyncio.open_connection(
        addresses[0], port, ssl=ssl.create_default_context(), server_hostname=host
    )
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        authority = parts.netloc
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: kyhan\r\n"
            "Accept: */*\r\nConnection: close\r\n\r\n".encode("ascii")
        )
        await writer.drain()
        line = (await reader.read(_ANSWER)).split(b"\r\n", 1)[0].split(b" ", 2)
        if len(line) < 2 or not line[0].startswith(b"HTTP/1.") or line[1][:1] != b"2":
            raise PingError(
                f"answered {line[1][:3].decode('ascii', 'replace')}" if line[1:] else "no HTTP"
            )
    finally:
        writer.close()


def is_public(address: str) -> bool:
    """Whether an address is of the public internet, by what is inside it where it is mapped."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if found in _NAT64:
            inner = IPv4Address(int(found) & 0xFFFFFFFF)
        found = inner or found
    return found.is_global and not found.is_multicast
