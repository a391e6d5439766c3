"""`kyhan check`: every problem of configuration, directories, plans and working days at once."""

from __future__ import annotations

from collections import Counter

import typer
from rich.console import Console
from rich.table import Table

from rules.problems import errors
from rules.schedule import Schedule
from rules.text import Lang, Text

from ..config import load_config
from ..site import load_site
from .options import (
    BAD_INPUT,
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    LangOption,
    TodayOption,
    choose_lang,
    instant_and_day,
    print_json,
    show_problems,
)

KINDS = ("task", "report", "target", "standing")


def check(
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Soát cấu hình, danh bạ, kế hoạch, ngày nghỉ. | Check configuration, directories and plans."""
    settings, problems = load_config(config)
    language = choose_lang(lang, settings)
    if settings is None:
        show_problems(problems, language)
        raise typer.Exit(BAD_INPUT)
    _, day = instant_and_day(settings, today)
    site = load_site(settings)
    problems += site.check(day, settings.plans.working_days)
    schedule, _ = site.schedule()
    counts = count(schedule)
    if json:
        print_json({
            "plans": counts,
            "problems": [
                {
                    "severity": problem.severity,
                    "file": problem.file,
                    "line": problem.line,
                    "key": problem.key,
                    "value": problem.value,
                    "what": problem.what._asdict(),
                    "hint": problem.hint._asdict(),
                }
                for problem in problems
            ],
        })  # fmt: skip
    else:
        show_problems(problems, language)
        _show(counts, language)
        _verdict(len(errors(problems)), len(problems), language)
    raise typer.Exit(BAD_INPUT if errors(problems) else 0)


def count(schedule: Schedule) -> dict[str, dict[str, int]]:
    """By plan: duties by kind, slots and occurrences, and how many of these wait for an event."""
    counts: dict[str, dict[str, int]] = {}
    for plan in schedule.plans.values():
        kinds = Counter[str](duty.kind for duty in plan.duties)
        counts[plan.id] = {
            **{kind: kinds[kind] for kind in KINDS},
            "duties": len(plan.duties),
            "slots": 0,
            "occurrences": 0,
            "pending": 0,
        }
    for slot in schedule.slots:
        row = counts[slot.plan.id]
        row["slots"] += 1
        row["occurrences"] += len(slot.assignees)
        row["pending"] += len(slot.assignees) if slot.due is None else 0
    return counts


def _show(counts: dict[str, dict[str, int]], lang: Lang) -> None:
    heads = (
        Text("Kế hoạch", "Plan"), Text("nhiệm vụ", "task"), Text("báo cáo", "report"),
        Text("chỉ tiêu", "target"), Text("thường xuyên", "standing"), Text("tổng", "duties"),
        Text("mốc", "slots"), Text("việc", "occurrences"), Text("chờ", "waiting"),
    )  # fmt: skip
    table = Table(box=None)
    for place, head in enumerate(heads):
        table.add_column(head.to(lang), justify="right" if place else "left", no_wrap=not place)
    for plan, row in counts.items():
        table.add_row(plan, *(str(number) for number in row.values()))
    sums = [sum(row[key] for row in counts.values()) for key in next(iter(counts.values()), {})]
    table.add_section()
    table.add_row(Text("cộng", "total").to(lang), *(str(number) for number in sums))
    Console().print(table)


def _verdict(wrong: int, all_problems: int, lang: Lang) -> None:
    if wrong:
        text = Text(f"{wrong} lỗi phải sửa.", f"{wrong} errors to mend.")
    elif all_problems:
        text = Text(
            f"Không có lỗi; {all_problems} điều cần chú ý.", f"No error; {all_problems} warnings."
        )
    else:
        text = Text("Không có lỗi.", "No problem found.")
    print(text.to(lang))
