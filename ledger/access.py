"""Who is signed in: links that were mailed, used once; sessions; how often links may be asked for.

Of each secret only the SHA-256 is kept (tokens.py). What has run out is deleted by whoever writes
here next: no address stays longer than it is needed.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Engine,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from .engine import one_at_a_time, reading, writing
from .tables import sessions, sign_ins
from .tokens import digest, new_secret, row_of

LINK_LASTS = timedelta(minutes=15)
SESSION_LASTS = timedelta(hours=12)
PER_ADDRESS, ADDRESS_SPAN = 3, timedelta(minutes=15)
PER_CLIENT, CLIENT_SPAN = 20, timedelta(hours=1)

TooMany = Literal["address", "client"]


class TooManyError(Exception):
    """Too many links were asked for: for one `address`, or by one `client`."""

    def __init__(self, of: TooMany) -> None:
        super().__init__(of)
        self.of = of


def client_hash(client: str, secret: str) -> str:
    """What is kept of where a request came from: equal for equal, telling nothing by itself."""
    return hmac.new(secret.encode(), client.encode(), sha256).hexdigest()


class Access:
    """Links to sign in, and sessions. `now` is always an aware instant."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def request_sign_in(self, address: str, client: str, now: datetime) -> str:
        """The token of a new link. `client` is hashed already. TooManyError.

        It is recorded the same whether or not anybody has the address; who that is, is looked up
        only by whoever mails the link.
        """
        address, secret = address.casefold(), new_secret()
        with writing(self._engine) as connection:
            one_at_a_time(connection, "sign-in")
            connection.execute(delete(sign_ins).where(sign_ins.c.recorded_at <= now - CLIENT_SPAN))
            by_client = sign_ins.c.client == client
            if _asked(connection, by_client, now - CLIENT_SPAN) >= PER_CLIENT:
                raise TooManyError("client")
            for_address = sign_ins.c.address == address
            if _asked(connection, for_address, now - ADDRESS_SPAN) >= PER_ADDRESS:
                raise TooManyError("address")
            row = {
                "address": address, "client": client, "hash": digest(secret),
                "recorded_at": now, "expires_at": now + LINK_LASTS,
            }  # fmt: skip
            connection.execute(insert(sign_ins).values(row))
        return secret

    def sign_in_address(self, token: str, now: datetime) -> str | None:
        """Whom the link would sign in; None where it is unknown, used or has run out."""
        with reading(self._engine) as connection:
            row = row_of(connection, sign_ins, token)
        if row is None or row.used_at is not None or row.expires_at <= now:
            return None
        return str(row.address)

    def use_sign_in(self, token: str, now: datetime) -> str | None:
        """Whom the link signs in, this once; None where it is unknown, used or has run out."""
        with writing(self._engine) as connection:
            row = row_of(connection, sign_ins, token)
            if row is None:
                return None
            unused = (sign_ins.c.used_at.is_(None), sign_ins.c.expires_at > now)
            mark = update(sign_ins).where(sign_ins.c.id == row.id, *unused).values(used_at=now)
            done: CursorResult[Any] = connection.execute(mark)
            return str(row.address) if done.rowcount == 1 else None

    def open_session(self, address: str, now: datetime) -> str:
        """The token of a new session."""
        secret = new_secret()
        row = {
            "address": address, "hash": digest(secret),
            "recorded_at": now, "expires_at": now + SESSION_LASTS,
        }  # fmt: skip
        over = or_(sessions.c.expires_at <= now, sessions.c.ended_at.is_not(None))
        with writing(self._engine) as connection:
            connection.execute(delete(sessions).where(over))
            connection.execute(insert(sessions).values(row))
        return secret

    def session(self, token: str, now: datetime) -> str | None:
        """Whose session it is; None where it is unknown, was ended or has run out."""
        with reading(self._engine) as connection:
            row = row_of(connection, sessions, token)
        if row is None or row.ended_at is not None or row.expires_at <= now:
            return None
        return str(row.address)

    def end_session(self, token: str, now: datetime) -> None:
        """End it, if there is one."""
        with writing(self._engine) as connection:
            row = row_of(connection, sessions, token)
            if row is not None:
                end = update(sessions).where(sessions.c.id == row.id)
                connection.execute(end.values(ended_at=now))


def _asked(connection: Connection, of: ColumnElement[bool], since: datetime) -> int:
    recent = select(func.count()).select_from(sign_ins).where(of, sign_ins.c.recorded_at > since)
    return connection.scalar(recent) or 0
