"""The bytes of a message: one recipient, two bodies, the same words giving the same bytes.

Written by hand since the standard library's `EmailMessage` takes tens of times as long over
Vietnamese headers, encodes long message ids away and, before Python 3.11.10, lets a subject add
headers (CVE-2024-6923). Header texts are RFC 2047 B words, bodies base64, lines end in CRLF.
"""

from __future__ import annotations

import re
from base64 import b32encode, b64encode
from binascii import b2a_base64
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from rules.text import one_line
from templates.render import Rendered

WORD = 45  # bytes of text in one encoded word: 60 characters of base64, 72 in its frame
LINE = 76  # characters of a line with such a word in it (RFC 2047, 2), and of base64
LONGEST = 998  # characters of any line (RFC 5322, 2.1.1)
PLAIN = 60  # characters of ASCII that go unencoded on the header's first line
_FRAME = "=?utf-8?b?{}?="

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,39}")
_BODY_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_USUAL = re.compile("[\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\U0010ffff]*+")
_OURS = re.compile(
    "from|sender|to|cc|bcc|reply-to|subject|date|message-id|in-reply-to|references|received"
    "|return-path|auto-submitted|x-auto-response-suppress|mime-version|content-.*",
    re.IGNORECASE,
)

_PART = "\r\nContent-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
_PLAIN, _HTML = (_PART.format(kind).encode("ascii") for kind in ("plain", "html"))


class Mailbox(NamedTuple):
    """An address, and the name shown for it."""

    address: str
    name: str = ""


def build_message(
    rendered: Rendered,
    *,
    sender: Mailbox,
    recipient: Mailbox,
    reply_to: Mailbox | None,
    date: datetime,
    message_id: str,
    references: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """The message as it goes over the wire (RFC 5322, 2045, 2047, 3834); equal in, equal out.

    `date` keeps its own offset. The last of `references` is the message answered. `headers` are
    further ones, e.g. List-Id. ValueError, naming it, for an address, an id or a header's name that
    cannot stand in a header, and for a date without offset; a text never fails: what could do harm
    in it is blunted.
    """
    if date.utcoffset() is None:
        raise ValueError(f"the message's date has no UTC offset: {date}")
    ids = [_checked_id(value) for value in (*references, message_id)]
    text, html = _body(rendered.text), _body(rendered.html)
    # Neither base64 nor a header of a part holds "=_": the boundary stands in no part.
    boundary = "=_" + sha256(text + b"\0" + html).hexdigest()[:32]
    lines = [
        _mailbox("From", sender),
        _mailbox("To", recipient),
        *([_mailbox("Reply-To", reply_to)] if reply_to else []),
        _text("Subject", rendered.subject),
        f"Date: {format_datetime(date)}",
        f"Message-ID: {ids[-1]}",
        *([f"In-Reply-To: {ids[-2]}", _folded("References", ids[:-1])] if references else []),
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        f"Content-Language: {rendered.lang}",
        *(_further(name, value) for name, value in (headers or {}).items()),
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"',
    ]
    head = "\r\n".join(lines).encode("ascii")
    mark = boundary.encode("ascii")
    return (
        head + b"\r\n\r\n"
        b"--" + mark + _PLAIN + text + b"--" + mark + _HTML + html + b"--" + mark + b"--\r\n"
    )


def message_id(kind: str, recipient: str, day: date, *, secret: str, domain: str) -> str:
    """The same id for the same mail at every attempt, so that a repeated one is known for one."""
    return _identifier(secret, domain, "mail", kind, recipient, day.isoformat())


def thread_root(occurrence: str, recipient: str, *, secret: str, domain: str) -> str:
    """The id, of no message of its own, that all mails about an occurrence refer to."""
    return _identifier(secret, domain, "thread", occurrence, recipient)


def _identifier(secret: str, domain: str, *parts: str) -> str:
    digest = sha256("\0".join((secret, *parts)).encode("utf-8", "surrogatepass")).digest()
    name = b32encode(digest[:15])[:20].decode("ascii").lower()
    return f"<{name}@{_domain(domain)}>"


def checked_address(address: str) -> str:
    """The address as it may stand in a header or an SMTP command, its domain in IDNA.

    ValueError, naming the address, where it is not one plain `local@domain` in ASCII letters.
    """
    local, at, domain = address.rpartition("@")
    if not at or len(local) > 64 or not _LOCAL.fullmatch(local):
        raise ValueError(f"not a mail address: {address!r}")
    try:
        checked = f"{local}@{_domain(domain)}"
    except ValueError as error:
        raise ValueError(f"not a mail address: {address!r}") from error
    if len(checked) > 254:  # RFC 5321, 4.5.3.1.3 less the angle brackets
        raise ValueError(f"a mail address of more than 254 characters: {address!r}")
    return checked


@lru_cache(maxsize=1024)
def _domain(domain: str) -> str:
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"not a domain: {domain!r}") from error
    if not _DOMAIN.fullmatch(ascii_domain):
        raise ValueError(f"not a domain: {domain!r}")
    return ascii_domain


