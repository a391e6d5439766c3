"""What may be submitted, and what is said of what may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from rules.facts import Completion
from rules.submission import cleaned, faults

TODAY = date(2019, 3, 4)
GOOD = Completion(
    "p/III.1/2019-Q1/tu-phap", TODAY, "12/BC-STP", "van-thu", datetime(2019, 3, 4, 2, tzinfo=UTC),
    document_date=date(2019, 3, 1), link="https://vanban.example.vn/12?a=1", note="kèm phụ lục",
)  # fmt: skip


def wrong(**fields: Any) -> list[str]:
    return [fault.field for fault in faults(replace(GOOD, **fields), TODAY)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"document_date": None, "link": "", "note": ""},
        {"document_date": TODAY},
        {"number": "", "nil": True},
        {"nil": True},
        {"number": "1" * 100, "note": "x" * 2_000},
        {"link": "HTTP://a"},
        {"link": "http://[2001:db8::1]:8080/tệp"},
    ],
)
def test_what_may_stand(fields: dict[str, Any]) -> None:
    assert wrong(**fields) == []


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"on": date(2019, 3, 5)}, ["on"]),
        ({"on": date(2019, 2, 28)}, ["document_date"]),
        ({"document_date": date(2019, 3, 5)}, ["document_date"]),
        ({"number": ""}, ["number"]),
        ({"number": "1" * 101, "note": "x" * 2_001}, ["number", "note"]),
        ({"file_name": "x" * 201}, ["file_name"]),
        ({"link": "javascript:alert(1)"}, ["link"]),
        ({"link": "//evil.example"}, ["link"]),
        ({"link": "https:///tệp"}, ["link"]),
        ({"link": "https://a b"}, ["link"]),
        ({"link": "https://a\\@b"}, ["link"]),
        ({"link": "https://stp.gov.vn@elsewhere.example"}, ["link"]),
        ({"link": "https://a/<b>"}, ["link"]),
        ({"link": "https://a/" + "x" * 2_000}, ["link"]),
        ({"on": date(2019, 3, 9), "number": "", "link": "x"}, ["on", "number", "link"]),
    ],
)
def test_each_fault_names_its_field(fields: dict[str, Any], named: list[str]) -> None:
    assert wrong(**fields) == named


def test_both_languages_say_what_is_wrong() -> None:
    (fault,) = faults(replace(GOOD, document_date=date(2019, 3, 5)), TODAY)
    assert fault.text.vi == "sau ngày nộp 04/03/2019"
    assert fault.text.en == "after the day of submission, 4 March 2019"


def test_fields_are_cleaned_and_only_a_note_keeps_its_lines() -> None:
    dirty = replace(
        GOOD, number=" 12/BC\r\nX: y\u202e ", link="\thttps://a\n", file_name="a\x00b.pdf",
        note="\nmột\x07  dòng\r\nhai\u200b\n",
    )  # fmt: skip
    clean = cleaned(dirty)
    assert (clean.number, clean.link, clean.file_name) == ("12/BC X: y", "https://a", "a b.pdf")
    assert clean.note == "một dòng\nhai"
    assert cleaned(clean) == clean
