"""Files and snapshots kept under the hash of what is in them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from ledger.files import StoredFile
from ledger.snapshots import Snapshot
from ledger.store import Ledger

NOW = datetime(2019, 3, 4, 2, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("content", "name"),
    [  # printf ... | sha256sum
        (b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ],
)
def test_a_file_is_kept_under_its_hash(ledger: Ledger, content: bytes, name: str) -> None:
    assert ledger.file(name) is None
    assert ledger.save_file(content, "application/pdf", NOW) == name
    assert ledger.file(name) == StoredFile(name, "application/pdf", content, NOW)


def test_any_bytes_come_back_as_they_went_in(ledger: Ledger) -> None:
    content = bytes(range(256)) * 4_000
    found = ledger.file(ledger.save_file(content, "application/zip", NOW))
    assert found is not None
    assert found.content == content


def test_the_same_file_again_is_the_one_that_is_there(ledger: Ledger) -> None:
    def save(number: int) -> str:
        return ledger.save_file(b"abc", f"text/x-{number}", LATER)

    first = ledger.save_file(b"abc", "text/plain", NOW)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(save, range(8))) == {first}
    assert ledger.file(first) == StoredFile(first, "text/plain", b"abc", NOW)


def test_what_is_no_hash_names_no_file(ledger: Ledger) -> None:
    ledger.save_file(b"abc", "text/plain", NOW)
    for name in ("", "%", "../../etc/passwd", "ba7816bf"):
        assert ledger.file(name) is None
        assert ledger.snapshot(name) is None


def test_a_snapshot_comes_back_byte_for_byte(ledger: Ledger) -> None:
    data, page = '{"a":"ố"}', "<p>ố</p>".encode() + bytes(range(256))
    saved = ledger.save_snapshot("plan:p", date(2019, 3, 4), data, page, "lan", NOW)
    assert ledger.snapshot(saved) == Snapshot(
        saved, "plan:p", date(2019, 3, 4), data, page, "lan", NOW
    )
    again = ledger.save_snapshot("plan:p", date(2019, 3, 5), data, page, "minh", LATER)
    assert again == saved
    assert ledger.snapshot(saved) == Snapshot(
        saved, "plan:p", date(2019, 3, 4), data, page, "lan", NOW
    )


def test_a_snapshot_is_named_by_what_is_in_it(ledger: Ledger) -> None:
    # printf '{}<p></p>' | sha256sum
    day = date(2019, 3, 4)
    assert ledger.save_snapshot("plan:p", day, "{}", b"<p></p>", "lan", NOW) == "665c5c104352"
    others = {
        ledger.save_snapshot("plan:p", day, *content, "lan", NOW)
        for content in (("{}", b"<p> </p>"), ('{"a":1}', b"<p></p>"))
    }
    assert len(others | {"665c5c104352"}) == 3
