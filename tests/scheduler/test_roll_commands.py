"""`kyhan roll` as a person types it, on the shipped plan of Hà Nội 2019."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from rules.plan_file import load_plan
from rules.plan_text import open_questions
from scheduler.cli.main import app

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KYHAN_LEDGER__URL", f"sqlite:///{tmp_path / 'kyhan.sqlite3'}")
    monkeypatch.setenv("KYHAN_PLANS__DRAFTS", str(tmp_path / "drafts"))
    monkeypatch.setenv("COLUMNS", "200")


def roll(*words: str, plan: str = "hanoi-2019", lang: str = "en") -> Result:
    config = str(ROOT / "config.toml")
    given = ["roll", plan, "--year", "2027", "--config", config, "--lang", lang, *words]
    return CliRunner().invoke(app, given)


def data(*words: str) -> dict[str, Any]:
    result = roll("--json", *words)
    assert result.exit_code == 0, result.stderr
    return dict(json.loads(result.stdout))


def test_the_difference_is_shown_and_the_draft_written(tmp_path: Path) -> None:
    result = roll(lang="vi")
    assert result.exit_code == 0, result.stderr
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert lines[0].startswith("hanoi-2019 → hanoi-2027: Kế hoạch cải cách hành chính nhà nước")
    assert "PL.VII.1 Tháng 1/2019 → Tháng 1/2027 31/01/2019 → 29/01/2027 so-ttt → so-khcn" in lines
    assert any("2027-9M: 04/09/2019 → 01/09/2027 (Quốc khánh" in line for line in lines)
    assert "Ngày nghỉ năm 2027 mới là dự kiến." in lines
    assert any(line.startswith("Việc một lần: giữ hay bỏ (27)") for line in lines)
    draft = (tmp_path / "drafts" / "hanoi-2027.toml").read_text("utf-8")
    assert len(open_questions(draft)) == int(result.stdout.split("Cần người quyết: ")[1].split()[0])


def test_the_draft_names_what_is_still_to_be_given(tmp_path: Path) -> None:
    roll("--out", "d.toml")
    plan, problems = load_plan(tmp_path / "d.toml")
    assert plan is None
    assert [problem.key for problem in problems] == ["number", "issued"]


def test_a_draft_with_its_head_given_loads_with_the_dates_told(tmp_path: Path) -> None:
    told = data("--number", "1/KH-UBND", "--issued", "2026-12-30", "--id", "tp-2027",
                "--out", "d.toml")  # fmt: skip
    plan, problems = load_plan(tmp_path / "d.toml")
    assert problems == []
    assert plan is not None
    assert (plan.id, plan.number, str(plan.issued)) == ("tp-2027", "1/KH-UBND", "2026-12-30")
    assert told["draft"] == (tmp_path / "d.toml").read_text("utf-8")
    assert told["missing"] == []


def test_as_data() -> None:
    told = data("--drop", "PL.I.2", "--drop", "PL.VII.1")
    assert told["plan"]["period"] == {"old": [2019, 2019], "new": [2027, 2027]}
    assert told["plan"]["issued"] == {"old": "2018-12-28", "new": None}
    assert told["plan"]["computed_with_issued"] == "2026-12-28"
    assert told["dropped"] == ["PL.I.2", "PL.VII.1"]
    duties = {duty["ref"]: duty for duty in told["duties"]}
    assert duties["PL.I.2"]["when"] == {"old": "Quý I/2019", "new": None}
    nine = next(each for each in duties["III.1"]["dates"] if each["label"]["new"] == "2027-9M")
    assert nine["label"]["old"] == "2019-9M"
    assert nine["old"] == {
        "start": None, "stated": "2019-09-04", "bound": "before", "due": "2019-09-04",
        "late_from": "2019-09-05",
    }  # fmt: skip
    assert nine["new"]["due"] == "2027-09-01"
    assert [day["date"] for day in nine["moved_by"]] == ["2027-09-02", "2027-09-03"]
    assert nine["predicted"] is True
    asked = {question["about"] for question in told["decide"]}
    assert {"number", "issued", "one-off", "agency", "target", "year"} <= asked
    assert {group["id"] for group in told["groups"]} >= {"@so", "@quan-huyen"}


def test_with_json_nothing_is_written_unasked(tmp_path: Path) -> None:
    data()
    assert not (tmp_path / "drafts").exists()


def test_a_draft_somebody_works_on_is_not_written_over(tmp_path: Path) -> None:
    draft = tmp_path / "d.toml"
    assert roll("--out", "d.toml").exit_code == 0
    assert roll("--out", "d.toml").exit_code == 0  # the very same
    draft.write_text(draft.read_text("utf-8") + "# mine\n", "utf-8")
    result = roll("--out", "d.toml")
    assert result.exit_code == 1
    assert "rename it or choose another --out" in result.stderr
    assert draft.read_text("utf-8").endswith("# mine\n")


def test_a_file_that_is_not_the_sites_may_be_rolled() -> None:
    result = roll("--json", plan=str(ROOT / "plans" / "haiphong-2019.toml"))
    assert result.exit_code == 0
    assert json.loads(result.stdout)["plan"]["id"]["new"] == "haiphong-2027"


@pytest.mark.parametrize(
    ("words", "plan", "said"),
    [
        ((), "hanoi-2091", "did you mean: hanoi-2019"),
        ((), "nowhere.toml", "unknown"),
        (("--drop", "PL.X"), "hanoi-2019", "there is no duty PL.X"),
        (("--id", "hcmc-2018-2020"), "hanoi-2019", "this id is taken"),
        (("--id", "Hà Nội"), "hanoi-2019", "is not a valid id: Hà Nội"),
        (("--year", "2019"), "hanoi-2019", "must be after the plan's first, 2019"),
    ],
)
def test_what_cannot_be_rolled(words: tuple[str, ...], plan: str, said: str) -> None:
    result = roll(*words, plan=plan)
    assert result.exit_code == 3
    assert said in result.stderr
