"""Targets, reports and obligations in sentences, and their refs; expectations by hand."""

from __future__ import annotations

import pytest

from intake.proposal import Proposal
from tests.intake.reading import draft

HEAD = "Kế hoạch\nKế hoạch đón khách năm 2021\n\nII. CÁC CHỈ TIÊU\n"
WORK = "Kế hoạch\nKế hoạch đón khách năm 2021\n\nIV. TỔ CHỨC THỰC HIỆN\n"


def found(text: str) -> list[Proposal]:
    return list(draft(text).duties)


@pytest.mark.parametrize(
    ("sentence", "op", "amount", "unit", "when"),
    [
        ("- Tối thiểu 95% hồ sơ đúng hạn.", ">=", 95, "%", "năm 2021"),
        ("- Hồ sơ đúng hạn đạt từ 96,5% trở lên.", ">=", 96.5, "%", "năm 2021"),
        ("- Đến năm 2023, 80 % hồ sơ trực tuyến.", "=", 80, "%", "Đến năm 2023"),
        ("- Hồ sơ quá hạn không quá 5%.", "<=", 5, "%", "năm 2021"),
        ("- Chi thường xuyên giảm xuống còn 50% - 52%.", "<=", 52, "%", "năm 2021"),
        ("- Hoàn thành 100% hoặc vượt chỉ tiêu.", ">=", 100, "%", "năm 2021"),
        ("- 10% hồ sơ tăng trong năm 2021 so với năm 2020.", "=", 10, "%", "trong năm 2021"),
        ("- Hằng năm, chỉ số tăng ít nhất 5 bậc.", ">=", 5, "bậc", "Hằng năm"),
        ("- Chỉ số thuộc nhóm 10 cả nước.", "<=", 10, "hạng", "năm 2021"),
        ("- Ít nhất 90 phần trăm hồ sơ điện tử.", ">=", 90, "%", "năm 2021"),
        ("- Mỗi năm tăng ít nhất 30% cho đến khi đạt 100%.", ">=", 30, "%", "Mỗi năm"),
        ("- 100% hồ sơ tiếp nhận trong năm được trả.", "=", 100, "%", "trong năm"),
    ],
)
def test_a_target(sentence: str, op: str, amount: float, unit: str, when: str) -> None:
    (duty,) = found(HEAD + sentence)
    assert duty.value is not None
    assert (duty.value.op, duty.value.amount, duty.value.unit) == (op, amount, unit)
    assert (duty.ref, duty.kind, duty.when) == ("II.1", "target", when)


def test_a_range_and_a_strict_bound_are_kept() -> None:
    one, two = found(HEAD + "- 30%-40% hồ sơ trực tuyến.\n- Trên 80% khách hài lòng.")
    assert one.value is not None
    assert two.value is not None
    assert (one.value.op, one.value.amount, one.value.amount_max) == (">=", 30, 40)
    assert (two.value.op, two.value.amount, two.value.strict) == (">=", 80, True)


def test_several_amounts_of_a_dash_are_counted_and_keep_their_own_words() -> None:
    text = (
        HEAD + "- Việc chung.\n- Khách cũ chiếm tối thiểu 10%, khách mới chiếm 15%. 20% khách xa."
    )
    assert [(d.ref, d.title) for d in found(text)] == [
        ("II.2-1", "Khách cũ chiếm tối thiểu 10%"),
        ("II.2-2", "khách mới chiếm 15%"),
        ("II.2-3", "20% khách xa"),
    ]


def test_amounts_take_the_time_said_before_them() -> None:
    one, two = found(HEAD + "- Đến năm 2023 đạt 85%, đến năm 2025 đạt 95%.")
    assert (one.when, two.when) == ("Đến năm 2023", "đến năm 2025")


def test_a_target_without_a_number_keeps_its_place_in_the_count() -> None:
    plan = draft(
        HEAD + "2. Kinh tế\n- Tỷ lệ nộp thuế tăng so với năm 2020.\n- Tăng thu 4% trở lên."
    )
    assert [duty.ref for duty in plan.duties] == ["II.2-2"]
    assert "II.2-1" in [doubt.ref for doubt in plan.doubts]


