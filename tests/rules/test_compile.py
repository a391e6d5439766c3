"""The shipped plans compiled: dates worked out by hand from the documents, on wall calendars."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rules.compile import compile_schedule
from rules.facts import Event, Facts
from rules.schedule import Schedule, Slot

GOLDEN_FILE = Path(__file__).parent / "golden/shipped_plans.csv"
GOLDEN = list(csv.DictReader(GOLDEN_FILE.read_text(encoding="utf-8").splitlines()))
PENDING = {
    "hanoi-2020-index": 1,  # "đúng lộ trình"
    "hanoi-2021-2025": 3,
    "haiphong-2019": 8,
    "hcmc-2018-2020": 5,
}


def find(schedule: Schedule, key: str) -> Slot:
    return next(slot for slot in schedule.slots if slot.key == key)


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: str(row["slot"]))
def test_dates_worked_out_by_hand(shipped: Schedule, row: dict[str, str]) -> None:
    slot = find(shipped, row["slot"])
    dates = {
        name: str(getattr(slot, name) or "") for name in ("start", "stated", "due", "late_from")
    }
    assert {**dates, "bound": slot.bound} == {
        name: row[name] for name in ("start", "stated", "due", "late_from", "bound")
    }, row["why"]


def test_what_waits(shipped: Schedule) -> None:
    assert Counter(slot.plan.id for slot in shipped.pending) == PENDING


def test_keys_are_unique(shipped: Schedule) -> None:
    keys = Counter(occurrence.key for occurrence in shipped.occurrences())
    assert [key for key, count in keys.items() if count > 1] == []


def test_a_recurring_duty_begins_with_the_period_that_ends_after_the_issue(
    shipped: Schedule,
) -> None:
    # issued 1 June 2021: May has ended, June and the second quarter have not
    labels = [slot.label for slot in shipped.slots if slot.duty.ref == "V.1-7"]
    assert labels[0] == "2021-06"
    assert labels[-1] == "2025-12"
    assert len(labels) == 55
    quarters = [slot.label for slot in shipped.slots if slot.duty.ref == "V.1-9"]
    assert (quarters[0], len(quarters)) == ("2021-Q2", 19)


def test_reports_have_a_data_window_and_tasks_have_none(shipped: Schedule) -> None:
    assert find(shipped, "hanoi-2019/III.1/2019-H1").data == (date(2018, 12, 15), date(2019, 6, 14))
    assert find(shipped, "hanoi-2019/PL.I.2/finish").data is None


def test_who_owes_a_report(shipped: Schedule) -> None:
    owers = [each.agency.id for each in find(shipped, "hanoi-2019/III.1/2019-H1").assignees]
    assert len(owers) == len(set(owers))
    assert {"so-tu-phap", "ubnd-quan-ba-dinh", "ubnd-thi-xa-son-tay"} <= set(owers)
    districts = ("ubnd-quan-", "ubnd-huyen-", "ubnd-thi-xa-")
    assert sum(ower.startswith(districts) for ower in owers) == 30


def test_after_the_reorganisation_the_successor_owes_and_the_name_stays(
    shipped: Schedule,
) -> None:
    before = find(shipped, "hanoi-2021-2025/V.1-9/2024-Q4")
    march = find(shipped, "hanoi-2021-2025/V.1-9/2025-Q1")
    july = find(shipped, "hanoi-2021-2025/V.1-9/2025-Q3")
    assert "so-gtvt" in {each.agency.id for each in before.assignees}
    assert "so-gtvt" not in {each.agency.id for each in march.assignees}
    successor = next(each for each in march.assignees if each.agency.id == "so-nnmt")
    assert successor.written == "Giám đốc các Sở"
    assert {agency.id for agency in successor.instead_of} == {"so-nnptnt", "so-tnmt"}
    owers = {each.agency.id for each in july.assignees}
    assert not any(ower.startswith(("ubnd-quan-", "ubnd-huyen-")) for ower in owers)
    assert "ubnd-cap-xa" in owers


def test_a_target_without_a_lead_is_followed_by_the_coordinator(shipped: Schedule) -> None:
    slot = find(shipped, "hanoi-2019/II.6/finish")
    assert [each.agency.id for each in slot.assignees] == ["so-noi-vu"]


def test_a_recorded_event_with_a_deadline_gives_a_waiting_duty_its_dates(
    shipped: Schedule,
) -> None:
    key = "hanoi-2021-2025/II.1.2.d"
    event = Event(
        key, date(2021, 8, 16), "3655/BNV-CCHC", "so-noi-vu", datetime(2021, 8, 17, tzinfo=UTC),
        deadline=date(2021, 10, 31),
    )  # fmt: skip
    plans, directories = shipped.plans.values(), shipped.directories
    facts = Facts(events={key: event})
    schedule, _ = compile_schedule(plans, directories, shipped.working_days, facts)
    slot = find(schedule, f"{key}/finish")
    assert (slot.start, slot.stated) == (date(2021, 8, 17), date(2021, 10, 31))
    assert slot.due == date(2021, 10, 29)  # 31 October 2021 is a Sunday
    assert slot.late_from == date(2021, 11, 2)


def test_a_plan_without_its_directory_is_named_and_stops_no_other(shipped: Schedule) -> None:
    directories = {key: each for key, each in shipped.directories.items() if key != "hcmc"}
    schedule, problems = compile_schedule(shipped.plans.values(), directories, shipped.working_days)
    assert [problem.value for problem in problems] == ["hcmc"]
    assert set(schedule.plans) == set(shipped.plans) - {"hcmc-2018-2020"}


def test_a_lead_nobody_answers_to_is_named_and_stops_no_other(shipped: Schedule) -> None:
    plan = shipped.plans["hanoi-2019"]
    duty = plan.duties[0]
    lead = (*duty.lead, "so-la")
    wrong = duty.model_copy(update={"lead": lead, "lead_written": (*duty.lead_written, "Sở lạ")})
    changed = plan.model_copy(update={"duties": (wrong, *plan.duties[1:])})
    found, problems = compile_schedule([changed], shipped.directories, shipped.working_days)
    assert [(each.key, each.value) for each in problems] == [(f'duty["{duty.ref}"].lead', "so-la")]
    same, _ = compile_schedule([plan], shipped.directories, shipped.working_days)
    assert [one.key for one in found.occurrences()] == [one.key for one in same.occurrences()]


def test_a_plan_whose_coordinator_nobody_answers_to_is_left_out(shipped: Schedule) -> None:
    plan = shipped.plans["hanoi-2019"].model_copy(update={"coordinator": "so-la"})
    found, problems = compile_schedule([plan], shipped.directories, shipped.working_days)
    assert [(each.key, each.value) for each in problems] == [("coordinator", "so-la")]
    assert not found.plans


def test_by_agency_and_by_date(shipped: Schedule) -> None:
    mine = shipped.of_agency("hanoi", "so-tu-phap")
    assert {occurrence.slot.duty.ref for occurrence in mine} >= {"III.1", "PL.II.1"}
    assert {occurrence.slot.plan.directory for occurrence in mine} == {"hanoi"}
    until = shipped.due_until(date(2019, 3, 4))
    assert all(slot.due and slot.due <= date(2019, 3, 4) for slot in until)
    assert find(shipped, "hanoi-2019/III.1/2019-Q1") in until


def test_a_label_may_hold_two_targets(shipped: Schedule) -> None:
    values = find(shipped, "hcmc-2018-2020/PL.2.7/2019").values
    assert [(value.op, value.amount) for value in values] == [(">=", 80), (">=", 30)]
    (value,) = find(shipped, "hcmc-2018-2020/II.2.1.3-2/2020").values
    assert value.amount == 90
    assert find(shipped, "hcmc-2018-2020/PL.2.1/2019").values == ()