def _checked_id(value: str) -> str:
    if len(value) > 250 or not _MESSAGE_ID.fullmatch(value):
        raise ValueError(f"not a message id: {value!r}")
    return value


def _harmless(text: str) -> str:
    """One line on which nothing reads as an encoded word, not even to one who decodes twice."""
    return one_line(text).replace("=?", "= ?")


def _words(name: str, text: str) -> list[str]:
    """The text as RFC 2047 B words, cut between characters, each short enough for its line.

    The first shares its line with the header's name.
    """
    data, words = text.encode(), list[str]()
    start, room = 0, (LINE - len(name) - len(": ") - len(_FRAME.format(""))) // 4 * 3
    while start < len(data):
        end = start + room
        while end < len(data) and data[end] & 0xC0 == 0x80:  # inside a character of UTF-8
            end -= 1
        if end < len(data):  # rather at a space: Python 3.11 reads one between the words of a name
            end = data.rfind(b" ", start + room // 2, end) + 1 or end
        words.append(_FRAME.format(b64encode(data[start:end]).decode("ascii")))
        start, room = end, WORD
    return words


def _folded(name: str, tokens: Sequence[str]) -> str:
    """`name: token token ...`, broken only between tokens, so that it unfolds to itself."""
    lines, line = list[str](), f"{name}:"
    for place, token in enumerate(tokens):
        if place and len(line) + 1 + len(token) > LINE:
            lines.append(line)
            line = ""
        line += f" {token}"
    return "\r\n".join([*lines, line])


def _text(name: str, text: str) -> str:
    text = _harmless(text)
    if text.isascii() and len(text) <= PLAIN:
        return f"{name}: {text}"
    return _folded(name, _words(name, text))


@lru_cache(maxsize=1024)
def _mailbox(name: str, mailbox: Mailbox) -> str:
    address, shown = checked_address(mailbox.address), _harmless(mailbox.name)
    if not shown:
        return f"{name}: {address}"
    if shown.isascii() and len(shown) <= PLAIN:
        escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
        words = [f'"{escaped}"']
    else:
        words = _words(name, shown)
    return _folded(name, [*words, f"<{address}>"])


@lru_cache(maxsize=256)
def _further(name: str, value: str) -> str:
    """A further header; ASCII goes as it is, broken at spaces: a link or id in it stays whole."""
    if not _NAME.fullmatch(name) or _OURS.fullmatch(name):
        raise ValueError(f"not a further header's name: {name!r}")
    tokens = _harmless(value).split(" ")
    foreign = [place for place, token in enumerate(tokens) if not token.isascii()]
    if foreign:
        words = slice(foreign[0], foreign[-1] + 1)
        tokens[words] = _words(name, " ".join(tokens[words]))
    if max(map(len, tokens)) > LONGEST - len(name) - len(": "):
        raise ValueError(f"{name} holds a word too long for a line")
    return _folded(name, tokens)


def _body(text: str) -> bytes:
    if not _USUAL.fullmatch(text):  # one look in place of three, nearly always enough
        text = _SURROGATE.sub("\ufffd", _BODY_CONTROL.sub("", _LINE_END.sub("\n", text)))
    encoded = b2a_base64(text.encode().replace(b"\n", b"\r\n"), newline=False)
    lines = [encoded[start : start + LINE] for start in range(0, len(encoded), LINE)]
    return b"\r\n".join([*lines, b""])
