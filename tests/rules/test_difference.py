"""What a changed plan, directory or table of working days changes, by kind and with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from rules.compile import compile_schedule
from rules.difference import Change, difference
from rules.directory import Directory, DirectoryFile
from rules.facts import Extension, Facts
from rules.plan import Plan
from rules.schedule import Schedule
from rules.text import Text
from rules.workdays import DayEntry, WorkingDays
from tests.rules.calendar_2019 import working_days_2019

DAYS = working_days_2019()
AGENCIES = ("a", "b", "c")


def city(**ended: tuple[date, str]) -> Directory:
    """Agencies a, b, c; those `ended` have a last day and a successor."""
    listed = []
    for name in AGENCIES:
        agency: dict[str, object] = {"id": name, "vi": f"Sở {name}", "en": name, "kind": "so"}
        if name in ended:
            agency |= {"until": ended[name][0], "successor": [{"to": ended[name][1]}]}
        listed.append(agency)
    return Directory(
        DirectoryFile.model_validate({"id": "city", "vi": "TP", "en": "City", "agency": listed})
    )


def schedule(
    *duties: Mapping[str, object], directory: Directory | None = None, days: WorkingDays = DAYS,
    facts: Facts | None = None, **head: object,
) -> Schedule:  # fmt: skip
    listed = [
        {"ref": str(number), "kind": "task", "title": "Việc", "lead": ["a"], **duty}
        for number, duty in enumerate(duties, 1)
    ]
    plan = Plan.model_validate({
        "id": "p", "title": "Kế hoạch", "number": "1/KH", "issued": date(2018, 12, 28),
        "issuer": "a", "coordinator": "a", "directory": "city", "period": (2019, 2019),
        "duty": listed, **head,
    })  # fmt: skip
    compiled, problems = compile_schedule(
        [plan], {"city": directory or city()}, days, facts or Facts()
    )
    assert problems == []
    return compiled


def told(changes: list[Change]) -> list[tuple[str, str, str]]:
    return [(change.kind, change.key, change.was) for change in changes]


QUARTER = {"when": "Quý I/2019"}
KEY = "p/1/finish/a"


def test_the_same_is_no_difference() -> None:
    assert difference(schedule(QUARTER), schedule(QUARTER)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected", "why"),
    [
        ((QUARTER,), (QUARTER, QUARTER), ("appear", "p/2/finish/a", ""), "a new duty, 2"),
        ((QUARTER, QUARTER), (QUARTER,), ("vanish", "p/2/finish/a", "p/2/finish/a"),
         "there is no 2 any more"),
        ((QUARTER,), ({"when": "Tháng 2/2019"},), ("move", KEY, KEY),
         "wording: “Quý I/2019” → “Tháng 2/2019”"),
        ((QUARTER,), ({"when": "Quý 1/2019"},), ("wording", KEY, KEY),
         "wording: “Quý I/2019” → “Quý 1/2019”"),
        ((QUARTER,), ({**QUARTER, "title": "Việc B"},), ("wording", KEY, KEY),
         "title: “Việc” → “Việc B”"),
        ((QUARTER,), ({**QUARTER, "lead": ["b"]},), ("agency", "p/1/finish/b", KEY), "a → b"),
        ((QUARTER,), ({**QUARTER, "lead": ["a", "b"]},), ("appear", "p/1/finish/b", ""),
         "b: owes it too"),
        (({**QUARTER, "lead": ["a", "b"]},), (QUARTER,),
         ("vanish", "p/1/finish/b", "p/1/finish/b"), "b: owes it no more"),
        (({"when": "trước 05/3", "labels": ["2019-Q1"]},),
         ({"when": "trước 05/3", "labels": ["2019-Q1", "2019"]},),
         ("appear", "p/1/2019/a", ""), "a new period, 2019"),
        (({"when": "theo hướng dẫn của Bộ Nội vụ"},), (QUARTER,), ("move", KEY, KEY),
         "wording: “theo hướng dẫn của Bộ Nội vụ” → “Quý I/2019”"),
    ],
)  # fmt: skip
def test_one_change_of_a_plan(
    old: tuple[Mapping[str, object], ...],
    new: tuple[Mapping[str, object], ...],
    expected: tuple[str, str, str],
    why: str,
) -> None:
    changes = difference(schedule(*old), schedule(*new))
    assert told(changes) == [expected]
    assert changes[0].why[0].en == why


def test_a_change_of_hands_may_move_the_date_as_well() -> None:
    other = {"when": "Tháng 2/2019", "lead": ["b"]}
    (change,) = difference(schedule(QUARTER), schedule(other))
    assert (change.kind, change.dates_moved) == ("agency", True)


def test_successors_take_over_and_a_second_successor_owes_nothing_new() -> None:
    last = date(2019, 2, 28)  # both a and b give way to c from March on; the quarter ends on 31/3
    duty = {**QUARTER, "lead": ["a", "b"]}
    later = city(a=(last, "c"), b=(last, "c"))
    changes = difference(schedule(duty), schedule(duty, directory=later))
    assert told(changes) == [
        ("agency", "p/1/finish/c", "p/1/finish/a"), ("agency", "p/1/finish/c", "p/1/finish/b"),
    ]  # fmt: skip
    assert changes[0].why[0].en == "a (28/02/2019) → c"
    february = {"when": "Tháng 2/2019", "lead": ["a"]}
    assert difference(schedule(february), schedule(february, directory=later)) == []


def test_whose_work_goes_to_one_who_owes_it_already_owes_it_no_more() -> None:
    duty = {**QUARTER, "lead": ["a", "c"]}
    changes = difference(schedule(duty), schedule(duty, directory=city(a=(date(2019, 2, 28), "c"))))
    assert told(changes) == [("vanish", KEY, KEY)]
    assert changes[0].why[0].en == "a (28/02/2019) → c: owes it no more"


def test_a_new_day_off_moves_what_ends_on_it_and_is_named() -> None:
    # 29 March 2019 is a Friday, the last working day of the quarter; 31 March a Sunday
    off = DayEntry(date(2019, 3, 29), False, Text("Nghỉ thêm", "An extra day off"), "typed in")
    days = WorkingDays({**DAYS.entries, off.day: off}, DAYS.states)
    duties = (QUARTER, {"when": "Tháng 2/2019"})
    (change,) = difference(schedule(*duties), schedule(*duties, days=days))
    assert (change.kind, change.key) == ("move", KEY)
    assert change.old is not None
    assert change.new is not None
    assert (change.old.due, change.new.due) == (date(2019, 3, 29), date(2019, 3, 28))
    assert [why.en for why in change.why] == ["29 March 2019 is now off (An extra day off)"]


def test_a_day_off_withdrawn_is_named_by_what_it_was() -> None:
    left = {day: entry for day, entry in DAYS.entries.items() if day != date(2019, 9, 2)}
    days = WorkingDays(left, DAYS.states)  # National Day 2019, a Monday
    duty = {"when": "chậm nhất ngày 02/9/2019"}
    (change,) = difference(schedule(duty), schedule(duty, days=days))
    assert [why.en for why in change.why] == ["2 September 2019 is now worked (National Day)"]


def test_a_term_in_working_days_is_moved_from_within() -> None:
    # 3 working days after signing on Friday 28/12/2018: 31/12 and 1/1 are off, so 2, 3, 4 January
    duty = {"when": "trong 3 ngày làm việc kể từ ngày ký"}
    off = DayEntry(date(2019, 1, 2), False, Text("Nghỉ thêm", "An extra day off"), "typed in")
    days = WorkingDays({**DAYS.entries, off.day: off}, DAYS.states)
    (change,) = difference(schedule(duty), schedule(duty, days=days))
    assert change.old is not None
    assert change.new is not None
    # 5 January, a Saturday, is worked instead of 31 December
    assert (change.old.stated, change.new.stated) == (date(2019, 1, 4), date(2019, 1, 5))
    assert [why.en for why in change.why] == ["2 January 2019 is now off (An extra day off)"]


def test_the_policy_of_a_plan_is_named() -> None:
    duty = {"when": "trước ngày 05/3/2019"}
    (change,) = difference(schedule(duty), schedule(duty, policy={"before": "inclusive"}))
    assert change.kind == "move"
    assert [why.en.split(":")[0] for why in change.why] == ["policy"]


def test_an_extension_granted_by_one_side_is_named() -> None:
    grant = Extension(KEY, date(2019, 5, 10), "7/UBND", "lan", datetime(2019, 3, 1, tzinfo=UTC))
    (change,) = difference(
        schedule(QUARTER), schedule(QUARTER, facts=Facts(extensions={KEY: grant}))
    )
    assert change.kind == "move"
    assert change.why[0].en.startswith("extension: None → ")
