"""Tokens: shown once, kept as hashes, ended at once or later."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select, text

from ledger.engine import reading, writing
from ledger.store import Ledger
from ledger.tables import tokens

NOW = datetime(2019, 2, 25, 2, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
SCOPE = "agency:hanoi:so-tu-phap"


def create(ledger: Ledger) -> tuple[int, str]:
    return ledger.create_token("feed", SCOPE, "chị Lan", "minh", NOW)


def scope(ledger: Ledger, token: str, now: datetime = NOW + MINUTE) -> str | None:
    return ledger.token_scope(token, "feed", now)


def test_a_token_is_256_random_bits_of_which_the_hash_is_kept(ledger: Ledger) -> None:
    number, token = create(ledger)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    with reading(ledger._engine) as connection:
        (row,) = connection.execute(select(tokens))
    assert row.hash == sha256(token.encode()).hexdigest()
    assert token not in repr(row)
    assert (row.id, row.scope, row.name, row.by) == (number, SCOPE, "chị Lan", "minh")


def test_it_opens_its_scope_and_nothing_of_another_kind(ledger: Ledger) -> None:
    _, token = create(ledger)
    assert scope(ledger, token) == SCOPE
    assert ledger.token_scope(token, "api", NOW) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda token: "",
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: ("A" if token[0] != "A" else "B") + token[1:],
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "E"),
        lambda token: token.swapcase(),
        lambda token: sha256(token.encode()).hexdigest()[:43],
        lambda token: "%" * 43,
        lambda token: "ê" * 43,
        lambda token: "\ud800" * 43,
    ],
)  # fmt: skip
def test_nothing_else_opens_it(ledger: Ledger, change: object) -> None:
    _, token = create(ledger)
    assert callable(change)
    assert scope(ledger, change(token)) is None


def test_the_whole_hash_is_compared(ledger: Ledger) -> None:
    _, token = create(ledger)
    with writing(ledger._engine) as connection:  # the same first digits, another end
        connection.execute(text("UPDATE tokens SET hash = substr(hash, 1, 60) || '----'"))
    assert scope(ledger, token) is None


def test_what_is_revoked_ends_at_once_and_only_once(ledger: Ledger) -> None:
    number, token = create(ledger)
    assert scope(ledger, token) == ledger.known_scope(token, "feed", NOW + MINUTE) == SCOPE
    assert ledger.end_token(number, "minh", NOW + MINUTE)
    assert ledger.known_scope(token, "feed", NOW + MINUTE) is None
    assert scope(ledger, token) is None
    assert not ledger.end_token(number, "minh", NOW + MINUTE)
    assert not ledger.end_token(number + 1, "minh", NOW + MINUTE)


def test_one_that_ends_later_opens_until_then(ledger: Ledger) -> None:
    number, token = create(ledger)
    assert ledger.end_token(number, "minh", NOW, at=NOW + DAY)
    assert scope(ledger, token, NOW + DAY - MINUTE) == SCOPE
    assert scope(ledger, token, NOW + DAY) is None


def test_an_end_is_never_put_off(ledger: Ledger) -> None:
    number, token = create(ledger)
    ledger.end_token(number, "minh", NOW, at=NOW + DAY)
    ledger.rotate_token(number, "minh", NOW, keep=7 * DAY)
    assert scope(ledger, token, NOW + DAY) is None


@pytest.mark.parametrize("keep", [0, 7])
def test_a_rotated_one_leaves_a_new_one_of_the_same_scope(ledger: Ledger, keep: int) -> None:
    number, old = create(ledger)
    made = ledger.rotate_token(number, "minh", NOW, keep=keep * DAY)
    assert made is not None
    assert made[1] != old
    assert scope(ledger, made[1]) == SCOPE
    assert scope(ledger, old, NOW + MINUTE) == (SCOPE if keep else None)
    assert scope(ledger, old, NOW + keep * DAY) is None
    assert [(each.name, each.stands(NOW + 8 * DAY)) for each in ledger.tokens()] == [
        ("chị Lan", False),
        ("chị Lan", True),
    ]


def test_what_has_ended_is_not_rotated(ledger: Ledger) -> None:
    number, _ = create(ledger)
    ledger.end_token(number, "minh", NOW)
    assert ledger.rotate_token(number, "minh", NOW) is None
    assert len(ledger.tokens()) == 1


def test_what_was_known_is_asked_for_again_after_a_second(url: str) -> None:
    with Ledger.open(url) as pages, Ledger.open(url) as command:
        number, token = create(command)
        assert pages.known_scope(token, "feed", NOW) is None
        assert pages.token_scope(token, "feed", NOW) == SCOPE
        command.end_token(number, "minh", NOW)
        later = NOW + timedelta(seconds=1)
        assert pages.known_scope(token, "feed", later - timedelta(milliseconds=1)) == SCOPE
        assert pages.known_scope(token, "feed", later) is None
        assert pages.known_scope(token, "feed", NOW - timedelta(seconds=1)) is None  # set back
        assert pages.token_scope(token, "feed", later) is None


def test_each_act_is_in_the_audit_and_no_token_is(ledger: Ledger) -> None:
    number, old = create(ledger)
    made = ledger.rotate_token(number, "hoa", NOW + MINUTE, keep=DAY)
    assert made is not None
    ledger.end_token(made[0], "lan", NOW + DAY)
    rows = [*ledger.audit_rows()]
    assert [(row.kind, row.subject, row.who) for row in rows] == [
        ("token", SCOPE, "minh"),
        ("token", SCOPE, "hoa"),
        ("token", SCOPE, "hoa"),
        ("token", SCOPE, "lan"),
    ]
    assert rows[1].before == {"id": number, "kind": "feed", "ended_at": None}
    ends = (NOW + MINUTE + DAY).isoformat()
    assert rows[1].after == {"id": number, "kind": "feed", "ended_at": ends}
    assert ledger.verify_audit().first_bad is None
    told = repr(rows)
    for token in (old, made[1]):
        assert token not in told
        assert sha256(token.encode()).hexdigest() not in told


def test_one_token_is_rotated_once_by_whoever_comes_first(url: str) -> None:
    with Ledger.open(url) as ledger, ThreadPoolExecutor(4) as pool:
        number, _ = create(ledger)
        made = list(pool.map(lambda _: ledger.rotate_token(number, "minh", NOW), range(4)))
        assert sum(each is not None for each in made) == 1
        assert len(ledger.tokens()) == 2
