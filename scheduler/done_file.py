"""A CSV file of what is pretended to be done, for `kyhan simulate`: columns key, on, number."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from rules.facts import Acceptance, Completion
from rules.problems import Problem
from rules.schedule import Schedule
from rules.text import Text, one_line
from rules.validation_texts import did_you_mean

COLUMNS = ("key", "on", "number")
SEPARATORS = (",", ";", "\t")  # spreadsheets write the one their country's numbers leave free

_Row = Mapping[str, str]


def read_done(
    path: Path, schedule: Schedule, zone: ZoneInfo
) -> tuple[list[Completion], list[Problem]]:
    """The completions of the file, in its order, and every problem with its line (from 1).

    Each is recorded and accepted on its day `on`, written 2019-03-04 or 04/03/2019, a civil day of
    `zone`.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        what = Text("không đọc được", "cannot be read")
        return [], [Problem(str(path), "--done", what, Text(str(error), str(error)))]
    head = lines[0] if lines else ""
    separator = max(SEPARATORS, key=head.count)
    reader = csv.reader(lines, delimiter=separator)
    names = [name.strip().lower() for name in next(reader, [])]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        return [], [_missing_columns(path, missing)]
    found: list[Completion] = []
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        wrong = [*_wrong(row, first, path, reader.line_num, schedule)]
        problems += wrong
        first.setdefault(row.get("key", ""), reader.line_num)
        if not wrong:
            on = _day(row["on"])
            at = datetime.combine(on or date.min, time(), zone)
            number, accepted = one_line(row["number"]), Acceptance("", at)
            found.append(Completion(row["key"], at.date(), number, "", at, accepted=accepted))
    return found, problems


def _wrong(
    row: _Row, first: Mapping[str, int], path: Path, line: int, schedule: Schedule
) -> Iterator[Problem]:
    key = row.get("key", "")
    if key in first:
        what = Text(f"đã có ở dòng {first[key]}", f"stands in line {first[key]} already")
        hint = Text("giữ một dòng", "keep one of them")
        yield Problem(str(path), "key", what, hint, key, line)
    elif schedule.find(key) is None:
        near = did_you_mean(key, [each.key for each in schedule.occurrences()])
        what = Text("không có việc mang mã này", "no occurrence has this key")
        yield Problem(str(path), "key", what, near, key, line)
    if _day(row.get("on", "")) is None:
        what = Text("không phải một ngày", "is not a day")
        hint = Text("viết 2019-03-04 hoặc 04/03/2019", "write 2019-03-04 or 04/03/2019")
        yield Problem(str(path), "on", what, hint, row.get("on", ""), line)
    if not row.get("number"):
        what = Text("thiếu số văn bản", "the document's number is missing")
        yield Problem(str(path), "number", what, Text("12/BC-STP", "12/BC-STP"), "", line)


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a civil day, no instant
        except ValueError:
            continue
    return None


def _missing_columns(path: Path, missing: list[str]) -> Problem:
    what = Text("thiếu cột " + ", ".join(missing), "lacks the columns " + ", ".join(missing))
    hint = Text("dòng đầu: key,on,number", "first line: key,on,number")
    return Problem(str(path), "--done", what, hint, "", 1)
