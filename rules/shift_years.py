"""Years moved from one plan to the next: what is wording moves, what is cited stays and is asked.

"Quý I/2019" of a plan of 2019 is "Quý I/2027" in the plan of 2027; "Nghị định 09/2019/NĐ-CP" and
"so với năm 2015" stay what they are.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from .periods import parse_period
from .wording.years import YearSaid, years_said

_DOCUMENT = re.compile(r"\d\s*/|^so với|^[“\"«]", re.IGNORECASE)
_ID_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_IN_FEBRUARY = (
    r"(?<![\d/.-]){day}(?P<month>\s*[/.-]\s*0?2(?!\d)|\s+tháng\s+(?:0?2|hai)\b)"
    r"(?:(?:\s*[/.-]\s*|\s*,?\s*năm\s+)(?P<year>\d{{4}}))?|(?P<iso>(?<!\d)\d{{4}})-02-{day}(?!\d)"
)
_DAY_29 = re.compile(_IN_FEBRUARY.format(day="29"), re.IGNORECASE)
_DAY_28 = re.compile(_IN_FEBRUARY.format(day="28"), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shifted:
    """A text of the next plan. `moved` are the years it had that moved, `kept` those that stayed
    although they may not hold any more: each with what cites it, "" where nothing does.
    """

    text: str
    moved: frozenset[int] = frozenset()
    kept: tuple[tuple[int, str], ...] = field(default=())


def shift_wording(text: str, by: int) -> Shifted:
    """A deadline's wording `by` years later: every year but those of citations and comparisons."""
    said = years_said(text)
    return _replaced(text, [year for year in said if not year.cited], said, by)


def shift_prose(text: str, by: int, years: Collection[int], near: Collection[int]) -> Shifted:
    """A title or a metric `by` years later. Its years move together, if one of them is in `near`.

    `years` are the plan's: only within them a year of another document's title moves ("Kế hoạch
    CCHC năm 2019"); a document's number, a comparison and a quotation stay in any case. The year of
    a standard ("ISO 9001:2015") stays unasked.
    """
    said = [year for year in years_said(text) if text[year.start - 1 : year.start] != ":"]
    moving = [year for year in said if _title_moves(year, said, years)]
    bare = [year for year in said if not year.cited]
    if any(year.year in near for year in bare):
        moving += bare
    return _replaced(text, moving, said, by)


def _title_moves(year: YearSaid, said: Sequence[YearSaid], years: Collection[int]) -> bool:
    if not year.cited or _DOCUMENT.search(year.source):
        return False
    return all(other.year in years for other in said if other.source == year.source)


def _replaced(
    text: str, moving: Collection[YearSaid], said: Sequence[YearSaid], by: int
) -> Shifted:
    kept = tuple((year.year, year.source) for year in said if year not in moving)
    for year in sorted(moving, key=lambda year: -year.start):
        text = f"{text[: year.start]}{year.year + by:04d}{text[year.end :]}"
    return Shifted(text, frozenset(year.year for year in moving), kept)


def shift_label(label: str, by: int) -> str | None:
    """A period's label `by` years later, a milestone as it is; None where no such period is
    (2020-W53 and seven years later).
    """
    if parse_period(label) is None:
        return label
    later = f"{int(label[:4]) + by:04d}{label[4:]}"
    return later if parse_period(later) else None


def shift_id(ident: str, by: int, years: Collection[int]) -> str:
    """An id with the plan's years in it `by` years later; the same where it has none."""
    return _ID_YEAR.sub(
        lambda match: str(int(match[0]) + by) if int(match[0]) in years else match[0], ident
    )


def without_29_february(text: str, year: int) -> str:
    """The text with 28 for 29 February where the year it names, else `year`, is no leap year."""

    def settled(match: re.Match[str]) -> str:
        if _leap(match, year):
            return match[0]
        day = len(match[0]) - 2 if match["iso"] else 0
        return f"{match[0][:day]}28{match[0][day + 2 :]}"

    return _DAY_29.sub(settled, text)


def ends_a_day_early(text: str, year: int) -> bool:
    """Whether it says 28 February of a leap year: in a common year that was the month's end."""
    return any(_leap(match, year) for match in _DAY_28.finditer(text))


def _leap(match: re.Match[str], year: int) -> bool:
    return isleap(int(match["year"] or match["iso"] or year))
