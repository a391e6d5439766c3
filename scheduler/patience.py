"""How long until a message is tried again, how often, and at what hours mail leaves at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rules.text import Text
from rules.workdays import WorkingDays

from .config import Mail
from .enqueue import too_early

_REFUSED = (1, 5, 15, 30, 60)  # minutes after the first, second .. refusal; then hourly
_LONGEST_UNKNOWN = 480  # minutes; doubling from 1: each of these repeats may be one too many


def wait_after(refused: int, spread: int) -> timedelta:
    """How long until the next try after the `refused`-th refusal (from 1), from -10 % to +10 %.

    `spread` is any number that differs between messages, so that they do not all come back at once.
    """
    return _jittered(_REFUSED[min(refused, len(_REFUSED)) - 1], spread)


def wait_after_unknown(times: int, spread: int) -> timedelta:
    """The same after the `times`-th end (from 1) that left open whether the message arrived."""
    return _jittered(min(2 ** min(times - 1, 9), _LONGEST_UNKNOWN), spread)


def _jittered(minutes: int, spread: int) -> timedelta:
    return timedelta(minutes=minutes * (90 + spread % 21) / 100)


def out_of_patience(
    since: datetime | None, now: datetime, working_days: WorkingDays, mail: Mail, zone: ZoneInfo
) -> bool:
    """Whether a recipient has refused for all of `retry_hours`.

    Days off do not count: no mail leaves on them, and who was refused once on the evening before
    Tết has not refused for a week.
    """
    if since is None:
        return mail.retry_hours == 0
    first, last = since.astimezone(zone).date(), now.astimezone(zone).date()
    between = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    off = sum(not working_days.is_working(day) for day in between)
    return now - since - timedelta(days=off) >= timedelta(hours=mail.retry_hours)


def unknown_for_too_long(times: int, mail: Mail) -> bool:
    """Whether a message's end was unknown so often that the waits make up `retry_hours`."""
    waited = sum((wait_after_unknown(n, 10) for n in range(1, times + 1)), timedelta())
    return waited >= timedelta(hours=mail.retry_hours)


def closed(now: datetime, working_days: WorkingDays, mail: Mail, zone: ZoneInfo) -> Text | None:
    """Why no mail leaves now, None where it does: on working days, from `hour` until `until`.

    That holds for repeats as well: they go on through the working day they began on, and then on
    the next one.
    """
    local = now.astimezone(zone)
    early = too_early(local, working_days, mail.hour)
    if early is None and local.hour >= mail.until:
        return Text(f"Đã quá {mail.until} giờ.", f"It is past {mail.until}:00.")
    return early
