"""Days, periods, milestones and bounds in words, Vietnamese and English."""

from __future__ import annotations

from datetime import date

from .deadline import Bound
from .periods import Period, parse_period
from .text import Lang, Text

_WEEKDAYS = (
    Text("thứ Hai", "Monday"),
    Text("thứ Ba", "Tuesday"),
    Text("thứ Tư", "Wednesday"),
    Text("thứ Năm", "Thursday"),
    Text("thứ Sáu", "Friday"),
    Text("thứ Bảy", "Saturday"),
    Text("Chủ nhật", "Sunday"),
)
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_ROMAN = ("I", "II", "III", "IV")
_MILESTONES = {
    "finish": Text("hoàn thành", "completion"),
    "issue": Text("ban hành", "issue"),
    "start": Text("triển khai", "start"),
}
BOUNDS = {
    Bound.WITHIN: Text("trong khoảng thời gian", "within the period"),
    Bound.BEFORE: Text("trước ngày (không kể ngày đó)", "before the day (exclusive)"),
    Bound.BY: Text("chậm nhất (kể cả ngày đó)", "by the day (inclusive)"),
}


def weekday(day: date, lang: Lang) -> str:
    """`thứ Hai` or `Monday`."""
    return _WEEKDAYS[day.weekday()].to(lang)


def short_day(day: date, lang: Lang) -> str:
    """`04/03/2019` or `4 March 2019`: an all-figure day would be read month first in English."""
    if lang == "vi":
        return f"{day:%d/%m/%Y}"
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def long_day(day: date, lang: Lang) -> str:
    """`thứ Hai, 04/03/2019` or `Monday, 4 March 2019`."""
    return f"{weekday(day, lang)}, {short_day(day, lang)}"


def period_words(period: Period, lang: Lang) -> str:
    """`6 tháng đầu năm 2019`, `Quarter I 2019` and so on."""
    year, first = period.last.year, period.first
    match period.every:
        case "year":
            text = Text(f"năm {year}", f"the year {year}")
        case "half":
            half = Text("đầu", "first") if first.month == 1 else Text("cuối", "second")
            text = Text(f"6 tháng {half.vi} năm {year}", f"the {half.en} half of {year}")
        case "nine-months":
            text = Text(f"9 tháng năm {year}", f"the first nine months of {year}")
        case "quarter":
            number = (first.month + 2) // 3
            text = Text(f"quý {_ROMAN[number - 1]}/{year}", f"quarter {number} of {year}")
        case "month":
            text = Text(f"tháng {first.month}/{year}", f"{_MONTHS_EN[first.month - 1]} {year}")
        case "week":
            iso = first.isocalendar()
            text = Text(f"tuần {iso.week} năm {iso.year}", f"week {iso.week} of {iso.year}")
    return text.to(lang)


def label_words(label: str, lang: Lang) -> str:
    """A label in words: its period, its milestone, or the label itself where it is neither."""
    period = parse_period(label)
    if period is not None:
        return period_words(period, lang)
    return _MILESTONES[label].to(lang) if label in _MILESTONES else label


def step_words(label: str, lang: Lang) -> str:
    """The same, but "" for the plain end of a duty, which goes without saying."""
    return "" if label == "finish" else label_words(label, lang)
