"""Where a phrase names years, and which of them belong to a cited document or a comparison."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from .citations import set_citations_apart
from .classes import type_at
from .errors import WordingError
from .normalise import normalise
from .numbers import read_numbers
from .rrule import is_rrule
from .scan import scan
from .tokens import Tok

Cited = Literal["", "unsure", "sure"]
_YEARS = {"Y", "N_Y", "DMY"}
_FIGURES = re.compile(r"(?<!\d)(?:19|2\d)\d\d(?!\d)")
_NUMBERED = re.compile(r"\d+\s*/\s*(?:\d{4}\s*/)?[^\W\d_]")
_RRULE_YEAR = re.compile(r"(?<=UNTIL=)\d{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class YearSaid:
    """A year in figures; `start` and `end` are offsets into the phrase as given.

    `cited`: it is part of a document's number, date or title, or of a comparison; "unsure" where
    that may be a title ("Kế hoạch ... năm 2019"), in the sense of `citations`. `source` is the
    citation's text, "" outside of one.
    """

    year: int
    start: int
    end: int
    cited: Cited = ""
    source: str = ""


def years_said(phrase: str) -> tuple[YearSaid, ...]:
    """Every year of the phrase, in its order. Reads any text, a deadline or not; never raises."""
    shown = normalise(phrase)
    if is_rrule(shown.text[shown.start : shown.end]):
        return tuple(
            YearSaid(int(match[0]), *match.span()) for match in _RRULE_YEAR.finditer(phrase)
        )
    tokens = scan(shown)
    with suppress(WordingError):  # a number said twice, differently: no year's matter
        tokens = read_numbers(tokens)
    return tuple(
        YearSaid(year, *shown.place_in_original(start, end), cited, source)
        for year, start, end, cited, source in _years(set_citations_apart(tokens, shown.text))
    )


def _years(tokens: list[Tok]) -> Iterator[tuple[int, int, int, Cited, str]]:
    for place, token in enumerate(tokens):
        if token.type not in _YEARS | {"CITATION", "DOCNO"}:
            continue
        cited: Cited = ""
        if token.type not in _YEARS:
            cited = "unsure" if token.value == "unsure" else "sure"
        elif token.type == "Y" and _after_document(tokens, place):
            cited = "sure"
        for match in _FIGURES.finditer(token.text):
            start, end = (token.start_pos + place for place in match.span())
            yield int(match[0]), start, end, cited, token.text if cited else ""


def _after_document(tokens: list[Tok], place: int) -> bool:
    """Whether the year follows a document's number: “225/QĐ-TTg năm 2016”."""
    before = place - 2 if type_at(tokens, place - 1) == "YEAR" else place - 1
    if type_at(tokens, before) not in {"CITATION", "DOCNO"}:
        return False
    return _NUMBERED.search(tokens[before].text) is not None
