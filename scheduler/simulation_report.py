"""A simulation as data: one object a mail, its totals, and how it differs from an earlier one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from rules.problems import Problem
from rules.schedule import Schedule
from rules.text import Lang, Text

from .simulate import Mail, Simulation


class NoticeRow(BaseModel):
    """One notice of a mail."""

    model_config = ConfigDict(frozen=True)

    key: str
    rung: str
    reason: str


class MailRow(BaseModel):
    """One mail as `--json` has it.

    `kind` is `summary` where the mail holds the weekly summary alone; a mail of notices that holds
    it too has `summary: true`. `held: true` where its pass waits for `kyhan notices --release`.
    """

    model_config = ConfigDict(frozen=True)

    date: date
    to: str
    kind: Literal["notices", "summary"]
    subject: str
    notices: tuple[NoticeRow, ...]
    summary: bool = False
    held: bool = False


_ROWS = TypeAdapter(list[MailRow])


def as_rows(simulation: Simulation, lang: Lang) -> list[MailRow]:
    """The mails by day and recipient, the reasons in one language."""
    return [_row(mail, lang) for mail in simulation.mails]


def _row(mail: Mail, lang: Lang) -> MailRow:
    lines = tuple(
        NoticeRow.model_construct(key=line.key, rung=line.rung, reason=line.reason.to(lang))
        for line in mail.notices
    )
    return MailRow.model_construct(
        date=mail.day,
        to=mail.to,
        kind="notices" if lines else "summary",
        subject=mail.subject,
        notices=lines,
        summary=mail.summary and bool(lines),
        held=mail.held,
    )


def to_json(rows: Sequence[MailRow]) -> str:
    """The rows as a JSON list; `summary` and `held` only where they are true."""
    return _ROWS.dump_json([*rows], indent=2, exclude_defaults=True).decode("utf-8")


def read_baseline(path: Path) -> tuple[list[MailRow], list[Problem]]:
    """An earlier `--json` output, or what is wrong with the file."""
    try:
        rows = _ROWS.validate_json(path.read_bytes())
    except OSError as error:
        return [], [_bad(path, "--baseline", str(error))]
    except ValidationError as error:
        return [], [
            _bad(path, ".".join(map(str, one["loc"])) or "--baseline", one["msg"])
            for one in error.errors()[:MOST]
        ]
    twice = Counter((row.date, row.to) for row in rows)
    return rows, [
        _bad(path, f"{day} {to}", f"{count} mails a day for one recipient")
        for (day, to), count in twice.items()
        if count > 1
    ]


MOST = 20  # problems of one baseline that are shown


def _bad(path: Path, key: str, detail: str) -> Problem:
    return Problem(
        str(path),
        key,
        Text(
            f"không phải kết quả của simulate --json: {detail}", f"not of simulate --json: {detail}"
        ),
        Text("ghi lại bằng kyhan simulate --json", "write it anew by kyhan simulate --json"),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """What a baseline has and now is gone, what is new, and what is another (before, now)."""

    gone: tuple[MailRow, ...]
    new: tuple[MailRow, ...]
    changed: tuple[tuple[MailRow, MailRow], ...]

    def __bool__(self) -> bool:
        return bool(self.gone or self.new or self.changed)

    def show(self, lang: Lang) -> Iterator[str]:
        """Line by line, by day and recipient: `-` gone, `+` new, `~` changed; counts at the end."""
        entries: list[tuple[MailRow, list[str]]] = [
            *((row, [*_whole("-", row)]) for row in self.gone),
            *((row, [*_whole("+", row)]) for row in self.new),
            *((now, [*_changes(before, now)]) for before, now in self.changed),
        ]
        for _, lines in sorted(entries, key=lambda entry: (entry[0].date, entry[0].to)):
            yield from lines
        gone, new, changed = len(self.gone), len(self.new), len(self.changed)
        if self:
            yield Text(
                f"Khác: {gone} thư không còn, {new} thư mới, {changed} thư thay đổi.",
                f"Different: {gone} mails gone, {new} new, {changed} changed.",
            ).to(lang)
        else:
            yield Text("Không có gì khác.", "No difference.").to(lang)


def compare(before: Iterable[MailRow], now: Iterable[MailRow]) -> Difference:
    """Mails are the same where day and recipient are; then all of them is compared."""
    old = {(row.date, row.to): row for row in before}
    new = {(row.date, row.to): row for row in now}
    return Difference(
        tuple(row for at, row in old.items() if at not in new),
        tuple(row for at, row in new.items() if at not in old),
        tuple((old[at], row) for at, row in new.items() if at in old and old[at] != row),
    )


def _title(row: MailRow) -> str:
    return f"{row.date}  {row.to}  {row.subject}"


def _line(notice: NoticeRow) -> str:
    return f"{notice.key}  {notice.rung}  {notice.reason}"


def _whole(mark: str, row: MailRow) -> Iterator[str]:
    yield f"{mark} {_title(row)}"
    yield from (f"  {mark} {_line(notice)}" for notice in row.notices)


def _changes(before: MailRow, now: MailRow) -> Iterator[str]:
    yield f"~ {_title(now)}"
    for name in ("subject", "kind", "summary", "held"):
        old, new = getattr(before, name), getattr(now, name)
        if old != new:
            yield f"  - {name}: {old}"
            yield f"  + {name}: {new}"
    yield from (f"  - {_line(each)}" for each in before.notices if each not in now.notices)
    yield from (f"  + {_line(each)}" for each in now.notices if each not in before.notices)
    if sorted(before.notices, key=_line) == sorted(now.notices, key=_line) != [*now.notices]:
        yield "  ~ notices: another order"


@dataclass(frozen=True, slots=True)
class Totals:
    """Mails and notices by month (`2019-03`), notices by agency (directory, agency) and by rung,
    mails by day.
    """

    months: Counter[str]
    month_notices: Counter[str]
    agencies: Counter[tuple[str, str]]
    rungs: Counter[str]
    days: Counter[date]


def totals(rows: Iterable[MailRow], schedule: Schedule) -> Totals:
    """Everything counted once."""
    found = Totals(Counter(), Counter(), Counter(), Counter(), Counter())
    for row in rows:
        month = f"{row.date:%Y-%m}"
        found.months[month] += 1
        found.month_notices[month] += len(row.notices)
        found.days[row.date] += 1
        for notice in row.notices:
            plan, _, agency = notice.key.partition("/")[0], "", notice.key.rpartition("/")[2]
            found.agencies[schedule.plans[plan].directory, agency] += 1
            found.rungs[notice.rung] += 1
    return found
