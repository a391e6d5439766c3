"""Terms and waiting: Civil Code 2015 art. 147 and 148, working days, outside events."""

from __future__ import annotations

import pytest

from rules.wording import WordingError, read
from tests.rules.wording.reading import context, said

# Signed Monday 10 January 2022, unless the row says otherwise.
SIGNED = [
    ("10 (mười) ngày kể từ ngày ký", "2022-01-10", "2022-01-11..2022-01-20 within"),
    ("không quá ba mươi (30) ngày kể từ ngày ký", "2022-01-10", "2022-01-11..2022-02-09 by"),
    ("trong năm ngày làm việc kể từ ngày ký", "2022-01-10", "2022-01-11..2022-01-17 within"),
    ("trong thời hạn không quá 15 ngày làm việc kể từ ngày ký", "2022-01-10",
     "2022-01-11..2022-02-07 by"),  # Tết 31/01-04/02 off
    ("Chậm nhất sau 10 ngày kể từ ngày ký", "2022-01-10", "2022-01-11..2022-01-20 by"),
    ("trong 10 ngày kể từ ngày ban hành Kế hoạch", "2022-01-10", "2022-01-11..2022-01-20 within"),
    ("trong 10 ngày kể từ ngày Kế hoạch này được ban hành", "2022-01-10",
     "2022-01-11..2022-01-20 within"),
    ("01 tháng kể từ ngày ký", "2022-01-31", "2022-02-01..2022-02-28 within"),
    ("6 tháng sau ngày ký", "2021-08-31", "2021-09-01..2022-02-28 within"),
    ("01 năm kể từ ngày ký", "2024-02-29", "2024-03-01..2025-02-28 within"),
    ("2 tuần kể từ ngày ký", "2022-01-10", "2022-01-11..2022-01-24 within"),
    ("within 10 working days of signing", "2022-01-10", "2022-01-11..2022-01-24 within"),
    ("within 30 days from the date of signing", "2022-01-10", "2022-01-11..2022-02-09 within"),
]  # fmt: skip

FROM_A_DAY = [
    ("trong vòng 30 ngày kể từ ngày 15/6/2022", "2022-06-16..2022-07-15 within"),
    ("trong 5 ngày kể từ ngày 30 tháng 6 năm 2022", "2022-07-01..2022-07-05 within"),
    ("30 ngày sau khi kết thúc Quý II/2022", "2022-07-01..2022-07-30 within"),
    ("10 ngày trước ngày 30/6/2022", "..2022-06-20 by"),
    ("trước ngày 30/6/2022 ít nhất 10 ngày làm việc", "..2022-06-16 by"),
    ("chậm nhất 05 ngày làm việc trước ngày 15/12/2022", "..2022-12-08 by"),
]


@pytest.mark.parametrize(("phrase", "signed", "row"), SIGNED)
def test_a_term_from_the_signing(phrase: str, signed: str, row: str) -> None:
    assert said(phrase, signed=signed) == [f"finish {row}"]
    assert read(phrase, context()).pending


@pytest.mark.parametrize(("phrase", "row"), FROM_A_DAY)
def test_a_term_from_or_up_to_a_named_day(phrase: str, row: str) -> None:
    assert said(phrase) == [f"finish {row}"]


WAITING = [
    ("Trong vòng 10 ngày sau khi có hướng dẫn của Bộ Nội vụ", "có hướng dẫn của Bộ Nội vụ"),
    ("07 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ", "ngày nhận đủ hồ sơ hợp lệ"),
    ("trong 10 ngày kể từ ngày ký kết hợp đồng", "ngày ký kết hợp đồng"),
    ("trong 10 ngày kể từ ngày ban hành Nghị định", "ngày ban hành Nghị định"),
    ("Sau khi có hướng dẫn của Bộ quản lý ngành, lĩnh vực",
     "Sau khi có hướng dẫn của Bộ quản lý ngành, lĩnh vực"),
    ("Tiến độ theo yêu cầu của Bộ Nội vụ", "theo yêu cầu của Bộ Nội vụ"),
    ("Theo Kế hoạch cụ thể của Bộ Nội vụ", "Theo Kế hoạch cụ thể của Bộ Nội vụ"),
    ("đúng lộ trình", "đúng lộ trình"),
    ("khi có yêu cầu", "khi có yêu cầu"),
    ("định kỳ báo cáo kết quả thực hiện về Sở Nội vụ",
     "định kỳ báo cáo kết quả thực hiện về Sở Nội vụ"),
    ("theo chế độ báo cáo cải cách hành chính định kỳ, đột xuất",
     "theo chế độ báo cáo cải cách hành chính định kỳ, đột xuất"),
    ("Ban hành theo tiến độ yêu cầu tại Kế hoạch Kiểm soát TTHC năm 2019 của thành phố",
     "theo tiến độ yêu cầu tại Kế hoạch Kiểm soát TTHC năm 2019 của thành phố"),
    ("Thực hiện theo tiến độ tại Quyết định số 4541/QĐ-UBND ngày 15 tháng 10 năm 2018",
     "theo tiến độ tại Quyết định số 4541/QĐ-UBND ngày 15 tháng 10 năm 2018"),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "waits_for"), WAITING)
def test_what_waits_says_for_what_as_written(phrase: str, waits_for: str) -> None:
    deadline = read(phrase, context(signed="2022-01-10"))
    assert (deadline.pending, deadline.windows, deadline.waits_for) == (True, (), waits_for)


def test_an_event_dates_a_term_and_nothing_without_a_term() -> None:
    event = "2022-03-31"
    assert said("Trong vòng 10 ngày sau khi có hướng dẫn của Bộ Nội vụ", event=event) == [
        "finish 2022-04-01..2022-04-10 within"
    ]
    assert said("chậm nhất 01 tháng kể từ ngày nhận được văn bản", event="2022-01-31") == [
        "finish 2022-02-01..2022-02-28 by"
    ]
    assert read("Sau khi Nghị định có hiệu lực", context(event=event)).pending
    assert read("Sau 05 ngày làm việc kể từ ngày kết thúc hội nghị", context(event=event)).pending


@pytest.mark.parametrize("phrase", [
    "sau 10 ngày kể từ ngày ký", "Ngay sau khi ký", "ít nhất 10 ngày kể từ ngày ký",
    "trong 1,5 tháng kể từ ngày ký", "nửa tháng kể từ ngày ký", "0 ngày kể từ ngày ký",
    "trong vòng 30 ngày", "999 năm kể từ ngày ký",
])  # fmt: skip
def test_a_term_without_a_sure_last_day_is_refused(phrase: str) -> None:
    with pytest.raises(WordingError):
        read(phrase, context(signed="2022-01-10"))
