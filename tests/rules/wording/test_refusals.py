"""What is refused, of which kind, and how a refusal shows itself."""

from __future__ import annotations

import pytest

from rules.wording import WordingError, read
from rules.wording.normalise import normalise
from tests.rules.wording.reading import context

NO_TIME = """
X
tối thiểu 30%
30% hồ sơ thủ tục hành chính
Rà soát để bổ sung, sửa đổi danh mục
30%-40% thủ tục hành chính được xử lý trực tuyến mức độ 3, 4
Đạt từ 70% hồ sơ đăng ký doanh nghiệp trở lên, đạt 20% hồ sơ đăng ký hộ kinh doanh trở lên
100% cơ quan có cơ cấu cán bộ, công chức theo vị trí việc làm
Giảm tối thiểu 2,5% biên chế được giao so với năm 2015
Hoàn thành 100% nhiệm vụ được Chính phủ, Thủ tướng Chính phủ giao
Triển khai Nghị quyết số 76/NQ-CP ngày 15/7/2021
95% người dân hài lòng khi giải quyết thủ tục hành chính
không quá 5% hồ sơ trễ hạn
từ thành phố đến cấp xã
Tỷ lệ hồ sơ cập nhật, theo dõi qua hệ thống một cửa
"""

NOT_UNDERSTOOD = """
không trước ngày 15/6/2022
sau ngày 30/6
sau ngày 30/6/2022
từ ngày 1/3/2022
Từ quý II năm 2022
Bắt đầu từ tháng 3/2022
từ quý III/2021 trở đi
năm 2021 và các năm tiếp theo
khoảng tháng 6/2022
nửa năm
Trước Tết Nguyên đán
15/6/2022 âm lịch
ngày 15/6 hoặc muộn hơn
chậm nhất ngày 15 hoặc 16/6/2022
sớm nhất là ngày 15/6/2022
Quý II hoặc Quý III/2022
Quý III+IV/2022
Quý II/III/2022
Quý I/II
năm 2022 (sau khi có hướng dẫn)
QUÝ IV/2022 - 2023
Báo cáo 6 tháng Quý III/2023
Giữa năm khi hoàn thành Đề án
Quý II/2022 sau hội nghị
chậm nhất 30 phút ngày 12/5/2022
Trong 2 năm 2022-2023
5 năm 2021-2025
6-2022
Quý I, năm 2022
Quý I, 3/2022
QV/2022
Quý I, I/2022
ngày 20 tháng 3 - 6
ngày 20/3, 6/2022
trước ngày 15 tháng 6 và tháng 12
năm 2022; - 2023
Tháng 3, Quý II/2022
Tháng 6. 2022
tháng 1 và tháng 2 năm sau
giữa tháng 3 và tháng 5/2022
between March and May 2022
after 30 June 2019
15/6/22
T6
tháng năm 2022
trườc ngày 15/6/2022
truoc ngay 15/6/2022
sát ngày 15/6/2022
qua ngày 15/6
trước khoảng ngày 15/6/2022
trước hội nghị 15/6/2022
đến gần cuối tháng 6/2022
trước cuối năm 2022
trước giai đoạn 2021-2025
trước thứ Sáu hằng tuần
Thứ Hai và thứ Năm hằng tuần
cuối tháng
giữa quý
ngày 15
15 ngày
tuần thứ 2 của tháng 3/2022
trong tuần đầu tháng 4/2022
năm học 2022 - 2023
Nhiệm kỳ 2020-2025
năm nay
2 năm 1 lần
tối đa 2 lần/năm
Hàng quý, 6 tháng, năm
Báo cáo Quý I/2022
Báo cáo năm trước ngày 15/01
báo cáo quý, năm trước ngày 15/12
Ban hành Kế hoạch năm 2022
Lập dự toán năm 2023
Sơ kết 6 tháng đầu năm 2022
trước 0h00 ngày 1/7/2022
Quý II/2022 sau khi có hướng dẫn
Trong năm 2022, trước ngày 30/6
Trong tháng 3 (hoàn thành trước ngày 15/3/2022)
Ban hành theo tiến độ của Bộ; hoàn thành trong Quý IV/2019
Quý
Tháng
trong tháng
sớm nhất có thể
kịp thời
"""

