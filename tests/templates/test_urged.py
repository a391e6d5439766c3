"""A letter of urging: the coordinator's, in its own words, about the same items."""

from __future__ import annotations

from datetime import date

from tests.templates.builders import mail, notice

LATE_DAY = date(2019, 3, 8)  # the fourth working day after the fourth of March


def test_it_says_who_urges_and_what_they_have_to_say() -> None:
    sent = mail(
        notice(), urged=True, note="Đề nghị báo cáo\n\ntrước 17 giờ <hôm nay>", today=LATE_DAY
    )
    assert sent.subject.startswith("Đôn đốc: [Quá hạn 4 ngày làm việc] Báo cáo kết quả CCHC")
    assert (
        "Sở Nội vụ Hà Nội đề nghị quý cơ quan khẩn trương thực hiện 1 việc dưới đây"
        " (Quá hạn 1, tính đến thứ Sáu, 08/03/2019).\n"
        "\nĐề nghị báo cáo\n\ntrước 17 giờ <hôm nay>\n"
    ) in sent.text
    assert "trước 17 giờ &lt;hôm nay&gt;" in sent.html
    assert "trân trọng thông báo" not in sent.text


def test_in_english_and_to_a_head() -> None:
    one = notice(role="head")
    sent = mail(one, urged=True, lang="en", today=LATE_DAY)
    assert sent.subject.startswith("Urging: [")
    assert "urges your agency to do the following item without delay (Overdue 1" in sent.text
    assert "Please see to it that this is done." in sent.text


def test_a_mail_of_the_ladder_urges_nobody() -> None:
    sent = mail(notice(), today=LATE_DAY)
    assert "Đôn đốc" not in sent.subject
    assert "khẩn trương" not in sent.text
