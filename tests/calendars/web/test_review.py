"""A draft settled on its page: by whom, the same as on the terminal, never over another's work."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from typer.testing import CliRunner

from calendars.web import links
from intake.desk import open_desk
from rules.plan_file import load_plan
from scheduler.cli.main import app
from tests.calendars.web.drafts import DOCUMENT, NAME, SENT, TYPED, answer, lay_draft, seen, settle
from tests.calendars.web.route_table import dump
from tests.calendars.web.server import COORDINATOR, OFFICER, Visitor, WebSite
from tests.scheduler.typed import typed

ELSEWHERE = "van-thu@so-noi-vu.haiphong.example.org"  # coordinates Hải Phòng's plan


@pytest.fixture
def draft(web_site: WebSite) -> Path:
    return lay_draft(web_site)


@pytest.fixture
def coordinator(web_site: WebSite, draft: Path) -> Visitor:
    return web_site.visitor(COORDINATOR)


def read(visitor: Visitor, path: str = links.draft(NAME), status: int = 200) -> str:
    """The page's words, without its tags' escapes."""
    answer = visitor.get(path)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def on_the_terminal(web_site: WebSite, draft: Path, lines: list[str]) -> int:
    config = str(web_site.folder / "config.toml")
    return typed(["import", "--review", str(draft), "--config", config], lines)[0]


def answer_all(visitor: Visitor, first: int = 1) -> None:
    for number, choice, value in SENT[first - 1 :]:
        assert answer(visitor, number, choice, value).status_code == 303


def test_the_page_and_the_terminal_make_the_same_draft_and_plans_add_takes_it(
    web_site: WebSite, draft: Path, coordinator: Visitor, tmp_path: Path
) -> None:
    other = tmp_path / "other" / draft.name
    shutil.copytree(draft.parent, other.parent)
    assert on_the_terminal(web_site, other, TYPED) == 0
    answer_all(coordinator)
    assert settle(coordinator).status_code == 303
    for suffix in (".toml", ".answers.json"):
        ours, theirs = draft.with_suffix(suffix), other.with_suffix(suffix)
        assert ours.read_bytes() == theirs.read_bytes()
    command = f"kyhan plans add {draft}"
    assert command in read(coordinator)
    config = str(web_site.folder / "config.toml")
    done = CliRunner().invoke(app, [*command.split()[1:], "--config", config])
    assert done.exit_code == 0, done.stderr
    plan, _ = load_plan(web_site.folder / "plans" / draft.name)
    assert plan is not None
    assert [(duty.ref, duty.lead, duty.when) for duty in plan.duties] == [
        ("I.1", ("so-noi-vu",), "Quý I/2021"),
        ("I.2", (), "Quý II/2021"),
        ("I.3", ("so-tai-chinh",), "Tháng 7/2021"),
    ]


def test_the_page_goes_on_where_the_terminal_stopped(
    web_site: WebSite, draft: Path, coordinator: Visitor
) -> None:
    assert on_the_terminal(web_site, draft, [*TYPED[:2], "s"]) == 2
    assert "Câu 3 trên 5, còn 3 câu" in read(coordinator)
    answer_all(coordinator, first=3)
    assert settle(coordinator).status_code == 303


def test_the_terminal_goes_on_where_the_page_stopped(
    web_site: WebSite, draft: Path, coordinator: Visitor
) -> None:
    """Also where the page passed over a question, which the terminal then asks first."""
    for number in (1, 3, 4):
        assert answer(coordinator, *SENT[number - 1]).status_code == 303
    assert on_the_terminal(web_site, draft, [TYPED[1], TYPED[4]]) == 0
    assert open_desk(draft).is_settled
    assert "kyhan plans add" in read(coordinator)


def test_the_question_its_reason_its_place_and_what_the_draft_has(coordinator: Visitor) -> None:
    text = read(coordinator, links.draft(NAME, 5))
    for said in (
        "I.3: cơ quan chủ trì", "bảng 1, dòng 17", "“<span>Sở Tài chinh thu</span>”",
        "Chọn: <span>Sở Tài chính</span>", "Tháng 7/2021", "31/07/2021", '<tr class="here">',
        "ngày 08/11/2011", "← Câu trước", "Câu đầu tiên chưa trả lời",
    ):  # fmt: skip
        assert said in text
    assert "Câu sau →" not in text


def test_an_answer_leads_on_to_what_is_open(coordinator: Visitor) -> None:
    where = [answer(coordinator, *SENT[n]).headers["location"] for n in (1, 2, 4, 3, 0)]
    assert where == [f"/drafts/{NAME}?question={n}&said=review_kept" for n in (3, 4, 1, 1)] + [
        f"/drafts/{NAME}?said=review_kept"
    ]
    assert "Đã trả lời hết" in read(coordinator)


def test_an_answer_may_be_given_anew(draft: Path, coordinator: Visitor) -> None:
    answer_all(coordinator)
    assert answer(coordinator, 4, "set-when", "Quý III/2021").status_code == 303
    text = read(coordinator, links.draft(NAME, 4))
    assert 'value="set-when" checked' in text
    assert 'value="Quý III/2021"' in text
    assert answer(coordinator, 4, "drop", "Quý III/2021").status_code == 303  # as it was drawn
    settle(coordinator)
    plan, _ = load_plan(draft)
    assert plan is not None
    assert [duty.ref for duty in plan.duties] == ["I.1", "I.3"]


def test_a_dropped_duty_asks_nothing_more(coordinator: Visitor) -> None:
    answer(coordinator, 3, "drop")
    assert "còn 3 câu" in read(coordinator)
    for number in (1, 2, 5):
        answer(coordinator, *SENT[number - 1])
    assert "không còn hỏi" in read(coordinator)
    assert settle(coordinator).status_code == 303


def test_what_is_missing_in_the_head_is_asked_in_the_end(
    web_site: WebSite, coordinator: Visitor
) -> None:
    lay_draft(web_site, DOCUMENT.replace("12/QĐ-UBND", "").replace("12/KH", ""))
    text = read(coordinator)
    while "số của văn bản" not in text:
        number = int(text.split("Câu ")[1].split()[0])
        choice = "drop" if 'value="drop"' in text else "keep"
        assert answer(coordinator, number, choice).status_code == 303
        text = read(coordinator)
    assert answer(coordinator, number + 1, "keep").status_code in (303, 422)


@pytest.mark.parametrize(
    ("question", "choice", "value", "field", "said"),
    [
        (1, "", "", "choice", "Hãy chọn một cách trả lời"),
        (1, "keep", "18/12/2020", "value", "Ô này có chữ"),
        (1, "set-issued", "31/02/2021", "value", "28/12/2018"),
        (1, "set-number", "1/X", "value", "không hỏi như vậy"),
        (1, "take-2", "", "choice", "không hỏi như vậy"),
        (1, "take-x", "", "choice", "không hỏi như vậy"),
        (1, "drop", "", "choice", "không hỏi như vậy"),
        (2, "set-coordinator", "Sở Mộng mơ", "value", "danh bạ không có"),
        (3, "keep", "", "choice", "không ai được nhắc"),
        (4, "set-when", "mai", "value", "Không có từ nào chỉ thời gian"),
        (4, "set-when", "x" * 2001, "value", "dài quá"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_what_was_typed_stays(
    web_site: WebSite, coordinator: Visitor, question: int, choice: str, value: str,
    field: str, said: str,
) -> None:  # fmt: skip
    before = dump(web_site)
    told = answer(coordinator, question, choice, value)
    assert told.status_code == 422
    text = unescape(told.text)
    assert f'id="{field}-mistake"' in text
    assert said in text.split(f'id="{field}-mistake"')[1].split("</p>")[0]
    assert f'<a href="#{field}">' in text
    assert f'value="{value}"' in text
    assert dump(web_site) == before


def _another_answer(site: WebSite, visitor: Visitor) -> None:
    answer(site.visitor(COORDINATOR), *SENT[0])


def _another_draft(site: WebSite, visitor: Visitor) -> None:
    lay_draft(site, DOCUMENT.replace("Mời khách", "Đón thêm khách"))


def _by_hand(site: WebSite, visitor: Visitor) -> None:
    path = site.settings.drafts / f"{NAME}.toml"
    path.write_text(path.read_text("utf-8").replace("Quý I/", "Quý II/"), "utf-8")


def _settled(site: WebSite, visitor: Visitor) -> None:
    answer_all(visitor)
    settle(visitor)


@pytest.mark.parametrize(
    ("meanwhile", "said", "kept"),
    [
        (_another_answer, "Chưa ghi gì: trong lúc đó", True),
        (_another_draft, "Chưa ghi gì: trong lúc đó", True),
        (_by_hand, "đã sửa tay", False),
        (_settled, "Chưa ghi gì: trong lúc đó", False),
    ],
)
def test_what_changed_meanwhile_is_not_written_over(
    web_site: WebSite, coordinator: Visitor, meanwhile: Callable[[WebSite, Visitor], None],
    said: str, kept: bool,
) -> None:  # fmt: skip
    drawn = seen(coordinator, 4)
    meanwhile(web_site, coordinator)
    before = dump(web_site)
    told = answer(coordinator, 4, "set-when", "Quý III/2021", drawn)
    assert told.status_code == 409
    assert said in unescape(told.text)
    assert ("Quý III/2021" in told.text) == kept
    path = f"{links.draft(NAME)}/settle"
    assert coordinator.send_form(path, seen=drawn).status_code == 409
    assert dump(web_site) == before


def test_what_is_open_cannot_be_settled(web_site: WebSite, coordinator: Visitor) -> None:
    before = dump(web_site)
    assert settle(coordinator).status_code == 409
    assert dump(web_site) == before


def test_whose_drafts_are_listed(web_site: WebSite, coordinator: Visitor) -> None:
    assert NAME in read(coordinator, "/drafts")
    assert 'href="/drafts"' in read(coordinator, links.plan("hanoi-2019"))
    assert NAME not in read(web_site.visitor(ELSEWHERE), "/drafts")
    officer = web_site.visitor(OFFICER)
    assert officer.get("/drafts").status_code == 404
    assert 'href="/drafts"' not in read(officer, links.agency("hanoi", "so-tu-phap"))


def test_no_name_leads_out_of_the_folder(
    web_site: WebSite, draft: Path, coordinator: Visitor
) -> None:
    outside = web_site.folder / "plans" / "hanoi-2019.toml"
    (draft.parent / "link.toml").symlink_to(outside)
    (draft.parent / "folder.toml").mkdir()
    shutil.copy(draft, draft.parent / ".hidden.toml")
    for name in (
        "link", "folder", ".hidden", "..%2Fplans%2Fhanoi-2019", "%2e%2e%2f",
        f"{NAME}.review", f"./{NAME}.toml", "",
    ):  # fmt: skip
        assert coordinator.get(f"/drafts/{name}").status_code == 404, name
    assert "link" not in read(coordinator, "/drafts").partition("<main")[2]
    for suffix in (".source.json", ".review.json"):
        path = draft.with_suffix(suffix)
        shutil.move(path, web_site.folder / path.name)
        path.symlink_to(web_site.folder / path.name)
        if suffix == ".source.json":
            assert "Không có bản lưu" in read(coordinator)
    assert "không mở được" in read(coordinator, status=409)


@pytest.mark.parametrize(
    ("suffix", "old", "new", "said"),
    [
        (".toml", "id = ", "id", "hỏng"),
        (".toml", "Quý I/", "Quý II/", "đã sửa tay"),
        (".toml", 'directory = "hanoi"', 'directory = "x"', "đã sửa tay"),
        (".review.json", "sha256", "sha", "hỏng"),
        (".review.json", '"sha256": "', '"sha256": "0', "của bản nháp khác"),
        (".review.json", "{", "[", "hỏng"),
        (".answers.json", "{", "[", "trả lời không dùng được"),
        (".answers.json", '"draft": "', '"draft": "0', "trả lời không dùng được"),
    ],
)
def test_a_broken_draft_is_listed_with_the_reason(
    draft: Path, coordinator: Visitor, suffix: str, old: str, new: str, said: str
) -> None:
    if suffix == ".answers.json":
        answer(coordinator, *SENT[0])
    path = draft.with_suffix(suffix)
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    for page in (read(coordinator, "/drafts"), read(coordinator, status=409)):
        assert said in page
        assert draft.name in page
        assert str(draft.parent) not in page
    told = coordinator.send_form(links.draft(NAME), question="1", seen="x", choice="keep")
    assert told.status_code == 409


def test_a_draft_without_a_directory_is_told_to_whoever_coordinates(
    web_site: WebSite, draft: Path
) -> None:
    """Nobody could settle it, and somebody has to import it again."""
    text = draft.read_text("utf-8").replace('directory = "hanoi"\n', "")
    draft.write_text(text, "utf-8")
    draft.with_suffix(".review.json").unlink()
    assert "không mở được" in read(web_site.visitor(ELSEWHERE), "/drafts")


def test_looking_writes_nothing(web_site: WebSite, coordinator: Visitor) -> None:
    before = dump(web_site)
    for path in ("/drafts", *(links.draft(NAME, n) for n in range(6))):
        assert coordinator.get(path).status_code == 200
    for question in ("6", "-1", "x", "99999999999999999999"):
        assert coordinator.get(links.draft(NAME), params={"question": question}).status_code == 404
    assert dump(web_site) == before


def test_what_cannot_be_written_is_said(draft: Path, coordinator: Visitor) -> None:
    (draft.parent / f".{NAME}.answers.json.new").mkdir()
    told = answer(coordinator, 4, "set-when", "Quý II/2021")
    assert told.status_code == 503
    assert "không ghi được" in unescape(told.text)
    assert 'value="Quý II/2021"' in unescape(told.text)
