"""From the stated day to the day to aim for and the first late day ("Three dates, never one")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .deadline import Bound, Reason
from .plan import Policy
from .text import Text
from .words import long_day, short_day
from .workdays import DayEntry, WorkingDays

ONE_DAY = timedelta(days=1)
CIVIL_CODE_148_5 = Text(
    "Bộ luật Dân sự 2015, Điều 148 khoản 5", "Civil Code 2015, article 148, clause 5"
)
CIVIL_CODE_148_6 = Text(
    "Bộ luật Dân sự 2015, Điều 148 khoản 6", "Civil Code 2015, article 148, clause 6"
)


@dataclass(frozen=True, slots=True)
class Dates:
    """`due` the working day to aim for, `late_from` the first late day, and how they came about."""

    due: date
    late_from: date
    reasons: tuple[Reason, ...]
    moved_by: tuple[DayEntry, ...]
    predicted: bool


def apply_working_days(
    stated: date, bound: Bound, policy: Policy, working_days: WorkingDays
) -> Dates:
    """The dates that follow from the last day on time by the words.

    `due` is the last working day on or before `stated`. `late_from` is the day after the first
    working day on or after `stated` (Civil Code 2015, art. 148.5); after an exclusive bound it is
    the day after `stated`, because the words set the limit themselves.
    """
    due = stated if policy.aim == "stated" else working_days.on_or_before(stated)
    rolls = bound is not Bound.BEFORE and policy.grace == "next-working-day"
    ends = working_days.on_or_after(stated) if rolls else stated
    moved_by = tuple(_entries(due, ends, working_days))
    return Dates(
        due=due,
        late_from=ends + ONE_DAY,
        reasons=(_due_reason(stated, due, policy), _late_reason(stated, ends, bound, policy)),
        moved_by=moved_by,
        predicted=any(working_days.state(day.year) == "predicted" for day in (due, stated, ends)),
    )


def _entries(first: date, last: date, working_days: WorkingDays) -> Iterator[DayEntry]:
    """The recorded exceptions among the days looked at: days off passed over, Saturdays worked."""
    day = first
    while day <= last:
        entry = working_days.entry(day)
        if entry is not None:
            yield entry
        day += ONE_DAY


def _due_reason(stated: date, due: date, policy: Policy) -> Reason:
    vi, en = long_day(stated, "vi"), long_day(stated, "en")
    if policy.aim == "stated":
        return Reason(
            "aim-stated",
            Text(
                f"Kế hoạch lấy chính ngày cuối cùng của hạn ({vi}) làm ngày phải xong",
                f"The plan aims for the last day on time itself ({en})",
            ),
        )
    if due == stated:
        return Reason(
            "aim-working-day",
            Text(
                f"Ngày cuối cùng của hạn, {vi}, là ngày làm việc nên là ngày phải xong",
                f"The last day on time, {en}, is a working day, so it is the day to aim for",
            ),
        )
    return Reason(
        "aim-preceding",
        Text(
            f"Ngày cuối cùng của hạn, {vi}, không phải ngày làm việc; ngày phải xong là ngày làm "
            f"việc liền trước: {long_day(due, 'vi')}",
            f"The last day on time, {en}, is not worked; the day to aim for is the working day "
            f"before it: {long_day(due, 'en')}",
        ),
    )


def _late_reason(stated: date, ends: date, bound: Bound, policy: Policy) -> Reason:
    late_vi, late_en = short_day(ends + ONE_DAY, "vi"), short_day(ends + ONE_DAY, "en")
    if bound is Bound.BEFORE:
        return Reason(
            "late-exclusive",
            Text(
                f"Chữ “trước” tự đặt giới hạn, không kéo sang ngày làm việc tiếp theo: tính trễ "
                f"hạn từ {late_vi}",
                f"“Before” sets the limit itself and does not run on to the next working day: late "
                f"from {late_en}",
            ),
        )
    if policy.grace == "none":
        return Reason(
            "late-no-grace",
            Text(
                f"Kế hoạch không cho kéo sang ngày làm việc tiếp theo: tính trễ hạn từ {late_vi}",
                f"The plan lets no term run on to the next working day: late from {late_en}",
            ),
        )
    if ends == stated:
        return Reason(
            "late-next-day",
            Text(
                f"Hết ngày {short_day(stated, 'vi')} mới hết hạn: tính trễ hạn từ {late_vi}",
                f"The term ends when {short_day(stated, 'en')} ends: late from {late_en}",
            ),
            CIVIL_CODE_148_6,
        )
    return Reason(
        "late-after-grace",
        Text(
            f"Ngày cuối cùng của hạn là ngày nghỉ nên hạn kéo đến hết ngày làm việc tiếp theo, "
            f"{long_day(ends, 'vi')}: tính trễ hạn từ {late_vi}",
            f"The last day is a day off, so the term ends with the next working day, "
            f"{long_day(ends, 'en')}: late from {late_en}",
        ),
        CIVIL_CODE_148_5,
    )
