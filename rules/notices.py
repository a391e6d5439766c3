"""Who is to be told what today, and why: the ladder against the records."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Literal, NamedTuple

from .directory import Agency
from .facts import Facts
from .ladder import Ladder, Rung
from .schedule import Occurrence, Schedule, Slot
from .state import FINAL, state_of
from .text import Text
from .workdays import WorkingDays

SKIP = "skip"  # the rung's name under which a ladder that is never begun is recorded
MOVED = "moved"  # the rung that says the due date has changed; once for each new date
URGE = "urge-"  # and a day: the rung of a letter of urging, which is no step of the ladder
Recorded = Mapping[tuple[str, date], Collection[tuple[str, str]]]
"""(occurrence key, due) -> the (rung, recipient) pairs the ledger has."""


class NoticeKey(NamedTuple):
    """What makes a notice one: sent once in the life of the due date it was computed from."""

    plan: str
    ref: str
    label: str
    agency: str
    due: date
    rung: str
    recipient: str


class Outcome(StrEnum):
    """What becomes of a notice."""

    SEND = "send"
    SUPERSEDED = "superseded"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Notice:
    """A rung of an occurrence for one recipient, with the decision and its reason.

    `moved_from` is the due date the recipient was told before, where it has changed since.
    """

    occurrence: Occurrence
    rung: Rung
    recipient: str
    role: Literal["officer", "head", ""]
    outcome: Outcome
    reason: Text
    moved_from: date | None = None

    @property
    def key(self) -> NoticeKey:
        """The unique key under which the ledger has it."""
        slot, agency = self.occurrence.slot, self.occurrence.assignee.agency
        if slot.due is None:
            raise ValueError(f"{slot.key} is pending: it has no notices")
        return NoticeKey(
            slot.plan.id, slot.duty.ref, slot.label, agency.id, slot.due, self.rung.name,
            self.recipient,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """The ladder, and after how many days of lateness a ladder is not begun any more."""

    ladder: Ladder = field(default_factory=Ladder)
    skip_after: int = 30  # calendar days


def decide(
    schedule: Schedule, facts: Facts, recorded: Recorded, today: date, rules: NoticeRules
) -> Iterator[Notice]:
    """All notices that have come due on or before `today` and are not recorded.

    Of each occurrence and recipient at most one is to be sent, of the newest rung; older ones that
    were missed are superseded. Whoever was told another due date before is told of the change, once
    for each new date: with that rung, or by `moved` where none has come due. What was already late
    by more than `skip_after` days when it is first seen is skipped, once, until it is submitted and
    returned. Nothing of an occurrence that is submitted (accepted yet or not), closed or pending.
    """
    working_days = schedule.working_days
    moves = _moves(schedule, recorded)
    horizon = working_days.add(today, max(rules.ladder.reach, 1))
    for slot in schedule.due_until(horizon):
        if slot.due is None or slot.late_from is None:
            continue
        rungs = _rungs(rules.ladder, slot.due, slot.late_from, today, working_days)
        if not rungs or state_of(slot, None, today, working_days) in FINAL:
            continue
        stem, old = slot.key, today > slot.late_from + timedelta(days=rules.skip_after)
        for assignee in slot.assignees:
            key = f"{stem}/{assignee.agency.id}"
            if key in facts.completions:  # submitted or done; asked first: in time most are
                continue
            occurrence, before = Occurrence(slot, assignee), moves.pop(key, {})
            known = recorded.get((key, slot.due), ())
            returned = key in facts.returns  # a person has asked for it: never too old to be told
            if known and (SKIP, "") in known and not returned:
                yield from _for_occurrence(occurrence, (), known, today, rules, before)
                continue
            if (
                old
                and not returned
                and not before
                and all(rung.startswith(URGE) for rung, _ in known)
            ):
                yield _skipped(occurrence, today, rules)
                continue
            yield from _for_occurrence(occurrence, rungs, known, today, rules, before)
    for key, before in moves.items():  # no rung of the new ladder has come due
        found = schedule.find(key)
        if (
            found is None
            or key in facts.completions
            or state_of(found.slot, None, today, working_days) in FINAL
        ):
            continue
        yield from _for_occurrence(found, (), (), today, rules, before)


def urge_rung(day: date) -> Rung:
    """The rung under which an occurrence is urged by a person's own decision on a civil day."""
    return Rung(f"{URGE}{day.isoformat()}", day)


@lru_cache(maxsize=1024)
def _rungs(
    ladder: Ladder, due: date, late_from: date, today: date, working_days: WorkingDays
) -> tuple[Rung, ...]:
    """The rungs that have come due: many slots share their dates."""
    return tuple(ladder.rungs(due, late_from, today, working_days))