IMPOSSIBLE = """
tháng 13/2022
Tháng 0/2022
30/02/2022
29/02/2023
31/4/2022
ngày 31 hàng tháng
Quý V
Quý V/2022
Quý 0/2022
Tháng 6/3022
25h00 ngày 1/7/2022
trước 10h75 ngày 1/7/2022
thứ Sáu ngày 21/7/2022
15/6/2022 (thứ Năm)
10 (mười một) ngày kể từ ngày ký
2 tháng đầu năm
"""

BACKWARDS = """
Quý IV/2022 đến Quý II/2022
từ tháng 11 đến tháng 2/2022
từ ngày 20/6 đến ngày 15/6/2022
2025 - 2021
"""


def _lines(table: str) -> list[str]:
    return table.strip().splitlines()


def _refusal(phrase: str) -> WordingError:
    with pytest.raises(WordingError) as caught:
        read(phrase, context(signed="2022-01-10"))
    return caught.value


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [(phrase, "no-time") for phrase in _lines(NO_TIME)]
    + [(phrase, "not-understood") for phrase in _lines(NOT_UNDERSTOOD)]
    + [(phrase, "impossible") for phrase in _lines(IMPOSSIBLE)]
    + [(phrase, "backwards") for phrase in _lines(BACKWARDS)]
    + [(phrase, "empty") for phrase in ("", "  ", "./.", "()", "**", "\u200b")],
)
def test_the_phrase_is_refused_as_of_its_kind(phrase: str, kind: str) -> None:
    assert _refusal(phrase).kind == kind


def test_a_refusal_quotes_points_and_suggests() -> None:
    refusal = _refusal("Hoàn  thành trườc ngày **15/6/2022**.")
    assert refusal.phrase == "Hoàn thành trườc ngày 15/6/2022."
    assert refusal.original == "Hoàn  thành trườc ngày **15/6/2022**."
    assert refusal.phrase[slice(*refusal.position)] == "trườc"
    assert refusal.show("vi").splitlines() == [
        "Hoàn thành trườc ngày 15/6/2022.",
        "           ^^^^^",
        "“trườc” có phải là “trước” không? Ngày sẽ khác đi, nên không đoán",
        "Có thể viết: " + ", ".join(f"“{near.vi}”" for near in refusal.nearest),
    ]
    assert refusal.nearest[0].vi == "trước"


def test_the_carets_stand_under_the_place_when_the_phrase_was_decomposed() -> None:
    refusal = _refusal("Hoa\u0300n tha\u0300nh tru\u031bo\u031b\u0300c nga\u0300y 15/6/2022")
    assert refusal.show("en").splitlines()[:2] == [
        "Hoàn thành trườc ngày 15/6/2022",
        "           ^^^^^",
    ]


def test_an_impossible_day_names_the_last_one_of_its_month() -> None:
    refusal = _refusal("trước ngày 30/02/2024")
    assert refusal.text.vi == "Không có ngày 30/02/2024"
    assert [near.vi for near in refusal.nearest] == ["ngày 29/02/2024"]


def test_what_was_expected_is_suggested() -> None:
    assert [near.vi for near in _refusal("Quý").nearest] == ["số (1, 2, I, II …)"]
    assert "kể từ ngày ký" in [near.vi for near in _refusal("trong vòng 30 ngày").nearest]


def test_places_lead_back_to_the_phrase_as_given() -> None:
    given = "**Quy\u0301**\u00a0\u00a0V/2O22 ;"
    shown = normalise(given)
    assert shown.text == "Quý V/2022 ;"
    start, end = shown.place_in_original(4, 10)
    assert given[start:end] == "V/2O22"
