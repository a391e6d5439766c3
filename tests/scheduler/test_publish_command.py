"""What `kyhan publish` takes from the configuration and what it prints."""

from __future__ import annotations

from pathlib import Path

from calendars.publish import Published
from calendars.settings import FeedSettings
from rules.facts import Facts
from scheduler.cli.publish import as_data, shown
from scheduler.config import Config
from scheduler.publish import Publisher, feed_settings
from tests.calendars import city

REPORT = Published(
    written=["a/a.ics", "b/b.ics"],
    unchanged=["c/c.ics"],
    removed=["d/d.ics"],
    refused=[("e/e.ics", "hết chỗ")],
)


def config(**feeds: object) -> Config:
    return Config.model_validate({"site": {"url": "https://lich.example.vn"}, "feeds": feeds})


def test_settings_are_those_of_the_configuration() -> None:
    assert feed_settings(Config()) == FeedSettings()
    chosen = feed_settings(config(refresh_hours=4, alarm_days=1, colour="teal"))
    assert chosen == FeedSettings("vi", "https://lich.example.vn", 4, 1, "teal")


def test_publishing_a_site_twice(tmp_path: Path) -> None:
    schedule = city.schedule(city.owed())
    settings = config(folder=tmp_path)
    assert len(Publisher().publish(schedule, Facts(), settings).written) == 5
    assert len(Publisher().publish(schedule, Facts(), settings).unchanged) == 5


def test_what_is_printed() -> None:
    assert shown(REPORT, Path("var/feeds"), "vi") == [
        "var/feeds: ghi 2 lịch, giữ nguyên 1, gỡ 1",
        "+ a/a.ics",
        "+ b/b.ics",
        "- d/d.ics",
        "! e/e.ics: không ghi được: hết chỗ",
    ]
    assert shown(REPORT, Path("var/feeds"), "en")[0] == (
        "var/feeds: 2 calendars written, 1 unchanged, 1 removed"
    )


def test_json() -> None:
    assert as_data(REPORT, Path("var/feeds")) == {
        "folder": "var/feeds",
        "written": ["a/a.ics", "b/b.ics"],
        "unchanged": ["c/c.ics"],
        "removed": ["d/d.ics"],
        "refused": [{"path": "e/e.ics", "reason": "hết chỗ"}],
    }
