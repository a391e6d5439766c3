"""The five shipped plans, counted and compared with the documents by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from rules.directory import Directory
from rules.directory_file import load_directory
from rules.plan import Duty, Plan
from rules.plan_file import load_plan

PLANS = Path(__file__).parents[2] / "plans"

# plan: number, signed, directory, years, duties by kind
SHIPPED = {
    "hanoi-2019": (
        "7028/QĐ-UBND", date(2018, 12, 28), "hanoi", (2019, 2019),
        {"target": 26, "task": 27, "standing": 4, "report": 2},
    ),
    "haiphong-2019": (
        "3472/QĐ-UBND", date(2018, 12, 27), "haiphong", (2019, 2019),
        {"task": 41, "target": 9, "report": 2},
    ),
    "hanoi-2020-index": (
        "123/KH-UBND", date(2020, 6, 11), "hanoi", (2020, 2020),
        {"target": 94, "task": 20},
    ),
    "hanoi-2021-2025": (
        "136/KH-UBND", date(2021, 6, 1), "hanoi", (2021, 2025),
        {"target": 34, "task": 32, "standing": 12},
    ),
    "hcmc-2018-2020": (
        "5334/QĐ-UBND", date(2018, 11, 29), "hcmc", (2018, 2020),
        {"target": 27, "task": 29, "standing": 9, "report": 1},
    ),
}  # fmt: skip


@cache
def plan_of(ident: str) -> Plan:
    plan, problems = load_plan(PLANS / f"{ident}.toml")
    assert problems == []
    assert plan is not None
    return plan


@cache
def directory_of(ident: str) -> Directory:
    directory, problems = load_directory(PLANS / "directories" / f"{ident}.toml")
    assert problems == []
    assert directory is not None
    return directory


def duty_of(plan: str, ref: str) -> Duty:
    return next(duty for duty in plan_of(plan).duties if duty.ref == ref)


def test_no_plan_is_without_a_test() -> None:
    files = {path.stem for path in PLANS.glob("*.toml")} - {"working-days"}
    assert files == set(SHIPPED)


@pytest.mark.parametrize("ident", SHIPPED)
def test_head_and_number_of_duties(ident: str) -> None:
    number, issued, directory, period, kinds = SHIPPED[ident]
    plan = plan_of(ident)
    assert (plan.id, plan.number, plan.issued) == (ident, number, issued)
    assert (plan.directory, plan.period) == (directory, period)
    assert (plan.issuer, plan.coordinator) == ("ubnd-tp", "so-noi-vu")
    assert Counter(duty.kind for duty in plan.duties) == kinds


@pytest.mark.parametrize("ident", SHIPPED)
def test_every_name_as_written_is_answered_by_the_target_given(ident: str) -> None:
    plan = plan_of(ident)
    directory = directory_of(plan.directory)
    for duty in plan.duties:
        assert len(duty.lead) == len(duty.lead_written)
        assert len(duty.with_) == len(duty.with_written)
        names = (*duty.lead_written, *duty.with_written)
        for target, name in zip((*duty.lead, *duty.with_), names, strict=True):
            assert directory.find(name) == target, (duty.ref, name)


@pytest.mark.parametrize("ident", SHIPPED)
def test_every_target_stands_for_someone_on_the_day_of_issue_and_ever_after(ident: str) -> None:
    plan = plan_of(ident)
    directory = directory_of(plan.directory)
    targets = {
        target
        for duty in plan.duties
        for target in (*duty.lead, *duty.with_, *duty.to, *duty.implement)
    }
    for target in targets:
        for day in (plan.issued, date(plan.period[1], 12, 31), date(2026, 12, 31)):
            assert directory.in_force(target, day), (target, day)


@pytest.mark.parametrize(
    ("plan", "ref", "when"),
    [
        ("hanoi-2019", "PL.VII.1", "Tháng 1/2019"),
        (
            "hanoi-2019", "III.1",
            ("gửi trước ngày mùng 05 của tháng cuối kỳ báo cáo; báo cáo năm gửi trước ngày "
            "**10/11/2019**"),
        ),
        ("haiphong-2019", "DM.31", "Giai đoạn 2019 – 2020"),
        ("haiphong-2019", "DM.6.a", "Ban hành Kế hoạch trong Quý IV/2018 và thực hiện cả năm 2019"),
        ("hanoi-2020-index", "PL1.17", "Hoàn thành trước 30/6/2020"),
        ("hanoi-2021-2025", "V.1-1", "Hoàn thành trước 30/6/2021"),
        ("hanoi-2021-2025", "I.3.1-4", "GIAI ĐOẠN 2021 - 2025"),
        ("hcmc-2018-2020", "II.3.7.1", "định kỳ 6 tháng/lần"),
    ],
)  # fmt: skip
def test_wording_is_kept_to_the_letter(plan: str, ref: str, when: str) -> None:
    assert duty_of(plan, ref).when == when


def test_the_reports_of_hanoi_2019() -> None:
    report = duty_of("hanoi-2019", "III.1")
    assert report.labels == ("2019-Q1", "2019-H1", "2019-9M", "2019")
    assert report.lead == ("@so", "@quan-huyen")
    assert report.lead_written == ("Các sở, cơ quan tương đương Sở", "UBND quận, huyện, thị xã")


def test_a_column_for_each_year_and_its_target() -> None:
    duty = duty_of("hcmc-2018-2020", "PL.2.7")
    assert duty.labels == ("2018", "2019", "2020")
    assert duty.wording("2019").startswith("Đạt từ 80% hồ sơ đăng ký doanh nghiệp")
    targets = [(target.op, target.amount, target.unit) for target in duty.values_for("2020")]
    assert targets == [(">=", 90, "%"), (">=", 40, "%")]
    assert duty.lead_written[1] == "Chủ tịch Ủy ban nhân quận - huyện"  # as misspelt there


def test_an_empty_column_is_left_out() -> None:
    duty = duty_of("hcmc-2018-2020", "PL.3.3")
    assert duty.labels == ("2018",)
    assert duty.cells == {"2018": "Trong Quý IV năm 2018"}


def test_a_duty_without_a_lead_stays_without_one() -> None:
    assert duty_of("hanoi-2019", "II.6").lead == ()
