"""Files of a published folder: written whole or not at all, and never outside it.

A file becomes visible by its rename alone (a new file beside it, fsync, replace), so that a reader
or a crash meets the old bytes or the new ones.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PART = r"[a-z0-9][a-z0-9-]*"
_PATH = re.compile(rf"(?:{_PART}/)+{_PART}\.ics")
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe must not hold us up


class UnsafePathError(ValueError):
    """A path that is none of a feed's, or that a symbolic link would lead astray."""


class Folder:
    """A folder that holds feeds by their relative paths, their twins, and the index."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._touched: set[Path] = set()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Alone with the folder: another process that publishes there waits. Made if missing."""
        self.root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def place(self, path: str) -> Path:
        """Where a feed's relative path lies.

        UnsafePathError where it is no feed's path, or where a folder on the way is a symbolic link.
        """
        if not _PATH.fullmatch(path):
            raise UnsafePathError(f"{path!r} is not the path of a feed")
        place = self.root
        for part in path.split("/")[:-1]:
            place /= part
            if place.is_symlink() or (place.exists() and not place.is_dir()):
                raise UnsafePathError(f"{place} is not a folder of its own; feeds stay inside")
        return self.root / path

    def read(self, place: Path) -> bytes | None:
        """The bytes of a plain file; None where there is none. A symbolic link is not followed."""
        try:
            descriptor = os.open(place, _READ)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb", closefd=True) as file, suppress(OSError):
            return file.read()
        return None

    def write(self, place: Path, body: bytes) -> None:
        """Put the bytes there, whole or not at all. OSError where room or a right is missing.

        What a crash leaves beside the place is written over by the next try.
        """
        place.parent.mkdir(parents=True, exist_ok=True)
        new = _beside(place)
        with os.fdopen(os.open(new, _WRITE | os.O_TRUNC, 0o644), "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        new.replace(place)
        self._touched.add(place.parent)

    def append(self, place: Path, line: str) -> None:
        """Add a line to a file."""
        with os.fdopen(os.open(place, _WRITE | os.O_APPEND, 0o644), "ab") as file:
            file.write(f"{line}\n".encode())

    def remove(self, place: Path) -> bool:
        """Take a file away; folders left empty go too. False where there was no such file."""
        _beside(place).unlink(missing_ok=True)
        try:
            place.unlink()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return False
        self._touched.add(place.parent)
        parent = place.parent
        with suppress(OSError):
            while parent != self.root:
                parent.rmdir()
                parent = parent.parent
        return True

    def settle(self) -> None:
        """Make the renames so far outlast a power cut."""
        for folder in sorted(self._touched):
            with suppress(FileNotFoundError):
                descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
                try:
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)
        self._touched.clear()


def _beside(place: Path) -> Path:
    return place.with_name(f".{place.name}.new")
