"""What each column of a task table holds: by the words of its head, else by what its cells hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Literal

from ..words import bare
from .agencies import Agencies
from .goals import is_amount
from .times import Reader

Role = Literal[
    "number", "title", "lead", "with", "implement", "when", "product", "goal", "measure", "unit",
    "note", "year",
]  # fmt: skip

# Tried in turn; the first that is found in a head names its role most strongly
_HEADS: tuple[tuple[Role, str, float], ...] = (
    ("number", r"^(stt|tt|so tt|so thu tu|no|s tt)$", 3),
    ("year", r"^(nam )?20\d\d$", 3),
    ("measure", r"diem toi da|diem chuan|^diem nam|ket qua nam|hien trang|thuc hien nam", 3),
    ("unit", r"don vi tinh|^dvt$", 3),
    ("goal", r"muc tieu|chi tieu nam|phan dau|^chi tieu (giao|20)", 2.5),
    ("with", r"phoi hop", 3),
    ("lead", r"chu tri|dau moi", 3),
    ("when", r"thoi gian|thoi han|tien do|thoi diem|lo trinh|han hoan thanh|^hoan thanh", 3),
    ("product", r"san pham|dau ra|ket qua|hinh thuc van ban", 2.5),
    ("title", r"noi dung|nhiem vu|cong viec|ten (nhiem|de|van)|tieu chi|linh vuc|hoat dong", 2),
    ("title", r"chi tieu", 2),
    ("implement", r"(co quan|don vi|bo phan).*thuc hien|trien khai", 1.8),
    ("implement", r"thuc hien.*(co quan|don vi)", 1.8),
    ("lead", r"phu trach|(co quan|don vi).*tham muu", 1.5),
    ("note", r"ghi chu|chu thich", 3),
)
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[a-zđA-E])[.)]?")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?\s*%?")
_MARK = re.compile(r"[xX✓✔*]")
_PRODUCTS = re.compile(
    r"(?:(?:các\s+)?(?:kế\s+hoạch|quyết\s+định|báo\s+cáo|đề\s+án|văn\s+bản|công\s+văn|danh\s+mục"
    r"|nghị\s+quyết|tờ\s+trình|thông\s+báo|phần\s+mềm|quy\s+chế|hướng\s+dẫn|hội\s+nghị|phương\s+án"
    r"|chỉ\s+thị|dự\s+án|quy\s+định))\b",
    re.IGNORECASE,
)
_LONGEST_HEAD = 80  # characters of a head's cell
_KNOWN = 0.6  # of a head's cells
_SHORT = 60  # deadlines are shorter than what they are for


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column has which role; `years` by column; `sure` where the head says it all."""

    roles: dict[Role, int]
    years: dict[int, str]
    sure: bool


def head_roles(cell: str) -> list[tuple[Role, float]]:
    """The roles a head's words speak for, with their weight."""
    words = bare(cell)
    return [(role, weight) for role, pattern, weight in _HEADS if re.search(pattern, words)]


def is_head(cells: Sequence[str]) -> bool:
    """Whether a row is a table's head: nearly all it holds are words of heads."""
    filled = [cell for cell in cells if cell.strip()]
    known = 0
    for place, cell in enumerate(filled):
        known += len(cell) < _LONGEST_HEAD and bool(head_roles(cell))
        if known + len(filled) - place - 1 < _KNOWN * len(filled):
            return False  # as with nearly every row of a long table, after a cell or two
    return known >= 2


def find_columns(
    head: Sequence[str] | None, rows: Sequence[Sequence[str]], agencies: Agencies, reader: Reader
) -> Columns:
    """The roles of the columns. `rows` without their head, as texts."""
    width = max((len(row) for row in rows), default=0)
    cells = [[row[n] for row in rows if n < len(row) and row[n].strip()] for n in range(width)]
    heads = [*(head or ()), *[""] * width][:width]
    years = {n: year[0] for n in range(width) if (year := _year(heads[n]))}
    years = years or _marked_years(cells, reader)
    held = _compared([_held(column, agencies, reader) for column in cells], cells)
    roles = _assigned(heads, held, years)
    if head is None and "when" not in roles and not years:
        _find_goal(roles, cells)
    if "lead" not in roles and "implement" in roles:
        roles["lead"] = roles.pop("implement")
    named = all(
        role in [r for r, _ in head_roles(heads[n])] or (role == "lead" and heads[n])
        for role, n in roles.items()
        if cells[n]
    )
    return Columns(roles, years, sure=head is not None and named)


def _compared(held: list[dict[Role, float]], cells: list[list[str]]) -> list[dict[Role, float]]:
    """What shows beside the others: the title has the most words, a lead stands in each row."""
    longest = max((each.get("title", 0) for each in held), default=0) or 1
    fullest = max(
        (
            len(column)
            for each, column in zip(held, cells, strict=True)
            if each.get("lead", 0) > _WHO
        ),
        default=1,
    )
    for each, column in zip(held, cells, strict=True):
        each["title"] = each.get("title", 0) / longest
        each["lead"] = each.get("lead", 0) * (0.6 + 0.4 * min(len(column) / fullest, 1))
    return held


