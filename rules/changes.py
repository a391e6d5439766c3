"""Due dates that are others by now than those people were told."""

from __future__ import annotations

from datetime import date

from .notices import Recorded
from .schedule import Schedule


def changed_dues(schedule: Schedule, recorded: Recorded) -> dict[str, date | None]:
    """Of each occurrence that was told of under another date: its due date by now.

    None where it waits for an event by now. What is in no plan any more is left out: its plan's
    file may only be out of order.
    """
    found: dict[str, date | None] = {}
    for key, told in recorded:
        slot = schedule.slot_of(key)
        if slot is not None and slot.due != told:
            found[key] = slot.due
    return found
