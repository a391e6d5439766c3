"""Days and periods of the tree set on the calendar (Civil Code 2015, art. 146 for positions)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from ..deadline import Context
from ..periods import Period, quarter_period, year_period
from ..text import Text
from . import messages
from .errors import WordingError
from .tree import (
    At,
    Bare,
    Cyclic,
    DayRef,
    Edge,
    Item,
    MonthBeside,
    MonthOf,
    MonthRef,
    MonthsRef,
    Part,
    Phase,
    QuarterRef,
    SigningDay,
    Span,
    Weekday,
    YearRef,
    YearWhole,
)

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "nine-months": 9, "year": 12}
_WEEKDAYS = (
    Text("thứ Hai", "Monday"), Text("thứ Ba", "Tuesday"), Text("thứ Tư", "Wednesday"),
    Text("thứ Năm", "Thursday"), Text("thứ Sáu", "Friday"), Text("thứ Bảy", "Saturday"),
    Text("Chủ nhật", "Sunday"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """What a timing is set against: the plan, the year of what names none, the period in turn."""

    context: Context
    year: int
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """First and last day; `first` None where the signing day it starts from is unknown.

    `point`: a single day or position, not a period.
    """

    first: date | None
    last: date
    point: bool = False


def stretch(item: Item, frame: Frame) -> Stretch:
    """The days an item means. Raises WordingError where there are none such."""
    match item:
        case MonthRef() | QuarterRef() | MonthsRef() | YearWhole():
            return _named(item, frame)
        case Phase():
            first, last = frame.context.year, frame.context.last_year
            return Stretch(date(first, 1, 1), date(last, 12, 31))
        case Cyclic():
            return _in_turn(item, frame)
        case MonthOf():
            return _month_of(item, frame)
        case MonthBeside():
            return _month_beside(item, frame)
        case Part():
            return _part(item, frame)
        case Span():
            return _span(item, frame)
        case _:
            return _point(item, frame)


def _named(item: MonthRef | QuarterRef | MonthsRef | YearWhole, frame: Frame) -> Stretch:
    """A period named by its number."""
    match item:
        case MonthRef():
            if not 1 <= item.month <= 12:
                raise _no(messages.IMPOSSIBLE_MONTH, item.month, item.at)
            return _months(_year(item.year, frame), item.month, item.month)
        case QuarterRef():
            if not 1 <= item.quarter <= 4:
                raise _no(messages.IMPOSSIBLE_QUARTER, item.quarter, item.at)
            return _of(quarter_period(_year(item.year, frame), item.quarter))
        case MonthsRef():
            return _part_of_year(item, frame)
        case YearWhole():
            return _of(year_period(_year(item.year, frame)))


def _point(item: Item, frame: Frame) -> Stretch:
    """A single day."""
    match item:
        case DayRef():
            return _single(_day(item, frame))
        case Edge():
            return _single(_edge(item, frame))
        case Weekday() if item.day is not None:
            found = stretch(item.day, frame)
            if found.last.weekday() != item.number:
                raise _weekday_differs(item, found.last)
            return found
        case Weekday() if frame.period is not None and frame.period.every == "week":
            return _single(frame.period.first + timedelta(days=item.number))
        case SigningDay():
            signed = frame.context.signed
            return Stretch(signed, signed or date.max, point=True)
        case _:
            raise WordingError("not-understood", messages.DAY_OF_WHICH, item.at)


def _single(day: date) -> Stretch:
    return Stretch(day, day, point=True)


def _of(period: Period) -> Stretch:
    return Stretch(period.first, period.last)


def _year(ref: YearRef | None, frame: Frame) -> int:
    year = frame.year
    if ref is not None:
        year = ref.number if ref.number is not None else frame.year + ref.shift
    if not 1900 <= year <= 2999:
        raise WordingError("impossible", messages.IMPOSSIBLE_YEAR, ref.at if ref else (0, 0))
    return year


def _months(year: int, first: int, last: int) -> Stretch:
    return Stretch(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _no(message: Text, number: int, at: At) -> WordingError:
    return WordingError(
        "impossible", Text(*(text.replace("{}", str(number)) for text in message)), at
    )


def _part_of_year(item: MonthsRef, frame: Frame) -> Stretch:
    if abs(item.count) not in {3, 6, 9}:
        raise WordingError("impossible", messages.IMPOSSIBLE_MONTHS, item.at)
    year = _year(item.year if isinstance(item.year, YearRef) else None, frame)
    if item.count > 0:
        return _months(year, 1, item.count)
    return _months(year, 13 + item.count, 12)


def _in_turn(item: Cyclic, frame: Frame) -> Stretch:
    """The period in turn, or the one after or before it."""
    period = frame.period
    if item.every == "year" and (period is None or period.every != "year"):
        return _of(year_period(frame.year + item.shift))
    if period is None or item.every not in {period.every, "report"}:
        raise WordingError("not-understood", messages.CYCLES_DIFFER, item.at)
    if not item.shift:
        return _of(period)
    if period.every == "week":
        moved = timedelta(weeks=item.shift)
        return Stretch(period.first + moved, period.last + moved)
    first = period.first + relativedelta(months=item.shift * _MONTHS[period.every])
    last = first + relativedelta(months=_MONTHS[period.every] - 1)
    return Stretch(first, _months(last.year, last.month, last.month).last)


def _month_of(item: MonthOf, frame: Frame) -> Stretch:
    whole = stretch(item.of, frame)
    if whole.first is None:
        raise WordingError("not-understood", messages.DAY_OF_WHICH, item.at)
    count = 12 * (whole.last.year - whole.first.year) + whole.last.month - whole.first.month + 1
    place = item.place if item.place > 0 else count + 1 + item.place
    if not 1 <= place <= count or (item.place == 2 and count not in {3, 12}):
        raise _no(messages.IMPOSSIBLE_MONTH, item.place, item.at)
    month = whole.first + relativedelta(months=place - 1)
    return _months(month.year, month.month, month.month)


def _month_beside(item: MonthBeside, frame: Frame) -> Stretch:
    whole = stretch(item.of or Cyclic(item.at, "report"), frame)
    edge = whole.last if item.shift > 0 else whole.first
    if edge is None:
        raise WordingError("not-understood", messages.DAY_OF_WHICH, item.at)
    month = edge.replace(day=1) + relativedelta(months=item.shift)
    return _months(month.year, month.month, month.month)


def _part(item: Part, frame: Frame) -> Stretch:
    whole = stretch(_month_if_bare(item.of), frame)
    if whole.first is None or whole.first.replace(day=1) != whole.last.replace(day=1):
        raise WordingError("not-understood", messages.DAY_OF_WHICH, item.at)
    length = 10 if item.parts == 3 else 15
    first = whole.first + timedelta(days=length * (item.place - 1))
    last = whole.last if item.place == item.parts else first + timedelta(days=length - 1)
    return Stretch(first, last)


def _month_if_bare(item: Item) -> Item:
    """“3/2022” standing for “tháng 3/2022”."""
    return MonthRef(item.at, item.number, item.year) if isinstance(item, Bare) else item


def _day(item: DayRef, frame: Frame) -> date:
    if item.month is None:
        period = frame.period
        if period is None or period.every != "month":
            raise WordingError("not-understood", messages.DAY_OF_WHICH, item.at)
        month = _of(period)
    else:
        month = stretch(item.month, frame)
    if month.first is None or month.first.replace(day=1) != month.last.replace(day=1):
        raise WordingError("not-understood", messages.DAY_OF_WHICH, item.at)
    try:
        return month.first.replace(day=item.day)
    except ValueError:
        said = f"{item.day:02d}/{month.first.month:02d}/{month.first.year}"
        text = Text(*(text.replace("{}", said) for text in messages.IMPOSSIBLE_DATE))
        last = Text(f"ngày {month.last:%d/%m/%Y}", f"{month.last:%d/%m/%Y}")
        raise WordingError("impossible", text, item.at, (last,)) from None


def _edge(item: Edge, frame: Frame) -> date:
    """First day, 15th of a month or 30 June, last day (Civil Code, art. 146.2 and 146.3)."""
    whole = stretch(_month_if_bare(item.of), frame)
    if whole.first is None:
        raise WordingError("not-understood", messages.DAY_OF_WHICH, item.at)
    days = frame.context.working_days
    if item.place == "first":
        return days.on_or_after(whole.first) if item.working else whole.first
    if item.place == "last":
        return days.on_or_before(whole.last) if item.working else whole.last
    if whole == _months(whole.last.year, whole.last.month, whole.last.month):
        return whole.first.replace(day=15)
    if whole == _of(year_period(whole.last.year)):
        return date(whole.last.year, 6, 30)
    raise WordingError("not-understood", messages.DAY_OF_WHICH, item.at)


def _span(item: Span, frame: Frame) -> Stretch:
    if item.dash and type(item.first) is not type(item.last) and _is_plain(item.first):
        raise WordingError("not-understood", messages.MIXED_LIST, item.at)
    first, last = stretch(item.first, frame), stretch(item.last, frame)
    start = first.first
    earlier = last.first is not None and start is not None and last.first < start
    if start is not None and (last.last < start or (earlier and not first.point)):
        text = Text(*(
            text.replace("{}", f"{last.last:%d/%m/%Y}", 1).replace("{}", f"{start:%d/%m/%Y}", 1)
            for text in messages.BACKWARDS
        ))  # fmt: skip
        raise WordingError("backwards", text, item.at)
    return Stretch(start, last.last)


def _is_plain(item: Item) -> bool:
    """Whether it is anything but the signing day, which a hyphen may join to any end."""
    return not isinstance(item, SigningDay)


def _weekday_differs(item: Weekday, day: date) -> WordingError:
    real, said = _WEEKDAYS[day.weekday()], _WEEKDAYS[item.number]
    text = messages.WEEKDAY_DIFFERS
    vi = (
        text.vi.replace("{}", f"{day:%d/%m/%Y}", 1).replace("{}", real.vi, 1).replace("{}", said.vi)
    )
    en = (
        text.en.replace("{}", f"{day:%d/%m/%Y}", 1).replace("{}", real.en, 1).replace("{}", said.en)
    )
    return WordingError("impossible", Text(vi, en), item.at)
