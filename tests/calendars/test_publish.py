"""The published folder: only what changed is written, only what is ours is removed, never half."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import os
import signal
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from calendars.feed import Feed
from calendars.folder import Folder
from calendars.publish import Published, publish
from tests.calendars import city

AT = datetime(2019, 3, 1, 4, 5, 6, tzinfo=UTC)


def feed(path: str = "hanoi/agencies/so-ttt.ics", body: bytes = b"BEGIN:VCALENDAR\r\n") -> Feed:
    return Feed(path, "agency", "Sở TTTT", 1, AT, body)


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_feed_twin_and_index(tmp_path: Path) -> None:
    report = publish([feed()], tmp_path / "new")
    assert report == Published(written=["hanoi/agencies/so-ttt.ics"])
    there = files(tmp_path / "new")
    body = there["hanoi/agencies/so-ttt.ics"]
    assert sorted(there) == [
        "hanoi/agencies/so-ttt.ics",
        "hanoi/agencies/so-ttt.ics.gz",
        "index.json",
    ]
    packed = there["hanoi/agencies/so-ttt.ics.gz"]
    assert gzip.decompress(packed) == body
    assert packed[3:8] == bytes(5)  # no name, no time
    assert json.loads(there["index.json"]) == {
        "feeds": [
            {
                "path": "hanoi/agencies/so-ttt.ics",
                "kind": "agency",
                "title": "Sở TTTT",
                "events": 1,
                "bytes": len(body),
                "sha256": sha256(body).hexdigest(),
                "last_modified": "2019-03-01T04:05:06Z",
            }
        ]
    }


def test_files_are_for_others_to_read(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        publish([feed()], tmp_path)
    finally:
        os.umask(old)
    for path in tmp_path.rglob("*"):
        assert path.stat().st_mode & 0o004


def test_a_second_time_nothing_is_touched(tmp_path: Path) -> None:
    slot = city.owed(date(2019, 3, 4))
    feeds = list(city.feeds(city.schedule(slot)).values())
    publish(feeds, tmp_path)
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    report = publish(feeds, tmp_path)
    assert (len(report.unchanged), report.written, report.removed) == (5, [], [])
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == stamps


def test_one_record_rewrites_the_feeds_it_stands_in(tmp_path: Path) -> None:
    slot = city.owed(date(2019, 3, 4))
    publish(city.feeds(city.schedule(slot)).values(), tmp_path)
    facts = city.done((slot, "so-ttt"))
    report = publish(city.feeds(city.schedule(slot), facts).values(), tmp_path)
    assert report.written == ["hanoi/agencies/so-ttt.ics", "plans/hanoi-2019.ics"]
    assert len(report.unchanged) == 3


def test_what_is_gone_is_removed_with_its_folder(tmp_path: Path) -> None:
    publish([feed(), feed("plans/p.ics")], tmp_path)
    report = publish([feed("plans/p.ics")], tmp_path)
    assert report.removed == ["hanoi/agencies/so-ttt.ics"]
    assert sorted(files(tmp_path)) == ["index.json", "plans/p.ics", "plans/p.ics.gz"]
    assert not (tmp_path / "hanoi").exists()


def test_files_of_others_stay(tmp_path: Path) -> None:
    publish([feed()], tmp_path)
    for name in ("robots.txt", "hanoi/agencies/other.ics", "hanoi/agencies/other.ics.gz"):
        (tmp_path / name).write_text("not ours")
    publish([], tmp_path)
    assert sorted(files(tmp_path)) == [
        "hanoi/agencies/other.ics",
        "hanoi/agencies/other.ics.gz",
        "index.json",
        "robots.txt",
    ]


@pytest.mark.parametrize(
    "path",
    ["../out.ics", "/etc/out.ics", "a/../../out.ics", "out.ics", "a/b.txt", "a/.b.ics", "a//b.ics"],
)
def test_a_forged_index_removes_nothing_outside(tmp_path: Path, path: str) -> None:
    (tmp_path / "out.ics").write_text("not ours")
    root = tmp_path / "feeds"
    root.mkdir()
    (root / "out.ics").write_text("not ours")
    (root / "index.json").write_text(json.dumps({"feeds": [{"path": path}]}))
    (root / ".kyhan-begun").write_text(f"{path}\n")
    report = publish([], root)
    assert (report.removed, report.refused) == ([], [])
    assert sorted(files(tmp_path)) == ["feeds/index.json", "feeds/out.ics", "out.ics"]


@pytest.mark.parametrize("index", ["", "[", "[]", "7", '{"feeds": 7}', '{"feeds": [{}]}', "\x00"])
def test_a_broken_index_is_none(tmp_path: Path, index: str) -> None:
    (tmp_path / "index.json").write_text(index)
    assert publish([feed()], tmp_path).written == ["hanoi/agencies/so-ttt.ics"]
    assert len(json.loads((tmp_path / "index.json").read_text())["feeds"]) == 1


def test_a_linked_folder_is_not_followed(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "feeds"
    outside.mkdir()
    (outside / "so-ttt.ics").write_text("not ours")
    (root / "hanoi").mkdir(parents=True)
    (root / "hanoi/agencies").symlink_to(outside)
    report = publish([feed(), feed("plans/p.ics")], root)
    assert report.written == ["plans/p.ics"]
    assert [path for path, _ in report.refused] == ["hanoi/agencies/so-ttt.ics"]
    publish([], root)
    assert files(outside) == {"so-ttt.ics": b"not ours"}


@pytest.mark.parametrize("name", ["so-ttt.ics", ".so-ttt.ics.new", "so-ttt.ics.gz"])
def test_a_linked_file_is_not_written_through(tmp_path: Path, name: str) -> None:
    outside, root = tmp_path / "outside", tmp_path / "feeds"
    outside.write_text("not ours")
    (root / "hanoi/agencies").mkdir(parents=True)
    (root / "hanoi/agencies" / name).symlink_to(outside)
    publish([feed()], root)
    assert outside.read_text() == "not ours"


def test_a_damaged_file_or_twin_is_mended(tmp_path: Path) -> None:
    publish([feed()], tmp_path)
    whole = files(tmp_path)
    for name in ("hanoi/agencies/so-ttt.ics", "hanoi/agencies/so-ttt.ics.gz", "index.json"):
        for damage in (b"", b"x", whole[name][:-4]):
            (tmp_path / name).write_bytes(damage)
            publish([feed()], tmp_path)
            assert files(tmp_path) == whole
        (tmp_path / name).unlink()
        publish([feed()], tmp_path)
        assert files(tmp_path) == whole


def test_a_feed_that_cannot_be_written_stops_no_other(tmp_path: Path) -> None:
    publish([feed("a/a.ics"), feed("b/b.ics")], tmp_path)
    old = (tmp_path / "a/a.ics").read_bytes()
    (tmp_path / "a/.a.ics.gz.new").mkdir()
    report = publish([feed("a/a.ics", b"new"), feed("b/b.ics", b"new")], tmp_path)
    assert report.written == ["b/b.ics"]
    assert [path for path, _ in report.refused] == ["a/a.ics"]
    assert (tmp_path / "a/a.ics").read_bytes() == old
    listed = {
        entry["path"]: entry for entry in json.loads((tmp_path / "index.json").read_text())["feeds"]
    }
    assert listed["a/a.ics"]["sha256"] == sha256(old).hexdigest()


def test_wherever_it_stops_files_are_old_or_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stop before each rename in turn, then publish again: nothing partial, nothing left over."""
    old = [feed("a/a.ics", b"old a" * 999), feed("b/b.ics", b"old b" * 999)]
    new = [feed("a/a.ics", b"new a" * 999), feed("c/c.ics", b"new c" * 999)]
    later = [feed("a/a.ics", b"later" * 999)]
    rename = Path.replace
    stops = 0
    for stop in range(20):
        root = tmp_path / str(stop)
        publish(old, root)
        before = files(root)
        left = stop

        def stopping(self: Path, target: Path) -> Path:
            nonlocal left
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
            return rename(self, target)

        monkeypatch.setattr(Path, "replace", stopping)
        try:
            publish(new, root)
        except KeyboardInterrupt:
            stops += 1
        monkeypatch.setattr(Path, "replace", rename)
        for one in new:
            found = files(root).get(one.path)
            assert found in (one.body, before.get(one.path))
        listed = json.loads((root / "index.json").read_text())
        assert left < 0 or [entry["path"] for entry in listed["feeds"]] == ["a/a.ics", "c/c.ics"]
        publish(later, root)
        assert sorted(files(root)) == ["a/a.ics", "a/a.ics.gz", "index.json"]
    assert stops == 5  # two feeds with their twins, and the index


