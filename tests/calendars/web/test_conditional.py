"""Conditions and codings as RFC 9110 has them, by tables."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.web.feeds.conditional import accepts_gzip, not_modified

TAG = '"abc"'
MODIFIED = datetime(2019, 3, 4, 2, 0, 30, 999999, tzinfo=UTC)
BEFORE = "Mon, 04 Mar 2019 02:00:29 GMT"
SAME = "Mon, 04 Mar 2019 02:00:30 GMT"
AFTER = "Tue, 05 Mar 2019 00:00:00 GMT"


@pytest.mark.parametrize(
    ("if_none_match", "if_modified_since", "expected"),
    [
        ("", "", False),
        ('"abc"', "", True),
        ('W/"abc"', "", True),  # weak comparison (13.1.2)
        ('"x", "abc"', "", True),
        ('"x","y" , W/"abc"', "", True),
        ("*", "", True),
        (" * ", "", True),
        ('"x"', "", False),
        ('"abcd"', "", False),
        ("abc", "", False),
        ('"*"', "", False),
        ('"ABC"', "", False),
        ("", BEFORE, False),
        ("", SAME, True),
        ("", AFTER, True),
        ("", "Monday, 04-Mar-19 02:00:30 GMT", True),  # RFC 850, to be read too (5.6.7)
        ("", "Mon Mar  4 02:00:30 2019", True),  # asctime
        ("", "Thu, 01 Jan 1970 00:00:00 GMT", False),
        ("", "not a date", False),
        ("", "2019-03-04", False),
        ("", "Mon, 99 Mar 2019 02:00:30 GMT", False),
        ("", "Mon, 04 Mar 99999999999999999999 02:00:30 GMT", False),
        ('"x"', AFTER, False),  # the tag goes first, whatever the date says (13.2.2)
        ('"abc"', BEFORE, True),
        ("rubbish", AFTER, False),
    ],
)
def test_whether_the_client_has_it(
    if_none_match: str, if_modified_since: str, expected: bool
) -> None:
    assert not_modified(if_none_match, if_modified_since, TAG, MODIFIED) is expected


@pytest.mark.parametrize(
    ("accept_encoding", "expected"),
    [
        ("", False),
        ("identity", False),
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("deflate , gzip;q=0.5", True),
        ("br", False),
        ("*", True),
        ("*;q=0", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=0, *", False),
        ("*;q=0, gzip", True),
        ("gzip;q=0.5, identity;q=1", False),
        ("gzip;q=1, identity;q=0.5", True),
        ("identity;q=0, *", True),
        ("gzip;q=much", False),
        ("gzip;q", False),
        ("gzip;level=9", True),
        (",,;;,", False),
    ],
)
def test_whether_gzip_is_wanted(accept_encoding: str, expected: bool) -> None:
    assert accepts_gzip(accept_encoding) is expected


HEADER = st.text(st.characters(codec="latin-1")) | st.from_regex(
    r"(Mon|x), \d{1,9} (Mar|xyz) -?\d{1,20} \d{1,9}:\d{1,9}:\d{1,9} ([A-Z]{3}|[+-]\d{1,9})",
    fullmatch=True,
)


@given(HEADER, HEADER, HEADER)
def test_no_header_is_too_odd(tags: str, since: str, codings: str) -> None:
    assert not_modified(tags, since, TAG, MODIFIED) in (True, False)
    assert accepts_gzip(codings) in (True, False)


@given(HEADER)
def test_no_date_is_too_odd(since: str) -> None:
    assert not_modified("", since, TAG, MODIFIED) in (True, False)
