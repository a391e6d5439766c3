"""Feeds: who gets one, what is in it, how long it may be, and what its bytes depend on."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

from calendars import feed as feed_module
from calendars.feed import Feed
from calendars.settings import COLOURS, FeedSettings
from tests.calendars import city

ROOT = Path(__file__).parents[2]
LINKED = FeedSettings(site_url="https://lich.example.vn")
HOSTILE = [
    "Dòng 1\r\nEND:VEVENT\r\nBEGIN:VEVENT",
    "a;b,c\\d\\\\e\\;f",
    "\x00\x07\x1b\x85\u2028\u2029",
    "😀 𠮷 chữ Nôm",
    "\ud800 lẻ \udfff",
    "Ba\u0301o ca\u0301o",
    "ắ" * 5_000,
    "\\" * 300,
]


def calendar(feed: Feed) -> Any:
    return icalendar.Calendar.from_ical(feed.body)


def titles(feed: Feed) -> list[str]:
    return [str(event["SUMMARY"]) for event in calendar(feed).walk("VEVENT")]


def two_quarters() -> dict[str, Feed]:
    plan = city.plan()
    return city.feeds(
        city.schedule(
            city.owed(date(2019, 6, 4), label="2019-H1", of=plan),
            city.owed(date(2019, 3, 4), of=plan),
            city.owed(date(2019, 9, 4), ("so-ttt",), label="2019-Q3", of=plan),
            city.owed(None, label="2019-Q4", of=plan),
        ),
        settings=LINKED,
    )


def test_one_feed_for_each_agency_group_and_plan() -> None:
    made = two_quarters().values()
    assert [(feed.path, feed.kind, feed.title, feed.events) for feed in made] == [
        ("hanoi/agencies/so-noi-vu.ics", "agency", "Sở Nội vụ – Thành phố Hà Nội", 2),
        ("hanoi/agencies/so-ttt.ics", "agency",
         "Sở Thông tin và Truyền thông – Thành phố Hà Nội", 3),
        ("hanoi/agencies/so-tu-phap.ics", "agency", "Sở Tư pháp – Thành phố Hà Nội", 2),
        ("hanoi/groups/so.ics", "group", "Các sở – Thành phố Hà Nội", 2),
        ("plans/hanoi-2019.ics", "plan", "7028/QĐ-UBND: Kế hoạch CCHC năm 2019", 3),
    ]  # fmt: skip


def test_an_agency_without_dates_has_no_feed() -> None:
    assert not city.feeds(city.schedule(city.owed(None)))


def test_events_stand_in_the_order_of_their_days() -> None:
    days = [
        event.decoded("DTSTART")
        for event in calendar(two_quarters()["plans/hanoi-2019.ics"]).walk("VEVENT")
    ]
    assert days == [date(2019, 3, 4), date(2019, 6, 4), date(2019, 9, 4)]


def test_a_group_counts_its_own_members_only() -> None:
    slot = city.owed(date(2019, 3, 4))
    facts = city.done((slot, "so-ttt"), (slot, "so-noi-vu"))
    feeds = city.feeds(city.schedule(slot), facts)
    group, whole = feeds["hanoi/groups/so.ics"], feeds["plans/hanoi-2019.ics"]
    assert titles(group) == ["[Hạn] (1/2 cơ quan) Báo cáo kết quả CCHC (quý I/2019)"]
    assert titles(whole) == ["[Hạn] (2/3 cơ quan) Báo cáo kết quả CCHC (quý I/2019)"]
    assert "so-ttt" not in city.flat(group)


def test_no_uid_stands_twice() -> None:
    seen: dict[str, bytes] = {}
    for feed in two_quarters().values():
        for event in calendar(feed).walk("VEVENT"):
            body = event.to_ical()
            assert seen.setdefault(str(event["UID"]), body) == body
    assert len(seen) == 7 + 2 + 2  # the agencies' own, the group's, the plan's


def test_the_calendars_own_lines() -> None:
    head = calendar(two_quarters()["plans/hanoi-2019.ics"])
    assert (head["VERSION"], head["CALSCALE"], head["METHOD"]) == ("2.0", "GREGORIAN", "PUBLISH")
    assert head["NAME"] == head["X-WR-CALNAME"] == "7028/QĐ-UBND: Kế hoạch CCHC năm 2019"
    assert (head["COLOR"], head["X-APPLE-CALENDAR-COLOR"]) == ("firebrick", "#B22222")
    assert head["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert head.decoded("REFRESH-INTERVAL") == timedelta(hours=12)
    assert head["X-PUBLISHED-TTL"] == "PT12H"
    assert "SOURCE" not in head  # it is read at as many addresses as it has tokens
    assert head.decoded("LAST-MODIFIED") == datetime(2018, 12, 28, tzinfo=UTC)


def test_the_calendar_has_no_uid_of_its_own() -> None:
    """vdirsyncer takes the first UID of a text for the event's, and keeps one event of all."""
    body = two_quarters()["plans/hanoi-2019.ics"].body
    assert b"\r\nUID" not in body.partition(b"BEGIN:VEVENT")[0]


