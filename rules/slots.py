"""One duty's windows: its wording read against the plan's years, its labels and the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .deadline import Bound, Context, Deadline, Reason, Recurs, Window
from .facts import Event
from .periods import Every, Period, parse_period, periods_of_year
from .plan import Duty, Plan
from .text import Text
from .wording import WordingError, read
from .words import period_words, short_day
from .workdays import WorkingDays


@dataclass(frozen=True, slots=True)
class Reading:
    """A label with its window, or without one: then it waits for `waits_for`."""

    label: str
    window: Window | None
    waits_for: str = ""
    reasons: tuple[Reason, ...] = ()


class DutyReader:
    """Reads the wording of one plan's duties."""

    def __init__(self, plan: Plan, working_days: WorkingDays, events: Mapping[str, Event]) -> None:
        self.plan, self.working_days, self.events = plan, working_days, events

    def read(self, duty: Duty) -> list[Reading]:
        """The duty's labels with their windows. WordingError where the wording is refused."""
        if duty.labels:
            return [self._labelled(duty, label) for label in duty.labels]
        return self._from_wording(duty)

    def _context(self, duty: Duty, period: Period | None, year: int | None = None) -> Context:
        event = self.event(duty)
        first, last = self.plan.period
        return Context(
            year=year or (period.last.year if period else first),
            until=year or (period.last.year if period else last),
            working_days=self.working_days,
            signed=self.plan.issued,
            period=period,
            event=event.on if event else None,
            before=self.plan.policy.before,
        )

    def event(self, duty: Duty) -> Event | None:
        """What is recorded of the outside event the duty waits for."""
        return self.events.get(event_id(self.plan, duty))

    def _labelled(self, duty: Duty, label: str) -> Reading:
        period = parse_period(label)
        wording = duty.wording(label)
        try:
            deadline = read(wording, self._context(duty, period))
        except WordingError as error:
            if error.kind not in ("no-time", "empty") or period is None:
                raise
            return Reading(label, whole_period(period, label))
        if deadline.pending:
            return self._waiting(duty, deadline, label)
        if len(deadline.windows) != 1:
            raise _several(wording, label)
        return Reading(label, replace(deadline.windows[0], label=label))

    def _from_wording(self, duty: Duty) -> list[Reading]:
        try:
            deadline = read(duty.when, self._context(duty, None))
        except WordingError as error:
            if error.kind not in ("no-time", "empty") or duty.kind != "target":
                raise
            return [Reading("finish", self._whole_plan())]
        if deadline.pending:
            return [self._waiting(duty, deadline, "finish")]
        if deadline.recurs is None:
            return [Reading(window.label, window) for window in deadline.windows]
        return [
            Reading(window.label, window)
            for window in self._recurring(duty, deadline)
            if _ends(window) >= self.plan.issued
        ]

    def _waiting(self, duty: Duty, deadline: Deadline, label: str) -> Reading:
        event = self.event(duty)
        if event is None or event.deadline is None:
            return Reading(label, None, deadline.waits_for, deadline.reasons)
        return Reading(label, _set_by_event(event, label, deadline))

    def _recurring(self, duty: Duty, deadline: Deadline) -> Iterator[Window]:
        if len(deadline.windows) > 1:
            for year in self.plan.years:
                yield from read(duty.when, self._context(duty, None, year)).windows
            return
        (whole,), recurs = deadline.windows, deadline.recurs
        if recurs is None:
            return
        # The whole plan's end, which stands in for a day there, is none of the periods' business
        reasons = tuple(reason for reason in whole.reasons if reason.rule != "assumed")
        for year in self.plan.years:
            for period in periods_of_year(_cycle(duty.when, recurs), year):
                if recurs.weekday is not None:
                    day = period.first + timedelta(days=recurs.weekday)
                    yield Window(period.label, None, day, Bound.BY, reasons, hour=whole.hour)
                elif whole.start is None or (
                    period.last >= whole.start and period.first <= whole.stated
                ):
                    yield whole_period(period, period.label, reasons)

    def _whole_plan(self) -> Window:
        first, last = self.plan.period
        years = f"{first}" if first == last else f"{first}-{last}"
        reason = Reason(
            "plan-period",
            Text(
                f"Văn bản không nêu thời gian: chỉ tiêu tính đến hết kỳ kế hoạch {years}",
                f"The wording names no time: the target closes with the plan's period, {years}",
            ),
        )
        return Window(
            "finish", date(first, 1, 1), date(last, 12, 31), Bound.WITHIN, (reason,), assumed=True
        )


def event_id(plan: Plan, duty: Duty) -> str:
    """The id under which the event a duty waits for is recorded."""
    return duty.event or f"{plan.id}/{duty.ref}"


def whole_period(period: Period, label: str, reasons: tuple[Reason, ...] = ()) -> Window:
    """The window that a label's period gives where the words name no day."""
    vi, en = period_words(period, "vi"), period_words(period, "en")
    reason = Reason(
        "label-period",
        Text(
            f"Văn bản không nêu ngày: lấy ngày cuối cùng của kỳ ({vi}), "
            f"{short_day(period.last, 'vi')}",
            f"The wording names no day: the last day of the period ({en}) stands in, "
            f"{short_day(period.last, 'en')}",
        ),
    )
    return Window(label, period.first, period.last, Bound.WITHIN, (*reasons, reason), assumed=True)


def _set_by_event(event: Event, label: str, deadline: Deadline) -> Window:
    if event.deadline is None:
        raise ValueError(f"event {event.id} names no deadline")
    number = f" ({event.number})" if event.number else ""
    reason = Reason(
        "event-deadline",
        Text(
            f"Văn bản được chờ{number} ngày {short_day(event.on, 'vi')} ấn định hạn "
            f"{short_day(event.deadline, 'vi')}",
            f"The awaited document{number} of {short_day(event.on, 'en')} sets the deadline "
            f"{short_day(event.deadline, 'en')}",
        ),
    )
    start = event.on + timedelta(days=1)
    return Window(
        label, min(start, event.deadline), event.deadline, Bound.BY, (*deadline.reasons, reason)
    )


_DIVIDED: dict[tuple[Every, int], Every] = {
    ("year", 2): "half", ("year", 4): "quarter", ("year", 12): "month",
    ("half", 2): "quarter", ("half", 6): "month", ("quarter", 3): "month",
}  # fmt: skip


def _cycle(wording: str, recurs: Recurs) -> Every:
    """The periods that so many times in each cycle come to: "2 lần/năm" is H1 and H2.

    WordingError where they divide it into none that have a name ("3 lần/năm"). Several times in a
    month or a week stay one occurrence for each.
    """
    if recurs.count in (None, 1) or recurs.every in ("month", "week"):
        return recurs.every
    divided = _DIVIDED.get((recurs.every, recurs.count))
    if divided is None:
        text = Text(
            f"{recurs.count} lần không chia đều thành tháng, quý hay 6 tháng: ghi rõ `labels`",
            f"{recurs.count} times make no even months, quarters or halves: name the `labels`",
        )
        raise WordingError("not-understood", text, (0, len(wording))).of(wording, wording)
    return divided


def _several(wording: str, label: str) -> WordingError:
    """Under one label there can be but one occurrence."""
    error = WordingError(
        "not-understood",
        Text(f"nhãn {label} có nhiều ngày", f"several dates under the label {label}"),
        (0, len(wording)),
    )
    return error.of(wording, wording)


def _ends(window: Window) -> date:
    period = parse_period(window.label)
    return period.last if period is not None else window.stated
