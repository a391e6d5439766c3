"""Why an occurrence is another one by now, in words: who, what was written, which day off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from .schedule import Occurrence, Schedule, Slot
from .text import Text
from .words import short_day


def replaces(was: Occurrence, now: Occurrence, new: Schedule) -> tuple[Text, ...]:
    """Who gave way to whom."""
    old, heir = was.assignee.agency, now.assignee.agency
    until = _until(was, new)
    return (Text(f"{old.vi}{until} → {heir.vi}", f"{old.en}{until} → {heir.en}"),)


def heirs(was: Occurrence, new: Schedule) -> frozenset[str]:
    """Who stands for the agency by the newer directory on the day that it was due, by id."""
    name, ident = was.owes
    directory, slot = new.directories.get(name), was.slot
    if directory is None or ident not in directory.agencies:
        return frozenset()
    standing = directory.in_force(ident, slot.due or slot.plan.issued)
    return frozenset(agency.id for agency, _ in standing)


def _until(was: Occurrence, new: Schedule) -> str:
    """The last day of who owed it, by the newer directory."""
    directory, ident = was.owes
    agencies = new.directories[directory].agencies if directory in new.directories else {}
    last = agencies[ident].until if ident in agencies else None
    return f" ({last:%d/%m/%Y})" if last else ""


def why_gone(each: Occurrence, new: Schedule) -> tuple[Text, ...]:
    """Why nobody, or another agency alone, owes it any more."""
    slot = each.slot
    if new.slot_of(each.key) is not None:
        ident = each.assignee.agency.id
        others = ", ".join(sorted(heirs(each, new) - {ident}))
        told = f"{ident}{_until(each, new)}" + (f" → {others}" if others else "")
        return (Text(f"{told}: không còn phải làm", f"{told}: owes it no more"),)
    plan = new.plans.get(slot.plan.id)
    if plan is None:
        return (Text("không còn kế hoạch này", "the plan is not there any more"),)
    if all(duty.ref != slot.duty.ref for duty in plan.duties):
        text = f"{slot.duty.ref}"
        return (Text(f"không còn mục {text}", f"there is no {text} any more"),)
    return (Text(f"không còn kỳ {slot.label}", f"there is no {slot.label} any more"),)


def why_come(each: Occurrence, old: Schedule) -> tuple[Text, ...]:
    """Why it is there now."""
    slot = each.slot
    if old.slot_of(each.key) is not None:
        agency = each.assignee.agency.id
        return (Text(f"{agency}: cũng phải làm", f"{agency}: owes it too"),)
    plan = old.plans.get(slot.plan.id)
    if plan is None:
        return (Text("kế hoạch mới", "a new plan"),)
    if all(duty.ref != slot.duty.ref for duty in plan.duties):
        return (Text(f"mục mới {slot.duty.ref}", f"a new duty, {slot.duty.ref}"),)
    return (Text(f"kỳ mới {slot.label}", f"a new period, {slot.label}"),)


def words_changed(was: Slot, now: Slot) -> tuple[Text, ...]:
    """What the document says otherwise of the slot."""
    pairs = (
        (Text("chữ", "wording"), was.duty.wording(was.label), now.duty.wording(now.label)),
        (Text("tên", "title"), was.duty.title, now.duty.title),
        (Text("sản phẩm", "product"), was.duty.product, now.duty.product),
        (Text("chỉ tiêu", "target"), _figures(was), _figures(now)),
    )
    return tuple(
        Text(f"{name.vi}: “{old}” → “{new}”", f"{name.en}: “{old}” → “{new}”")
        for name, old, new in pairs
        if old != new
    )


def _figures(slot: Slot) -> str:
    return "; ".join(
        f"{value.metric} {value.op} {value.amount:g} {value.unit}" for value in slot.values
    )


def plan_changed(was: Slot, now: Slot) -> tuple[Text, ...]:
    """What of the plan, or of a grant, may have moved its dates."""
    pairs = (
        (Text("ngày ban hành", "day of issue"), was.plan.issued, now.plan.issued),
        (Text("kỳ kế hoạch", "period"), was.plan.period, now.plan.period),
        (Text("quy ước", "policy"), was.plan.policy, now.plan.policy),
        (Text("gia hạn", "extension"), was.extension, now.extension),
    )
    return tuple(
        Text(f"{name.vi}: {old} → {new}", f"{name.en}: {old} → {new}")
        for name, old, new in pairs
        if old != new
    )


class ChangedDays:
    """The days that are worked on one side alone, among those the two schedules speak of."""

    def __init__(self, old: Schedule, new: Schedule) -> None:
        self._old, self._new = old.working_days, new.working_days
        self._years: dict[int, Mapping[date, bool]] = {}

    def why(self, was: Slot, now: Slot) -> tuple[Text, ...]:
        """Those between the first and the last date of the two slots."""
        found = [
            day
            for slot in (was, now)
            for day in (slot.start, slot.stated, slot.due, slot.late_from)
            if day is not None
        ]
        if self._old is self._new or not found:
            return ()
        first, last = min(found), max(found)
        return tuple(
            self._said(day, worked=worked)
            for year in range(first.year, last.year + 1)
            for day, worked in self._changed(year).items()
            if first <= day <= last
        )

    def _changed(self, year: int) -> Mapping[date, bool]:
        if year not in self._years:
            first = date(year, 1, 1)
            days = (first + timedelta(days=n) for n in range(366))
            self._years[year] = {
                day: self._new.is_working(day)
                for day in days
                if day.year == year and self._old.is_working(day) != self._new.is_working(day)
            }
        return self._years[year]

    def _said(self, day: date, *, worked: bool) -> Text:
        entry = self._new.entry(day) or self._old.entry(day)
        reason = entry.reason if entry else Text("", "")
        told = Text("nay làm việc", "now worked") if worked else Text("nay nghỉ", "now off")
        return Text(
            f"{short_day(day, 'vi')} {told.vi} ({reason.vi})",
            f"{short_day(day, 'en')} is {told.en} ({reason.en})",
        )
