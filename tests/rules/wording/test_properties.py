"""What holds for every phrase: noise changes nothing, doubt is a WordingError, labels differ."""

from __future__ import annotations

import json
import unicodedata
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rules.deadline import Deadline
from rules.wording import WordingError, read
from tests.rules.wording.reading import context, rows

PHRASES = [
    entry["phrase"]
    for entry in json.loads(Path(__file__).with_name("phrases.json").read_text(encoding="utf-8"))
]
WORDS = """
trước chậm nhất hết đến từ trong vào ngày tháng quý năm tuần 15 6 2022 II 15/6 6/2022 15/6/2022
hằng mỗi định kỳ 6 lần / - , ; và ( ) của cuối đầu giữa kỳ báo cáo sau khi kể từ ký ban hành
theo hoàn thành triển khai thường xuyên cả giai đoạn 2021 2025 thứ Sáu 17h00 không làm việc hồ sơ
tiếp theo liền kề nửa . : “ ” số 15/KH-UBND so với ít nhất tối đa một năm FREQ=DAILY Sở
"""

phrases = st.sampled_from(PHRASES)
soups = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=14).map(" ".join)


def _result(phrase: str) -> tuple[object, ...]:
    try:
        found = read(phrase, context(2022, signed="2022-01-10"))
    except WordingError as error:
        return ("refused", error.kind)
    return (rows(found), found.pending, found.recurs)


NOISES = (
    lambda text: unicodedata.normalize("NFD", text),
    str.upper,
    str.lower,
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "\n"),
    lambda text: text.replace("-", "–"),
    lambda text: text.replace("-", "—"),
    lambda text: f"**{text}**",
    lambda text: f"({text})",
    lambda text: f"{text}.",
    lambda text: f"{text}./.",
    lambda text: f"{text} ;",
    lambda text: f"Thời gian: {text}",
    lambda text: f"- Thời hạn hoàn thành : {text}",
    "\u200b".join,
    lambda text: f"  {text}\ufeff ",
)


@given(phrases, st.lists(st.sampled_from(NOISES), min_size=1, max_size=4))
def test_noise_never_changes_the_meaning(phrase: str, noises: list[object]) -> None:
    noisy = phrase
    for noise in noises:
        noisy = noise(noisy)  # type: ignore[operator]
    assert _result(noisy) == _result(phrase)


def _read_or_refused(text: str) -> Deadline | WordingError:
    try:
        return read(text, context(2022, until=2025, signed="2022-01-10"))
    except WordingError as error:
        return error


@given(st.text() | soups | st.text(alphabet="0123456789/-. ngàythángquýIVX,()"))
def test_any_text_is_read_or_refused_with_a_place_inside_it(text: str) -> None:
    found = _read_or_refused(text)
    if isinstance(found, WordingError):
        start, end = found.position
        assert 0 <= start <= end <= len(found.phrase) + 1
        assert found.original == text
        assert found.show("vi").splitlines()
        return
    assert found.windows or found.pending
    labels = [window.label for window in found.windows]
    assert len(labels) == len(set(labels))
    for window in found.windows:
        assert window.start is None or window.start <= window.stated
    assert bool(found.waits_for) == found.pending


@given(soups, st.sampled_from(["2022", "2022-H1", "2022-9M", "2022-Q2", "2022-03", "2022-W05"]))
def test_a_report_period_gets_one_window_with_its_label_or_none(text: str, label: str) -> None:
    try:
        found = read(text, context(2022, signed="2022-01-10", period=label))
    except WordingError:
        return
    assert found.pending or [window.label for window in found.windows] == [label]


@given(st.dates(date(1950, 1, 2), date(2900, 12, 31)))
def test_before_a_day_is_by_that_day_less_one(day: date) -> None:
    said = f"{day.day:02d}/{day.month}/{day.year}"
    (before,) = read(f"trước ngày {said}", context()).windows
    (by,) = read(f"chậm nhất ngày {said}", context()).windows
    (bare,) = read(said, context()).windows
    assert by.stated == bare.stated == day
    assert before.stated == day - timedelta(days=1)


@given(st.integers(1, 99), st.dates(date(2011, 1, 1), date(2039, 12, 31)))
def test_a_term_in_months_keeps_its_day_number_or_ends_its_month(count: int, day: date) -> None:
    given_ = context(2022, signed=day.isoformat())
    (window,) = read(f"trong {count} tháng kể từ ngày ký", given_).windows
    months = (window.stated.year - day.year) * 12 + window.stated.month - day.month
    assert months == count
    following = window.stated + timedelta(days=1)
    assert window.stated.day == day.day or (window.stated.day < day.day and following.day == 1)
