"""One event: what it says, what it is known by, and when its bytes change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest

from calendars.event import Events, uid
from calendars.settings import FeedSettings
from rules.deadline import Bound, Reason
from rules.facts import Completion, Facts
from rules.facts import Event as OutsideEvent
from rules.plan import Value
from rules.schedule import Assignee, Slot
from rules.text import Text
from tests.calendars import city

PLAIN = FeedSettings()
LINKED = FeedSettings(site_url="https://lich.example.vn")


def component(
    slot: Slot,
    agency: str = "so-tu-phap",
    facts: Facts | None = None,
    settings: FeedSettings = PLAIN,
) -> Any:
    events = Events(city.schedule(slot), settings)
    assignee = next(each for each in slot.assignees if each.agency.id == agency)
    return icalendar.Event.from_ical(events.of_agency(slot, assignee, facts or Facts()).body)


def of_plan(slot: Slot, facts: Facts | None = None, settings: FeedSettings = PLAIN) -> Any:
    events = Events(city.schedule(slot), settings)
    body = events.of_scope(slot, slot.assignees, "*", facts or Facts()).body
    return icalendar.Event.from_ical(body)


def test_an_open_item() -> None:
    event = component(city.owed(date(2019, 3, 3)), settings=LINKED)  # a Sunday
    assert event["SUMMARY"] == "[Hạn] Báo cáo kết quả CCHC (quý I/2019)"
    assert event.decoded("DTSTART") == date(2019, 3, 1)
    assert event.decoded("DTEND") == date(2019, 3, 2)
    assert event["DTSTART"].params["VALUE"] == event["DTEND"].params["VALUE"] == "DATE"
    assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
    assert event["X-MICROSOFT-CDO-BUSYSTATUS"] == "FREE"
    assert event["X-MICROSOFT-CDO-ALLDAYEVENT"] == "TRUE"
    assert event["CATEGORIES"].cats == ["Báo cáo", "Hạn"]
    assert event["X-KYHAN-KEY"] == "hanoi-2019/III.1/2019-Q1/so-tu-phap"
    assert event["URL"] == "https://lich.example.vn/o/hanoi-2019/III.1/2019-Q1/so-tu-phap"


def test_the_uid_is_for_ever() -> None:
    # printf 'hanoi-2019/III.1/2019-Q1/so-tu-phap' | openssl dgst -sha256 -binary | base32
    known = "XGF7WQNUYEFC6RWXICCOYZNTQC"
    event = component(city.owed())
    assert event["UID"] == f"{known.lower()}@hanoi-2019.kyhan"
    moved = component(city.owed(date(2019, 3, 20), of=city.plan(revision=4), title="Khác"))
    assert moved["UID"] == event["UID"]


def test_a_uid_is_ascii_whatever_the_key_holds() -> None:
    assert uid("p/Phụ lục 1/đợt 1/sở", "p.kyhan").isascii()
    assert uid("\ud800", "p.kyhan") != uid("?", "p.kyhan")


def test_a_link_is_percent_encoded() -> None:
    slot = city.owed(of=city.plan(city.duty(ref="PL I;2")))
    event = component(slot, settings=LINKED)
    assert event["URL"] == "https://lich.example.vn/o/hanoi-2019/PL%20I%3B2/2019-Q1/so-tu-phap"


def test_without_a_site_there_is_no_link() -> None:
    assert "URL" not in component(city.owed())


def test_stamps_come_from_the_plan_while_nothing_is_recorded() -> None:
    event = component(city.owed())
    assert event.decoded("DTSTAMP") == datetime(2018, 12, 28, tzinfo=UTC)
    assert event.decoded("LAST-MODIFIED") == event.decoded("DTSTAMP")
    assert event["SEQUENCE"] == 0


def test_a_revision_moves_stamp_and_sequence() -> None:
    plan = city.plan(revision=2).model_copy(update={"revised": date(2019, 2, 1)})
    event = component(city.owed(of=plan))
    assert event.decoded("DTSTAMP") == datetime(2019, 2, 1, tzinfo=UTC)
    assert event["SEQUENCE"] == 2


def test_a_record_moves_stamp_and_sequence() -> None:
    slot = city.owed()
    event = component(slot, facts=city.done((slot, "so-tu-phap"), accepted=False))
    assert event.decoded("LAST-MODIFIED") == datetime(2019, 3, 1, 4, 5, 6, tzinfo=UTC)
    assert event["SEQUENCE"] == 1


def test_an_instant_without_a_zone_is_utc_on_any_machine() -> None:
    slot = city.owed()
    key = f"{slot.key}/so-tu-phap"
    at = datetime(2019, 3, 1, 4, 5, 6)  # noqa: DTZ001  # as some databases hand it back
    event = component(slot, facts=Facts({key: Completion(key, date(2019, 3, 1), "", "", at)}))
    assert event.decoded("DTSTAMP") == datetime(2019, 3, 1, 4, 5, 6, tzinfo=UTC)


def test_the_recorded_event_a_duty_waited_for_counts_as_a_record() -> None:
    slot = city.owed()
    at = datetime(2019, 1, 9, 3, 0, tzinfo=UTC)
    outside = OutsideEvent("hanoi-2019/III.1", date(2019, 1, 9), "5/CV", "lan", at)
    event = component(slot, facts=Facts(events={outside.id: outside}))
    assert (event.decoded("DTSTAMP"), event["SEQUENCE"]) == (at, 1)


@pytest.mark.parametrize(
    ("on", "summary", "category"),
    [
        ("2019-03-04", "✓ Đã hoàn thành: Báo cáo kết quả CCHC (quý I/2019)", "Đã hoàn thành"),
        ("2019-03-05", "✓ Hoàn thành trễ hạn: Báo cáo kết quả CCHC (quý I/2019)",
         "Hoàn thành trễ hạn"),
    ],
)  # fmt: skip
def test_what_is_done_stays_and_rings_no_more(on: str, summary: str, category: str) -> None:
    slot = city.owed(date(2019, 3, 4))  # a Monday; "before", so late from the 5th
    event = component(slot, facts=city.done((slot, "so-tu-phap"), on=date.fromisoformat(on)))
    assert event["SUMMARY"] == summary
    assert event["CATEGORIES"].cats[1] == category
    assert event["STATUS"] == "CONFIRMED"
    day = f"{date.fromisoformat(on):%d/%m/%Y}"
    assert f"\nĐã hoàn thành: nộp ngày {day}, văn bản 12/BC-STP, ghi" in event["DESCRIPTION"]
    assert not event.subcomponents


def test_one_alarm_at_nine_on_a_working_day_before() -> None:
    # Wednesday 6 March less three days is Sunday; the Friday before it is 1 March
    (alarm,) = component(city.owed(date(2019, 3, 6))).subcomponents
    start = datetime(2019, 3, 6)  # noqa: DTZ001  # an all-day event floats
    assert start + alarm.decoded("TRIGGER") == datetime(2019, 3, 1, 9)  # noqa: DTZ001
    assert (alarm["ACTION"], alarm["DESCRIPTION"]) == (
        "DISPLAY",
        "[Hạn] Báo cáo kết quả CCHC (quý I/2019)",
    )


@pytest.mark.parametrize("days", range(1, 20))
def test_the_trigger_is_negative(days: int) -> None:
    (alarm,) = component(city.owed(), settings=FeedSettings(alarm_days=days)).subcomponents
    assert alarm.decoded("TRIGGER") < timedelta()


def test_no_alarm_where_none_is_wanted() -> None:
    assert not component(city.owed(), settings=FeedSettings(alarm_days=0)).subcomponents


def test_description_gives_dates_reasons_source_agency_and_key() -> None:
    slot = replace(city.owed(date(2019, 2, 10)), hour="17:00")  # the Sunday that ends Tết
    text = str(component(slot)["DESCRIPTION"])
    lines = text.split("\n")
    assert lines[0] == "Hạn: thứ Sáu, 01/02/2019, trước 17:00"
    assert lines[1] == (
        "Ngày cuối cùng theo văn bản: Chủ nhật, 10/02/2019; tính trễ hạn từ 11/02/2019"
    )
    assert "08/02/2019 là ngày nghỉ (Tết" in text
    assert lines[-3].startswith("Văn bản 7028/QĐ-UBND ngày 28/12/2018, mục III.1, quý I/2019")
    assert lines[-3].endswith("(Kế hoạch CCHC năm 2019)")
    assert lines[-2] == "Cơ quan chủ trì theo văn bản: “các Sở” → Sở Tư pháp"
    assert lines[-1] == "Mã: hanoi-2019/III.1/2019-Q1/so-tu-phap"


def test_description_says_what_is_guessed_and_wanted() -> None:
    value = Value(metric="Hồ sơ đúng hạn", op=">=", amount=99.5, unit="%", strict=True)
    wanted = city.duty().model_copy(
        update={
            "value": value,
            "product": "Báo cáo",
            "with_": ("so-ttt", "@so"),
            "to": ("so-noi-vu",),
        }
    )
    slot = replace(city.owed(), duty=wanted, assumed=True, predicted=True)
    text = str(component(slot)["DESCRIPTION"])
    assert "(văn bản không nêu ngày, đây là ngày suy ra)" in text
    assert "mới là dự kiến" in text
    assert "\nChỉ tiêu: Hồ sơ đúng hạn > 99,5 %\n" in text
    assert "\nSản phẩm: Báo cáo\n" in text
    assert "\nPhối hợp: Sở Thông tin và Truyền thông; Các sở\n" in text
    assert "\nNơi nhận: Sở Nội vụ\n" in text


def test_a_successor_names_whom_it_replaces() -> None:
    slot = city.owed()
    heir = Assignee(city.AGENCIES["so-ttt"], "Sở Tư pháp", (city.AGENCIES["so-tu-phap"],))
    text = str(component(replace(slot, assignees=(heir,)), "so-ttt")["DESCRIPTION"])
    assert "“Sở Tư pháp”; Sở Thông tin và Truyền thông kế tục Sở Tư pháp" in text


def test_a_plan_closed_by_its_due_day_is_said_to_be_closed() -> None:
    slot = city.owed(date(2019, 3, 4), of=city.plan(archived=date(2019, 3, 4)))
    event = component(slot)
    assert event["SUMMARY"].startswith("[Đã đóng] ")
    assert not event.subcomponents
    before = city.owed(date(2019, 3, 1), of=city.plan(archived=date(2019, 3, 4)))
    assert component(before)["SUMMARY"].startswith("[Hạn] ")
    assert "Kế hoạch đóng từ 04/03/2019" in component(before)["DESCRIPTION"]


def test_english() -> None:
    slot = city.owed(date(2019, 3, 4))
    event = component(slot, settings=FeedSettings(lang="en"))
    assert event["SUMMARY"] == "[Due] Báo cáo kết quả CCHC (quarter 1 of 2019)"
    assert event["CATEGORIES"].cats == ["Report", "Due"]
    assert event["DESCRIPTION"].startswith("Due: Monday, 4 March 2019\n")


def test_a_period_the_title_names_is_not_repeated() -> None:
    event = component(city.owed(title="Báo cáo Quý I/2019"))
    assert event["SUMMARY"] == "[Hạn] Báo cáo Quý I/2019"


def test_a_pending_item_has_no_event() -> None:
    with pytest.raises(ValueError, match="pending"):
        component(city.owed(None))


def test_many_agencies_are_one_event_with_a_count() -> None:
    slot = city.owed(date(2019, 3, 4))
    event = of_plan(slot, city.done((slot, "so-tu-phap")), LINKED)
    assert event["SUMMARY"] == "[Hạn] (1/3 cơ quan) Báo cáo kết quả CCHC (quý I/2019)"
    assert event["DESCRIPTION"].endswith(
        "\nĐã hoàn thành: 1/3 cơ quan"
        "\nChưa nộp: Sở Nội vụ; Sở Thông tin và Truyền thông"
        "\nMã: hanoi-2019/III.1/2019-Q1"
    )
    assert event["SEQUENCE"] == 2  # submitted and accepted
    assert event["URL"] == "https://lich.example.vn/s/hanoi-2019/III.1/2019-Q1"
    own = {component(slot, ident)["UID"] for ident in city.ALL}
    assert event["UID"] not in own


def test_all_have_done_it() -> None:
    slot = city.owed(date(2019, 3, 4))
    facts = city.done(*((slot, ident) for ident in city.ALL))
    event = of_plan(slot, facts)
    assert event["SUMMARY"] == "✓ Đã hoàn thành (3/3 cơ quan): Báo cáo kết quả CCHC (quý I/2019)"
    late = city.done((slot, "so-ttt"), on=date(2019, 3, 8))
    mixed = of_plan(slot, Facts({**facts.completions, **late.completions}))
    assert mixed["SUMMARY"].startswith("✓ Hoàn thành trễ hạn (3/3 cơ quan): ")
    assert "Đã hoàn thành: 3/3 cơ quan (trễ hạn: 1)\nMã:" in mixed["DESCRIPTION"]
    assert not mixed.subcomponents


def test_at_most_twenty_agencies_are_named() -> None:
    slot = city.owed()
    many = tuple(
        Assignee(city.AGENCIES["so-ttt"].model_copy(update={"id": f"a{n}", "vi": f"Xã {n}"}), "")
        for n in range(1, 24)
    )
    text = str(of_plan(replace(slot, assignees=many))["DESCRIPTION"])
    assert "; Xã 20; và 3 cơ quan khác\n" in text
    assert "Xã 21" not in text


def test_where_one_owes_it_is_its_own_event() -> None:
    slot = city.owed(agencies=("so-ttt",))
    events = Events(city.schedule(slot), PLAIN)
    own = events.of_agency(slot, slot.assignees[0], Facts())
    assert events.of_scope(slot, slot.assignees, "@so", Facts()) == own


def test_kept_lines_change_no_bytes() -> None:
    slot = city.owed(bound=Bound.BY)
    facts = city.done((slot, "so-ttt"))
    warm = Events(city.schedule(slot), LINKED)
    for records in (Facts(), facts, Facts(), facts):
        for assignee in slot.assignees:
            cold = Events(city.schedule(slot), LINKED)
            assert warm.of_agency(slot, assignee, records) == cold.of_agency(
                slot, assignee, records
            )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Value(metric="Hồ sơ", op=">=", amount=95, unit="%"), "Hồ sơ ≥ 95 %"),
        (Value(metric="Hồ sơ", op="<=", amount=1.5, unit="%", strict=True), "Hồ sơ < 1,5 %"),
        (Value(metric="Hồ sơ", op="=", amount=2, unit="điểm"), "Hồ sơ = 2 điểm"),
        (Value(metric="Giảm", op="=", amount=5, amount_max=10, unit="%"), "Giảm = 5–10 %"),
    ],
)
def test_targets_in_figures(value: Value, shown: str) -> None:
    slot = replace(city.owed(), duty=city.duty().model_copy(update={"value": value}))
    assert f"\nChỉ tiêu: {shown}\n" in component(slot)["DESCRIPTION"]


def test_partners_are_named_as_written_where_the_document_was_copied() -> None:
    update = {"with_": ("so-ttt",), "with_written": ("Sở TT&TT",)}
    slot = replace(city.owed(), duty=city.duty().model_copy(update=update))
    assert "\nPhối hợp: Sở TT&TT\n" in component(slot)["DESCRIPTION"]


def test_a_law_is_cited_where_a_reason_rests_on_one() -> None:
    law = Text("Điều 12", "Article 12")
    reasons = (Reason("a", Text("Một", "One"), law), Reason("b", Text("Hai", "Two")))
    text = component(replace(city.owed(), reasons=reasons))["DESCRIPTION"]
    assert "\n- Một (Điều 12)\n- Hai\n" in text


def test_no_more_lines_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calendars.event.KEPT", 1)
    slot = city.owed()
    events = Events(city.schedule(slot), PLAIN)
    for assignee in slot.assignees * 2:
        fresh = Events(city.schedule(slot), PLAIN)
        assert events.of_agency(slot, assignee, Facts()) == fresh.of_agency(slot, assignee, Facts())
    assert len(events._own) == len(events._shared) == 1
