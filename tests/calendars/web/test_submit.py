"""Reporting an item done: who may, what is recorded, what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from rules.facts import Acceptance, Completion, Return
from tests.calendars.web.looking import words_of
from tests.calendars.web.route_table import dump
from tests.calendars.web.server import COORDINATOR, KEY, OFFICER, OTHER, Visitor, WebSite
from tests.calendars.web.test_submit_documents import DOCX, PDF

AT = datetime(2019, 2, 20, 3, 15, tzinfo=UTC)
FORM = f"/submit/{KEY}"
SAID = f"/o/{KEY}?said=submitted"
FULL = {
    "number": " 12/BC-STP ", "document_date": "2019-02-22", "link": "https://vb.example.org/12",
    "note": "Một\r\nHai",
}  # fmt: skip


def recorded(site: WebSite, key: str = KEY) -> Completion | None:
    return site.ledger.completions_of([key]).get(key)


def submit(visitor: Visitor, path: str = FORM, files: Any = None, **fields: str) -> httpx.Response:
    """The form as it is shown, with these fields typed in."""
    shown = visitor.get(path).text.partition('name="seen" value="')[2].partition('"')[0]
    return visitor.send_form(path, files, **{"seen": shown, **fields})


def test_the_form_says_plainly_what_it_is_for_and_writes_nothing(web_site: WebSite) -> None:
    visitor = web_site.visitor(OFFICER)
    before = dump(web_site)
    found = words_of(visitor.get("/submit/hanoi-2019/III.1/2019-H1/so-tu-phap").text)
    assert (
        "Nộp cho Báo cáo · 6 tháng đầu năm 2019, số liệu 15/12/2018 – 14/06/2019"
        " Cơ quan Sở Tư pháp Hạn thứ Ba, 04/06/2019 còn 68 ngày làm việc" in found
    )
    assert dump(web_site) == before


def test_what_is_sent_is_recorded_as_of_today(web_site: WebSite) -> None:
    answer = submit(web_site.visitor(OFFICER), files={"file": ("a/Báo cáo.pdf", PDF)}, **FULL)
    assert (answer.status_code, answer.headers["Location"]) == (303, SAID)
    found = recorded(web_site)
    assert found is not None
    file = web_site.ledger.file(found.file)
    assert file is not None
    assert (file.content, file.media_type) == (PDF, "application/pdf")
    assert found == Completion(
        KEY, date(2019, 2, 25), "12/BC-STP", OFFICER, web_site.clock.now(), date(2019, 2, 22),
        link="https://vb.example.org/12", file=found.file, file_name="Báo cáo.pdf",
        note="Một\nHai",
    )  # fmt: skip
    item = words_of(web_site.visitor(OFFICER).get(SAID).text)
    assert item.startswith("Đã nộp. Cơ quan đầu mối sẽ xác nhận hoặc trả lại.")


def test_nothing_to_report_needs_no_document(web_site: WebSite) -> None:
    assert submit(web_site.visitor(OFFICER), nil="1").status_code == 303
    found = recorded(web_site)
    assert found is not None
    assert (found.nil, found.number, found.accepted) == (True, "", None)


def test_an_agency_sets_no_day_and_accepts_nothing(web_site: WebSite) -> None:
    submit(web_site.visitor(OFFICER), number="1", on="2019-02-01", accept="1")
    found = recorded(web_site)
    assert found is not None
    assert (found.on, found.accepted) == (date(2019, 2, 25), None)


def test_the_coordinator_sets_the_day_and_may_accept_at_once(web_site: WebSite) -> None:
    answer = submit(web_site.visitor(COORDINATOR), number="1", on="20/2/2019", accept="1")
    assert answer.headers["Location"] == f"/o/{KEY}?said=accepted_at_once"
    found = recorded(web_site)
    assert found is not None
    assert found.on == date(2019, 2, 20)
    assert found.accepted == Acceptance(COORDINATOR, web_site.clock.now())


WRONG = [
    ({}, {"number": "Số, ký hiệu văn bản: thiếu số văn bản"}),
    ({"number": "x" * 101}, {"number": "dài quá 100 ký tự"}),
    ({"number": "\u200b"}, {"number": "thiếu số văn bản"}),
    ({"number": "1", "document_date": "2019-02-26"}, {"document_date": "sau ngày nộp 25/02/2019"}),
    ({"number": "1", "document_date": "30/02/2019"}, {"document_date": "không phải một ngày"}),
    ({"number": "1", "link": "http://x.example"}, {"link": "phải bắt đầu bằng https://"}),
    ({"number": "1", "link": "javascript:alert(1)"}, {"link": "phải bắt đầu bằng https://"}),
    ({"number": "1", "link": "https://a b"}, {"link": "phải có dạng https://"}),
    ({"number": "1", "note": "x" * 2001}, {"note": "dài quá 2000 ký tự"}),
    (
        {"link": "x", "document_date": "hôm qua"},
        {"number": "thiếu", "document_date": "không phải một ngày", "link": "https://"},
    ),
]


@pytest.mark.parametrize(("fields", "wrong"), WRONG)
def test_all_mistakes_at_once_each_at_its_field(
    web_site: WebSite, fields: dict[str, str], wrong: dict[str, str]
) -> None:
    visitor = web_site.visitor(OFFICER)
    before = dump(web_site)
    answer = submit(visitor, **fields)
    assert answer.status_code == 422
    assert f"Cần sửa {len(wrong)} chỗ" in words_of(answer.text)
    for field, told in wrong.items():
        assert told in words_of(answer.text)
        assert f'<a href="#{field}">' in answer.text
        assert f'id="{field}-mistake"' in answer.text
    assert answer.text.count('aria-invalid="true"') == len(wrong)
    assert dump(web_site) == before


def test_what_was_typed_is_still_there(web_site: WebSite) -> None:
    typed = {
        "document_date": "2019-02-22",
        "link": "https://vb.example.org/<1>",
        "note": "Một & hai",
    }
    answer = submit(web_site.visitor(OFFICER), files={"file": ("a.pdf", PDF)}, **typed)
    assert answer.status_code == 422
    for kept in (
        'value="2019-02-22"', 'value="https://vb.example.org/&lt;1&gt;"', "Một &amp; hai",
        "Hãy chọn lại tệp a.pdf",
    ):  # fmt: skip
        assert kept in answer.text


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.exe", b"MZ", "không phải tệp PDF"),
        ("a.pdf", DOCX, "nội dung không đúng với đuôi tên"),
        ("a.pdf", PDF + bytes(10_000_000), "lớn hơn 10 MB"),
        (f"{'x' * 200}.pdf", PDF, "dài quá 200 ký tự"),
    ],
)
def test_a_file_we_do_not_take(web_site: WebSite, name: str, content: bytes, told: str) -> None:
    answer = submit(web_site.visitor(OFFICER), files={"file": (name, content)}, number="1")
    assert answer.status_code == 422
    assert told in words_of(answer.text)
    assert recorded(web_site) is None


def test_far_too_much_is_refused_unread(web_site: WebSite) -> None:
    files = {"file": ("a.pdf", PDF + bytes(11_000_000))}
    assert submit(web_site.visitor(OFFICER), files=files, number="1").status_code == 413
    assert recorded(web_site) is None


@pytest.mark.parametrize("on", ["2019-02-26", "mai"])
def test_a_day_that_the_coordinator_cannot_set(web_site: WebSite, on: str) -> None:
    answer = submit(web_site.visitor(COORDINATOR), number="1", on=on)
    assert answer.status_code == 422
    assert "Ngày nộp:" in words_of(answer.text)
    assert recorded(web_site) is None


def test_what_waits_may_be_replaced_and_keeps_its_file(web_site: WebSite) -> None:
    visitor = web_site.visitor(OFFICER)
    submit(visitor, files={"file": ("a.pdf", PDF)}, **FULL)
    first = recorded(web_site)
    form = visitor.get(FORM).text
    assert "Bản nộp dưới đây sẽ thay bản này, và ngày nộp sẽ là hôm nay." in words_of(form)
    assert "Tệp a.pdf đã nộp được giữ lại" in form
    assert 'value="12/BC-STP"' in form
    web_site.clock.move(days=1)
    assert submit(web_site.visitor(OFFICER), number="13/BC-STP").status_code == 303
    found = recorded(web_site)
    assert first is not None
    assert found is not None
    assert (found.number, found.on, found.file) == ("13/BC-STP", date(2019, 2, 26), first.file)


def test_somebody_else_was_faster(web_site: WebSite) -> None:
    visitor = web_site.visitor(OFFICER)
    visitor.get(FORM)
    submit(web_site.visitor("giam-doc@so-tu-phap.hanoi.example.org"), number="1")
    answer = visitor.send_form(FORM, seen="", number="2")
    assert answer.status_code == 409
    assert "đã có bản nộp hoặc quyết định khác" in words_of(answer.text)
    assert 'value="2"' in answer.text
    found = recorded(web_site)
    assert found is not None
    assert found.number == "1"


def test_accepted_is_over_until_it_is_returned(web_site: WebSite) -> None:
    ledger, visitor = web_site.ledger, web_site.visitor(OFFICER)
    done = Completion(KEY, date(2019, 2, 20), "1", OFFICER, AT, accepted=Acceptance("hoa", AT))
    ledger.record_completion(done)
    assert "Không còn gì phải nộp" in words_of(visitor.get(FORM).text)
    assert visitor.send_form(FORM, number="2").status_code == 409
    assert recorded(web_site) == done
    ledger.record_return(Return(KEY, "Sai mẫu", "hoa", AT))
    assert "Bị trả lại, lý do: Sai mẫu" in words_of(visitor.get(FORM).text)
    assert submit(visitor, number="2").status_code == 303
    found = recorded(web_site)
    assert found is not None
    assert found.number == "2"


def test_what_waits_for_its_event_may_be_submitted(web_site: WebSite) -> None:
    waits = next(each for each in web_site.moment.schedule.pending if each.assignees)
    key = f"{waits.key}/so-tu-phap"
    visitor = web_site.visitor("van-thu@so-tu-phap.haiphong.example.org")
    assert submit(visitor, f"/submit/{key}", number="1").status_code == 303
    found = recorded(web_site, key)
    assert found is not None


@pytest.mark.parametrize("who", [OTHER, "van-thu@so-noi-vu.haiphong.example.org"])
def test_nobody_submits_for_a_neighbour(web_site: WebSite, who: str) -> None:
    visitor = web_site.visitor(who)
    assert visitor.get(FORM).status_code == 404
    assert visitor.send_form(FORM, number="1").status_code == 404
    assert recorded(web_site) is None


def test_a_form_of_another_site_is_refused(web_site: WebSite) -> None:
    visitor = web_site.visitor(OFFICER)
    token, path = visitor.csrf, f"{web_site.url}{FORM}"
    for origin, csrf in (("https://evil.example", token), (web_site.url, ""), ("", token)):
        headers = {"Origin": origin} if origin else {}
        answer = visitor.post(path, data={"csrf": csrf, "number": "1"}, headers=headers)
        assert answer.status_code == 403
    assert recorded(web_site) is None
