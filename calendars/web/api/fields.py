"""Fields of requests that several routes take."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from rules.state import State
from rules.text import Text

from .wrong import mistake

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOST = 1000  # items of a list in one answer


def _day(value: object) -> object:
    """A day written out: pydantic would take seconds since 1970 as well."""
    if value is None or (isinstance(value, str) and _DAY.fullmatch(value)):
        try:
            return value and date.fromisoformat(value)
        except ValueError:
            pass
    raise mistake(
        Text("phải là một ngày, ví dụ 2019-03-04", "must be a day, such as 2019-03-04")
    )  # fmt: skip


Day = Annotated[date, BeforeValidator(_day)]


class In(BaseModel):
    """What is not known is refused: a misspelt name must not pass for nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Which(In):
    """Which of what the token opens: of a plan, of an agency (`hanoi:so-tu-phap` or its id)."""

    plan: str | None = Field(None, max_length=200, examples=["hanoi-2019"])
    agency: str | None = Field(None, max_length=200, examples=["hanoi:so-tu-phap"])


class Span(Which):
    """A part of a list: days from `from` to `to`, both included; `limit` items from `cursor` on."""

    from_: Day | None = Field(None, alias="from", examples=["2019-01-01"])
    to: Day | None = Field(None, examples=["2019-12-31"])
    limit: int = Field(100, ge=1, le=MOST)
    cursor: str | None = Field(None, max_length=1000, description="`next` of the part before.")

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.from_ is not None and self.to is not None and self.from_ > self.to:
            raise mistake(Text("`from` sau `to`", "`from` is after `to`"))
        return self

    def holds(self, day: date | None) -> bool:
        """Whether the day lies in it; what has no day does only where no day is asked for."""
        if day is None:
            return self.from_ is None and self.to is None
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


class OccurrenceSpan(Span):
    """Occurrences in a state, by their `due`."""

    state: State | None = None


class CompletionSpan(Span):
    """Completions by the day of submission."""

    accepted: bool | None = None
