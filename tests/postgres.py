"""PostgreSQL for tests: a schema of its own for each, on the server that the environment names.

KYHAN_TEST_POSTGRES is `HOST:PORT` (user postgres, no password asked) or a whole URL. Unset, it is
127.0.0.1:5432, and the tests that need it are skipped, and said to be, where nothing answers there.
Set, the server must answer: a test that needs it fails otherwise. `.ci/run` sets it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from uuid import uuid4

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError

NAME = "KYHAN_TEST_POSTGRES"
REQUIRED = NAME in os.environ


def server() -> URL:
    """The server's own database."""
    named = os.environ.get(NAME) or "127.0.0.1:5432"
    whole = named if "://" in named else f"postgresql+psycopg://postgres@{named}/postgres"
    return make_url(whole).update_query_dict({"connect_timeout": "3"})


@cache
def unreachable() -> str:
    """Why the server does not answer, "" where it does; asked once in a process."""
    engine = create_engine(server())
    try:
        engine.connect().close()
    except OperationalError as error:
        return " ".join(str(error.orig).split())
    finally:
        engine.dispose()
    return ""


@contextmanager
def own_schema() -> Iterator[str]:
    """The URL of a new, empty schema, dropped at the end. Without a server: skips, or fails."""
    if unreachable():
        words = f"no PostgreSQL at {server().host}:{server().port} ({NAME}): {unreachable()}"
        pytest.fail(words) if REQUIRED else pytest.skip(words)
    name = f"kyhan_{uuid4().hex}"
    engine = create_engine(server(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    try:
        url = server().update_query_dict({"options": f"-csearch_path={name}"})
        yield url.render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
        engine.dispose()
