"""The one mail of a day: what it says of a real item, in which order, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.deadline import Bound
from rules.directory import Agency
from rules.ladder import Rung
from rules.notices import Outcome
from rules.plan import Value
from rules.state import WORDS, State
from rules.summary import AgencyOverdue
from rules.text import Lang, Text
from rules.workdays import DayEntry
from tests.templates.builders import FRIDAY, IN_STATE, mail, notice, slot, visible

LANGS: tuple[Lang, Lang] = ("vi", "en")
TEXT = """\
Kính gửi: Sở Tư pháp

Sở Nội vụ Hà Nội trân trọng thông báo: tính đến thứ Hai, 25/02/2019, quý cơ quan có 1 việc theo kế \
hoạch cần thực hiện (Chưa đến hạn 1). Đề nghị quý cơ quan quan tâm thực hiện.

CHƯA ĐẾN HẠN (1)
----------------

1. Báo cáo kết quả CCHC của các cơ quan, đơn vị, quý I/2019
   Còn 5 ngày làm việc – hạn thứ Hai, 04/03/2019; tính trễ hạn từ thứ Ba, 05/03/2019
   Việc cần làm: Gửi báo cáo trong hạn, rồi trả lời thư này, ghi số và ngày văn bản để Sở Nội vụ \
Hà Nội ghi nhận.
   Cơ quan: Sở Tư pháp (kế hoạch ghi: “Các sở, cơ quan tương đương Sở”)
   Kỳ báo cáo: quý I/2019, số liệu từ 15/12/2018 đến 14/03/2019 (kỳ số liệu kết thúc sau hạn gửi: \
đề nghị ghi rõ ngày chốt số liệu trong báo cáo)
   Vì sao ngày này: kế hoạch ghi “gửi trước ngày mùng 05 của tháng cuối kỳ báo cáo”; “trước” là \
không kể ngày đó, nên ngày cuối còn đúng hạn là 04/03/2019
   Căn cứ: Kế hoạch cải cách hành chính nhà nước năm 2019 của thành phố Hà Nội (số 7028/QĐ-UBND \
ngày 28/12/2018), mục III.1

Trân trọng./.
Sở Nội vụ Hà Nội

