"""Files handed in with what is reported done, kept under the SHA-256 of their content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Engine, select

from .engine import insert_new, reading, writing
from .tables import files


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was first handed in. Its name belongs to the completion that names it."""

    sha256: str
    media_type: str
    content: bytes
    recorded_at: datetime


class Files:
    """The files of a ledger."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save_file(self, content: bytes, media_type: str, now: datetime) -> str:
        """Keep it and name it: 64 hexadecimal digits. The same content is kept once, as it first
        came, with its media type. Size and type are the caller's to check.
        """
        name = sha256(content).hexdigest()
        row = {"sha256": name, "media_type": media_type, "content": content, "recorded_at": now}
        with writing(self._engine) as connection:
            insert_new(connection, files, [row])
        return name

    def file(self, sha256: str) -> StoredFile | None:
        """The file of that name, None where there is none. Who may see it is the caller's."""
        with reading(self._engine) as connection:
            found = connection.execute(select(files).where(files.c.sha256 == sha256))
            row = found.mappings().first()
        return None if row is None else StoredFile(**row)
