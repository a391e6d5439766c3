"""The schema brought up to date by the program itself, before anything else reads the database."""

from __future__ import annotations

from importlib.resources import as_file, files

from sqlalchemy import Engine, inspect, text

from .engine import reading, writing

HEAD = "0005"  # the newest file in migrations/versions
_LOCK = 7028  # any number that all our processes share


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing; at every start, and by several processes at once."""
    if _revision(engine) == HEAD:
        return
    from alembic import command  # noqa: PLC0415  # slow to import, and rarely needed
    from alembic.config import Config  # noqa: PLC0415

    with (
        as_file(files("ledger") / "migrations") as folder,
        writing(engine, unchecked=True) as connection,
    ):
        if engine.dialect.name == "postgresql":  # SQLite's writer is alone anyway
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(engine: Engine) -> str | None:
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found
