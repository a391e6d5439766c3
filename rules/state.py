"""The state of an occurrence on a day: computed from its dates and its records, never stored."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from .facts import Completion, Return
from .schedule import Slot
from .text import Text
from .workdays import WorkingDays

SOON = 3  # working days


class State(StrEnum):
    """What a person is told about an occurrence."""

    PENDING = "pending"
    UPCOMING = "upcoming"
    SOON = "soon"
    TODAY = "today"
    CLOSING = "closing"
    OVERDUE = "overdue"
    SUBMITTED = "submitted"
    DONE = "done"
    DONE_LATE = "done-late"
    RETURNED = "returned"
    CLOSED = "closed"


WORDS: dict[State, Text] = {
    State.PENDING: Text("Chờ sự kiện", "Waiting"),
    State.UPCOMING: Text("Chưa đến hạn", "Not yet due"),
    State.SOON: Text("Sắp đến hạn", "Due soon"),
    State.TODAY: Text("Đến hạn hôm nay", "Due today"),
    State.CLOSING: Text("Sắp hết hạn", "Closing"),
    State.OVERDUE: Text("Quá hạn", "Overdue"),
    State.SUBMITTED: Text("Đã nộp, chờ xác nhận", "Submitted, awaiting acceptance"),
    State.DONE: Text("Đã hoàn thành", "Done"),
    State.DONE_LATE: Text("Hoàn thành trễ hạn", "Done late"),
    State.RETURNED: Text("Bị trả lại", "Returned"),
    State.CLOSED: Text("Đã đóng", "Closed"),
}

FINAL = frozenset({State.DONE, State.DONE_LATE, State.CLOSED})


def days_late(late_from: date, today: date, working_days: WorkingDays) -> int:
    """Working days gone since the last day on time: 1 on the first one on or after `late_from`."""
    return working_days.count(late_from - timedelta(days=1), today)


def is_late(slot: Slot, completion: Completion) -> bool:
    """Whether it was submitted on or after `late_from`; nothing is late that has no date."""
    return slot.late_from is not None and completion.on >= slot.late_from


def state_of(
    slot: Slot, last: Completion | Return | None, today: date, working_days: WorkingDays
) -> State:
    """The state on `today`, a civil day of the site; `last` is what `Facts.last` has of it.

    What was submitted stays `submitted` until it is accepted, however late; only then it is done.
    What was returned is owed again: `returned` until the day it is late, `overdue` from then on.
    """
    if isinstance(last, Completion):
        return _reported(slot, last)
    if slot.plan.archived is not None and today >= slot.plan.archived:
        return State.CLOSED
    if slot.due is None or slot.late_from is None:
        return State.PENDING
    if today >= slot.late_from:
        return State.OVERDUE
    if last is not None:
        return State.RETURNED
    if today > slot.due:
        return State.CLOSING
    if today == slot.due:
        return State.TODAY
    return State.SOON if working_days.count(today, slot.due) <= SOON else State.UPCOMING


def _reported(slot: Slot, completion: Completion) -> State:
    if completion.accepted is None:
        return State.SUBMITTED
    return State.DONE_LATE if is_late(slot, completion) else State.DONE