def _moves(schedule: Schedule, recorded: Recorded) -> dict[str, dict[str, date]]:
    """Of each occurrence whose due date was changed: who was told which date before.

    Of several earlier dates it is the one announced last, which is the latest of those that were
    themselves announced as a change. Left out is who has been told of the present date's change.
    """
    found: dict[str, dict[str, tuple[bool, date]]] = {}
    for (key, due), told in recorded.items():
        slot = schedule.slot_of(key)
        if slot is None or slot.due is None or slot.due == due:
            continue
        known = recorded.get((key, slot.due), ())
        for rung, recipient in told:
            if recipient and (MOVED, recipient) not in known:
                before = found.setdefault(key, {})
                was = (rung == MOVED, due)
                before[recipient] = max(was, before.get(recipient, was))
    return {
        key: {recipient: due for recipient, (_, due) in before.items()}
        for key, before in found.items()
    }


def _skipped(occurrence: Occurrence, today: date, rules: NoticeRules) -> Notice:
    reason = Text(
        f"Khi được ghi nhận lần đầu đã quá hạn hơn {rules.skip_after} ngày nên không nhắc.",
        f"Already more than {rules.skip_after} days late when first seen, so not urged.",
    )
    return Notice(occurrence, Rung(SKIP, today), "", "", Outcome.SKIPPED, reason)


def recipients(agency: Agency) -> Iterator[tuple[Literal["officer", "head"], str]]:
    """The addresses an agency's notices go to, by role; the head only where it is another one."""
    if agency.contacts.officer:
        yield "officer", agency.contacts.officer
    if agency.contacts.head and agency.contacts.head != agency.contacts.officer:
        yield "head", agency.contacts.head


def _for_occurrence(
    occurrence: Occurrence,
    rungs: tuple[Rung, ...],
    known: Collection[tuple[str, str]],
    today: date,
    rules: NoticeRules,
    before: Mapping[str, date],
) -> Iterator[Notice]:
    for role, address in recipients(occurrence.assignee.agency):
        moved_from = before.get(address)
        newest: Rung | None = None
        for rung in rungs:
            if role == "head" and rung.late < rules.ladder.head_from:
                break
            if (rung.name, address) in known:
                break
            if newest is None:
                newest, outcome = rung, Outcome.SEND
                why, told = _why(occurrence.slot, rung, role), moved_from
            else:
                outcome, why, told = Outcome.SUPERSEDED, _overtaken(rungs[0]), None
            yield Notice(occurrence, rung, address, role, outcome, why, told)
        if moved_from is not None:
            yield _moved(occurrence, address, role, today, moved_from, newest)


def _moved(
    occurrence: Occurrence,
    address: str,
    role: Literal["officer", "head"],
    today: date,
    moved_from: date,
    told_with: Rung | None,
) -> Notice:
    rung = Rung(MOVED, today)
    if told_with is not None:
        name = told_with.name
        why = Text(
            f"Việc đổi hạn được báo cùng bước {name}.",
            f"The change of date is told together with {name}.",
        )
        return Notice(occurrence, rung, address, role, Outcome.SUPERSEDED, why)
    was, now = f"{moved_from:%d/%m/%Y}", f"{occurrence.slot.due:%d/%m/%Y}"
    why = Text(f"Hạn đổi từ {was} sang {now}.", f"The due date changed from {was} to {now}.")
    if occurrence.slot.extension is not None:
        why = Text(f"Được gia hạn từ {was} đến {now}.", f"Extended from {was} to {now}.")
    return Notice(occurrence, rung, address, role, Outcome.SEND, why, moved_from)


def _overtaken(rung: Rung) -> Text:
    return Text(
        f"Đã có bước mới hơn ({rung.name}) nên bước này không gửi.",
        f"Overtaken by a newer rung ({rung.name}), so not sent.",
    )


def _why(slot: Slot, rung: Rung, role: str) -> Text:
    day = f"{slot.due:%d/%m/%Y}"
    if rung.late:
        since = f"{slot.late_from:%d/%m/%Y}"
        head = (
            (" Gửi cả lãnh đạo cơ quan.", " The head is told too.") if role == "head" else ("", "")
        )
        return Text(
            f"Quá hạn từ {since}: bước trễ hạn thứ {rung.late}.{head[0]}",
            f"Overdue since {since}: late step {rung.late}.{head[1]}",
        )
    if rung.name == "due":
        return Text(f"Hôm nay {day} là hạn.", f"Due today, {day}.")
    days = rung.name.removeprefix("remind-")
    return Text(
        f"Nhắc trước hạn {day} {days} ngày làm việc.",
        f"Reminder {days} working days before {day}.",
    )
