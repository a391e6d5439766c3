"""What a person reads of a simulation: day by day every mail, then what it adds up to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table

from rules.schedule import Schedule
from rules.text import Lang, Text
from rules.words import long_day, short_day

from ..simulate import Simulation
from ..simulation_report import MailRow, Totals, totals

BAR = 40  # characters of the busiest day's bar
BUSIEST = 5


def show(simulation: Simulation, rows: Sequence[MailRow], schedule: Schedule, lang: Lang) -> None:
    """All of it on stdout. The mails go past Rich: it would take longer than the simulation."""
    counts = totals(rows, schedule)
    print("\n".join(_opening(simulation, counts, schedule, lang)))
    print("\n".join(_days(rows, counts, lang)))
    console = Console(highlight=False, soft_wrap=True)
    for table in _tables(counts, schedule, lang):
        console.print(table)
    print("\n".join(_load(simulation, counts, schedule, lang)))


def _opening(
    simulation: Simulation, counts: Totals, schedule: Schedule, lang: Lang
) -> Iterator[str]:
    first, last = (short_day(day, lang) for day in (simulation.first, simulation.last))
    mails, notices = len(simulation.mails), counts.month_notices.total()
    yield Text(
        f"Mô phỏng {first} – {last}: {mails} thư, {notices} bước nhắc. Không thư nào được gửi.",
        f"Simulated {first} – {last}: {mails} mails, {notices} notices. Nothing was sent.",
    ).to(lang)
    yield Text(
        f"Sổ ghi trống: {first} là lần chạy đầu tiên, việc đã quá hạn từ trước được báo bước mới"
        " nhất hoặc bỏ qua.",
        f"The ledger is empty: {first} is a first start, and what is late by then is told of its"
        " newest rung or skipped.",
    ).to(lang)
    if schedule.pending:
        waiting = len(schedule.pending)
        yield Text(
            f"{waiting} mốc còn chờ sự kiện nên chưa có thư.",
            f"{waiting} slots wait for an event and have no mails.",
        ).to(lang)


def _days(rows: Sequence[MailRow], counts: Totals, lang: Lang) -> Iterator[str]:
    most = max(counts.days.values(), default=1)
    for day, mails in groupby(rows, key=lambda row: row.date):
        count = counts.days[day]
        bar = "█" * max(1, round(BAR * count / most))
        words = Text(f"{count} thư", f"{count} mails").to(lang)
        yield f"\n{long_day(day, lang)} · {words} {bar}"
        for mail in mails:
            yield f"  {mail.to} · {mail.subject}{_marks(mail, lang)}"
            yield from (f"    {each.key}  {each.rung}  {each.reason}" for each in mail.notices)


def _marks(mail: MailRow, lang: Lang) -> str:
    marks = []
    if mail.summary or mail.kind == "summary":
        marks.append(Text("tổng hợp tuần", "weekly summary"))
    if mail.held:
        marks.append(Text("chờ --release", "waits for --release"))
    return "".join(f" [{mark.to(lang)}]" for mark in marks)


def _tables(counts: Totals, schedule: Schedule, lang: Lang) -> Iterator[Table]:
    mails, notices = Text("Thư", "Mails").to(lang), Text("Bước nhắc", "Notices").to(lang)
    months = _table(Text("Theo tháng", "By month").to(lang), mails, notices)
    for month in sorted(counts.months):
        months.add_row(month, str(counts.months[month]), str(counts.month_notices[month]))
    months.add_row("=", str(counts.months.total()), str(counts.month_notices.total()))
    yield months
    agencies = _table(Text("Theo cơ quan", "By agency").to(lang), notices)
    for (city, ident), count in sorted(counts.agencies.items(), key=lambda it: (-it[1], it[0])):
        directory = schedule.directories[city]
        agency = directory.agencies[ident]
        name = agency.en if lang == "en" else agency.vi
        where = directory.name_en if lang == "en" else directory.name_vi
        agencies.add_row(f"{name}, {where}", str(count))
    yield agencies
    rungs = _table(Text("Theo bước", "By rung").to(lang), notices)
    for rung, count in counts.rungs.most_common():
        rungs.add_row(rung, str(count))
    yield rungs


def _table(title: str, *numbers: str) -> Table:
    table = Table(title, box=None, pad_edge=False)
    for name in numbers:
        table.add_column(name, justify="right")
    return table


def _load(simulation: Simulation, counts: Totals, schedule: Schedule, lang: Lang) -> Iterator[str]:
    worked = schedule.working_days.count(simulation.first, simulation.last)
    worked += schedule.working_days.is_working(simulation.first)
    average = counts.days.total() / worked if worked else 0.0
    busiest = ", ".join(
        f"{long_day(day, lang)} ({count})" for day, count in counts.days.most_common(BUSIEST)
    )
    yield Text(
        f"\nTải: {worked} ngày làm việc, bình quân {average:.1f} thư/ngày; nhiều nhất: {busiest}.",
        f"\nLoad: {worked} working days, {average:.1f} mails a day; busiest: {busiest}.",
    ).to(lang)
    for held in simulation.held:
        yield Text(
            f"{long_day(held.day, lang)}: {held.mails} thư, quá giới hạn {held.limit}: lượt này sẽ"
            " bị giữ đến khi kyhan notices --release.",
            f"{long_day(held.day, lang)}: {held.mails} mails, above the limit of {held.limit}: the"
            " pass would be held until kyhan notices --release.",
        ).to(lang)