--\x20
Thư do hệ thống Kỳ Hạn – Sở Nội vụ Hà Nội tự động gửi tới vanthu@sotuphap.hanoi.gov.vn thay mặt Sở \
Nội vụ Hà Nội, vì đây là địa chỉ đã đăng ký nhận thông báo.
Để báo kết quả, hỏi lại hoặc đính chính, xin trả lời thư này; thư trả lời được chuyển tới \
cchc@sonoivu.hanoi.gov.vn.
Đây là thông báo công vụ theo kế hoạch đã ban hành nên không có mục hủy nhận; khi thay đổi người \
nhận, đề nghị báo Sở Nội vụ Hà Nội.
"""


def test_the_report_of_quarter_1_five_working_days_before() -> None:
    sent = mail(notice(), today=date(2019, 2, 25))  # Monday; 26-28 February, 1 and 4 March: five
    assert sent.subject == (
        "[Còn 5 ngày làm việc] Báo cáo kết quả CCHC của các cơ quan, đơn vị, quý I/2019"
        " – hạn thứ Hai, 04/03/2019"
    )
    assert sent.text == TEXT


def test_the_html_part_says_what_the_text_part_says() -> None:
    sent = mail(notice(), today=date(2019, 2, 25))
    shown = visible(sent.html)
    for line in sent.text.splitlines():
        _, _, value = line.partition(": ")
        assert " ".join((value or line).strip("- ").split()) in shown or line.isupper(), line
    assert '<html lang="vi">' in sent.html
    assert "http" not in sent.html  # nothing remote, and without a site's address no link


def test_the_same_in_english() -> None:
    sent = mail(notice(), today=date(2019, 2, 25), lang="en")
    assert sent.subject == (
        "[5 working days left] Báo cáo kết quả CCHC của các cơ quan, đơn vị, quarter 1 of 2019"
        " – due Monday, 4 March 2019"
    )
    assert "figures from 15 December 2018 to 14 March 2019" in sent.text
    assert "late from Tuesday, 5 March 2019" in sent.text
    assert "Department of Justice" in sent.text
    assert '<html lang="en">' in sent.html
    assert '<span lang="vi">gửi trước ngày mùng 05' in sent.html
    for vietnamese in ("ngày làm việc", "Kính gửi", "Căn cứ", "quý I"):
        assert vietnamese not in sent.text


def test_worst_first_and_counted_in_the_subject() -> None:
    states = ["upcoming", "today", "soon", "closing", "overdue"]
    given = [notice(slot({"ref": state}, **IN_STATE[state])) for state in states]
    longer = notice(slot({"ref": "longer"}, due=date(2019, 3, 1), late_from=date(2019, 3, 2)))
    sent = mail(*given, longer)
    assert sent.subject == (
        "[Quá hạn 2 · Sắp hết hạn 1 · Đến hạn hôm nay 1 · Sắp đến hạn 1 · Chưa đến hạn 1]"
        " Nhắc việc theo kế hoạch – Sở Tư pháp"
    )
    order = ["longer", "overdue", "closing", "today", "soon", "upcoming"]
    places = [sent.text.index(f"mục {ref}\n") for ref in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        # 5 to 8, 11 to 15, 18 to 22, 25 to 29 March
        ("overdue", "Quá hạn 19 ngày làm việc – hạn thứ Hai, 04/03/2019; tính trễ hạn từ thứ Ba"),
        ("closing", "Sắp hết hạn – hạn thứ Năm, 28/03/2019; tính trễ hạn từ thứ Bảy, 30/03/2019"),
        ("today", "Đến hạn hôm nay – hạn thứ Sáu, 29/03/2019"),
        ("soon", "Còn 3 ngày làm việc – hạn thứ Tư, 03/04/2019"),
        ("upcoming", "Còn 5 ngày làm việc – hạn thứ Sáu, 05/04/2019"),
    ],
)
def test_each_state_in_days(state: str, said: str) -> None:
    sent = mail(notice(slot(**IN_STATE[state])))
    assert said in sent.text
    assert said in visible(sent.html)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("state", IN_STATE)
def test_the_state_stands_first_and_in_words(state: str, lang: Lang) -> None:
    sent = mail(notice(slot(**IN_STATE[state])), lang=lang)
    heading = f"{WORDS[State(state)].to(lang)} (1)"
    assert heading.upper().replace(" (1)", " (1)") in sent.text
    assert heading in visible(sent.html)
    assert sent.subject.startswith("[")


def test_late_by_no_working_day_yet_is_not_told_in_days() -> None:
    of = slot(due=date(2019, 3, 29), late_from=date(2019, 3, 30))
    sent = mail(notice(of), today=date(2019, 3, 31))  # Sunday: no day worked since the 29th
    assert sent.subject.startswith("[Quá hạn] ")


def test_a_day_off_is_explained() -> None:
    # Sunday 31 March; Friday 29 to aim for; Monday 1 April is still on time (Civil Code, 148.5)
    of = slot(
        {"when": "Quý I/2019"}, label="finish", period=None, data=None, bound=Bound.WITHIN,
        start=date(2019, 1, 1), stated=date(2019, 3, 31), due=date(2019, 3, 29),
        late_from=date(2019, 4, 2),
    )  # fmt: skip
    text = mail(notice(of)).text
    assert "Ngày theo kế hoạch: Chủ nhật, 31/03/2019 là ngày nghỉ" in text
    assert "kế hoạch ghi “Quý I/2019”; tức là từ 01/01/2019 đến hết 31/03/2019" in text
    assert "hạn thứ Sáu, 29/03/2019; tính trễ hạn từ thứ Ba, 02/04/2019" in text
    assert "số liệu" not in text


def test_assumed_predicted_and_moved_are_said_in_words() -> None:
    swap = DayEntry(date(2019, 4, 29), False, Text("nghỉ hoán đổi", "swap"), "6519/VPCP-KGVX")
    of = slot(assumed=True, predicted=True, moved_by=(swap,))
    text, english = mail(notice(of)).text, mail(notice(of), lang="en").text
    assert "không nêu ngày cụ thể nên lấy ngày cuối kỳ, 04/03/2019" in text
    assert "đã xét lịch nghỉ: 29/04/2019 (nghỉ hoán đổi)" in text
    assert "chưa được công bố nên ngày nêu trên là dự kiến" in text
    assert "it names no day" in english
    assert "the date is a forecast" in english


def test_the_marks_of_a_converted_document_are_not_quoted() -> None:
    of = slot({"when": "báo cáo năm gửi trước ngày **10/11/2019**"})
    assert "kế hoạch ghi “báo cáo năm gửi trước ngày 10/11/2019”" in mail(notice(of)).text


def test_a_duty_without_wording_or_lead() -> None:
    of = slot({"when": "", "lead": ()}, label="2019-04", assumed=True)
    text, english = mail(notice(of, written="")).text, mail(notice(of, written=""), lang="en").text
    assert "kế hoạch không ghi thời hạn nên lấy ngày cuối kỳ, 04/03/2019" in text
    assert "Sở Tư pháp (kế hoạch không nêu cơ quan chủ trì nên cơ quan đầu mối theo dõi)" in text
    assert "the plan gives no time, so the last day of the period is taken" in english


def test_target_product_and_successor() -> None:
    former = Agency(id="so-khdt", vi="Sở Kế hoạch và Đầu tư", en="Planning", kind="so")
    finance = Agency(id="so-tai-chinh", vi="Sở Tài chính", en="Finance", kind="so")
    value = Value(metric="Tỷ lệ hồ sơ đúng hạn", op=">=", amount=95.5, unit="%")
    of = slot({"kind": "target", "value": value, "product": "Báo cáo thống kê"})
    given = notice(of, agency=finance, written="Sở KH&ĐT", instead_of=(former,))
    text = mail(given).text
    assert "Chỉ tiêu: Tỷ lệ hồ sơ đúng hạn: ≥ 95,5 %" in text
    assert "Sản phẩm: Báo cáo thống kê" in text
    assert "Sở Tài chính, thay cho Sở Kế hoạch và Đầu tư (kế hoạch ghi: “Sở KH&ĐT”)" in text
    assert "≥ 95.5 %" in mail(given, lang="en").text


def test_the_next_step_of_what_is_late_is_to_report_or_to_ask_for_an_extension() -> None:
    text = mail(notice(slot(**IN_STATE["overdue"]))).text
    assert "Gửi ngay báo cáo kèm số, ngày văn bản cho Sở Nội vụ Hà Nội" in text
    assert "văn bản xin gia hạn" in text


def test_the_head_is_told_why() -> None:
    given = notice(
        slot(**IN_STATE["overdue"]), rung=Rung("late-2", date(2019, 3, 7), late=2), role="head"
    )
    sent = mail(given)
    assert sent.text.startswith("Kính gửi: Lãnh đạo Sở Tư pháp\n")
    assert "Thư gửi cả lãnh đạo cơ quan vì việc đã trễ hạn mà đến nay chưa có kết quả" in sent.text
    assert "Lãnh đạo" not in mail(replace(given, role="officer")).text


def test_300_items_are_20_in_full_and_280_counted() -> None:
    late = [notice(slot({"ref": f"L{n}"}, **IN_STATE["overdue"])) for n in range(100)]
    near = [notice(slot({"ref": f"N{n}"}, **IN_STATE["soon"])) for n in range(200)]
    sent = mail(*near, *late)
    assert sent.subject.startswith("[Quá hạn 100 · Sắp đến hạn 200] ")
    for part in (sent.text, visible(sent.html)):
        assert "và 280 việc khác (Quá hạn 80 · Sắp đến hạn 200)" in part
        assert part.count("Vì sao ngày này") == 20
    assert "and 280 more (Overdue 80 · Due soon 200)" in mail(*near, *late, lang="en").text
    assert len(sent.html.encode()) < 100_000  # what mail readers clip


def test_no_more_is_said_where_all_is_told() -> None:
    given = [notice(slot({"ref": f"L{n}"})) for n in range(20)]
    assert "việc khác" not in mail(*given).text


@pytest.mark.parametrize("summary", [(), (AgencyOverdue(notice().occurrence.assignee.agency, ()),)])
def test_never_empty(summary: tuple[AgencyOverdue, ...]) -> None:
    with pytest.raises(ValueError, match="nothing to say"):
        mail(summary=summary)


def test_nobody_gets_what_is_not_theirs() -> None:
    with pytest.raises(ValueError, match="not to be sent"):
        mail(notice(recipient="someone@else.example.org"))
    with pytest.raises(ValueError, match="not to be sent"):
        mail(replace(notice(), outcome=Outcome.SUPERSEDED))


def test_an_archived_plan_urges_nobody() -> None:
    of = slot()
    archived = replace(of, plan=of.plan.model_copy(update={"archived": FRIDAY}))
    with pytest.raises(ValueError, match="nothing to urge"):
        mail(notice(archived))


def test_several_agencies_are_named_or_counted() -> None:
    def given(count: int) -> list[str]:
        agencies = [
            Agency(id=f"a{n}", vi=f"Sở {n}", en=f"Department {n}", kind="so") for n in range(count)
        ]
        sent = mail(*(notice(slot({"ref": f"{n.id}"}), agency=n) for n in agencies))
        return [sent.subject.partition("] ")[2], sent.text.splitlines()[0]]

    assert given(2) == ["Nhắc việc theo kế hoạch – 2 cơ quan", "Kính gửi: Sở 0, Sở 1"]
    assert given(5)[1] == "Kính gửi: Đầu mối của 5 cơ quan nêu trong thư"
