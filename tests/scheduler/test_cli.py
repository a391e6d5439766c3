"""The commands as a person types them, on the shipped plans and a ledger of their own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner, Result

from scheduler.cli.main import app

ROOT = Path(__file__).parents[2]
DAY = "2019-02-25"  # a Monday, five working days before the reports of the first quarter
FIELDS = {
    "key", "plan", "ref", "label", "kind", "title", "agency", "start", "stated", "bound", "due",
    "late_from", "state", "assumed", "value",
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KYHAN_LEDGER__URL", f"sqlite:///{tmp_path / 'kyhan.sqlite3'}")
    monkeypatch.setenv("COLUMNS", "200")


def kyhan(*words: str, config: bool = True) -> Result:
    extra = ["--config", str(ROOT / "config.toml")] if config else []
    return CliRunner().invoke(app, [*words, *extra])


def rows(*words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(kyhan("occurrences", *words, "--json").stdout)
    return found


def test_the_shipped_data_have_no_error() -> None:
    result = kyhan("check", "--json", "--today", "2026-01-05")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["problems"] == []
    assert {plan: counts["duties"] for plan, counts in found["plans"].items()} == {
        "hanoi-2019": 59,
        "haiphong-2019": 52,
        "hanoi-2020-index": 114,
        "hanoi-2021-2025": 78,
        "hcmc-2018-2020": 66,
    }


def test_a_year_that_is_only_predicted_is_a_warning() -> None:
    result = kyhan("check", "--today", "2026-11-21", "--lang", "en")
    assert result.exit_code == 0
    assert "the days off of 2027 are only predicted" in result.stderr


def test_occurrences_carry_the_fields_of_the_design() -> None:
    (row,) = [
        row
        for row in rows("--plan", "hanoi-2019", "--today", DAY)
        if row["key"] == "hanoi-2019/III.1/2019-H1/so-tu-phap"
    ]
    assert set(row) >= FIELDS
    assert {name: row[name] for name in ("stated", "bound", "due", "late_from", "state")} == {
        "stated": "2019-06-04",
        "bound": "before",
        "due": "2019-06-04",
        "late_from": "2019-06-05",
        "state": "upcoming",
    }


def test_an_agency_may_be_named_with_its_city() -> None:
    cities = {str(row["plan"]) for row in rows("--agency", "so-tu-phap")}
    assert any(plan.startswith("hcmc") for plan in cities)
    hanoi = {str(row["plan"]) for row in rows("--agency", "hanoi:so-tu-phap")}
    assert hanoi == {"hanoi-2019", "hanoi-2020-index", "hanoi-2021-2025"}


@pytest.mark.parametrize(
    ("words", "near"),
    [(("--plan", "hanoi-2018"), "hanoi-2019"), (("--agency", "so-tu-fap"), "so-tu-phap")],
)
def test_a_name_that_is_not_there_is_refused_with_the_nearest(
    words: tuple[str, str], near: str
) -> None:
    result = kyhan("occurrences", *words)
    assert result.exit_code == 3
    assert near in result.stderr


def test_status_finds_what_is_overdue() -> None:
    result = kyhan("status", "--json", "--today", DAY, "--agency", "hanoi:so-tu-phap")
    assert result.exit_code == 2
    (agency,) = json.loads(result.stdout)["agencies"]
    assert [item["key"] for item in agency["items"]] == ["hanoi-2019/PL.I.1/finish/so-tu-phap"]
    assert kyhan("status", "--today", "2019-01-15", "--plan", "hanoi-2019").exit_code == 0


def test_what_is_done_is_no_longer_overdue() -> None:
    key = "hanoi-2019/PL.I.1/finish/so-tu-phap"
    done = kyhan("done", key, "--on", "2019-01-30", "--number", "05/KH-STP", "--today", DAY)
    assert done.exit_code == 0, done.output
    result = kyhan("status", "--today", DAY, "--agency", "hanoi:so-tu-phap", "--plan", "hanoi-2019")
    assert result.exit_code == 0
    (row,) = [row for row in rows("--agency", "hanoi:so-tu-phap") if row["key"] == key]
    assert row["state"] == "done"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (
            "haiphong-2019/DM.6.a/issue/so-noi-vu",  # moved by a swap
            ["3472/QĐ-UBND", "31/12/2018 là ngày nghỉ", "05/01/2019", "Điều 148", "03/01/2019"],
        ),
        (
            "hanoi-2019/III.1/2019/so-tu-phap",  # an exclusive bound
            ["7028/QĐ-UBND", "không gồm ngày đó", "09/11/2019", "thứ Sáu, 08/11/2019"],
        ),
        (
            "hanoi-2021-2025/II.1.2.d/finish/so-noi-vu",  # waits
            ["136/KH-UBND", "Theo hướng dẫn của Bộ Nội vụ", "kyhan event hanoi-2021-2025/II.1.2.d"],
        ),
        (
            "hanoi-2021-2025/V.1-9/2025-Q3/so-nnmt",  # a successor
            ["Giám đốc các Sở", "kế tục", "Sở Tài nguyên và Môi trường (đến 28/02/2025)"],
        ),
    ],
)
def test_explain_names_document_article_and_what_moved_the_date(key: str, said: list[str]) -> None:
    result = kyhan("explain", key)
    assert result.exit_code == 0
    assert [words for words in said if words not in result.stdout] == []
    steps = json.loads(kyhan("explain", key, "--json").stdout)["steps"]
    assert all(step["vi"] and step["en"] for step in steps)


def test_explain_of_no_key_offers_the_nearest() -> None:
    result = kyhan("explain", "hanoi-2019/III.1/2019-Q2/so-tu-phap")
    assert result.exit_code == 1
    assert "hanoi-2019/III.1/2019-Q1/so-tu-phap" in result.stderr


def test_the_demo_runs_the_real_thing(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    result = kyhan("demo", "--once", "--folder", str(folder))
    assert result.exit_code == 0, result.output
    assert "thứ Hai, 04/03/2019 · Báo cáo kết quả CCHC" in result.stdout
    mails = list((folder / "mail" / "new").iterdir())
    assert len(mails) > 100
    index = json.loads((folder / "feeds" / "index.json").read_text(encoding="utf-8"))
    assert len(index["feeds"]) > 100
    again = CliRunner().invoke(
        app, ["run", "--once", "--config", str(folder / "config.toml"), "--today", DAY]
    )
    assert again.exit_code == 0
    assert len(list((folder / "mail" / "new").iterdir())) == len(mails)


def test_the_demo_touches_no_folder_of_others(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    result = kyhan("demo", "--once", "--folder", str(tmp_path))
    assert result.exit_code != 0
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_a_bad_configuration_exits_3(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[mail]\nhourr = 8\ntransport = "ftp://x"\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["check", "--config", str(path)])
    assert result.exit_code == 3
    assert "hourr" in result.stderr
    assert "ftp" in result.stderr


def test_readme_names_only_commands_that_are_there() -> None:
    words = set(re.findall(r"`kyhan (\w+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    command = get_command(app)
    assert isinstance(command, TyperGroup)
    commands = set(command.commands)
    assert words - commands == set()
    assert commands - words == set()


@pytest.mark.parametrize("command", [each.callback for each in app.registered_commands])
def test_every_command_takes_a_configuration_and_a_language(command: object) -> None:
    parameters = command.__annotations__
    assert {"config", "lang"} <= set(parameters)
