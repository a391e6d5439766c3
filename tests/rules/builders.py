"""Slots, agencies and schedules by hand, for tests of what is done with them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from rules.dates import apply_working_days
from rules.deadline import Bound
from rules.directory import Agency, Contacts
from rules.facts import Acceptance, Completion
from rules.plan import Duty, Plan
from rules.schedule import Assignee, Schedule, Slot
from tests.rules.calendar_2019 import working_days_2019

DAYS = working_days_2019()


def agency(ident: str, *, head: bool = True) -> Agency:
    """An agency with an officer's address, and with a head's unless told otherwise."""
    contacts = Contacts(
        officer=f"officer@{ident}.example.org", head=f"head@{ident}.example.org" if head else ""
    )
    return Agency(
        id=ident, vi=f"Sở {ident}", en=f"Department {ident}", kind="so", contacts=contacts
    )


def plan(ident: str = "p", *, archived: date | None = None) -> Plan:
    """A plan of 2019 with one report duty, `III.1`."""
    duty = Duty(ref="III.1", kind="report", title="Báo cáo CCHC", lead=("@so",))
    return Plan(
        id=ident, title="Kế hoạch", number="1/QĐ-UBND", issued=date(2018, 12, 28),
        issuer="ubnd-tp", coordinator="so-noi-vu", directory="hanoi", period=(2019, 2019),
        archived=archived, duties=(duty,),
    )  # fmt: skip


def slot(
    stated: date | None,
    *,
    bound: Bound = Bound.BEFORE,
    agencies: tuple[str, ...] = ("tu-phap",),
    label: str = "2019-Q1",
    of: Plan | None = None,
) -> Slot:
    """A slot of the plan's report; without a stated day it is pending."""
    of = of or plan()
    assignees = tuple(Assignee(agency(ident), "các Sở") for ident in agencies)
    if stated is None:
        return Slot(
            of, of.duties[0], label, None, None, None, None, None, None, assumed=False, hour="",
            data=None, reasons=(), moved_by=(), predicted=False, waits_for="hướng dẫn",
            assignees=assignees,
        )  # fmt: skip
    dates = apply_working_days(stated, bound, of.policy, DAYS)
    return Slot(
        of, of.duties[0], label, None, None, stated, bound, dates.due, dates.late_from,
        assumed=False, hour="", data=None, reasons=dates.reasons, moved_by=dates.moved_by,
        predicted=dates.predicted, waits_for="", assignees=assignees,
    )  # fmt: skip


def schedule(*slots: Slot) -> Schedule:
    """A schedule of those slots."""
    return Schedule(slots, {each.plan.id: each.plan for each in slots}, {}, DAYS)


def completion(
    key: str, on: date, *, accepted: bool = True, nil: bool = False, at: datetime | None = None
) -> Completion:
    """What was reported `on` that day, recorded at its noon (UTC), and accepted unless told so."""
    at = at or datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    number, acceptance = "" if nil else "12/BC", Acceptance("noi-vu", at) if accepted else None
    return Completion(key, on, number, "van-thu", at, nil=nil, accepted=acceptance)
