"""Next year's plan from this year's, by rule: no date is copied, none is counted on.

What is wording moves by the years between the two plans and is read again; what a rule cannot
decide is asked (rows F9 and C19 of practice: a copied plan keeps last year's dates).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from .deadline import Context
from .directory import Directory
from .plan import Duty, Plan
from .question import Question
from .roll_agencies import GroupChange, group_changes, successor, successors
from .roll_duty import rolled_duty
from .shift_years import shift_id, shift_prose
from .slots import DutyReader
from .text import Text
from .wording import WordingError, read
from .workdays import WorkingDays

LAST_YEAR = 2200
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Head:
    """What only a person knows of the next document; None where it is still to be given."""

    number: str | None = None
    issued: date | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Rolled:
    """The next plan, `by` years later.

    `missing` names the keys still to be given: until then `number` is "" and `issued` the old day
    `by` years later, with which dates are computed. `dropped` are refs of the old plan.
    """

    plan: Plan
    by: int
    missing: tuple[str, ...]
    questions: tuple[Question, ...]
    groups: tuple[GroupChange, ...]
    dropped: tuple[str, ...]


class RollError(Exception):
    """The plan cannot be rolled so; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def roll(
    plan: Plan,
    year: int,
    directory: Directory,
    working_days: WorkingDays,
    *,
    head: Head,
    drop: Collection[str] = (),
) -> Rolled:
    """The plan for the period of the same length that begins with `year`.

    Agencies are those in force on its 1 January. RollError where the year is not later than the
    plan's first, the id is none, or a ref to drop is none of the plan's.
    """
    by = _years_between(plan, year)
    if head.id is not None and not _ID.fullmatch(head.id):
        raise RollError(Text(f"mã không hợp lệ: {head.id}", f"is not a valid id: {head.id}"))
    refs = {duty.ref for duty in plan.duties}
    if unknown := sorted({*drop} - refs):
        raise RollError(Text(f"không có mục {unknown[0]}", f"there is no duty {unknown[0]}"))
    if refs <= {*drop}:
        raise RollError(Text("không còn nhiệm vụ nào", "no duty is left"))
    day, questions = date(year, 1, 1), [*_to_fill(plan, head, by)]
    reader = _Recurring(plan, working_days)
    duties = []
    for duty in plan.duties:
        if duty.ref in drop:
            continue
        later, asked = rolled_duty(duty, plan, by)
        later, about_agencies = successors(later, directory, day)
        if reader.one_off(duty):
            questions.append(_keep(duty))
        questions += [*asked, *about_agencies]
        duties.append(later)
    changed: dict[str, object] = {}
    for key in ("issuer", "coordinator"):
        changed[key], asked = successor(key, getattr(plan, key), directory, day)
        questions += asked
    ident = shift_id(plan.id, by, plan.years)
    title = shift_prose(plan.title, by, plan.years, plan.years)
    new = plan.model_copy(
        update={
            **changed,
            "id": head.id or (ident if ident != plan.id else f"{plan.id}-{year}"),
            "title": title.text,
            "number": head.number or "",
            "issued": head.issued or plan.issued + relativedelta(years=by),
            "period": (plan.period[0] + by, plan.period[1] + by),
            "revision": 0, "revised": None, "archived": None,
            "duties": tuple(duties),
        }
    )  # fmt: skip
    questions += _refused(new, working_days)
    groups = group_changes(_named(new), directory, date(plan.period[0], 1, 1), day)
    missing = tuple(key for key in ("number", "issued") if getattr(head, key) is None)
    dropped = tuple(duty.ref for duty in plan.duties if duty.ref in drop)
    return Rolled(new, by, missing, tuple(questions), tuple(groups), dropped)


def _years_between(plan: Plan, year: int) -> int:
    first, last = plan.period
    if not first < year <= LAST_YEAR - (last - first):
        raise RollError(
            Text(
                f"năm {year}: phải sau năm đầu của kế hoạch, {first}, và không quá {LAST_YEAR}",
                f"the year {year} must be after the plan's first, {first}, and up to {LAST_YEAR}",
            )
        )
    return year - first


def _to_fill(plan: Plan, head: Head, by: int) -> Iterator[Question]:
    if head.number is None:
        text = Text(f"số văn bản mới (cũ: {plan.number})", f"the new number (was: {plan.number})")
        yield Question("", "number", text)
    if head.issued is None:
        assumed = plan.issued + relativedelta(years=by)
        text = Text(
            f"ngày ban hành (cũ: {plan.issued:%d/%m/%Y}); tạm tính theo {assumed:%d/%m/%Y}",
            f"the day of issue (was: {plan.issued}); dates are computed with {assumed}",
        )
        yield Question("", "issued", text)


class _Recurring:
    """Whether a duty of the old plan comes again by its own words."""

    def __init__(self, plan: Plan, working_days: WorkingDays) -> None:
        self._years = {str(year) for year in plan.years}
        self._context = Context(
            plan.period[0], working_days, plan.period[1], plan.issued, before=plan.policy.before
        )

    def one_off(self, duty: Duty) -> bool:
        """A task that neither recurs nor has a label for each period or year of the plan."""
        if duty.kind != "task":
            return False
        if duty.labels:
            return len(duty.labels) == 1 or not self._years <= {each[:4] for each in duty.labels}
        try:
            return read(duty.when, self._context).recurs is None
        except WordingError:
            return True


def _keep(duty: Duty) -> Question:
    text = Text(
        f"việc một lần: giữ hay bỏ? Bỏ: --drop {duty.ref}",
        f"a one-off task: keep it, or drop it by --drop {duty.ref}?",
    )
    return Question(duty.ref, "one-off", text, ("giữ / keep", "bỏ / drop"))


def _refused(plan: Plan, working_days: WorkingDays) -> Iterator[Question]:
    """Wording that was understood and, with the new years, is not: a weekday that differs."""
    reader = DutyReader(plan, working_days, {})
    for duty in plan.duties:
        try:
            reader.read(duty)
        except WordingError as error:
            yield Question(duty.ref, "wording", Text(error.show("vi"), error.show("en")))


def _named(plan: Plan) -> Iterator[str]:
    for duty in plan.duties:
        yield from (*duty.lead, *duty.with_, *duty.to, *duty.implement)
