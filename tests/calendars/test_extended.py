"""Feeds of what was granted a later date: 16 March 2019, a Saturday, instead of 4 March."""

from __future__ import annotations

from datetime import UTC, date, datetime

import icalendar

from calendars.feed import Feed
from rules.extensions import extend
from rules.facts import Extension, Facts, Return
from tests.calendars import city
from tests.rules.builders import DAYS

AT = datetime(2019, 3, 1, 2, tzinfo=UTC)
SLOT = city.owed()
AIM, LATER = date(2019, 3, 4), date(2019, 3, 15)  # the Friday before the Saturday


def made(*agencies: str) -> tuple[dict[str, Feed], Facts]:
    grants = {
        f"{SLOT.key}/{ident}": Extension(
            f"{SLOT.key}/{ident}", date(2019, 3, 16), "5/UB", "lan", AT
        )
        for ident in agencies
    }
    facts = Facts(extensions=grants)
    return city.feeds(city.schedule(*extend([SLOT], grants, DAYS)), facts), facts


def events(feed: Feed) -> dict[str, tuple[date, int]]:
    """Day and SEQUENCE of each event, by its UID."""
    found = icalendar.Calendar.from_ical(feed.body).events
    return {str(each["UID"]): (each.start, int(str(each["SEQUENCE"]))) for each in found}


def test_an_agencys_event_moves_and_stays_the_same_event() -> None:
    path = "hanoi/agencies/so-tu-phap.ics"
    before, after = (
        events(city.feeds(city.schedule(SLOT))[path]),
        events(made("so-tu-phap")[0][path]),
    )
    assert before.keys() == after.keys()
    assert [*before.values()] == [(AIM, 0)]
    assert [*after.values()] == [(LATER, 1)]


def test_the_event_says_both_dates_and_the_document() -> None:
    text = city.flat(made("so-tu-phap")[0]["hanoi/agencies/so-tu-phap.ics"])
    assert "Gia hạn đến hết thứ Bảy\\, 16/03/2019 theo văn bản 5/UB" in text
    assert "hạn trước đó: 04/03/2019" in text


def test_a_plans_feed_shows_the_group_and_beside_it_the_one_with_a_date_of_its_own() -> None:
    path = "plans/hanoi-2019.ics"
    (before,) = events(city.feeds(city.schedule(SLOT))[path]).items()
    found = events(made("so-tu-phap")[0][path])
    assert found[before[0]] == (AIM, 1)  # two agencies are left in it: it has changed
    assert sorted(found.values()) == [(AIM, 1), (LATER, 1)]


def test_two_granted_the_same_share_an_event_of_their_own() -> None:
    found = events(made("so-tu-phap", "so-ttt")[0]["plans/hanoi-2019.ics"])
    assert len(found) == 2
    assert sorted(found.values()) == [(AIM, 0), (LATER, 2)]  # one is left with its own, unchanged


def test_what_was_returned_is_said_in_the_title_and_the_text() -> None:
    key = f"{SLOT.key}/so-tu-phap"
    facts = Facts(returns={key: Return(key, "thiếu số liệu", "noi-vu", AT)}, earlier={key: 1})
    feed = city.feeds(city.schedule(SLOT), facts)["hanoi/agencies/so-tu-phap.ics"]
    assert "SUMMARY:[Bị trả lại] " in city.flat(feed)
    assert "Bị trả lại: thiếu số liệu" in city.flat(feed)
    assert [*events(feed).values()] == [(AIM, 2)]
