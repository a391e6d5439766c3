"""Plan files with faults: each is named with its place, and all of a file at once.

`plans_bad/` holds one file for each fault, named for it; lines are counted by hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.plan_file import load_plan

BAD = Path(__file__).parent / "plans_bad"
GOOD = """\
id = "good"
title = "Kế hoạch CCHC năm 2019"
number = "1/KH-UBND"
issued = 2018-12-28
issuer = "ubnd-tp"
coordinator = "so-noi-vu"
directory = "hanoi"
period = [2019, 2019]

[[duty]]
ref = "III.1"
kind = "report"
title = "Báo cáo CCHC"
lead = ["@so"]
[duty.when]
2019-Q1 = "trước ngày 05 của tháng cuối kỳ báo cáo"
2019 = "trước ngày 10/11/2019"
"""

# file: (line, key, a part of what is said in English)
FAULTS: dict[str, list[tuple[int | None, str, str]]] = {
    "not-toml": [(14, "TOML", "is not valid TOML")],
    "not-utf8": [(12, "UTF-8", "is not UTF-8")],
    "empty": [
        (None, key, "is missing")
        for key in (
            "id", "title", "number", "issued", "issuer", "coordinator", "directory", "period",
            "duty",
        )
    ],
    "duties-missing": [(None, "duty", "add the line: duty")],
    "title-missing": [(None, "title", "is missing"), (14, 'duty["III.2"].title', "is missing")],
    "key-unknown": [(23, 'duty["III.2"].leed', "did you mean: lead?")],
    "value-key-unknown": [(16, 'duty["III.1"].value.amunt', "did you mean: amount")],
    "types-wrong": [
        (4, "issued", "must be a day, written 2018-12-28"),
        (8, "period[1]", "has too few values"),
        (12, 'duty["III.1"].kind', "one of: 'task', 'report', 'target', 'standing'"),
        (13, 'duty["III.1"].title', "must be text in quotes"),
        (14, 'duty["III.1"].lead[0]', "must be text in quotes"),
        (16, 'duty["III.1"].value', "must be a table"),
    ],
    "id-with-marks": [(1, "id", "is not a valid id")],
    "ref-twice": [(25, 'duty["III.1"].ref', "is also the duty at line 11")],
    "ref-with-slash": [(11, 'duty["III/1"].ref', "must not contain /")],
    "value-label-unknown": [(17, 'duty["III.1"].values[1].label', "unknown label")],
    "value-range-backwards": [(16, 'duty["III.1"].value.amount_max', "at least 40")],
    "cell-label-unknown": [(19, 'duty["III.1"].cells.2019-Q2', "is not among the labels")],
    "label-bad": [
        (16, 'duty["III.1"].labels[0]', "is not a label"),
        (24, 'duty["III.2"].when.2019-13', "is not a label"),
    ],
    "label-twice": [(16, 'duty["III.1"].labels[2]', "is listed twice")],
    "written-not-parallel": [
        (16, 'duty["III.1"].lead_written', "1 names for 2 ids"),
        (25, 'duty["III.2"].with_written', "2 names for 1 ids"),
    ],
    "period-backwards": [(8, "period", "runs backwards")],
    "period-of-five-digits": [(8, "period", "outside 1900 to 2200")],
    "revised-before-issued": [(5, "revised", "not before 2018-12-28")],
    "many-faults": [
        (None, "coordinator", "is missing"),
        (27, 'duty["B"].kind', "not one of the allowed values"),
        (6, "cordinator", "did you mean: coordinator?"),
        (8, "period", "runs backwards"),
        (19, 'duty["A"].ref', "is also the duty at line 11"),
        (16, 'duty["A"].labels[0]', "is not a label"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_every_fault_is_found_with_its_place_and_a_remedy(name: str) -> None:
    plan, problems = load_plan(BAD / f"{name}.toml")
    assert plan is None
    assert [(one.line, one.key) for one in problems] == [(n, key) for n, key, _ in FAULTS[name]]
    for problem, (_, _, said) in zip(problems, FAULTS[name], strict=True):
        assert said in problem.show("en")
        assert problem.hint.vi, "a fault without a remedy"
        assert problem.show("vi") != problem.show("en")


def test_no_bad_file_is_without_a_test() -> None:
    assert {path.stem for path in BAD.glob("*.toml")} == set(FAULTS)


def test_a_problem_reads_as_one_line_in_both_languages() -> None:
    path = BAD / "key-unknown.toml"
    _, (problem,) = load_plan(path)
    assert problem.show("vi") == f'{path}:23: duty["III.2"].leed: khóa lạ → có phải là: lead?'
    assert problem.show("en") == (
        f'{path}:23: duty["III.2"].leed: is not a known key → did you mean: lead?'
    )


def test_a_file_that_is_not_there_is_a_problem_not_an_exception(tmp_path: Path) -> None:
    plan, problems = load_plan(tmp_path / "absent.toml")
    assert plan is None
    assert "cannot be read" in problems[0].show("en")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_of_wordings_gives_labels_and_cells(
    tmp_path: Path, newline: str, mark: str
) -> None:
    path = tmp_path / "good.toml"
    path.write_bytes((mark + GOOD).replace("\n", newline).encode())
    plan, problems = load_plan(path)
    assert problems == []
    assert plan is not None
    (duty,) = plan.duties
    assert duty.labels == ("2019-Q1", "2019")
    assert duty.wording("2019") == "trước ngày 10/11/2019"


def test_cells_without_labels_are_allowed(tmp_path: Path) -> None:
    path = tmp_path / "good.toml"
    path.write_text(GOOD.replace("[duty.when]", "[duty.cells]"), encoding="utf-8")
    plan, problems = load_plan(path)
    assert problems == []
    assert plan is not None
    assert plan.duties[0].labels == ()
