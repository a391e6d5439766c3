"""Signing in: links that work once and for a while, how often they may be asked for, sessions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import Table, func, select

from ledger.access import TooManyError, client_hash
from ledger.engine import reading
from ledger.store import Ledger
from ledger.tables import sessions, sign_ins

NOW = datetime(2019, 2, 25, 2, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LAN = "lan@example.org"


def ask(ledger: Ledger, now: datetime = NOW, address: str = LAN, client: str = "c") -> str:
    return ledger.request_sign_in(address, client, now)


def rows(ledger: Ledger, table: Table) -> int:
    with reading(ledger._engine) as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_a_link_signs_in_once(ledger: Ledger) -> None:
    token = ask(ledger)
    assert ledger.sign_in_address(token, NOW) == LAN
    assert ledger.sign_in_address(token, NOW) == LAN  # to look changes nothing
    assert ledger.use_sign_in(token, NOW) == LAN
    assert ledger.use_sign_in(token, NOW) is None
    assert ledger.sign_in_address(token, NOW) is None


@pytest.mark.parametrize(("minutes", "found"), [(0, LAN), (14, LAN), (15, None), (16, None)])
def test_a_link_lasts_fifteen_minutes(ledger: Ledger, minutes: int, found: str | None) -> None:
    token = ask(ledger)
    then = NOW + minutes * MINUTE
    assert ledger.sign_in_address(token, then) == found
    assert ledger.use_sign_in(token, then) == found


@pytest.mark.parametrize("token", ["", "A" * 43, "ê" * 43, "x" * 5000])
def test_what_was_never_made_signs_nobody_in(ledger: Ledger, token: str) -> None:
    ask(ledger)
    assert ledger.sign_in_address(token, NOW) is None
    assert ledger.use_sign_in(token, NOW) is None
    assert ledger.session(token, NOW) is None


def test_a_link_is_no_session_and_a_session_no_link(ledger: Ledger) -> None:
    link, session = ask(ledger), ledger.open_session(LAN, NOW)
    assert ledger.session(link, NOW) is None
    assert ledger.use_sign_in(session, NOW) is None


def test_two_who_use_a_link_at_once_do_not_both_get_in(url: str) -> None:
    with Ledger.open(url) as ledger, ThreadPoolExecutor(4) as pool:
        token = ask(ledger)
        used = list(pool.map(lambda _: ledger.use_sign_in(token, NOW), range(8)))
        assert sorted(each or "" for each in used) == [""] * 7 + [LAN]


def test_only_hashes_are_kept(ledger: Ledger) -> None:
    link, session = ask(ledger), ledger.open_session(LAN, NOW)
    for table, secret in ((sign_ins, link), (sessions, session)):
        with reading(ledger._engine) as connection:
            (row,) = connection.execute(select(table))
        assert row.hash == sha256(secret.encode()).hexdigest()
        assert secret not in repr(row)


def test_a_client_is_kept_as_a_hash_that_only_this_ledger_makes() -> None:
    kept = client_hash("192.0.2.7", "secret")
    assert len(kept) == 64
    assert kept == client_hash("192.0.2.7", "secret")
    assert kept != client_hash("192.0.2.8", "secret")
    assert kept != client_hash("192.0.2.7", "another")


def test_an_address_gets_three_links_in_fifteen_minutes(ledger: Ledger) -> None:
    for minute in (0, 1, 2):
        ask(ledger, NOW + minute * MINUTE, client=str(minute))
    for minute, address in ((3, LAN), (14, LAN.upper())):
        with pytest.raises(TooManyError) as refused:
            ask(ledger, NOW + minute * MINUTE, address, client=f"d{minute}")
        assert refused.value.of == "address"
    ask(ledger, NOW + 15 * MINUTE)  # the first of the three is fifteen minutes old
    with pytest.raises(TooManyError):
        ask(ledger, NOW + 15 * MINUTE)


def test_a_client_gets_twenty_links_in_an_hour(ledger: Ledger) -> None:
    for number in range(20):
        ask(ledger, NOW + number * MINUTE, f"a{number}@example.org")
    with pytest.raises(TooManyError) as refused:
        ask(ledger, NOW + 59 * MINUTE, "b@example.org")
    assert refused.value.of == "client"
    ask(ledger, NOW + 59 * MINUTE, "b@example.org", client="another")
    ask(ledger, NOW + 60 * MINUTE, "b@example.org")


def test_many_at_once_are_counted_right(url: str) -> None:
    def try_to(_number: int) -> bool:
        try:
            ask(ledger)
        except TooManyError:
            return False
        return True

    with Ledger.open(url) as ledger, ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(try_to, range(8))) == 3


def test_what_is_refused_is_not_counted(ledger: Ledger) -> None:
    for _ in range(3):
        ask(ledger)
    for _ in range(5):
        with pytest.raises(TooManyError):
            ask(ledger)
    assert rows(ledger, sign_ins) == 3


def test_a_session_lasts_twelve_hours(ledger: Ledger) -> None:
    token = ledger.open_session(LAN, NOW)
    assert ledger.session(token, NOW + 12 * HOUR - MINUTE) == LAN
    assert ledger.session(token, NOW + 12 * HOUR) is None


def test_a_session_that_was_ended_is_over_and_no_other(ledger: Ledger) -> None:
    first, second = ledger.open_session(LAN, NOW), ledger.open_session(LAN, NOW)
    assert first != second
    ledger.end_session(first, NOW)
    ledger.end_session("A" * 43, NOW)
    assert ledger.session(first, NOW) is None
    assert ledger.session(second, NOW) == LAN


def test_old_rows_go_with_the_next_that_is_written(ledger: Ledger) -> None:
    ask(ledger)
    ask(ledger, NOW + 30 * MINUTE)
    ask(ledger, NOW + HOUR)
    assert rows(ledger, sign_ins) == 2
    old = ledger.open_session(LAN, NOW)
    ended = ledger.open_session(LAN, NOW + 11 * HOUR)
    ledger.end_session(ended, NOW + 11 * HOUR)
    kept = ledger.open_session(LAN, NOW + 12 * HOUR)
    assert rows(ledger, sessions) == 1
    assert ledger.session(kept, NOW + 12 * HOUR) == LAN
    assert ledger.session(old, NOW) is None
