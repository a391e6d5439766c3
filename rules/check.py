"""What is wrong with plans and directories taken together: every problem, none stopping another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from .directory import Directory
from .plan import Duty, Plan
from .problems import Problem
from .schedule import Schedule, Slot
from .text import Text
from .words import short_day
from .workdays import WorkingDays

DECREE_09_2019_IN_FORCE = date(2019, 3, 12)
REFRESH_FROM_MONTH = 10  # the Government announces the next year's days off late in the year


def check_plan(plan: Plan, directory: Directory) -> Iterator[Problem]:
    """Names that no agency answers to, and names as written that mean another agency."""
    file = f"{plan.id}.toml"
    for key in ("issuer", "coordinator"):
        target = getattr(plan, key)
        if target not in directory.agencies:
            yield unknown_name(file, key, target, directory)
    for duty in plan.duties:
        for key, targets, written in (
            ("lead", duty.lead, duty.lead_written),
            ("with", duty.with_, duty.with_written),
            ("to", duty.to, ()),
        ):
            yield from check_targets(plan, duty, key, targets, directory)
            yield from _check_written(file, duty, key, targets, written, directory)


def check_targets(
    plan: Plan, duty: Duty, key: str, targets: tuple[str, ...], directory: Directory
) -> Iterator[Problem]:
    """The agencies and groups at a duty's `key` that are not in the directory."""
    for target in targets:
        if target not in directory.agencies and target not in directory.groups:
            yield unknown_name(f"{plan.id}.toml", f'duty["{duty.ref}"].{key}', target, directory)


def _check_written(
    file: str,
    duty: Duty,
    key: str,
    targets: tuple[str, ...],
    written: tuple[str, ...],
    directory: Directory,
) -> Iterator[Problem]:
    for target, name in zip(targets, written, strict=False):
        found = directory.find(name)
        place = f'duty["{duty.ref}"].{key}_written'
        if found is None:
            yield unknown_name(file, place, name, directory)
        elif found != target:
            yield Problem(
                file,
                place,
                Text(f"là tên của {found}, không phải {target}", f"names {found}, not {target}"),
                value=name,
            )


def unknown_name(file: str, key: str, value: str, directory: Directory) -> Problem:
    """Nobody in the directory answers to `value`, which stands at `key`; names the nearest."""
    near = ", ".join(directory.nearest(value)) or "—"
    return Problem(
        file,
        key,
        Text("không có cơ quan nào mang tên này", "no agency answers to this name"),
        Text(f"gần nhất: {near}", f"nearest: {near}"),
        value,
    )


def check_contacts(schedule: Schedule) -> Iterator[Problem]:
    """A warning for each agency that owes something and can be told nothing."""
    for directory in schedule.directories.values():
        for agency in directory.agencies.values():
            if agency.contacts.officer or agency.contacts.head:
                continue
            if schedule.of_agency(directory.id, agency.id):
                yield Problem(
                    f"{directory.id}.toml",
                    f'agency["{agency.id}"].contacts',
                    Text(
                        "có việc phải làm nhưng không có địa chỉ thư nào",
                        "owes something but has no e-mail address",
                    ),
                    severity="warning",
                )


def check_data_windows(schedule: Schedule) -> Iterator[Problem]:
    """A warning where a report is due before its figures close.

    Decree 09/2019/NĐ-CP art. 8.5b asks for at least one working day between the end of the data
    window and the deadline; it binds plans issued since it came into force, 12 March 2019.
    """
    for slot in schedule.dated:
        if slot.data is not None and slot.plan.issued >= DECREE_09_2019_IN_FORCE:
            yield from _check_window(slot, slot.data[1], schedule.working_days)


def _check_window(slot: Slot, closes: date, working_days: WorkingDays) -> Iterator[Problem]:
    earliest = working_days.add(closes, 1)
    if slot.stated is not None and slot.stated < earliest:
        yield Problem(
            f"{slot.plan.id}.toml",
            f'duty["{slot.duty.ref}"].when ({slot.label})',
            Text(
                f"hạn {short_day(slot.stated, 'vi')} sớm hơn một ngày làm việc sau khi chốt số "
                f"liệu {short_day(closes, 'vi')} (Nghị định 09/2019/NĐ-CP, Điều 8.5b)",
                f"due {short_day(slot.stated, 'en')}, less than one working day after the figures "
                f"close on {short_day(closes, 'en')} (Decree 09/2019/NĐ-CP, art. 8.5b)",
            ),
            Text(f"từ {short_day(earliest, 'vi')} trở đi", f"{short_day(earliest, 'en')} or later"),
            severity="warning",
        )


def check_working_days(working_days: WorkingDays, today: date, file: str) -> Iterator[Problem]:
    """A warning where the year, or from October on the next one, is only predicted."""
    ahead = today + timedelta(days=366 if today.month >= REFRESH_FROM_MONTH else 0)
    for year in sorted({today.year, ahead.year}):
        if working_days.state(year) != "decided":
            yield Problem(
                file,
                f"year {year}",
                Text(
                    f"ngày nghỉ của năm {year} mới là dự kiến",
                    f"the days off of {year} are only predicted",
                ),
                Text(
                    "khi Thủ tướng quyết định, sửa bảng của năm ấy và ghi văn bản làm nguồn",
                    "once the Prime Minister has decided, mend that year's table and name the "
                    "document as its source",
                ),
                severity="warning",
            )