def _assigned(
    heads: Sequence[str], held: list[dict[Role, float]], years: dict[int, str]
) -> dict[Role, int]:
    """Each role to the column that fits it best, each column to one role, the surest first."""
    scores: list[tuple[float, Role, int]] = []
    for n, own in enumerate(held):
        if n in years:
            continue
        said = dict[Role, float]()
        for role, weight in head_roles(heads[n]):
            said[role] = max(said.get(role, 0), weight)
        scores += [
            (said.get(role, 0) + own.get(role, 0), role, n)
            for role in {*own, *said}
            if _fits(role, own, heads[n])
        ]
    roles: dict[Role, int] = {}
    for score, role, n in sorted(scores, key=lambda each: (-each[0], each[2], each[1])):
        if score > _LEAST and role not in roles and n not in roles.values():
            roles[role] = n
    return roles


_WHO = 0.3  # of a column's cells that name agencies, for it to be one of agencies
_LEAST = 0.45
_RISING = 0.85  # of the steps from row to row
_MARKS = 0.25  # of the cells of a year's column


def _marked_years(cells: list[list[str]], reader: Reader) -> dict[int, str]:
    """The plan's years, where the head is lost and as many columns side by side hold marks."""
    marked = [n for n, held in enumerate(cells) if held and _share(map(is_mark, held)) > _MARKS]
    years = range(reader.context.year, reader.context.last_year + 1)
    if len(years) < 2 or len(marked) != len(years):
        return {}
    if marked[-1] - marked[0] != len(years) - 1:
        return {}
    return {n: str(year) for n, year in zip(marked, years, strict=True)}


def _find_goal(roles: dict[Role, int], cells: list[list[str]]) -> None:
    """The goal of a score table whose head is lost: between what was and the most there is."""
    sums = {
        n: sum(float(cell.strip(" %").replace(",", ".")) for cell in held)
        for n, held in enumerate(cells)
        if held and n != roles.get("number") and all(_DECIMAL.fullmatch(c.strip()) for c in held)
    }
    ordered = sorted(sums, key=lambda n: sums[n])
    if len(ordered) in (2, 3):
        roles["goal"] = ordered[1]


def _year(head: str) -> re.Match[str] | None:
    return re.search(r"20\d\d", head) if re.fullmatch(r"(?:nam )?20\d\d", bare(head)) else None


def _fits(role: Role, held: dict[Role, float], head: str) -> bool:
    """A head alone does not make a column of agencies a column of times."""
    if role == "goal":
        return held.get("measure", 0) > 0 or bool(re.search(r"20\d\d", head))
    return not (role == "when" and held.get("lead", 0) > 0.8)


def _held(cells: list[str], agencies: Agencies, reader: Reader) -> dict[Role, float]:
    """How well the cells of one column fit each role, 0 to 1 or a little above."""
    if not cells:
        return {}
    sample = cells[:40]
    listed = [agencies.listed(cell) for cell in sample]
    who = _share(bool(names) and names[0].id != "" for names in listed)
    several = fmean(len(names) for names in listed)
    length = fmean(len(cell) for cell in sample)
    time = _share(len(c) < 4 * _SHORT and not names_known(listed[n]) and _is_time(c, reader)
                  for n, c in enumerate(sample))  # fmt: skip
    decimal = _share(is_amount(cell) for cell in sample)
    number = _share(bool(_NUMBER.fullmatch(cell.strip())) for cell in sample)
    product = _share(bool(_PRODUCTS.match(cell)) for cell in sample)
    rising = _rising(sample)
    held: dict[Role, float] = {
        "number": number if rising or decimal < 0.5 else number * 0.4,
        "measure": 0.0 if rising else decimal,
        "lead": who * (1.1 - 0.05 * min(several, 4)),
        "implement": who * 0.6,
        "with": who * (0.8 + 0.05 * min(several, 4)),
        "when": time * (1.0 if length < _SHORT else 0.7),
        "product": product * (0.9 if length < _SHORT else 0.5),
        "title": (1 - who) * (1 - time) * (1 - decimal) * (1 - number) * length,
    }
    return {role: score for role, score in held.items() if score > 0.05}


def names_known(names: Sequence[object]) -> bool:
    """Whether every name of a cell is an agency of the directory."""
    return bool(names) and all(getattr(name, "id", "") for name in names)


def _is_time(cell: str, reader: Reader) -> bool:
    return bool(re.search(r"\d|năm|tháng|quý|xuyên|theo|sau|khi", cell, re.IGNORECASE)) and (
        reader.is_time(cell)
    )


def _share(fits: Iterable[bool]) -> float:
    values = list(fits)
    return sum(values) / len(values) if values else 0.0


def _rising(cells: list[str]) -> bool:
    """Whether the figures count rows: each above the last ("2.9" < "2.10"), or begun anew at 1."""
    numbers = [
        tuple(int(part) for part in match[1].split("."))
        for cell in cells
        if (match := re.fullmatch(r"(\d+(?:\.\d+)*)[.)]?", cell.strip()))
    ]
    return len(numbers) > 1 and _share(a < b or b == (1,) for a, b in pairwise(numbers)) >= _RISING


def is_mark(cell: str) -> bool:
    """Whether the cell only marks its column: "X"."""
    return bool(_MARK.fullmatch(cell.strip()))
