"""From where a request comes, as far as that can be known."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request

from ..settings import WebSettings

_ONE_CLIENT = 64  # bits of an IPv6 network that one customer has whole (RFC 6177)


def client_of(request: Request, settings: WebSettings) -> str:
    """The address of the client; of IPv6 its network, since it may change within it at will.

    X-Forwarded-For is believed where a configured proxy sent it, and then from its end: what stands
    before the last address that is no proxy's may be anybody's invention.
    """
    peer = request.client.host if request.client else ""
    if peer in settings.proxies:
        told = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
        named = [each.strip() for each in told if each.strip()]
        peer = next((each for each in reversed(named) if each not in settings.proxies), peer)
    return _one_client(peer)


def _one_client(peer: str) -> str:
    try:
        address = ip_address(peer.partition("%")[0])
    except ValueError:
        return peer
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((address, _ONE_CLIENT), strict=False))
