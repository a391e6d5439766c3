"""A goal column's cells, and what stands for an amount in them."""

from __future__ import annotations

import pytest

from intake.recognise.goals import may_be_thousands, read_goal


@pytest.mark.parametrize(
    ("written", "op", "amount", "unit", "strict"),
    [
        ("95", "=", 95, "điểm", False),
        ("9,5", "=", 9.5, "điểm", False),
        ("≥ 98 %", ">=", 98, "%", False),
        ("> 90%", ">=", 90, "%", True),
        ("trên 90%", ">=", 90, "%", True),
        ("Từ 5 trở lên", ">=", 5, "điểm", False),
        ("5 đơn vị trở lên", ">=", 5, "đơn vị", False),
        ("tối thiểu 30%", ">=", 30, "%", False),
        ("không quá 2%", "<=", 2, "%", False),
        ("dưới 2%", "<=", 2, "%", True),
        ("10 ngày", "=", 10, "ngày", False),
    ],
)
def test_an_amount(written: str, op: str, amount: float, unit: str, *, strict: bool) -> None:
    value = read_goal(written, "Hồ sơ", "điểm")
    assert value is not None
    assert (value.op, value.amount, value.unit, value.strict) == (op, amount, unit, strict)


@pytest.mark.parametrize("written", ["", "Đạt", "x", "2/3", "30-40%", "trở lên", "1 2"])
def test_no_amount(written: str) -> None:
    assert read_goal(written, "Hồ sơ", "") is None


def test_a_point_before_three_figures_is_unclear() -> None:
    assert may_be_thousands("1.200")
    assert not may_be_thousands("1.25")
