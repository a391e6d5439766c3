"""The head of a document, the draft as a plan file, its seal and its review sheet."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from intake.draft import Draft
from intake.plan_text import plan_text
from intake.review import duties_json, sheet_json, sheet_markdown
from intake.seal import content_hash, is_sealed, sealed
from rules.check import check_plan
from rules.compile import compile_schedule
from rules.plan import Plan
from rules.plan_file import load_plan
from rules.problems import Problem
from tests.intake.reading import directories, draft, fixture, working_days


def loaded(plan: Draft, folder: Path) -> tuple[Plan | None, list[Problem]]:
    path = folder / "draft.toml"
    path.write_text(plan_text(plan), "utf-8")
    return load_plan(path)


def test_the_head_of_a_decision_and_its_contradiction() -> None:
    plan = draft(fixture("ke-hoach-nam.txt"), directory=None)
    head = plan.header
    assert (head.number, head.issued) == ("12/QĐ-UBND", date(2020, 12, 28))
    assert (head.issuer, head.coordinator, plan.directory) == ("ubnd-tp", "so-noi-vu", "haiphong")
    assert head.title == "Kế hoạch đón khách năm 2021 của thành phố Hải Phòng"
    assert (head.period, plan.id) == ((2021, 2021), "haiphong-2021")
    (doubt,) = (doubt for doubt in plan.doubts if doubt.about.en == "the document's date")
    assert doubt.candidates == ("28/12/2020", "18/12/2020")
    assert doubt.place.line == 19


def test_the_head_of_a_plan_of_several_years() -> None:
    plan = draft(fixture("giai-doan.txt"), directory=None)
    head = plan.header
    assert (head.number, head.issued) == ("45/KH-UBND", date(2021, 3, 2))
    assert (head.issuer, head.period) == ("ubnd-tp", (2021, 2025))
    assert head.title.endswith("GIAI ĐOẠN 2021 - 2025")
    assert not [doubt for doubt in plan.doubts if "number" in doubt.about.en]


@pytest.mark.parametrize(
    ("title", "period", "doubts"),
    [
        ("Đón khách năm 2021", (2021, 2021), 0),
        ("Đón khách 2021-2023", (2021, 2023), 0),
        ("Đón khách năm 2021 và các năm tiếp theo", (2021, 2021), 1),
        ("Đón khách", None, 1),
    ],
)
def test_the_period_of_a_title(title: str, period: tuple[int, int] | None, doubts: int) -> None:
    plan = draft(f"KẾ HOẠCH\n{title}\n\nI. A")
    assert plan.header.period == period
    assert len([d for d in plan.doubts if d.about.en == "the plan's period"]) == doubts


def test_an_appendix_of_another_year_is_told() -> None:
    plan = draft("KẾ HOẠCH\nĐón khách năm 2021\n\nI. A\n\nPHỤ LỤC\nNHIỆM VỤ NĂM 2020\n")
    assert "NĂM 2020" in [c for doubt in plan.doubts for c in doubt.candidates]


def test_a_document_without_a_head_says_what_is_missing() -> None:
    missing = {doubt.about.en for doubt in draft("I. A\n1. B", directory=None).doubts}
    assert missing >= {
        "the document's number", "the document's date", "the plan's title", "the plan's period",
        "the issuer", "the coordinator", "the directory of agencies",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["ke-hoach-nam.txt", "giai-doan.txt"])
def test_the_draft_is_a_plan_the_rules_take_but_for_marked_doubts(
    name: str, tmp_path: Path
) -> None:
    plan = draft(fixture(name))
    read, problems = loaded(plan, tmp_path)
    assert not problems
    assert read is not None
    assert len(read.duties) == len(plan.duties)
    assert not list(check_plan(read, directories()["haiphong"]))
    _, refused = compile_schedule([read], directories(), working_days())
    marked = {doubt.ref for doubt in plan.doubts}
    assert refused  # the fixtures hold a wording that is none
    assert {problem.key.split('"')[1] for problem in refused} <= marked


def test_no_unknown_name_gets_into_the_plan(tmp_path: Path) -> None:
    read, _ = loaded(draft(fixture("ke-hoach-nam.txt")), tmp_path)
    assert read is not None
    (duty,) = (duty for duty in read.duties if duty.ref == "PL.II.2")
    assert (duty.lead, duty.lead_written) == ((), ())
    assert "Sở Khách khứa" in (tmp_path / "draft.toml").read_text("utf-8")  # as a comment


def test_words_that_would_break_out_of_the_file_stay_words(tmp_path: Path) -> None:
    evil = 'Làm "việc"\\ ]] = # \x7f {x} <script>|'
    table = (
        "KẾ HOẠCH\nĐón khách năm 2021\n\nPHỤ LỤC\n\nSTT\tNội dung\tChủ trì\tThời gian\n"
        f"1\t{evil}\tSở Nội vụ\tQuý I/2021\n"
    )
    plan = draft(
        f"Số: 1/KH-UBND\nHải Phòng, ngày 1 tháng 2 năm 2021\nUBND THÀNH PHỐ HẢI PHÒNG\n{table}"
    )
    read, problems = loaded(plan, tmp_path)
    assert not problems
    assert read is not None
    assert read.duties[0].title.startswith('Làm "việc"\\ ]] = #')
    sheet = sheet_markdown(plan, "")
    assert "<script>" not in sheet


def test_the_seal_holds_until_a_letter_changes() -> None:
    text = plan_text(draft(fixture("ke-hoach-nam.txt")))
    assert is_sealed(text)
    assert sealed(text) == text
    assert content_hash(text) in text.partition("\n")[0]
    for changed in (
        text.replace("Quý I/2021", "Quý II/2021"),
        text.partition("\n")[2],
        text + "\n",
    ):
        assert not is_sealed(changed)
    assert is_sealed(sealed(text.replace("Quý I/2021", "Quý II/2021")))


def test_the_same_document_gives_the_same_bytes() -> None:
    text = fixture("ke-hoach-nam.txt")
    assert plan_text(draft(text)) == plan_text(draft(text))


def test_the_json_of_a_duty() -> None:
    duties = {duty["ref"]: duty for duty in duties_json(draft(fixture("ke-hoach-nam.txt")))}
    duty = duties["PL.II.2"]
    assert set(duty) >= {
        "ref", "kind", "title", "lead", "lead_written", "with_written", "when", "value", "place",
        "confidence",
    }  # fmt: skip
    assert (duty["lead"], duty["lead_written"]) == ([], ["Sở Khách khứa"])
    assert duty["place"] == {"line": 71, "table": 2}
    assert duties["II.1"]["value"] == {
        "metric": "khách được đón đúng giờ", "op": ">=", "amount": 95, "unit": "%",
    }  # fmt: skip


def test_the_sheet_has_every_doubt_and_everything_left_over() -> None:
    plan = draft(fixture("ke-hoach-nam.txt"))
    sheet = sheet_markdown(plan, "abc")
    data = json.loads(json.dumps(sheet_json(plan, "abc")))
    assert len(data["doubts"]) == len(plan.doubts)
    assert f"({len(plan.doubts)})" in sheet
    assert [left["text"] for left in data["leftovers"]] == [
        "năm 2021",  # in what the decision is about
        "ngày 08/11/2011",  # of a cited resolution
        "trước 30/6/2021",  # in the list of recipients
        "hằng năm",  # among the purposes
        "ngày 01/12/2020",  # of a cited decision
        "NĂM 2021",  # in the appendix's title
    ]
    for doubt in plan.doubts:
        assert doubt.reason.vi.split(" (")[0] in sheet
        assert doubt.reason.en.split(" (")[0] in sheet
