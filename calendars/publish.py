"""Publishing: the feeds as files that any web server can hand out, and an index of them.

Each feed lies beside a compressed twin for servers that send it as it is (nginx: `gzip_static on;
gzip_vary on;`). `index.json` names every feed with its size and hash; it is written last, so that
what it names is there. Only what changed is written, only what was published is removed. The same
feeds make the same files, byte for byte: nothing here reads the clock.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from hashlib import sha256
from pathlib import Path

from .feed import Feed
from .folder import Folder, UnsafePathError

INDEX = "index.json"
_BEGUN = ".kyhan-begun"  # names of files that are not in the index yet, one a line
LEVEL = 6  # 9 takes three times as long for one per cent


Entry = Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Published:
    """What a publishing did: the relative paths written, left alone and removed.

    `refused` are those that could not be written or removed, with the reason. They stop no other.
    """

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def publish(feeds: Iterable[Feed], root: Path) -> Published:
    """Make the folder hold these feeds, and none that it was given before and is not given now.

    Files of others in it stay. OSError where the folder or its index cannot be written.
    """
    folder = Folder(root)
    with folder.held():
        before = dict.fromkeys(_begun(folder)) | _index(folder)
        report = Published()
        entries: dict[str, Entry] = {}
        for feed in feeds:
            try:
                if feed.path not in before:
                    _begin(folder, feed.path)
                (report.written if _put(folder, feed) else report.unchanged).append(feed.path)
                entries[feed.path] = _entry(feed)
            except (OSError, UnsafePathError) as error:
                report.refused.append((feed.path, str(error)))
                entries[feed.path] = before.get(feed.path)
        for path in sorted(before.keys() - entries.keys()):
            try:
                if _remove(folder, path):
                    report.removed.append(path)
            except OSError as error:
                report.refused.append((path, str(error)))
                entries[path] = before[path]
        _close(folder, entries)
    return report


def _put(folder: Folder, feed: Feed) -> bool:
    """Write what differs, the twin first: after a crash in between, the feed still differs."""
    place = folder.place(feed.path)
    twin = place.with_name(f"{place.name}.gz")
    changed = folder.read(place) != feed.body
    if changed or not _unpacks_to(folder.read(twin), feed.body):
        folder.write(twin, gzip.compress(feed.body, LEVEL, mtime=0))
    if changed:
        folder.write(place, feed.body)
    return changed


def _unpacks_to(packed: bytes | None, body: bytes) -> bool:
    if packed is None:
        return False
    unpacker = zlib.decompressobj(wbits=31)
    try:
        return unpacker.decompress(packed, len(body) + 1) == body and unpacker.eof
    except zlib.error:
        return False


def _remove(folder: Folder, path: str) -> bool:
    try:
        place = folder.place(path)
    except UnsafePathError:
        return False
    there = folder.remove(place)
    return folder.remove(place.with_name(f"{place.name}.gz")) or there


def _entry(feed: Feed) -> Entry:
    return {
        "path": feed.path,
        "kind": feed.kind,
        "title": feed.title,
        "events": feed.events,
        "bytes": len(feed.body),
        "sha256": sha256(feed.body).hexdigest(),
        "last_modified": f"{feed.modified.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }


def _index(folder: Folder) -> dict[str, Entry]:
    """What the folder was given before; nothing where the index is missing or not one of ours."""
    try:
        data = json.loads(folder.read(folder.root / INDEX) or b"{}")
        return {str(entry["path"]): entry for entry in data.get("feeds", [])}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _begin(folder: Folder, path: str) -> None:
    """Note a new file before it is made: after a crash it is ours to remove all the same."""
    folder.place(path)
    folder.append(folder.root / _BEGUN, path)


def _begun(folder: Folder) -> list[str]:
    return (folder.read(folder.root / _BEGUN) or b"").decode("utf-8", "replace").split()


def _close(folder: Folder, entries: Mapping[str, Entry]) -> None:
    folder.settle()
    feeds = [entry for _, entry in sorted(entries.items()) if entry is not None]
    index = json.dumps({"feeds": feeds}, ensure_ascii=False, indent=1).encode() + b"\n"
    if folder.read(folder.root / INDEX) != index:
        folder.write(folder.root / INDEX, index)
    folder.settle()
    folder.remove(folder.root / _BEGUN)
