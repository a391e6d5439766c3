"""Conditional requests and content coding, as a client asks for them (RFC 9110, 12.5.3 and 13)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def not_modified(if_none_match: str, if_modified_since: str, etag: str, modified: datetime) -> bool:
    """Whether the client has what would be sent. Header values, "" where there is none.

    If-None-Match goes first, by weak comparison; only without it If-Modified-Since counts, by its
    value (13.2.2). What cannot be read is as if it were not there (13.1.3).
    """
    if if_none_match:
        return if_none_match.strip() == "*" or etag in _TAG.findall(if_none_match)
    try:
        since = parsedate_to_datetime(if_modified_since)
    except (ValueError, OverflowError):
        return False
    since = since if since.tzinfo else since.replace(tzinfo=UTC)
    return modified.replace(microsecond=0) <= since


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether gzip is wanted at least as much as no coding at all."""
    weights: dict[str, float] = {}
    for each in accept_encoding.lower().split(","):
        coding, *parameters = (part.strip() for part in each.split(";"))
        weights[coding] = _weight(parameters)
    others = weights.get("*", 0.0)
    wanted = weights.get("gzip", weights.get("x-gzip", others))
    return wanted > 0 and wanted >= weights.get("identity", 0.0)


def _weight(parameters: list[str]) -> float:
    for each in parameters:
        name, _, value = each.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
