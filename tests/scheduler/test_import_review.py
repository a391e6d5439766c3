"""`kyhan import --review` at a terminal: from the document to a plan that `plans add` takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from intake.seal import is_sealed
from rules.plan_file import load_plan
from scheduler.cli.main import app
from tests.scheduler.typed import typed

ROOT = Path(__file__).parents[2]
DOCUMENT = """ỦY BAN NHÂN DÂN
THÀNH PHỐ HẢI PHÒNG

Hải Phòng, ngày 28 tháng 12 năm 2020

KẾ HOẠCH
Đón khách năm 2021 của thành phố Hải Phòng
(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 18/12/2020 của UBND thành phố)

Căn cứ Nghị quyết số 5a/NQ-CP ngày 08/11/2011 của Chính phủ;

I. NHIỆM VỤ

STT	Nội dung công việc	Cơ quan chủ trì	Sản phẩm	Thời gian thực hiện
1	Lập kế hoạch đón khách	Sở Nội vụ	Kế hoạch	Quý I/2021
2	Mời khách	Sở Khách khứa	Giấy mời	Một hôm đẹp trời
3	Đưa đón khách	Sở Tài chinh thu	Xe	Tháng 7/2021
"""
CONFIG = """[plans]
working_days = "{root}/plans/working-days.toml"
directories = "{root}/plans/directories"
[mail]
transport = "maildir:mail"
from = "kyhan@example.org"
"""
# the head's two doubts; the lead and the deadline of I.2; the lead of I.3
ALL = ["2", "g so-noi-vu", "c -", "h Quý II/2021", "1"]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans").mkdir()
    (tmp_path / "config.toml").write_text(CONFIG.format(root=ROOT), "utf-8")
    return tmp_path / "config.toml"


@pytest.fixture
def draft(config: Path) -> Path:
    (config.parent / "van-ban.txt").write_text(DOCUMENT, "utf-8")
    assert imported(config).exit_code == 0
    return config.parent / "drafts" / "haiphong-2021.toml"


def kyhan(*words: str, config: Path) -> Result:
    return CliRunner().invoke(app, [*words, "--config", str(config), "--lang", "en"])


def imported(config: Path) -> Result:
    return kyhan("import", "van-ban.txt", config=config)


def review(draft: Path, config: Path, lines: list[str], lang: str = "en") -> tuple[int, str]:
    words = ["import", "--review", str(draft), "--config", str(config), "--lang", lang]
    return typed(words, lines)


def test_what_was_settled_is_what_plans_add_takes(draft: Path, config: Path) -> None:
    assert kyhan("plans", "add", str(draft), config=config).exit_code == 3
    code, screen = review(draft, config, ALL)
    assert code == 0, screen
    assert "line 10: ngày 08/11/2011" in screen.split("not used (1)")[1]
    text = draft.read_text("utf-8")
    assert is_sealed(text)
    assert "NGHI VẤN" not in text
    added = kyhan("plans", "add", str(draft), config=config)
    assert added.exit_code == 0, added.stderr
    plan, _ = load_plan(config.parent / "plans" / "haiphong-2021.toml")
    assert plan is not None
    assert (f"{plan.issued}", plan.coordinator) == ("2020-12-18", "so-noi-vu")
    assert [(duty.ref, duty.lead, duty.lead_written, duty.when) for duty in plan.duties] == [
        ("I.1", ("so-noi-vu",), ("Sở Nội vụ",), "Quý I/2021"),
        ("I.2", (), (), "Quý II/2021"),
        ("I.3", ("so-tai-chinh",), ("Sở Tài chính",), "Tháng 7/2021"),
    ]


def test_a_reviewed_draft_that_is_touched_is_refused(draft: Path, config: Path) -> None:
    review(draft, config, ALL)
    text = draft.read_text("utf-8")
    draft.write_text(text.replace("Quý II/2021", "Quý III/2021"), "utf-8")
    assert kyhan("plans", "add", str(draft), config=config).exit_code == 3
    code, screen = review(draft, config, [])
    assert (code, "edited by hand" in screen) == (3, True)


def test_one_may_stop_and_go_on(draft: Path, config: Path) -> None:
    before = draft.read_bytes()
    code, screen = review(draft, config, [*ALL[:2], "s"])
    assert (code, "the same goes on" in screen) == (2, True)
    assert draft.read_bytes() == before
    code, screen = review(draft, config, [])  # Ctrl-D stops as well
    assert code == 2
    assert "[3/5] I.2: lead (table 1, line 16)" in screen
    assert "[1/5]" not in screen
    assert review(draft, config, ALL[2:])[0] == 0
    code, screen = review(draft, config, [])
    assert (code, "Reviewed" in screen) == (0, True)


def test_going_back_passes_over_what_a_dropped_duty_no_longer_asks(
    draft: Path, config: Path
) -> None:
    code, screen = review(draft, config, [*ALL[:2], "b", "l", *ALL[2:]])
    assert code == 0, screen
    assert screen.count("[3/5] I.2: lead") == 2
    plan, _ = load_plan(draft)
    assert plan is not None
    assert [duty.ref for duty in plan.duties] == ["I.1", "I.2", "I.3"]


def test_a_dropped_duty_is_gone_and_the_days_are_shown(draft: Path, config: Path) -> None:
    code, screen = review(draft, config, ["", "", "b", "c Sở Tài chính"], lang="vi")
    assert code == 0, screen
    assert "[5/5] I.3: cơ quan chủ trì" in screen
    assert "→ ngày: 31/07/2021" in screen
    plan, _ = load_plan(draft)
    assert plan is not None
    assert [duty.ref for duty in plan.duties] == ["I.1", "I.3"]


def test_what_is_no_answer_is_asked_again(draft: Path, config: Path) -> None:
    bad = ["3", "x", "g 31/02/2021", "2", "g Sở Mộng mơ", "", "", "c Sở Nội vụ", "", "h mai"]
    code, screen = review(draft, config, [*bad, "h Quý II/2021", "1"])
    assert code == 0, screen
    for said in ("Enter keep", "a day: 28/12/2018", "not in the directory", "nobody would be told"):
        assert said in screen
    plan, _ = load_plan(draft)
    assert plan is not None
    assert (plan.duties[1].lead, plan.duties[1].when) == (("so-noi-vu",), "Quý II/2021")


def test_without_a_terminal_it_says_so(draft: Path, config: Path) -> None:
    done = kyhan("import", "--review", str(draft), config=config)
    assert (done.exit_code, "needs a terminal" in done.stderr) == (1, True)


def test_reading_again_never_writes_over_a_review(draft: Path, config: Path) -> None:
    review(draft, config, ALL[:2])
    assert imported(config).exit_code == 0  # the same draft: the answers still fit
    assert review(draft, config, ALL[2:])[0] == 0
    reviewed = draft.read_bytes()
    done = imported(config)
    assert (done.exit_code, "was reviewed" in done.stderr) == (1, True)
    assert draft.read_bytes() == reviewed


@pytest.fixture
def answers(draft: Path) -> Path:
    """The first answer, as a person left it."""
    path = draft.with_suffix(".answers.json")
    sheet = json.loads(draft.with_suffix(".review.json").read_text("utf-8"))
    first = {"choice": "set", "field": "issuer", "value": "so-noi-vu"}
    path.write_text(json.dumps({"draft": sheet["sha256"], "answers": [first]}), "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "said"),
    [
        (".toml", "id = ", "id", 3, "broken"),
        (".toml", "Quý I/", "Quý II/", 3, "edited by hand"),
        (".review.json", "sha256", "sha", 3, "broken"),
        (".review.json", '"sha256": "', '"sha256": "0', 1, "another draft's"),
        (".answers.json", "{", "[", 1, "do not fit"),
        (".answers.json", '"draft": "', '"draft": "0', 1, "another draft's"),
    ],
)
def test_files_that_do_not_fit_are_named(
    name: str, old: str, new: str, code: int, said: str, draft: Path, config: Path, answers: Path
) -> None:
    path = draft.with_suffix(name)
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    done = kyhan("import", "--review", str(draft), config=config)
    assert done.exit_code == code, done.stderr
    assert said in done.stderr


def test_an_answer_that_no_longer_fits_is_said(draft: Path, config: Path, answers: Path) -> None:
    answers.write_text(answers.read_text("utf-8").replace("so-noi-vu", "so-mong-mo"), "utf-8")
    code, screen = review(draft, config, [])
    assert (code, "so-mong-mo" in screen) == (1, True)


def test_what_is_no_draft_is_said(draft: Path, config: Path) -> None:
    done = kyhan("import", "--review", "van-ban.txt", config=config)
    assert (done.exit_code, "import the document first" in done.stderr) == (3, True)
    done = kyhan("import", "--review", "none.toml", config=config)
    assert (done.exit_code, "none.toml" in done.stderr) == (3, True)


def test_a_draft_without_a_directory_is_imported_again(config: Path) -> None:
    document = DOCUMENT.replace("HẢI PHÒNG", "X").replace("Hải Phòng", "X")
    (config.parent / "van-ban.txt").write_text(document, "utf-8")
    imported(config)
    done = kyhan("import", "--review", "drafts/plan-2021.toml", config=config)
    assert (done.exit_code, "--directory" in done.stderr) == (3, True)


def test_the_answers_hold_no_more_than_was_decided(draft: Path, config: Path) -> None:
    review(draft, config, ALL[:2])
    kept = json.loads(draft.with_suffix(".answers.json").read_text("utf-8"))
    assert [(each["choice"], each["field"], each["value"]) for each in kept["answers"]] == [
        ("set", "issued", "18/12/2020"), ("set", "coordinator", "so-noi-vu"),
    ]  # fmt: skip
