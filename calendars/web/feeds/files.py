"""The published calendars in memory, each as it is sent: plain and compressed, with validators.

The folder's index is looked at for each request (one `stat`) and read again when it is another. A
calendar is read once for each content: it is known by the hash that the index names.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from ...folder import Folder, UnsafePathError
from ...publish import INDEX, LEVEL

ROOM = 200_000_000  # bytes of calendars kept; then all are forgotten and read again when asked for


@dataclass(frozen=True, slots=True)
class Representation:
    """The bytes of a calendar in one coding; `etag` is their SHA-256, quoted (RFC 9110, 8.8.3)."""

    body: bytes
    etag: str
    coding: str = ""


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A calendar in both codings.

    `modified` is when its bytes last became others here. The calendar's own LAST-MODIFIED will not
    do: it stays the same where an event went away or a name was corrected.
    """

    plain: Representation
    packed: Representation
    modified: datetime

    @property
    def last_modified(self) -> str:
        """As HTTP writes it (RFC 9110, 5.6.7)."""
        return format_datetime(self.modified, usegmt=True)


class FeedFiles:
    """What a published folder holds. For one thread at a time."""

    def __init__(self, root: Path) -> None:
        self._folder = Folder(root)
        self._stat: tuple[int, int, int] | None = None
        self._index: dict[str, str] = {}
        self._files: dict[str, FeedFile] = {}
        self._bytes = 0

    def find(self, path: str) -> FeedFile | None:
        """The calendar at a path relative to the folder; None where there is none."""
        self._look()
        digest = self._index.get(path)
        if digest is None:
            return None
        name = f"{path} {digest}"
        found = self._files.get(name)
        if found is None:
            found = self._read(path)
            if found is not None:
                self._keep(name, found)
        return found

    def _look(self) -> None:
        place = self._folder.root / INDEX
        try:
            stat = place.stat()
            now = stat.st_ino, stat.st_mtime_ns, stat.st_size
            if now == self._stat:
                return
            feeds = json.loads(place.read_bytes())["feeds"]
            self._index = {entry["path"]: entry["sha256"] for entry in feeds}
        except (OSError, ValueError, KeyError, TypeError):
            return  # what was good before still is
        self._stat = now

    def _keep(self, name: str, file: FeedFile) -> None:
        self._bytes += len(file.plain.body) + len(file.packed.body)
        if self._bytes > ROOM:
            self._files.clear()
            self._bytes = len(file.plain.body) + len(file.packed.body)
        self._files[name] = file

    def _read(self, path: str) -> FeedFile | None:
        """The file's own bytes, whatever hash they have: it may be newer than the index."""
        try:
            place = self._folder.place(path)
            written = place.stat().st_mtime
        except (OSError, UnsafePathError):
            return None
        body = self._folder.read(place)
        if not body:
            return None  # an empty answer would clear the subscriber's copy
        packed = gzip.compress(body, LEVEL, mtime=0)
        return FeedFile(
            Representation(body, _etag(body)),
            Representation(packed, _etag(packed), "gzip"),
            datetime.fromtimestamp(int(written), UTC),
        )


def _etag(body: bytes) -> str:
    return f'"{sha256(body).hexdigest()}"'
