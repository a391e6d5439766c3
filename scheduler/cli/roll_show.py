"""A rolled plan for people and as data: old and new side by side, then what is to be decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rules.plan import Duty, Plan
from rules.question import About, Question
from rules.roll import Rolled
from rules.roll_difference import RolledDuty
from rules.schedule import Slot
from rules.text import Lang, Text, one_line
from rules.words import short_day
from rules.workdays import WorkingDays

from .diff_show import slot_dates

_ABOUT: dict[About, Text] = {
    "number": Text("Số văn bản", "The number"),
    "issued": Text("Ngày ban hành", "The day of issue"),
    "one-off": Text("Việc một lần: giữ hay bỏ", "One-off tasks: keep or drop"),
    "year": Text("Năm trong chữ", "Years in the words"),
    "month-end": Text("Cuối tháng 02", "The end of February"),
    "label": Text("Kỳ không còn", "Periods that are not"),
    "agency": Text("Cơ quan kế tục", "Successors"),
    "target": Text("Chỉ tiêu: giữ hay đổi", "Targets: keep or change"),
    "event": Text("Sự kiện", "Events"),
    "wording": Text("Chữ không còn đọc được", "Wording refused"),
}
_MOST_AGENCIES = 4
_WIDE = 160


def as_data(
    old: Plan, rolled: Rolled, duties: Sequence[RolledDuty], draft: str
) -> dict[str, object]:
    """Everything as data; the draft's text with it."""
    new = rolled.plan
    issued = None if "issued" in rolled.missing else new.issued.isoformat()
    number = None if "number" in rolled.missing else new.number
    return {
        "plan": {
            "id": _pair(old.id, new.id),
            "title": _pair(old.title, new.title),
            "number": _pair(old.number, number),
            "issued": _pair(old.issued.isoformat(), issued),
            "computed_with_issued": new.issued.isoformat(),
            "period": _pair(list(old.period), list(new.period)),
            "issuer": _pair(old.issuer, new.issuer),
            "coordinator": _pair(old.coordinator, new.coordinator),
        },
        "duties": [_duty(each) for each in duties],
        "groups": [
            {"id": each.id, "old": list(each.old), "new": list(each.new)} for each in rolled.groups
        ],
        "dropped": list(rolled.dropped),
        "decide": [
            {
                "ref": each.ref,
                "about": each.about,
                "question": each.text._asdict(),
                "candidates": list(each.candidates),
            }
            for each in rolled.questions
        ],
        "missing": list(rolled.missing),
        "draft": draft,
    }


def _pair(old: object, new: object) -> dict[str, object]:
    return {"old": old, "new": new}


def _duty(each: RolledDuty) -> dict[str, object]:
    old, new = each.old, each.new
    return {
        "ref": each.ref,
        "kind": old.kind,
        "title": _pair(old.title, new.title if new else None),
        "when": _pair(old.when, new.when if new else None),
        "cells": _pair(dict(old.cells), dict(new.cells) if new else None),
        "lead": _pair(list(old.lead), list(new.lead) if new else None),
        "dates": [
            {
                "label": _pair(was.label if was else None, now.label if now else None),
                "old": slot_dates(was),
                "new": slot_dates(now),
                "waits_for": now.waits_for if now else "",
                "predicted": now.predicted if now else False,
                "moved_by": [
                    {"date": entry.day.isoformat(), "reason": entry.reason._asdict()}
                    for entry in (now.moved_by if now else ())
                ],
            }
            for was, now in each.slots
        ],
        "agencies": _pair(list(each.agencies(0)), list(each.agencies(1))),
    }