def _publish_for_ever(root: Path) -> None:
    turn = 0
    while True:
        turn += 1
        publish([feed(body=b"%d" % (turn % 2) * 50_000)], root)


def test_readers_never_see_half_a_feed_even_when_killed(tmp_path: Path) -> None:
    publish([feed(body=b"0" * 50_000)], tmp_path)
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_publish_for_ever, args=(tmp_path,))
    process.start()
    whole = {b"0" * 50_000, b"1" * 50_000}
    place = tmp_path / "hanoi/agencies/so-ttt.ics"
    for _ in range(2_000):
        assert place.read_bytes() in whole
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    assert place.read_bytes() in whole
    publish([feed()], tmp_path)
    assert sorted(files(tmp_path)) == [
        "hanoi/agencies/so-ttt.ics",
        "hanoi/agencies/so-ttt.ics.gz",
        "index.json",
    ]


def test_two_publishers_wait_for_each_other(tmp_path: Path) -> None:
    with Folder(tmp_path).held():
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=publish, args=([feed()], tmp_path))
        process.start()
        process.join(timeout=1.5)
        assert process.is_alive()
        assert not (tmp_path / "index.json").exists()
    process.join(timeout=30)
    assert process.exitcode == 0
    assert (tmp_path / "index.json").exists()


def test_the_index_does_not_depend_on_the_order_of_feeds(tmp_path: Path) -> None:
    first, second = feed("a/a.ics"), replace(feed("b/b.ics"), title="B")
    publish([first, second], tmp_path / "1")
    publish([second, first], tmp_path / "2")
    assert files(tmp_path / "1") == files(tmp_path / "2")


def test_what_cannot_be_removed_stays_in_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish([feed()], tmp_path)
    unlink = Path.unlink

    def denied(self: Path, missing_ok: bool = False) -> None:
        if self.name == "so-ttt.ics":
            raise PermissionError(13, "Permission denied")
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", denied)
    report = publish([], tmp_path)
    assert [path for path, _ in report.refused] == ["hanoi/agencies/so-ttt.ics"]
    assert "so-ttt" in (tmp_path / "index.json").read_text()
    monkeypatch.undo()
    assert publish([], tmp_path).removed == ["hanoi/agencies/so-ttt.ics"]


def test_a_pipe_in_a_feeds_place_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / "hanoi/agencies").mkdir(parents=True)
    os.mkfifo(tmp_path / "hanoi/agencies/so-ttt.ics")
    publish([feed()], tmp_path)
    assert (tmp_path / "hanoi/agencies/so-ttt.ics").read_bytes() == feed().body
