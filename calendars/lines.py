r"""Content lines (RFC 5545, 3.1): icalendar names, types and escapes them; here they are folded.

Two things are done here because icalendar 7.3.0 does them wrong: its fold can part a backslash from
the backslash it escapes (Google then drops the event), and its escape turns a literal `\N` of a
title into a line break. Its fold also costs half of the time of a feed.
"""

from __future__ import annotations

from icalendar import Component
from icalendar.parser import Contentline, Parameters
from icalendar.prop import vDatetime, vInt, vText, vUri

LIMIT = 75  # octets in a line, without its CRLF (RFC 5545, 3.1)
_NONE = Parameters()


class Words(vText):
    """A TEXT value (RFC 5545, 3.3.11) of cleaned lines, parted by line feeds."""

    def to_ical(self) -> bytes:
        """Escaped, in UTF-8."""
        escaped = self.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,")
        return escaped.replace("\n", r"\n").encode()


def fold(line: str) -> bytes:
    """The line in UTF-8, at most 75 octets at a time, with its last CRLF.

    No fold parts the octets of a character, nor a backslash from what it escapes.
    """
    raw = line.encode()
    pieces, start, room = [], 0, LIMIT
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:
            end -= 1
        piece = raw[start:end]
        end -= (len(piece) - len(piece.rstrip(b"\\"))) % 2
        pieces.append(raw[start:end])
        start, room = end, LIMIT - 1
    pieces.append(raw[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def line(name: str, value: vText | vUri | vInt | vDatetime) -> bytes:
    """One property without parameters, folded."""
    return fold(Contentline.from_parts(name, _NONE, value))


def continuation(text: str) -> bytes:
    """More of the TEXT value whose line has just ended: a fold may stand anywhere."""
    return fold(" " + Words(text).to_ical().decode())


def component_lines(component: Component) -> list[bytes]:
    """The component's lines from BEGIN to END, folded, in the order they were added."""
    return [fold(each) for each in component.content_lines(sorted=False) if each]