def test_last_modified_is_that_of_the_newest_event() -> None:
    slot = city.owed(date(2019, 3, 4))
    feeds = city.feeds(city.schedule(slot), city.done((slot, "so-ttt")))
    newer = datetime(2019, 3, 1, 4, 5, 6, tzinfo=UTC)
    for path in ("hanoi/agencies/so-ttt.ics", "plans/hanoi-2019.ics"):
        assert calendar(feeds[path]).decoded("LAST-MODIFIED") == newer
    other = calendar(feeds["hanoi/agencies/so-tu-phap.ics"])
    assert other.decoded("LAST-MODIFIED") < newer


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_is_one_of_css(colour: str) -> None:
    slot = city.owed()
    made = city.feeds(city.schedule(slot), settings=FeedSettings(colour=colour))
    assert f"\r\nCOLOR:{colour}\r\n" in city.flat(made["plans/hanoi-2019.ics"])


def test_one_record_changes_one_event() -> None:
    plan = city.plan()
    slots = [
        city.owed(date(2019, month, 4), label=f"2019-{month:02d}", of=plan) for month in range(1, 8)
    ]
    before = city.feeds(city.schedule(*slots))
    after = city.feeds(city.schedule(*slots), city.done((slots[3], "so-ttt")))
    changed = {path for path in before if before[path].body != after[path].body}
    assert changed == {"hanoi/agencies/so-ttt.ics", "plans/hanoi-2019.ics"}
    for path in changed:
        old = before[path].body.split(b"BEGIN:VEVENT\r\n")
        new = after[path].body.split(b"BEGIN:VEVENT\r\n")
        assert [n for n in range(1, len(old)) if old[n] != new[n]] == [4]
        assert {*old[0].split(b"\r\n")} ^ {*new[0].split(b"\r\n")} == {
            b"LAST-MODIFIED:20181228T000000Z",
            b"LAST-MODIFIED:20190301T040506Z",
        }


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_breaks_no_feed(title: str) -> None:
    slots = [city.owed(), city.owed(date(2019, 6, 4), label="2019-H1", title=title)]
    for feed in city.feeds(city.schedule(*slots)).values():
        assert len(calendar(feed).walk("VEVENT")) == 2
        other = vobject.readOne(feed.body.decode())
        assert [event.summary.value for event in other.vevent_list] == titles(feed)
        assert max(map(len, feed.body.split(b"\r\n"))) <= 75


def test_a_feed_keeps_the_newest_when_it_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = city.plan()
    slots = [
        city.owed(date(2019, month, 4), ("so-ttt",), label=f"2019-{month:02d}", of=plan)
        for month in range(1, 7)
    ]
    monkeypatch.setattr(feed_module, "MAX_EVENTS", 4)
    made = city.feeds(city.schedule(*slots))["plans/hanoi-2019.ics"]
    assert made.events == 4
    assert titles(made)[0].endswith("(tháng 3/2019)")
    assert "từ 04/03/2019; 2 hạn cũ hơn không có ở đây" in calendar(made)["DESCRIPTION"]


def test_a_feed_stays_under_a_megabyte() -> None:
    plan = city.plan()
    slots = [
        city.owed(
            date(2019, 1, 4) + timedelta(days=n), ("so-ttt",), label=f"đợt {n}", of=plan,
            title="ắ" * 5_000,
        )
        for n in range(80)
    ]  # fmt: skip
    made = city.feeds(city.schedule(*slots))["plans/hanoi-2019.ics"]
    assert 900_000 < len(made.body) <= 1_000_000
    assert "cũ hơn" in calendar(made)["DESCRIPTION"]
    assert titles(made)[-1].endswith("(đợt 79)")


def test_the_same_data_give_the_same_bytes_in_another_process() -> None:
    script = (
        "from hashlib import sha256\n"
        "from tests.calendars.test_feed import two_quarters\n"
        "print(*(sha256(feed.body).hexdigest() for feed in two_quarters().values()))"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone,
                 "PYTHONPATH": os.pathsep.join([*sys.path, str(ROOT)])},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Ho_Chi_Minh"), ("3", "America/New_York"))
    }  # fmt: skip
    assert len(digests) == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"site_url": "lich.example.vn"},
        {"site_url": "https://lich.example.vn/"},
        {"refresh_hours": 0},
        {"alarm_days": -1},
        {"colour": "#B22222"},
    ],
)
def test_settings_that_cannot_be(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="|".join(bad)):
        FeedSettings(**bad)
