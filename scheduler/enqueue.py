"""The pass that decides: who is to be told what today, written down with the mails to be sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ledger.notices import Enqueued, WeeklySummary
from ledger.store import Ledger
from rules.changes import changed_dues
from rules.facts import Facts
from rules.notices import Notice, Outcome, Recorded, decide
from rules.schedule import Schedule
from rules.summary import overdue_by_agency, week_of
from rules.text import Text
from rules.workdays import WorkingDays

from .config import WEEKDAYS, Config, Weekday
from .holds import BUSY_DAYS, mass_limit
from .mail.mime import message_id

KIND = "notices"  # the kind of the one mail of a day, part of its Message-ID


@dataclass(frozen=True, slots=True)
class EnqueueReport:
    """What the pass did; `held` says why it decided nothing, where it did not.

    Above `limit` messages the pass is kept back as a whole.
    """

    enqueued: Enqueued
    held: Text | None = None
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """What is to be told on a day: nothing is written yet.

    `dues` are the due dates by now of what was told under another one.
    """

    notices: tuple[Notice, ...]
    weekly: tuple[WeeklySummary, ...]
    dues: Mapping[str, date | None]


def enqueue_pass(
    schedule: Schedule, ledger: Ledger, *, now: datetime, config: Config
) -> EnqueueReport:
    """Decide once what has come due by the site's day of `now`. Repeating it adds nothing."""
    local = now.astimezone(config.zone)
    held = too_early(local, schedule.working_days, config.mail.hour)
    if held is not None:
        return EnqueueReport(Enqueued(), held)
    today = local.date()
    decided = decide_pass(schedule, ledger, today, config)
    ledger.record_due_changes(decided.dues, now)
    if not decided.notices and not decided.weekly:
        return EnqueueReport(Enqueued())
    secret, domain = ledger.secret(), config.mail.message_domain
    busiest = ledger.busiest(today - timedelta(days=BUSY_DAYS), today)
    limit = mass_limit(config.mail.hold_above, busiest)
    enqueued = ledger.enqueue(
        decided.notices, decided.weekly, day=today, now=now,
        message_id=lambda to: message_id(KIND, to, today, secret=secret, domain=domain),
        hold_above=limit,
    )  # fmt: skip
    return EnqueueReport(enqueued, limit=limit)


def decide_pass(schedule: Schedule, ledger: Ledger, today: date, config: Config) -> Decided:
    """Who is to be told what on a civil day of the site; only reads."""
    facts, recorded = ledger.facts(), ledger.recorded()
    decided = tuple(decide(schedule, facts, recorded, today, config.ladder.rules()))
    skipped = {
        (each.occurrence.key, each.key.due): {(each.rung.name, "")}
        for each in decided
        if each.outcome is Outcome.SKIPPED
    }

    def undelivered() -> set[str]:
        since = told_since(datetime.combine(today, time.min, config.zone))
        return {key.plan for each in ledger.failed(since) for key in each.keys}

    weekly = weekly_summaries(
        schedule, facts, {**recorded, **skipped} if skipped else recorded, today,
        weekday=config.ladder.summary_weekday,
        decided=ledger.summarised(week_of(today)),
        undelivered=undelivered,
    )  # fmt: skip
    return Decided(decided, tuple(weekly), changed_dues(schedule, recorded))


def too_early(local: datetime, working_days: WorkingDays, hour: int) -> Text | None:
    """Why nothing is decided at this local time, None where it is: working days from `hour` on."""
    if not working_days.is_working(local.date()):
        return Text("Hôm nay không phải ngày làm việc.", "Today is not a working day.")
    if local.hour < hour:
        return Text(f"Chưa đến {hour} giờ.", f"It is not yet {hour}:00.")
    return None


def told_since(now: datetime) -> datetime:
    """From when on the weekly summary names a mail that did not arrive."""
    return now - timedelta(days=30)


def coordinators(schedule: Schedule) -> dict[str, frozenset[str]]:
    """The plans that each coordinating officer's address answers for."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for plan in schedule.plans.values():
        agency = schedule.directories[plan.directory].agencies.get(plan.coordinator)
        if agency is not None and agency.contacts.officer:
            found[agency.contacts.officer].add(plan.id)
    return {address: frozenset(plans) for address, plans in found.items()}


def weekly_summaries(
    schedule: Schedule,
    facts: Facts,
    recorded: Recorded,
    today: date,
    *,
    weekday: Weekday,
    decided: Collection[str],
    undelivered: Callable[[], Collection[str]] = frozenset,
) -> Iterator[WeeklySummary]:
    """The summaries to decide this ISO week, for coordinators not yet `decided`.

    From the weekday on, or the first working day after it. With nothing overdue, and no mail of the
    plans that are `undelivered`, it is skipped for the week: a duty that becomes late on Wednesday
    waits for the next one. `undelivered` is asked only where there is one to decide.
    """
    monday = today - timedelta(days=today.weekday())
    if today < monday + timedelta(days=WEEKDAYS.index(weekday)):
        return
    waiting = {who: plans for who, plans in coordinators(schedule).items() if who not in decided}
    refused = undelivered() if waiting else ()
    for recipient, plans in sorted(waiting.items()):
        overdue = overdue_by_agency(schedule, facts, recorded, today, plans)
        to_say = overdue or not plans.isdisjoint(refused)
        yield WeeklySummary(recipient, week_of(today), "planned" if to_say else "skipped")
