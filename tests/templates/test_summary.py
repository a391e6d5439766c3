"""The coordinator's weekly summary: counted whole, listed in part, in a mail of its own or not."""

from __future__ import annotations

from datetime import date

from rules.directory import Agency
from rules.schedule import Assignee, Occurrence
from rules.summary import AgencyOverdue
from tests.templates.builders import IN_STATE, mail, notice, slot, visible

FRIDAY_OF_WEEK_9 = date(2019, 3, 1)


def overdue(name: str, *lates: date) -> AgencyOverdue:
    agency = Agency(id="a", vi=name, en=f"Department {name}", kind="so")
    return AgencyOverdue(
        agency,
        tuple(
            Occurrence(slot({"ref": f"R{place}"}, due=late, late_from=late), Assignee(agency, ""))
            for place, late in enumerate(lates)
        ),
    )


def test_a_mail_of_its_own_says_so_in_the_subject() -> None:
    # Late from Friday 22 February: that day, 25 to 28 February and 1 March make six
    summary = [
        overdue("Sở Y tế", *[date(2019, 2, 28)] * 7, date(2019, 2, 22)),
        *(overdue(f"Sở {n}", date(2019, 3, 1)) for n in range(4)),
    ]
    sent = mail(summary=summary, today=FRIDAY_OF_WEEK_9)
    assert sent.subject == "[Tổng hợp tuần 09/2019] 12 việc quá hạn tại 5 cơ quan"
    assert sent.text.startswith("Kính gửi: Sở Nội vụ Hà Nội\n\nTỔNG HỢP TUẦN 09/2019: 12 VIỆC")
    assert "chưa được ghi nhận hoàn thành tính đến thứ Sáu, 01/03/2019" in sent.text
    assert "1. Sở Y tế: 8 việc, lâu nhất 6 ngày làm việc\n" in sent.text
    assert "quý I/2019, hạn 22/02/2019, quá hạn 6 ngày làm việc\n" in sent.text
    assert "   và 5 việc khác\n2. Sở 0: 1 việc, lâu nhất 1 ngày làm việc\n" in sent.text
    assert "Tổng cộng: 12 việc tại 5 cơ quan, lâu nhất 6 ngày làm việc\n" in sent.text
    assert "Sở Y tế 8 6" in visible(sent.html)
    assert "Tổng cộng 12 6" in visible(sent.html)


def test_it_shares_the_mail_of_the_day() -> None:
    summary = [overdue("Sở Y tế", date(2019, 3, 1))]
    both = mail(notice(slot(**IN_STATE["overdue"])), summary=summary)
    assert both.subject.startswith("[Quá hạn 19 ngày làm việc] Báo cáo kết quả CCHC")
    assert both.subject.endswith(", kèm tổng hợp tuần 13/2019")
    assert "QUÁ HẠN (1)" in both.text
    assert "TỔNG HỢP TUẦN 13/2019: 1 VIỆC QUÁ HẠN TẠI 1 CƠ QUAN" in both.text


def test_a_thousand_agencies_are_30_listed_and_the_rest_counted() -> None:
    summary = [overdue(f"UBND xã {n}", date(2019, 3, 1), date(2019, 3, 1)) for n in range(1000)]
    sent = mail(summary=summary, today=FRIDAY_OF_WEEK_9)
    assert sent.subject == "[Tổng hợp tuần 09/2019] 2000 việc quá hạn tại 1000 cơ quan"
    assert "\nvà 970 cơ quan khác (1940 việc)\n" in sent.text
    assert "và 970 cơ quan khác (1940 việc)" in visible(sent.html)
    assert len(sent.html.encode()) < 100_000


def test_in_english() -> None:
    sent = mail(summary=[overdue("Sở Y tế", date(2019, 3, 1))], today=FRIDAY_OF_WEEK_9, lang="en")
    assert sent.subject == "[Summary of week 09/2019] 1 overdue item at 1 agency"
    assert "1. Department Sở Y tế: 1 overdue item, the longest by 1 working day\n" in sent.text
    assert "việc" not in sent.text
