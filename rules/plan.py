"""The plan file's model: a signed document and the duties in it, as written."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Kind = Literal["task", "report", "target", "standing"]


class Strict(BaseModel):
    """Frozen, and an unknown key is an error: a misspelt key must not pass for a default."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Value(Strict):
    """A numeric target: `metric` `op` `amount` `unit`, e.g. "hồ sơ đúng hạn" >= 95 "%".

    `strict`: the words say "trên", more than. `amount_max`: the upper end of a range.
    `label`: the period it holds for, where it differs by period.
    """

    metric: str
    op: Literal[">=", "<=", "="]
    amount: float
    unit: str
    strict: bool = False
    amount_max: float | None = None
    label: str | None = None


class Policy(Strict):
    """How the plan's authors want their words taken (deadlines.md, "Three dates, never one").

    `before`: whether "trước ngày D" leaves D out. `aim`: the day to aim for, the last working day
    on or before the stated one, or the stated one itself. `grace`: whether a term that ends on a
    day off runs to the end of the next working day (Civil Code 2015, art. 148.5).
    """

    before: Literal["exclusive", "inclusive"] = "exclusive"
    aim: Literal["preceding", "stated"] = "preceding"
    grace: Literal["next-working-day", "none"] = "next-working-day"


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Duty(Strict):
    """One obligation. `lead` holds agency ids or @groups, `lead_written` the names as written, one
    for each of `lead`; the same for `with` and `with_written`.

    `labels` name the occurrences where the wording alone does not; `cells` hold the wording of a
    single label where a table gives one. `event` names the outside event it waits for; by default
    that is `plan/ref`.
    """

    ref: str = Field(min_length=1)
    kind: Kind
    title: str = Field(min_length=1)
    lead: Names = ()
    lead_written: Names = ()
    with_: Names = Field(default=(), alias="with")
    with_written: Names = ()
    when: str = ""
    labels: Names = ()
    cells: dict[str, str] = Field(default_factory=dict)
    to: Names = ()
    product: str = ""
    implement: Names = ()
    value: Value | None = None
    values: tuple[Value, ...] = ()
    event: str = ""

    @model_validator(mode="before")
    @classmethod
    def _table_of_wordings(cls, data: object) -> object:
        """`[duty.when]` as a table is labels and cells in one."""
        if isinstance(data, dict) and isinstance(data.get("when"), dict):
            table = data["when"]
            return {**data, "when": "", "labels": tuple(table), "cells": table}
        return data

    def wording(self, label: str) -> str:
        """What the document says of this label: its cell, or the duty's own wording.

        Without the marks for bold type that a document's conversion may have left.
        """
        return (self.cells.get(label) or self.when).replace("**", "")

    def values_for(self, label: str) -> tuple[Value, ...]:
        """The targets that hold for the label: its own, or the duty's; there may be several."""
        own = tuple(value for value in self.values if value.label == label)
        return own or ((self.value,) if self.value else ())


class Plan(Strict):
    """A signed document with its duties. `period` is its first and last year, both included.

    `revision` counts changed editions of the file and `revised` dates the newest (by default the
    day of issue); both travel into the feeds. `archived`: from that day on nothing of it is urged.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str = Field(min_length=1)
    number: str
    issued: date
    issuer: str
    coordinator: str
    directory: str
    period: tuple[int, int]
    revision: int = Field(default=0, ge=0)
    revised: date | None = None
    archived: date | None = None
    policy: Policy = Policy()
    duties: tuple[Duty, ...] = Field(alias="duty", min_length=1)

    @property
    def years(self) -> range:
        """The years of the plan."""
        return range(self.period[0], self.period[1] + 1)

    @property
    def revised_on(self) -> date:
        """The day of the newest edition."""
        return self.revised or self.issued
