"""The five shipped plans carried into other years: what is told is what the draft compiles to."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.compile import compile_schedule
from rules.plan import Plan
from rules.plan_file import load_plan
from rules.plan_text import open_questions, plan_text
from rules.roll import Head, Rolled, roll
from rules.roll_difference import RolledDuty, rolled_duties
from rules.schedule import Schedule, Slot

PLANS = ("haiphong-2019", "hanoi-2019", "hanoi-2020-index", "hanoi-2021-2025", "hcmc-2018-2020")


def carried(shipped: Schedule, ident: str, year: int) -> tuple[Rolled, list[RolledDuty]]:
    plan = shipped.plans[ident]
    directories, days = shipped.directories, shipped.working_days
    rolled = roll(plan, year, directories[plan.directory], days, head=Head())
    return rolled, rolled_duties(plan, rolled, directories, days)


def fresh(rolled: Rolled, folder: Path) -> Plan:
    """The draft as a person finishes it: number and day of issue given."""
    lines = plan_text(rolled.plan, questions=rolled.questions, leave_out=rolled.missing)
    given = f'number = "1/KH-UBND"\nissued = {rolled.plan.issued}\n'
    (folder / "p.toml").write_text(given + lines, "utf-8")
    plan, problems = load_plan(folder / "p.toml")
    assert problems == []
    assert plan is not None
    return plan


def dates(slot: Slot) -> tuple[object, ...]:
    owed = tuple(assignee.agency.id for assignee in slot.assignees)
    return slot.label, slot.start, slot.stated, slot.bound, slot.due, slot.late_from, owed


@pytest.mark.parametrize("ident", PLANS)
@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027, 2028])
def test_every_date_equals_a_fresh_computation(
    ident: str, year: int, shipped: Schedule, tmp_path: Path
) -> None:
    rolled, duties = carried(shipped, ident, year)
    plan = fresh(rolled, tmp_path)
    schedule, problems = compile_schedule([plan], shipped.directories, shipped.working_days)
    assert problems == []
    told = sorted(
        (duty.ref, *map(str, dates(new))) for duty in duties for _, new in duty.slots if new
    )
    assert told == sorted((slot.duty.ref, *map(str, dates(slot))) for slot in schedule.slots)
    assert [duty.ref for duty in plan.duties] == [duty.ref for duty in duties]
    assert all(old is not None and new is not None for duty in duties for old, new in duty.slots)


@pytest.mark.parametrize("ident", PLANS)
def test_no_question_is_lost_in_the_draft(ident: str, shipped: Schedule) -> None:
    rolled, _ = carried(shipped, ident, 2027)
    text = plan_text(rolled.plan, questions=rolled.questions, leave_out=rolled.missing)
    assert len(open_questions(text)) == len(rolled.questions)


# By hand from the wording and from the table of 2027: 2 and 3 September are off (Thu, Fri), as are
# 30 April (Fri) and, in lieu of 1 May, 3 May (Mon); 31 January and 28 February are Sundays.
HANOI_2027 = {
    ("III.1", "2027-Q1"): ("2027-03-04", "2027-03-04", "2027-03-05"),
    ("III.1", "2027-H1"): ("2027-06-04", "2027-06-04", "2027-06-05"),
    ("III.1", "2027-9M"): ("2027-09-04", "2027-09-01", "2027-09-05"),
    ("III.1", "2027"): ("2027-11-09", "2027-11-09", "2027-11-10"),
    ("PL.VII.1", "finish"): ("2027-01-31", "2027-01-29", "2027-02-02"),
    ("PL.I.2", "finish"): ("2027-03-31", "2027-03-31", "2027-04-01"),
    ("III.NV.5-2", "2027-02"): ("2027-02-28", "2027-02-26", "2027-03-02"),
    ("III.NV.5-2", "2027-04"): ("2027-04-30", "2027-04-29", "2027-05-05"),
    ("II.17", "finish"): ("2028-12-31", "2028-12-29", "2029-01-03"),
}


def test_hanoi_2019_in_2027(shipped: Schedule) -> None:
    rolled, duties = carried(shipped, "hanoi-2019", 2027)
    slots = {(duty.ref, new.label): new for duty in duties for _, new in duty.slots if new}
    found = {key: slots[key] for key in HANOI_2027}
    assert {
        key: (str(slot.stated), str(slot.due), str(slot.late_from)) for key, slot in found.items()
    } == HANOI_2027
    assert rolled.plan.title == (
        "Kế hoạch cải cách hành chính nhà nước năm 2027 của thành phố Hà Nội"
    )


def test_the_successors_of_2025(shipped: Schedule) -> None:
    # Decree 45/2025/NĐ-CP: information and communications went to science and technology on
    # 1 March; the districts ended with June. In January 2025 both were still there.
    rolled, duties = carried(shipped, "hanoi-2019", 2027)
    new = {duty.ref: duty.new for duty in duties}
    task = new["PL.I.2"]
    assert task is not None
    assert (task.lead, task.lead_written) == (("so-khcn",), ("Sở Khoa học và Công nghệ",))
    (question,) = [q for q in rolled.questions if (q.ref, q.about) == ("PL.I.2", "agency")]
    assert question.candidates == ("so-khcn", "so-vhtt (báo chí, xuất bản)")
    groups = {group.id: group for group in rolled.groups}
    assert len(groups["@quan-huyen"].old) == 30
    assert groups["@quan-huyen"].new == ("ubnd-cap-xa",)
    gone = {*groups["@so"].old} - {*groups["@so"].new}
    assert gone == {
        "so-khdt", "so-nnptnt", "so-gtvt", "so-tnmt", "so-ttt", "so-ldtbxh", "so-ngoai-vu",
        "ban-dan-toc", "bql-kcn",
    }  # fmt: skip
    earlier, duties = carried(shipped, "hanoi-2019", 2025)
    assert earlier.plan.duties[0].lead == ("@so", "@quan-huyen")
    by_ref = {duty.ref: duty for duty in duties}
    assert by_ref["PL.I.2"].agencies(1) == ("so-khcn",)  # due at the end of March
    first, last = (by_ref["II.14-2"].slots[n][1] for n in (0, 1))
    assert first is not None
    assert last is not None
    assert "ubnd-quan-ba-dinh" in {each.agency.id for each in first.assignees}  # 30 June
    assert "ubnd-cap-xa" in {each.agency.id for each in last.assignees}  # 31 December
    assert "ubnd-quan-ba-dinh" not in {each.agency.id for each in last.assignees}