def test_a_step_gives_each_year_its_value_and_its_place_in_the_count() -> None:
    text = (
        "KẾ HOẠCH\nĐón khách giai đoạn 2021 - 2023\n\nII. MỤC TIÊU\n1. Hồ sơ đạt từ 70% trở lên;"
        " tỷ lệ này tăng dần đều 10% qua từng năm (2021, 2022, 2023). Giấy phép đạt 5%."
    )
    plan = draft(text)
    one, two = plan.duties
    assert [(value.label, value.amount) for value in one.values] == [
        ("2021", 70),
        ("2022", 80),
        ("2023", 90),
    ]
    assert one.when == "tỷ lệ này tăng dần đều 10% qua từng năm (2021, 2022, 2023)"
    assert (one.ref, two.ref) == ("II.1-1", "II.1-4")
    assert not [doubt for doubt in plan.doubts if doubt.ref in ("II.1-2", "II.1-3")]


def test_a_line_that_only_says_when_holds_for_what_stands_below() -> None:
    text = WORK + "1. Sở Nội vụ:\n- Trong quý I/2021:\n+ Lập danh sách.\n+ Mời trước ngày 5/2/2021."
    one, two = found(text)
    assert (one.when, two.when) == ("Trong quý I/2021", "trước ngày 5/2/2021")
    assert [name.id for name in one.lead] == ["so-noi-vu"]
    assert one.confidence < two.confidence


def test_a_goal_that_waits() -> None:
    goals = HEAD.replace("CÁC CHỈ TIÊU", "MỤC TIÊU")
    (duty,) = found(goals + "3. Đô thị thông minh: Thực hiện theo tiến độ của Đề án.")
    assert (duty.kind, duty.when) == ("target", "Thực hiện theo tiến độ của Đề án")
    assert duty.doubts


def test_a_heading_gives_its_years() -> None:
    text = (
        "KẾ HOẠCH\nĐón khách giai đoạn 2021 - 2022\n\nII. MỤC TIÊU\n"
        "1. Chỉ tiêu từng năm (2021, 2022):\n1.1. Hài lòng đạt 80%."
    )
    (duty,) = found(text)
    assert duty.when == "Chỉ tiêu từng năm (2021, 2022)"
    assert duty.labels == ("2021", "2022")


@pytest.mark.parametrize(
    ("sentence", "kind", "whens"),
    [
        ("Gửi hồ sơ trước ngày 15/01/2021.", "task", ["trước ngày 15/01/2021"]),
        ("Trình kinh phí trong tháng 02/2021.", "task", ["trong tháng 02/2021"]),
        (
            "Chậm nhất ngày 20 tháng 6 năm 2021 phải xong.",
            "task",
            ["Chậm nhất ngày 20 tháng 6 năm 2021"],
        ),
        ("Xây dựng kế hoạch. Hoàn thành trước 30/6/2021.", "task", ["Hoàn thành trước 30/6/2021"]),
        ("Tổ chức đối thoại định kỳ 06 tháng.", "standing", ["định kỳ 06 tháng"]),
        ("Tổ chức đối thoại ít nhất 2 lần/năm.", "standing", ["ít nhất 2 lần/năm"]),
        ("Đánh giá hàng tháng, quý.", "standing", ["hàng tháng", "hàng quý"]),
        ("Thực hiện chỉ tiêu đến năm 2025.", "task", ["đến năm 2025"]),
        ("Theo Nghị định số 16/2015/NĐ-CP ngày 14/02/2015.", "", []),
        ("Thực hiện Đề án giai đoạn 2016 - 2020.", "", []),
        ("Kế hoạch năm 2021 được gắn với chủ đề.", "", []),
        ("Định hướng đến năm 2030 là tốt.", "", []),
        ("Thực hiện “Đề án đến năm 2030”.", "", []),
        ("Giảm so với năm 2015 theo Luật Thuế năm 2019.", "", []),
    ],
)
def test_an_obligation_or_none(sentence: str, kind: str, whens: list[str]) -> None:
    duties = found(f"{WORK}1. {sentence}")
    assert [duty.when for duty in duties] == whens
    assert {duty.kind for duty in duties} == ({kind} if kind else set())


def test_who_is_told_by_the_heading_above() -> None:
    text = (
        WORK
        + "1. Giám đốc các sở, Chủ tịch UBND các quận, huyện:\n- Nộp trước 30/6/2021."
        + "\n- Sở Tư pháp nộp trước 30/7/2021."
    )
    one, two = found(text)
    assert [name.id for name in one.lead] == ["@cac-so", "@quan-huyen"]
    assert [name.id for name in two.lead] == ["so-tu-phap"]
    assert (one.ref, two.ref) == ("IV.1-1", "IV.1-2")


def test_a_share_of_one_agency_with_one_duty_has_a_bare_ref() -> None:
    (duty,) = found(
        WORK + "2. Phân công\nđ) Sở Tài chính:\n- Việc chung.\n- Trình trong tháng 02/2021."
    )
    assert duty.ref == "IV.2.đ"


