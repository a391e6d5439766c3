"""Feeds of what is submitted and waits: said in the title, rings no more, ticked once accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from calendars.settings import FeedSettings
from rules.facts import Acceptance, Completion, Facts
from tests.calendars import city

SLOT = city.owed(date(2019, 3, 4))
KEY = f"{SLOT.key}/so-tu-phap"
WAITING = Completion(
    KEY, date(2019, 3, 1), "12/BC-STP", "lan@a.vn",
    datetime(2019, 3, 1, 18, tzinfo=UTC),  # one in the morning of 2 March in Việt Nam
    document_date=date(2019, 2, 27), link="https://a.vn/12", file_name="a.pdf", note="riêng",
)  # fmt: skip
ACCEPTED = replace(
    WAITING, accepted=Acceptance("minh@a.vn", datetime(2019, 3, 5, 2, 3, 4, tzinfo=UTC))
)


def event(
    facts: Facts,
    path: str = "hanoi/agencies/so-tu-phap.ics",
    settings: FeedSettings | None = None,
) -> Any:
    feed = city.feeds(city.schedule(SLOT), facts, settings)[path]
    (found,) = icalendar.Calendar.from_ical(feed.body).events
    return found


def test_what_waits_says_so_and_rings_no_more() -> None:
    found = event(Facts({KEY: WAITING}))
    assert found["SUMMARY"] == "[Đã nộp] Báo cáo kết quả CCHC (quý I/2019)"
    assert found["CATEGORIES"].cats == ["Báo cáo", "Đã nộp"]
    assert not found.subcomponents
    assert event(Facts()).subcomponents
    assert (
        "\nĐã nộp, chờ xác nhận: nộp ngày 01/03/2019, văn bản 12/BC-STP ngày 27/02/2019,"
        " ghi nhận ngày 02/03/2019\n"
    ) in found["DESCRIPTION"]


def test_the_tick_comes_with_the_acceptance_and_is_a_change() -> None:
    before, after = event(Facts({KEY: WAITING})), event(Facts({KEY: ACCEPTED}))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (1, 2)
    assert after.decoded("LAST-MODIFIED") == datetime(2019, 3, 5, 2, 3, 4, tzinfo=UTC)
    assert after["SUMMARY"] == "✓ Đã hoàn thành: Báo cáo kết quả CCHC (quý I/2019)"
    assert "ghi nhận ngày 02/03/2019, xác nhận ngày 05/03/2019\n" in after["DESCRIPTION"]


def test_a_late_submission_is_called_late_only_once_it_is_accepted() -> None:
    late = replace(WAITING, on=date(2019, 3, 5))
    assert event(Facts({KEY: late}))["SUMMARY"].startswith("[Đã nộp] ")
    done = replace(late, accepted=ACCEPTED.accepted)
    assert event(Facts({KEY: done}))["SUMMARY"].startswith("✓ Hoàn thành trễ hạn: ")


def test_nothing_to_report_is_said() -> None:
    nil = replace(WAITING, nil=True, number="", document_date=None)
    said = "nộp ngày 01/03/2019, không phát sinh, ghi nhận ngày 02/03/2019\n"
    assert said in event(Facts({KEY: nil}))["DESCRIPTION"]


def test_no_feed_names_a_person_or_what_was_written_to_the_coordinator() -> None:
    for feed in city.feeds(city.schedule(SLOT), Facts({KEY: ACCEPTED})).values():
        for private in ("lan@a.vn", "minh@a.vn", "riêng", "a.pdf", "https://a.vn/12"):
            assert private not in city.flat(feed)


def test_many_agencies_count_who_waits_apart_from_who_is_done() -> None:
    path = "plans/hanoi-2019.ics"
    done = city.done((SLOT, "so-ttt"))
    found = event(Facts({KEY: WAITING, **done.completions}), path)
    assert found["SUMMARY"].startswith("[Hạn] (1/3 cơ quan) ")
    assert found["DESCRIPTION"].endswith(
        "\nĐã hoàn thành: 1/3 cơ quan\nĐã nộp, chờ xác nhận: 1 cơ quan\nChưa nộp: Sở Nội vụ"
        "\nMã: hanoi-2019/III.1/2019-Q1"
    )
    assert found.subcomponents
    last = city.done((SLOT, "so-noi-vu"), on=date(2019, 3, 8))
    waiting = event(Facts({KEY: WAITING, **done.completions, **last.completions}), path)
    assert waiting["SUMMARY"].startswith("[Đã nộp] (2/3 cơ quan) ")
    assert not waiting.subcomponents
    all_done = event(Facts({KEY: ACCEPTED, **done.completions, **last.completions}), path)
    assert all_done["SUMMARY"].startswith("✓ Hoàn thành trễ hạn (3/3 cơ quan): ")


def test_in_english_and_in_another_zone() -> None:
    london = FeedSettings(lang="en", zone=ZoneInfo("Europe/London"))
    found = event(Facts({KEY: ACCEPTED}), settings=london)
    assert (
        "\nDone: submitted on 1 March 2019, document 12/BC-STP of 27 February 2019,"
        " recorded on 1 March 2019, accepted on 5 March 2019\n"
    ) in found["DESCRIPTION"]
    waiting = event(Facts({KEY: WAITING}), settings=london)
    assert waiting["SUMMARY"].startswith("[Submitted] ")