def show(
    old: Plan, rolled: Rolled, duties: Sequence[RolledDuty], days: WorkingDays, lang: Lang
) -> None:
    """The head, a row for each date, the groups that changed, the questions by what they ask."""
    console = Console(soft_wrap=True, highlight=False)
    new = rolled.plan
    console.print(f"{old.id} → {new.id}: {new.title}", markup=False, style="bold")
    table = Table(
        Text("Mục", "Ref").to(lang),
        Text("Chữ cũ → mới", "Wording, old → new").to(lang),
        Text("Phải xong, cũ → mới", "Due, old → new").to(lang),
        Text("Cơ quan, cũ → mới", "Agencies, old → new").to(lang),
        box=None, pad_edge=False,
    )  # fmt: skip
    for each in duties:
        for row in _rows(each, lang):
            table.add_row(*(escape(cell) for cell in row))
    Console(highlight=False).print(table)
    _groups(console, rolled, lang)
    _predicted(console, new, days, lang)
    _questions(console, rolled.questions, lang)


def _rows(each: RolledDuty, lang: Lang) -> Iterator[tuple[str, str, str, str]]:
    if each.new is None:
        yield each.ref, each.old.title, Text("bỏ", "dropped").to(lang), ""
        return
    wording = _arrow(_wording(each.old), _wording(each.new))
    agencies = _arrow(_few(each.agencies(0)), _few(each.agencies(1)))
    ref = each.ref
    for was, now in each.slots or ((None, None),):
        label = f"{now.label}: " if now and len(each.slots) > 1 else ""
        yield ref, wording, f"{label}{_due(was, lang)} → {_due(now, lang)}", agencies
        ref = wording = agencies = ""


def _wording(duty: Duty) -> str:
    cells = "; ".join(dict.fromkeys(duty.cells.values()))
    return one_line(duty.when or cells)[:_WIDE] or "—"


def _arrow(old: str, new: str) -> str:
    return old if old == new else f"{old} → {new}"


def _few(agencies: Sequence[str]) -> str:
    if len(agencies) > _MOST_AGENCIES:
        return f"{len(agencies)}: {', '.join(agencies[:2])}, …"
    return ", ".join(agencies) or "—"


def _due(slot: Slot | None, lang: Lang) -> str:
    if slot is None:
        return "—"
    if slot.due is None:
        return Text("chờ", "waits").to(lang)
    off = _moved(slot, lang)
    return f"{short_day(slot.due, lang)} ({off})" if off else short_day(slot.due, lang)


def _moved(slot: Slot, lang: Lang) -> str:
    """The public days off passed over on the way back from the stated day."""
    if slot.due is None or slot.stated is None:
        return ""
    names = [
        entry.reason.to(lang)
        for entry in slot.moved_by
        if not entry.worked and slot.due < entry.day <= slot.stated
    ]
    return ", ".join(dict.fromkeys(names))


def _groups(console: Console, rolled: Rolled, lang: Lang) -> None:
    words = Text("Nhóm đổi thành viên", "Members changed").to(lang)
    for each in rolled.groups:
        new = _few(each.new)
        told = new if len(each.new) > _MOST_AGENCIES else f"{len(each.new)}: {new}"
        console.print(f"{words} {each.id}: {len(each.old)} → {told}", markup=False)


def _predicted(console: Console, plan: Plan, days: WorkingDays, lang: Lang) -> None:
    years = [str(year) for year in plan.years if days.state(year) != "decided"]
    if years:
        listed = ", ".join(years)
        words = Text(
            f"Ngày nghỉ năm {listed} mới là dự kiến.", f"Days off of {listed} are only predicted."
        )
        console.print(words.to(lang), markup=False)


def _questions(console: Console, questions: Sequence[Question], lang: Lang) -> None:
    by_about: defaultdict[About, list[Question]] = defaultdict(list)
    for question in questions:
        by_about[question.about].append(question)
    words = Text(f"Cần người quyết: {len(questions)}", f"For a person to decide: {len(questions)}")
    console.print(words.to(lang), markup=False, style="bold")
    for about, asked in by_about.items():
        console.print(f"{_ABOUT[about].to(lang)} ({len(asked)})", markup=False)
        if about == "one-off":
            console.print(f"  {', '.join(each.ref for each in asked)}", markup=False)
            continue
        for each in asked:
            told = f" [{'; '.join(each.candidates)}]" if each.candidates else ""
            console.print(f"  {each.ref}  {each.text.to(lang)}{told}", markup=False)
