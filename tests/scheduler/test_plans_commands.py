"""`kyhan plans add` as a person types it: nothing unread, unsettled or unseen becomes a plan."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from intake.seal import sealed
from rules.plan_file import load_plan
from scheduler.cli.main import app
from tests.scheduler.small_city import PLAN, write_city

DAY = "2019-02-25"
MOVED = PLAN.replace("05/3/2019", "08/3/2019")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return write_city(tmp_path)


@pytest.fixture
def draft(config: Path) -> Path:
    return config.parent / "draft.toml"


@pytest.fixture
def there(config: Path) -> Path:
    return config.parent / "plans" / "p.toml"


def kyhan(*words: str, config: Path) -> Result:
    return CliRunner().invoke(
        app, [*words, "--config", str(config), "--today", DAY, "--lang", "en"]
    )


def add(text: str, draft: Path, config: Path, *words: str) -> Result:
    draft.write_text(text, "utf-8")
    return kyhan("plans", "add", str(draft), *words, config=config)


def asked_for(text: str, draft: Path, config: Path) -> str:
    """The hash that is printed for it."""
    result = add(text, draft, config, "--json")
    assert result.exit_code == 2
    told = json.loads(result.stdout)
    assert told["installed"] is False
    assert told["accept"] in result.stderr
    return str(told["accept"])


def audited(config: Path) -> list[dict[str, Any]]:
    return list(json.loads(kyhan("audit", "list", "--json", config=config).stdout))


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def test_a_new_plan_goes_in_to_the_byte_with_its_row_in_the_audit(
    draft: Path, config: Path
) -> None:
    text = "# nháp\n" + PLAN.replace('id = "p"', 'id = "q-2019"')
    result = add(text, draft, config, "--by", "lan")
    assert result.exit_code == 0, result.stderr
    path = config.parent / "plans" / "q-2019.toml"
    assert path.read_text("utf-8") == text
    (row,) = audited(config)
    assert (row["kind"], row["subject"], row["who"], row["before"]) == (
        "plan",
        "q-2019",
        "lan",
        None,
    )
    assert row["after"] == {"sha256": digest(path), "revision": 0, "file": "q-2019.toml"}
    assert "appear 2" in result.stdout
    assert [each.name for each in path.parent.iterdir() if each.name.endswith(".new")] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# NGHI VẤN x: ai?\n# DOUBT x: who?\n" + PLAN, "draft.toml:1: #: DOUBT x: who?"),
        (PLAN.replace("[[duty]]", "# DECIDE one-off: keep?\n[[duty]]"), "draft.toml:9: #: DECIDE"),
        (PLAN.replace('number = "1/KH-UBND"\n', ""), "number: is missing"),
        (PLAN.replace('"tu-phap", ', '"tu-phaap", '), "no agency answers to this name"),
        (PLAN.replace("05/3/2019", "30/02/2019"), "30/02/2019"),
        (PLAN.replace('directory = "city"', 'directory = "town"'), "there is no such directory"),
        (sealed(PLAN).replace("05/3", "06/3"), "the draft was changed after its review"),
        ("x = ", "is not valid TOML"),
    ],
)  # fmt: skip
def test_what_is_open_or_wrong_is_refused_with_its_place(
    text: str, said: str, draft: Path, config: Path, there: Path
) -> None:
    before = digest(there)
    result = add(text, draft, config)
    assert result.exit_code == 3
    assert said in result.stderr
    assert digest(there) == before
    assert audited(config) == []


def test_a_sealed_draft_goes_in_as_it_was_reviewed_without_its_seal(
    draft: Path, config: Path
) -> None:
    text = PLAN.replace('id = "p"', 'id = "q"')
    assert add(sealed(text), draft, config).exit_code == 0
    assert (config.parent / "plans" / "q.toml").read_text("utf-8") == text


def test_an_edition_that_moves_a_date_waits_for_its_hash(
    draft: Path, config: Path, there: Path
) -> None:
    before = digest(there)
    result = add(MOVED, draft, config)
    assert result.exit_code == 2
    assert "due 4 March 2019 → 7 March 2019" in result.stdout
    assert digest(there) == before
    token = asked_for(MOVED, draft, config)
    done = add(MOVED, draft, config, "--accept", token, "--by", "lan", "--json")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["installed"], told["revision"]) == (True, 1)
    plan, _ = load_plan(there)
    assert plan is not None
    assert (plan.revision, str(plan.revised), plan.duties[0].when) == (
        1, DAY, "trước ngày 08/3/2019",
    )  # fmt: skip
    (row,) = audited(config)
    assert row["before"] == {"sha256": before, "revision": 0, "file": "p.toml"}
    assert row["after"] == {"sha256": digest(there), "revision": 1, "file": "p.toml"}
    verified = kyhan("audit", "verify", config=config)
    assert verified.exit_code == 0


@pytest.mark.parametrize("what", ["draft", "old", "site"])
def test_a_hash_of_anything_else_is_refused(
    what: str, draft: Path, config: Path, there: Path
) -> None:
    token = asked_for(MOVED, draft, config)
    text = MOVED
    if what == "draft":  # a space more
        text = MOVED + " \n"
    elif what == "old":
        there.write_text(PLAN + "# mine\n", "utf-8")
    else:  # 7 March becomes a day off: the difference is another one
        config.write_text(
            config.read_text("utf-8") + "[[working_days.off]]\ndate = 2019-03-07\n", "utf-8"
        )
    before = digest(there)
    result = add(text, draft, config, "--accept", token)
    assert result.exit_code == 1
    assert "does not fit" in result.stderr
    assert digest(there) == before


@pytest.mark.parametrize("token", ["", "x", "đ" * 64, "0" * 64])
def test_a_hash_that_is_none(token: str, draft: Path, config: Path) -> None:
    assert add(MOVED, draft, config, "--accept", token).exit_code == 1


def test_an_edition_that_only_rewords_needs_no_hash(draft: Path, config: Path, there: Path) -> None:
    result = add(PLAN.replace("Rà soát thủ tục", "Rà soát các thủ tục"), draft, config)
    assert result.exit_code == 0, result.stderr
    plan, _ = load_plan(there)
    assert plan is not None
    assert plan.revision == 1


def test_the_same_again_changes_nothing(draft: Path, config: Path, there: Path) -> None:
    token = asked_for(MOVED, draft, config)
    assert add(MOVED, draft, config, "--accept", token).exit_code == 0
    before = digest(there)
    result = add(MOVED, draft, config)
    assert result.exit_code == 0
    assert "the same already" in result.stdout
    assert digest(there) == before
    assert len(audited(config)) == 1


@pytest.mark.parametrize(
    ("head", "revision", "revised"),
    [
        ("revision = 7\nrevised = 2019-03-01\n", 7, "2019-03-01"),  # higher and later: as it says
        ("revision = 0\n", 3, DAY),
        ("revision = 2\nrevised = 2019-01-10\n", 3, DAY),  # still the old edition's
        ("revised = 2019-02-01\n", 3, "2019-02-01"),
    ],
)
def test_editions_are_counted_on(
    head: str, revision: int, revised: str, draft: Path, config: Path, there: Path
) -> None:
    old = "revision = 2\nrevised = 2019-01-10\n"
    period = "period = [2019, 2019]\n"
    there.write_text(PLAN.replace(period, period + old), "utf-8")
    result = add(PLAN.replace(period, period + head).replace("Rà", "Rà lại"), draft, config)
    assert result.exit_code == 0, result.stderr
    plan, problems = load_plan(there)
    assert problems == []
    assert plan is not None
    assert (plan.revision, str(plan.revised)) == (revision, revised)


def test_a_file_of_that_name_that_is_another_plans_is_left_alone(
    draft: Path, config: Path, there: Path
) -> None:
    taken = there.with_name("q.toml")
    taken.write_text("not a plan", "utf-8")
    result = add(PLAN.replace('id = "p"', 'id = "q"'), draft, config)
    assert result.exit_code == 1
    assert taken.read_text("utf-8") == "not a plan"
    assert audited(config) == []


def test_a_broken_plan_can_be_mended_by_its_next_edition(
    draft: Path, config: Path, there: Path
) -> None:
    there.write_text(PLAN.replace('"tu-phap", ', '"tu-phaap", '), "utf-8")
    token = asked_for(PLAN, draft, config)
    assert add(PLAN, draft, config, "--accept", token).exit_code == 0
    assert "tu-phaap" not in there.read_text("utf-8")


def test_the_first_plan_of_a_site(draft: Path, config: Path, there: Path) -> None:
    there.unlink()
    assert add(PLAN, draft, config).exit_code == 0
    assert there.exists()


def test_a_rolled_draft_once_settled_has_the_dates_that_roll_told(
    draft: Path, config: Path
) -> None:
    head = ("--number", "2/KH-UBND", "--issued", "2026-12-28")
    result = kyhan("roll", "p", "--year", "2027", *head, "--out", str(draft), "--json",
                   config=config)  # fmt: skip
    (duty,) = json.loads(result.stdout)["duties"]
    text = draft.read_text("utf-8")
    assert add(text, draft, config).exit_code == 3  # keep it, or drop it?
    marks = ("# CẦN QUYẾT", "# DECIDE")
    settled = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(marks))
    assert add(settled, draft, config).exit_code == 0
    rows = json.loads(kyhan("occurrences", "--plan", "p-2027", "--json", config=config).stdout)
    told = duty["dates"][0]["new"]
    assert [row["agency"] for row in rows] == duty["agencies"]["new"] == ["tu-phap", "noi-vu"]
    assert all({name: row[name] for name in told} == told for row in rows)
    assert told["stated"] == "2027-03-04"  # before 5 March: a Thursday


def test_the_plans_are_listed(config: Path, there: Path) -> None:
    (row,) = json.loads(kyhan("plans", "list", "--json", config=config).stdout)
    assert row == {
        "id": "p", "number": "1/KH-UBND", "issued": "2018-12-28", "period": [2019, 2019],
        "revision": 0, "revised": "2018-12-28", "duties": 1, "file": "p.toml",
        "sha256": digest(there),
    }  # fmt: skip
    assert "1/KH-UBND" in kyhan("plans", "list", config=config).stdout