def test_purposes_oblige_nobody() -> None:
    text = "KẾ HOẠCH\nĐón khách năm 2021\n\nI. MỤC ĐÍCH, YÊU CẦU\n1. Hằng năm nộp trước 30/6/2021."
    assert not found(text)


def test_a_report_with_its_days() -> None:
    days = "gửi trước ngày mùng 05 của tháng cuối kỳ báo cáo; báo cáo năm gửi trước ngày 10/11/2021"
    periods = "quý I, 6 tháng, 9 tháng"
    (duty,) = found(
        f"{WORK}1. Các sở gửi báo cáo {periods} và năm về Sở Nội vụ. Báo cáo {periods}: {days}."
    )
    assert (duty.kind, duty.when) == ("report", days)
    assert duty.labels == ("2021-Q1", "2021-H1", "2021-9M", "2021")
    assert [name.id for name in duty.lead] == ["@cac-so"]
    assert [name.id for name in duty.to] == ["so-noi-vu"]
    assert not duty.doubts


def test_a_report_with_its_days_in_brackets() -> None:
    days = (
        "báo cáo Quý I, Quý III gửi trước ngày 05 tháng cuối của Quý;"
        " báo cáo năm gửi trước ngày 05 tháng 11"
    )
    (duty,) = found(f"{WORK}1. Các sở báo cáo theo định kỳ ({days}) về Sở Nội vụ.")
    assert (duty.kind, duty.when) == ("report", days)
    assert duty.labels == ("2021-Q1", "2021-Q3", "2021")
    assert not duty.doubts


def test_a_report_whose_days_cannot_be_read_is_in_doubt() -> None:
    (duty,) = found(WORK + "1. Các sở gửi báo cáo quý I, báo cáo năm trước ngày 32/13/2021.")
    assert duty.kind == "report"
    assert duty.doubts


def test_a_report_that_names_no_period_is_in_doubt() -> None:
    (duty,) = found(WORK + "1. Sở Tư pháp định kỳ báo cáo kết quả về Sở Nội vụ để tổng hợp.")
    assert (duty.kind, duty.when) == ("report", "định kỳ báo cáo kết quả về Sở Nội vụ")
    assert duty.doubts
    assert duty.confidence < 0.5


def test_a_report_folded_into_another_is_none() -> None:
    assert not found(WORK + "1. Định kỳ báo cáo Sở Nội vụ (lồng ghép trong báo cáo chung).")


@pytest.mark.parametrize(
    ("sentence", "when"),
    [
        ("Các sở tự kiểm tra 6 tháng một lần.", "6 tháng một lần"),
        ("Các sở họp mỗi quý ít nhất 01 lần.", "mỗi quý ít nhất 01 lần"),
    ],
)
def test_how_often(sentence: str, when: str) -> None:
    (duty,) = found(f"{WORK}1. {sentence}")
    assert (duty.kind, duty.when) == ("standing", when)


def test_a_heading_with_a_year_obliges_nobody() -> None:
    assert not found(f"{WORK}1. Công việc đến năm 2021\n1.1. Đón khách.\n")
    assert found(f"{WORK}1. Hoàn thành việc đón khách trước tháng 6/2021.\n1.1. Đón khách.\n")


def test_a_reports_last_bracket_belongs_to_its_wording() -> None:
    (duty,) = found(
        f"{WORK}1. Sở Tư pháp gửi báo cáo quý I (trước ngày 10/3/2021), báo cáo năm (trước ngày"
        " 05/12/2021) về Sở Nội vụ.\n"
    )
    assert duty.when.endswith("(trước ngày 05/12/2021)")
    assert duty.labels == ("2021-Q1", "2021")


def test_a_report_of_nobody_is_in_doubt() -> None:
    (duty,) = found(
        f"{WORK}1. Gửi báo cáo quý I, 6 tháng về Sở Nội vụ. Báo cáo quý I, 6 tháng: gửi trước ngày"
        " 05 của tháng cuối kỳ báo cáo.\n"
    )
    assert duty.kind == "report"
    assert [doubt.about.en for doubt in duty.doubts] == ["lead"]


def test_a_period_longer_than_any_plans_is_none() -> None:
    plan = draft("KẾ HOẠCH\nĐón khách giai đoạn 1921 - 2021\n\nI. A\n")
    assert plan.header.period is None
    assert "giai đoạn 1921 - 2021" in [doubt.written for doubt in plan.header.doubts]
