"""Content lines hold what they are given, whatever it is, in lines clients can read."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import example, given
from hypothesis import strategies as st

from calendars.lines import Words, continuation, fold, line
from rules.text import one_line

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)
ESCAPED = st.text(st.sampled_from("\\;,nNa ắ😀"), max_size=300)


def in_event(lines: bytes) -> bytes:
    """A calendar around the lines of one event."""
    return (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN\r\nBEGIN:VEVENT\r\n"
        b"UID:1@test\r\nDTSTAMP:20190101T000000Z\r\nDTSTART;VALUE=DATE:20190304\r\n"
        + lines
        + b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def check_octets(lines: bytes) -> None:
    """The strict reading of RFC 5545, 3.1, and no fold inside an escape."""
    assert lines.endswith(b"\r\n")
    physical = lines.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, physical)) <= 75
    assert not re.search(rb"[\x00-\x1f\x7f]", b"".join(physical))
    for above, below in pairwise(physical):
        assert below.startswith(b" ")
        above.decode()
        trailing = len(above) - len(above.rstrip(b"\\"))
        assert trailing % 2 == 0


def check_readers(lines: bytes, text: str) -> None:
    raw = in_event(lines)
    event: Any = icalendar.Calendar.from_ical(raw).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == text
    other: Any = vobject.readOne(raw.decode()).vevent
    assert other.summary.value == text


@given(ANY)
@example("\ud800 lone \udfff")
@example("a\r\nEND:VEVENT\r\nBEGIN:VEVENT")
@example("a\x00b\x0b\x0c\x1c\x85\u2028\u2029\tc")
def test_cleaned_text_is_one_visible_line_of_nfc(text: str) -> None:
    cleaned = one_line(text)
    assert cleaned == one_line(cleaned)
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert len(cleaned.splitlines()) <= 1
    cleaned.encode()


@given(ANY)
@example("C:\\New, a; b \\N \\n \\\\")
@example("ắ" * 5_000)
def test_any_title_comes_back_from_two_readers(text: str) -> None:
    title = one_line(f"[Hạn] {text}")
    lines = line("SUMMARY", Words(title))
    check_octets(lines)
    check_readers(lines, title)


@given(ESCAPED)
def test_escapes_are_never_parted(text: str) -> None:
    title = f"x{text}x"
    lines = line("SUMMARY", Words(title))
    check_octets(lines)
    check_readers(lines, title)


@pytest.mark.parametrize("unit", ["a", "é", "ắ", "😀", "\\", ";", ",", "a\\", "\\;ắ"])
def test_every_fold_offset(unit: str) -> None:
    for offset in range(160):
        title = "[" + "a" * offset + unit * 60 + "]"
        lines = line("SUMMARY", Words(title))
        check_octets(lines)
        check_readers(lines, title)


@given(st.lists(ESCAPED.map(one_line), min_size=2, max_size=6))
def test_a_text_may_be_continued_line_by_line(parts: list[str]) -> None:
    first, *rest = (f"x{part}x" for part in parts)
    lines = line("SUMMARY", Words(first)) + b"".join(continuation(f"\n{each}") for each in rest)
    check_octets(lines)
    check_readers(lines, "\n".join([first, *rest]))


def test_a_line_of_75_octets_is_not_folded() -> None:
    assert fold("a" * 75) == b"a" * 75 + b"\r\n"
    assert fold("a" * 76) == b"a" * 75 + b"\r\n a\r\n"
