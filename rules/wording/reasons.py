"""Reasons: each step from wording to date, in words, with the clause of law it rests on."""

from __future__ import annotations

from datetime import date

from ..deadline import Reason
from ..text import Text
from ..words import short_day
from .tree import At

_CIVIL_CODE = Text("Bộ luật Dân sự 2015, {}", "Civil Code 2015, {}")
_ARTICLES = {
    "146": Text("Điều 146", "art. 146"),
    "147": Text("Điều 147", "art. 147"),
    "148": Text("Điều 148", "art. 148"),
}


def law(article: str) -> Text:
    """An article of the Civil Code 2015, by number."""
    return Text(*(a.replace("{}", b) for a, b in zip(_CIVIL_CODE, _ARTICLES[article], strict=True)))


def reason(rule: str, text: Text, source: Text) -> Reason:
    """A reason whose text is ready."""
    return Reason(rule, text, source)


def _vi(day: date) -> str:
    return short_day(day, "vi")


def _en(day: date) -> str:
    return short_day(day, "en")


def quoted(phrase: str, at: At) -> str:
    """The words of the phrase at a place."""
    return phrase[at[0] : at[1]].strip()


def period_read(words: str, first: date | None, last: date) -> Reason:
    """A day or period as read."""
    if first is None or first == last:
        said = Text(f"“{words}” là ngày {_vi(last)}", f"“{words}” is {_en(last)}")
    else:
        said = Text(
            f"“{words}” là từ {_vi(first)} đến {_vi(last)}",
            f"“{words}” is {_en(first)} to {_en(last)}",
        )
    return Reason("period", said)


def before_day(day: date, stated: date) -> Reason:
    """An exclusive bound."""
    return Reason(
        "before",
        Text(
            f"“trước” {_vi(day)} không gồm ngày đó: ngày cuối cùng là {_vi(stated)}",
            f"“before” {_en(day)} leaves that day out: the last day is {_en(stated)}",
        ),
    )


def before_included(day: date) -> Reason:
    """The plan's own reading of "trước ngày"."""
    return Reason(
        "before-inclusive",
        Text(
            f"Kế hoạch này tính cả ngày {_vi(day)} khi viết “trước”",
            f"This plan counts {_en(day)} in where it says “before”",
        ),
    )


def before_hour(day: date, hour: str) -> Reason:
    """An hour leaves its day open."""
    return Reason(
        "hour",
        Text(
            f"Có giờ {hour}: ngày {_vi(day)} vẫn còn trong hạn",
            f"The hour {hour} is named: {_en(day)} itself is still on time",
        ),
    )


def up_to(stated: date) -> Reason:
    """An inclusive bound or a bare day."""
    return Reason(
        "by",
        Text(f"Tính cả ngày {_vi(stated)}", f"{_en(stated)} is included"),
    )


def window(last: date) -> Reason:
    """A whole period."""
    return Reason(
        "within",
        Text(
            f"Đúng hạn đến hết ngày cuối của khoảng, {_vi(last)}",
            f"On time through the last day of the period, {_en(last)}",
        ),
    )


def position(words: str) -> Reason:
    """First, middle or last day."""
    return Reason(
        "position",
        Text(
            f"“{words}”: đầu là ngày đầu tiên, giữa là ngày 15 (giữa năm là 30/6),"
            " cuối là ngày cuối cùng",
            f"“{words}”: the first day, the 15th (of a year 30 June), the last day",
        ),
        law("146"),
    )


def year_missing(year: int) -> Reason:
    """The year that the words leave out."""
    return Reason(
        "missing-year",
        Text(f"Không nêu năm: lấy năm {year}", f"No year is named: {year} is taken"),
    )


def cycle(label: str) -> Reason:
    """One of a recurrence."""
    return Reason(
        "recurrence",
        Text(f"Áp dụng cho kỳ {label}", f"Applied to the period {label}"),
    )


def assumed(last: date) -> Reason:
    """A recurrence without a day."""
    return Reason(
        "assumed",
        Text(
            f"Không nêu ngày: lấy ngày cuối kỳ, {_vi(last)}",
            f"No day is named: the period's last day, {_en(last)}, stands in",
        ),
    )


def standing() -> Reason:
    """A standing duty."""
    return Reason(
        "standing",
        Text("Việc làm liên tục: kết thúc vào ngày cuối của kỳ", "Goes on: closes with the period"),
    )


def waiting(words: str) -> Reason:
    """Waiting for an outside event."""
    return Reason(
        "waiting",
        Text(f"Chờ “{words}”: chưa có ngày", f"Waits for “{words}”: no date yet"),
    )


def not_counted(day: date) -> Reason:
    """The first day of a term."""
    return Reason(
        "first-day-not-counted",
        Text(
            f"Không tính ngày {_vi(day)}: tính từ ngày tiếp theo",
            f"{_en(day)} itself is not counted: it runs from the next day",
        ),
        law("147"),
    )


def term(words: str, stated: date) -> Reason:
    """The end of a term in days, weeks, months or years."""
    return Reason(
        "term",
        Text(f"“{words}” kết thúc ngày {_vi(stated)}",
             f"“{words}” ends on {_en(stated)}"),
        law("148"),
    )  # fmt: skip


def working_days(count: int, stated: date) -> Reason:
    """A term in working days."""
    return Reason(
        "working-days",
        Text(
            f"{count} ngày làm việc, bỏ ngày nghỉ: đến {_vi(stated)}",
            f"{count} working days without days off: {_en(stated)}",
        ),
    )
