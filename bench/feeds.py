"""Bytes of feeds per second: ours against icalendar's own serialiser, and against bare text.

All feeds of the five plans. icalendar serialises components that lie ready, and the floor escapes,
folds and joins values that lie ready; ours finds what stands in a feed and makes the words as well.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from icalendar import Calendar

from calendars.event import Events
from calendars.feed import Feed, all_feeds
from calendars.publish import publish
from calendars.settings import FeedSettings
from rules.facts import Completion, Facts
from rules.schedule import Schedule

from .expand import shipped_site
from .measure import rate, show

SETTINGS = FeedSettings(site_url="https://lich.example.vn")
TEXTS = ("SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "X-KYHAN-KEY")
Lines = list[tuple[str, str]]


def bare(feed: Feed) -> Lines:
    """Names and values, not escaped."""
    flat = feed.body.decode().replace("\r\n ", "").removesuffix("\r\n")
    lines: Lines = []
    for line in flat.split("\r\n"):
        name, _, value = line.partition(":")
        if name in TEXTS:
            value = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
        lines.append((name, value))
    return lines


def by_hand(lines: Lines) -> bytes:
    """What one would write without a library, right for these feeds."""
    out: list[bytes] = []
    for name, value in lines:
        text = value
        if name in TEXTS:
            text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
            text = text.replace("\n", "\\n")
        raw = f"{name}:{text}".encode()
        while len(raw) > 75:
            end = 75
            while raw[end] & 0xC0 == 0x80 or raw[end - 1] == 0x5C:
                end -= 1
            out.append(raw[:end])
            raw = b" " + raw[end:]
        out.append(raw)
    return b"\r\n".join(out) + b"\r\n"


def ours(schedule: Schedule, facts: Facts, events: Events) -> int:
    return sum(len(feed.body) for feed in all_feeds(schedule, facts, events))


def one_record(schedule: Schedule) -> Facts:
    key = next(occurrence.key for occurrence in schedule.occurrences())
    at = datetime(2019, 3, 1, tzinfo=UTC)
    return Facts({key: Completion(key, date(2019, 3, 1), "1/BC", "", at)})


def written(feeds: list[Feed], *, fresh: bool) -> Callable[[], int]:
    """Publishing on this disk: all new with twins and fsync, or all as it was."""
    kept = tempfile.TemporaryDirectory()

    def work() -> int:
        if not fresh:
            return len(publish(feeds, Path(kept.name)).written) + len(feeds)
        with tempfile.TemporaryDirectory() as name:
            return len(publish(feeds, Path(name)).written)

    return work


def main() -> None:
    schedule, problems = shipped_site().schedule()
    assert not problems, problems
    nothing, record = Facts(), one_record(schedule)
    kept = Events(schedule, SETTINGS)
    feeds = list(all_feeds(schedule, nothing, kept))
    size = sum(len(feed.body) for feed in feeds)
    lines = [bare(feed) for feed in feeds]
    parsed = [Calendar.from_ical(feed.body) for feed in feeds]
    assert abs(sum(len(by_hand(each)) for each in lines) / size - 1) < 0.02
    assert abs(sum(len(each.to_ical(sorted=False)) for each in parsed) / size - 1) < 0.02
    show(
        f"Feeds ({len(feeds)} with {sum(feed.events for feed in feeds)} events)",
        "bytes/s",
        {
            "ours, nothing kept": rate(lambda: ours(schedule, nothing, Events(schedule, SETTINGS))),
            "ours, lines kept, one record more": rate(lambda: ours(schedule, record, kept)),
            "ours, lines kept": rate(lambda: ours(schedule, nothing, kept)),
            "icalendar's own serialiser": rate(
                lambda: sum(len(each.to_ical(sorted=False)) for each in parsed)
            ),
            "text formatted by hand (floor)": rate(
                lambda: sum(len(by_hand(each)) for each in lines)
            ),
        },
    )
    show(
        "Publishing them",
        "feeds/s",
        {
            "written, with twins": rate(written(feeds, fresh=True)),
            "found unchanged (floor)": rate(written(feeds, fresh=False)),
        },
    )


if __name__ == "__main__":
    main()
