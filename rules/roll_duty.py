"""One duty as it stands in the next plan: wording, labels, titles and figures moved or asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .periods import parse_period
from .plan import Duty, Plan, Value
from .question import Question
from .shift_years import (
    Shifted,
    ends_a_day_early,
    shift_label,
    shift_prose,
    shift_wording,
    without_29_february,
)
from .text import Text


def rolled_duty(duty: Duty, plan: Plan, by: int) -> tuple[Duty, list[Question]]:
    """The duty `by` years later, agencies apart, and what a person has to decide about it."""
    mover = _Mover(duty, plan, by)
    labels = {label: shift_label(label, by) for label in duty.labels}
    when = mover.wording(duty.when, None)
    cells = {
        later: mover.wording(text, later)
        for label, text in duty.cells.items()
        if (later := shift_label(label, by)) is not None
    }
    value = mover.value(duty.value) if duty.value else None
    values = [mover.value(value) for value in duty.values if _stays(value.label, by)]
    gone = [label for label, later in labels.items() if later is None]
    moved = duty.model_copy(
        update={
            "when": when,
            "labels": tuple(label for label in labels.values() if label is not None),
            "cells": cells,
            "title": mover.prose(duty.title),
            "product": mover.prose(duty.product),
            "value": value,
            "values": tuple(values),
            "event": f"{plan.period[0] + by}/{duty.event}" if duty.event else "",
        }
    )
    return moved, [*_gone(duty, gone), *mover.questions(), *_event(duty), *_target(duty)]


def _stays(label: str | None, by: int) -> bool:
    return label is None or shift_label(label, by) is not None


class _Mover:
    def __init__(self, duty: Duty, plan: Plan, by: int) -> None:
        self.duty, self.plan, self.by = duty, plan, by
        first, last = plan.period
        self._near = set(range(first - 1, last + 2))
        self._kept: dict[str, dict[int, None]] = {}  # years by what cites them
        self._outside: set[int] = set()
        self._month_ends: list[tuple[str, str]] = []

    def wording(self, text: str, label: str | None) -> str:
        """The wording later; 29 February of a common year becomes the 28th, and is asked."""
        shifted = self._noted(shift_wording(text, self.by))
        self._outside |= shifted.moved - self._near
        period = parse_period(label) if label else None
        year = period.last.year if period else self.plan.period[0] + self.by
        settled = without_29_february(shifted.text, year)
        if settled != shifted.text:
            self._month_ends.append((shifted.text, "28/02 | 01/03"))
        elif ends_a_day_early(settled, year) and not ends_a_day_early(text, year - self.by):
            self._month_ends.append((settled, "28/02 | 29/02"))
        return settled

    def prose(self, text: str) -> str:
        """A title or product later; the years that the wording moves move here as well."""
        return self._noted(self._prose(text)).text

    def value(self, value: Value) -> Value:
        """The target with the year in its metric and label later, its figures as they are."""
        label = shift_label(value.label, self.by) if value.label else value.label
        return value.model_copy(update={"metric": self.prose(value.metric), "label": label})

    def _prose(self, text: str) -> Shifted:
        return shift_prose(text, self.by, self.plan.years, self._near | self._outside)

    def _noted(self, shifted: Shifted) -> Shifted:
        for year, source in shifted.kept:
            self._kept.setdefault(source, {})[year] = None
        return shifted

    def questions(self) -> Iterator[Question]:
        """Years left alone, years far from the plan's that moved, ends of February."""
        ref, by = self.duty.ref, self.by
        for source, years in self._kept.items():
            named = f" (“{source.strip('“”«»')}”)" if source else ""
            listed, later = _listed(years), _listed(year + by for year in years)
            text = Text(
                f"giữ năm {listed}{named}: còn đúng không?", f"{listed} kept{named}: still so?"
            )
            yield Question(ref, "year", text, (listed, later))
        for year in sorted(self._outside):
            text = Text(
                f"năm {year} nằm ngoài kỳ cũ, đã thành {year + by}: đúng không?",
                f"{year}, outside the old period, became {year + by}: right?",
            )
            yield Question(ref, "year", text, (str(year + by), str(year)))
        for wording, candidates in self._month_ends:
            text = Text(f"cuối tháng 02: “{wording}”", f"the end of February: “{wording}”")
            yield Question(ref, "month-end", text, tuple(candidates.split(" | ")))


def _listed(years: Iterable[int]) -> str:
    return ", ".join(str(year) for year in years)


def _gone(duty: Duty, labels: list[str]) -> Iterator[Question]:
    for label in labels:
        text = Text(f"kỳ {label} không có ở năm mới", f"the new year has no period like {label}")
        yield Question(duty.ref, "label", text)


def _event(duty: Duty) -> Iterator[Question]:
    if duty.event:
        text = Text(
            f"sự kiện “{duty.event}” ghi cho kế hoạch cũ: kế hoạch mới chờ sự kiện mới",
            f"the event “{duty.event}” was the old plan's: the new one waits for its own",
        )
        yield Question(duty.ref, "event", text)


def _target(duty: Duty) -> Iterator[Question]:
    """A whole (100 %) cannot be raised; any other figure may be another one next time."""
    values = [*([duty.value] if duty.value else []), *duty.values]
    open_ = [value for value in values if not (value.unit == "%" and value.amount == 100)]
    if open_:
        figures = "; ".join(_figure(value) for value in open_)
        text = Text(
            f"chỉ tiêu {figures}: giữ hay đổi?", f"the target {figures}: keep it or change it?"
        )
        yield Question(duty.ref, "target", text)


def _figure(value: Value) -> str:
    upper = f"–{value.amount_max:g}" if value.amount_max is not None else ""
    of = f"{value.label}: " if value.label else ""
    return f"{of}{value.op} {value.amount:g}{upper} {value.unit}"
