"""A small plan carried into another year: every expected date and answer is worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from rules.compile import compile_schedule
from rules.directory import Directory, DirectoryFile
from rules.plan import Plan
from rules.question import About
from rules.roll import Head, Rolled, RollError, roll
from rules.roll_difference import rolled_duties
from rules.workdays_file import load_working_days

DAYS, _ = load_working_days(Path(__file__).parents[2] / "plans" / "working-days.toml")
END = date(2025, 2, 28)
AGENCIES = (
    {"id": "a", "vi": "Sở A", "en": "A", "kind": "so"},
    {"id": "khdt", "vi": "Sở KHĐT", "en": "KHDT", "kind": "so", "until": END,
     "successor": [{"to": "tc"}]},
    {"id": "tc", "vi": "Sở TC", "en": "TC", "kind": "so"},
    {"id": "ttt", "vi": "Sở TTTT", "en": "TTTT", "kind": "so", "until": END,
     "successor": [{"to": "khcn"}, {"to": "vhtt", "what": "báo chí"}]},
    {"id": "khcn", "vi": "Sở KHCN", "en": "KHCN", "kind": "so"},
    {"id": "vhtt", "vi": "Sở VHTT", "en": "VHTT", "kind": "so"},
    {"id": "chia", "vi": "Sở Chia", "en": "Parted", "kind": "so", "until": END,
     "successor": [{"to": "tc", "what": "thuế"}, {"to": "a", "what": "kho"}]},
    {"id": "giai-the", "vi": "Ban Giải thể", "en": "Dissolved", "kind": "ban", "until": END},
    {"id": "quan", "vi": "UBND quận", "en": "District", "kind": "huyen",
     "until": date(2025, 6, 30), "successor": [{"to": "xa"}]},
    {"id": "xa", "vi": "UBND cấp xã", "en": "Communes", "kind": "collective"},
)  # fmt: skip
CITY = Directory(
    DirectoryFile.model_validate({
        "id": "city", "vi": "TP", "en": "City", "agency": AGENCIES,
        "group": [{"id": "@so", "vi": "Các sở", "en": "All", "members": ["a", "khdt", "tc"]}],
    })
)  # fmt: skip


def plan_of(*duties: Mapping[str, object], years: tuple[int, int] = (2019, 2019)) -> Plan:
    listed = [
        {"ref": str(number), "kind": "task", "title": "Việc", "lead": ["a"], **duty}
        for number, duty in enumerate(duties, 1)
    ]
    return Plan.model_validate({
        "id": f"city-{years[0]}", "title": f"Kế hoạch năm {years[0]}", "number": "9/KH-UBND",
        "issued": date(years[0] - 1, 12, 28), "issuer": "a", "coordinator": "a",
        "directory": "city", "period": years, "revision": 3, "revised": date(years[0], 5, 5),
        "archived": date(years[1] + 1, 3, 1), "duty": listed,
    })  # fmt: skip


def rolled(
    plan: Plan, year: int = 2027, head: Head | None = None, drop: tuple[str, ...] = ()
) -> Rolled:
    return roll(plan, year, CITY, DAYS, head=head or Head(), drop=drop)


def asked(found: Rolled, about: About) -> list[str]:
    return [question.ref for question in found.questions if question.about == about]


# wording of 2019, year: stated, due, late from. Tết of 2027 is off from Thursday 4 to Wednesday 10
# February, that of 2028 is not in the table; 24 November is off from 2026 on; 2025 had it worked.
DATES = [
    ("trước ngày 11/02/2019", 2027, "2027-02-10", "2027-02-03", "2027-02-11"),
    ("chậm nhất ngày 06/02/2019", 2027, "2027-02-06", "2027-02-03", "2027-02-12"),
    ("trước ngày 25/11/2019", 2027, "2027-11-24", "2027-11-23", "2027-11-25"),
    ("chậm nhất ngày 24/11/2019", 2027, "2027-11-24", "2027-11-23", "2027-11-26"),
    ("chậm nhất ngày 24/11/2019", 2026, "2026-11-24", "2026-11-23", "2026-11-26"),
    ("chậm nhất ngày 24/11/2019", 2025, "2025-11-24", "2025-11-24", "2025-11-25"),
    ("Tháng 2/2019", 2024, "2024-02-29", "2024-02-29", "2024-03-01"),
    ("Tháng 2/2019", 2027, "2027-02-28", "2027-02-26", "2027-03-02"),
    ("Quý IV/2018", 2027, "2026-12-31", "2026-12-31", "2027-01-01"),
]


@pytest.mark.parametrize(("when", "year", "stated", "due", "late_from"), DATES)
def test_dates_are_read_anew(when: str, year: int, stated: str, due: str, late_from: str) -> None:
    plan = plan_of({"when": when})
    ((_, slot),) = rolled_duties(plan, rolled(plan, year), {"city": CITY}, DAYS)[0].slots
    assert slot is not None
    found = [str(day) for day in (slot.stated, slot.due, slot.late_from)]
    assert found == [stated, due, late_from]


def test_the_head_begins_anew() -> None:
    found = rolled(plan_of({"when": "Quý I/2019"}))
    new = found.plan
    assert (new.id, new.title, new.period) == ("city-2027", "Kế hoạch năm 2027", (2027, 2027))
    assert (new.revision, new.revised, new.archived) == (0, None, None)
    assert (new.number, new.issued) == ("", date(2026, 12, 28))
    assert found.missing == ("number", "issued")
    assert asked(found, "number") == asked(found, "issued") == [""]


def test_a_head_given_is_not_asked() -> None:
    head = Head("12/KH-UBND", date(2027, 1, 4), "tp-2027")
    found = rolled(plan_of({"when": "Quý I/2019"}), head=head)
    assert (found.plan.id, found.plan.number, found.plan.issued) == (
        "tp-2027", "12/KH-UBND", date(2027, 1, 4),
    )  # fmt: skip
    assert found.missing == ()


def test_a_plan_of_several_years_moves_as_a_whole() -> None:
    duty = {
        "kind": "report", "when": "trước ngày 30/6", "labels": ["2018", "2020"],
        "cells": {"2018": "Trong Quý IV năm 2018"},
        "values": [{"metric": "PAR Index 2018", "op": "<=", "amount": 10, "unit": "hạng",
                    "label": "2018"}],
    }  # fmt: skip
    new = rolled(plan_of(duty, years=(2018, 2020))).plan
    (later,) = new.duties
    assert new.period == (2027, 2029)
    assert later.labels == ("2027", "2029")
    assert later.cells == {"2027": "Trong Quý IV năm 2027"}
    assert (later.values[0].label, later.values[0].metric) == ("2027", "PAR Index 2027")


def test_what_happens_once_is_asked_and_what_recurs_is_not() -> None:
    plan = plan_of(
        {"when": "Quý I/2019"},
        {"when": "hàng quý"},
        {"when": "theo hướng dẫn của Bộ Nội vụ"},
        {"when": "X", "labels": ["2019"]},
        {"kind": "report", "when": "trước ngày 05 tháng 6", "labels": ["2019-H1"]},
        {"kind": "standing", "when": "cả năm 2019"},
    )
    assert asked(rolled(plan), "one-off") == ["1", "3", "4"]
    fewer = rolled(plan, drop=("1", "4"))
    assert [duty.ref for duty in fewer.plan.duties] == ["2", "3", "5", "6"]
    assert fewer.dropped == ("1", "4")
    assert asked(fewer, "one-off") == ["3"]


@pytest.mark.parametrize(
    ("lead", "later", "written", "candidates"),
    [
        (["a"], ("a",), ("a cũ",), None),
        (["khdt"], ("tc",), ("Sở TC",), None),
        (["khdt", "tc"], ("tc",), ("Sở TC",), None),  # merged: owed once
        (["ttt"], ("khcn",), ("Sở KHCN",), ("khcn", "vhtt (báo chí)")),
        (["chia"], ("tc", "a"), ("Sở TC", "Sở A"), ("tc (thuế)", "a (kho)")),
        (["giai-the"], ("giai-the",), ("giai-the cũ",), ()),
        (["quan"], ("xa",), ("UBND cấp xã",), None),
        (["@so"], ("@so",), ("@so cũ",), None),
    ],
)  # fmt: skip
def test_agencies_go_to_their_successors(
    lead: list[str],
    later: tuple[str, ...],
    written: tuple[str, ...],
    candidates: tuple[str, ...] | None,
) -> None:
    names = [f"{one} cũ" for one in lead]
    found = rolled(plan_of({"when": "hàng quý", "lead": lead, "lead_written": names}))
    assert (found.plan.duties[0].lead, found.plan.duties[0].lead_written) == (later, written)
    questions = [each.candidates for each in found.questions if each.about == "agency"]
    assert questions == ([] if candidates is None else [candidates])


def test_before_the_change_nobody_gives_way() -> None:
    plan = plan_of({"when": "hàng quý", "lead": ["ttt", "quan"]})
    found = rolled(plan, 2025)
    assert found.plan.duties[0].lead == ("ttt", "quan")
    assert asked(found, "agency") == []


def test_who_becomes_lead_does_not_stay_beside_itself() -> None:
    plan = plan_of({"when": "hàng quý", "lead": ["tc"], "with": ["khdt", "a"]})
    assert rolled(plan).plan.duties[0].with_ == ("a",)


def test_issuer_and_coordinator() -> None:
    plan = plan_of({"when": "hàng quý"}).model_copy(
        update={"issuer": "khdt", "coordinator": "chia"}
    )
    found = rolled(plan)
    assert (found.plan.issuer, found.plan.coordinator) == ("tc", "chia")
    assert asked(found, "agency") == [""]


def test_groups_with_other_members_are_said() -> None:
    found = rolled(plan_of({"when": "hàng quý", "lead": ["@so"]}))
    (group,) = found.groups
    assert (group.id, group.old, group.new) == ("@so", ("a", "khdt", "tc"), ("a", "tc"))
    assert rolled(plan_of({"when": "hàng quý"})).groups == ()


@pytest.mark.parametrize(
    ("when", "year", "later", "candidates"),
    [
        ("trước ngày 29/02/2020", 2027, "trước ngày 28/02/2027", ("28/02", "01/03")),
        ("trước ngày 29/02/2020", 2028, "trước ngày 29/02/2028", None),
        ("chậm nhất ngày 28/02/2019", 2028, "chậm nhất ngày 28/02/2028", ("28/02", "29/02")),
        ("chậm nhất ngày 28/02/2020", 2028, "chậm nhất ngày 28/02/2028", None),
    ],
)
def test_the_end_of_february(
    when: str, year: int, later: str, candidates: tuple[str, ...] | None
) -> None:
    first = int(when[-4:])
    found = rolled(plan_of({"when": when}, years=(first, first)), year)
    assert found.plan.duties[0].when == later
    ends = [each.candidates for each in found.questions if each.about == "month-end"]
    assert ends == ([] if candidates is None else [candidates])


def test_29_february_as_day_of_issue() -> None:
    plan = plan_of({"when": "Quý II/2020"}, years=(2020, 2020))
    plan = plan.model_copy(update={"issued": date(2020, 2, 29)})
    assert rolled(plan, 2027).plan.issued == date(2027, 2, 28)


def test_a_weekday_that_differs_is_asked_not_guessed() -> None:
    # 15 March 2019 was a Friday, that of 2027 is a Monday
    found = rolled(plan_of({"when": "thứ Sáu, ngày 15/3/2019"}, {"when": "hàng quý"}))
    assert asked(found, "wording") == ["1"]
    schedule, problems = compile_schedule([found.plan], {"city": CITY}, DAYS)
    assert len(problems) == 1
    assert {slot.duty.ref for slot in schedule.slots} == {"2"}


def test_a_week_that_the_year_has_not_is_left_out_and_asked() -> None:
    duty = {"kind": "report", "when": "trước ngày thứ Sáu", "labels": ["2020-W52", "2020-W53"]}
    found = rolled(plan_of(duty, years=(2020, 2020)))
    assert found.plan.duties[0].labels == ("2027-W52",)
    assert asked(found, "label") == ["1"]


def test_events_begin_anew() -> None:
    waits = "theo hướng dẫn của Bộ Nội vụ"
    found = rolled(plan_of({"when": waits, "event": "bo-noi-vu/huong-dan"}, {"when": waits}))
    assert found.plan.duties[0].event == "2027/bo-noi-vu/huong-dan"
    assert found.plan.duties[1].event == ""  # city-2027/2, which nobody has recorded
    assert asked(found, "event") == ["1"]


@pytest.mark.parametrize(
    ("value", "question"),
    [
        ({"op": "=", "amount": 100, "unit": "%"}, []),
        ({"op": ">=", "amount": 30, "unit": "%"}, ["1"]),
        ({"op": ">=", "amount": 100, "unit": "điểm"}, ["1"]),
    ],
)  # fmt: skip
def test_only_a_whole_is_kept_unasked(value: Mapping[str, object], question: list[str]) -> None:
    duty = {"kind": "target", "when": "năm 2019", "value": {"metric": "Tỷ lệ", **value}}
    assert asked(rolled(plan_of(duty)), "target") == question


def test_years_that_may_not_hold_any_more_are_asked() -> None:
    found = rolled(
        plan_of(
            {"when": "Quý I/2020"},  # just after the period: an ordinary follow-up
            {"when": "đến năm 2021"},
            {"when": "theo Quyết định số 45/QĐ-UBND ngày 15 tháng 10 năm 2018"},
        )
    )
    assert [duty.when for duty in found.plan.duties][:2] == ["Quý I/2028", "đến năm 2029"]
    years = [(each.ref, each.candidates) for each in found.questions if each.about == "year"]
    assert years == [("2", ("2029", "2021")), ("3", ("2018", "2026"))]


@pytest.mark.parametrize(
    ("year", "drop"), [(2019, ()), (2018, ()), (2201, ()), (2027, ("9",)), (2027, ("1",))]
)
def test_what_cannot_be_rolled_is_refused(year: int, drop: tuple[str, ...]) -> None:
    with pytest.raises(RollError):
        rolled(plan_of({"when": "hàng quý"}), year, drop=drop)
