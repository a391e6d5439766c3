"""Tokens: whoever holds one may read a feed or ask the API, within the scope it was made for.

A token is 256 random bits and shown once; the database keeps its SHA-256. It is found by the first
digits of that hash and compared whole in constant time. Nothing here is ever logged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, Table, insert, select, update

from .audit import AuditEntry, append, lock_head
from .engine import reading, writing
from .tables import tokens

TokenKind = Literal["feed", "api"]
_LENGTH = 43  # characters of a secret: 32 bytes in base64url, without the padding
_PREFIX = 16  # hexadecimal digits of the hash by which its row is looked up
_KEPT = timedelta(seconds=1)  # how long a feed's token opens after another process revoked it


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token: all but the token.

    `scope` is `agency:<directory>:<id>`, `group:<directory>:<id>` or `plan:<id>`. `name` says whom
    it was given to. From `ended_at` on it opens nothing.
    """

    id: int
    kind: TokenKind
    scope: str
    name: str
    by: str
    recorded_at: datetime
    ended_at: datetime | None

    def stands(self, now: datetime) -> bool:
        """Whether it opens anything."""
        return self.ended_at is None or now < self.ended_at


def new_secret() -> str:
    """256 random bits in base64url (RFC 4648, 5)."""
    return token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret. It needs no salt: nobody can try all of 2 to the 256."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def row_of(connection: Connection, table: Table, secret: str) -> Row[Any] | None:
    """The row of a table with a `hash` that keeps this secret's."""
    if len(secret) != _LENGTH:
        return None
    wanted = digest(secret)
    start = wanted[:_PREFIX]
    near = select(table).where(table.c.hash.between(start, f"{start}g"))  # g: after every digit
    found = [row for row in connection.execute(near) if compare_digest(row.hash, wanted)]
    return found[0] if found else None


class Tokens:
    """The tokens of feeds and of the API."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @cached_property
    def _opened(self) -> dict[tuple[str, TokenKind], tuple[str, datetime]]:
        """By hash: what a token that stands was found to open, and when."""
        return {}

    def create_token(
        self, kind: TokenKind, scope: str, name: str, by: str, now: datetime
    ) -> tuple[int, str]:
        """A new token: its number, and the token itself, which nobody can ask for again."""
        with writing(self._engine) as connection:
            return _create(connection, kind, scope, name, by, now)

    def token_scope(self, token: str, kind: TokenKind, now: datetime) -> str | None:
        """What it opens; None where it is unknown, of the other kind, or has ended."""
        with reading(self._engine) as connection:
            row = row_of(connection, tokens, token)
        if row is None or row.kind != kind or not _token(row).stands(now):
            return None
        self._opened[row.hash, kind] = row.scope, now
        return str(row.scope)

    def known_scope(self, token: str, kind: TokenKind, now: datetime) -> str | None:
        """What it opened within the last second; None: the database has to be asked."""
        scope, asked = self._opened.get((digest(token), kind), (None, now))
        return scope if asked <= now < asked + _KEPT else None

    def end_token(self, number: int, by: str, now: datetime, *, at: datetime | None = None) -> bool:
        """Let it end now, or `at` a later time. False where there is none that still stands."""
        with writing(self._engine) as connection:
            ended = _end(connection, number, by, now, at or now) is not None
        self._opened.clear()
        return ended

    def rotate_token(
        self, number: int, by: str, now: datetime, keep: timedelta = timedelta()
    ) -> tuple[int, str] | None:
        """A new token in place of one that still stands, which ends after `keep`; or None."""
        with writing(self._engine) as connection:
            old = _end(connection, number, by, now, now + keep)
            if old is None:
                return None
            made = _create(connection, old.kind, old.scope, old.name, by, now)
        self._opened.clear()
        return made

    def tokens(self) -> tuple[Token, ...]:
        """All that were ever made, oldest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(tokens).order_by(tokens.c.id)).all()
        return tuple(_token(row) for row in rows)


def _create(
    connection: Connection, kind: TokenKind, scope: str, name: str, by: str, now: datetime
) -> tuple[int, str]:
    lock_head(connection)
    secret = new_secret()
    row = {
        "kind": kind, "scope": scope, "name": name, "hash": digest(secret),
        "by": by, "recorded_at": now,
    }  # fmt: skip
    query = insert(tokens).values(row).returning(tokens.c.id)
    number: int = connection.execute(query).scalar_one()
    made = {"id": number, "kind": kind, "name": name}
    append(connection, [AuditEntry("token", scope, by, None, made)], now)
    return number, secret


def _end(connection: Connection, number: int, by: str, now: datetime, at: datetime) -> Token | None:
    """The token as it was before; None where there is none that stands, or it ends sooner."""
    lock_head(connection)
    row = connection.execute(select(tokens).where(tokens.c.id == number)).first()
    if row is None or not _token(row).stands(now):
        return None
    if row.ended_at is None or at < row.ended_at:
        connection.execute(update(tokens).where(tokens.c.id == number).values(ended_at=at))
        told = [{"id": number, "kind": row.kind, "ended_at": end} for end in (row.ended_at, at)]
        append(connection, [AuditEntry("token", row.scope, by, *told)], now)
    return _token(row)


def _token(row: Row[Any]) -> Token:
    return Token(row.id, row.kind, row.scope, row.name, row.by, row.recorded_at, row.ended_at)
