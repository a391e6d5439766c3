"""Plans, directories and working days compiled into a schedule; what cannot be is a problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from .check import check_targets, unknown_name
from .dates import apply_working_days
from .directory import Directory
from .extensions import extend
from .facts import Event, Facts
from .periods import data_window, parse_period
from .plan import Duty, Plan
from .problems import Problem
from .schedule import Assignee, Schedule, Slot
from .slots import DutyReader, Reading
from .text import Text
from .wording import WordingError
from .workdays import WorkingDays

NOTHING = Facts()


def compile_schedule(
    plans: Iterable[Plan],
    directories: Mapping[str, Directory],
    working_days: WorkingDays,
    facts: Facts = NOTHING,
) -> tuple[Schedule, list[Problem]]:
    """The schedule of all duties that can be read, and a problem for each that cannot.

    Of the facts, events give pending duties their dates, and extensions move those of occurrences.
    A plan whose directory is not there, or whose coordinator nobody answers to, is left out whole;
    a lead that nobody answers to is left out of its duty. The problems say so.
    """
    slots: list[Slot] = []
    problems: list[Problem] = []
    known: dict[str, Plan] = {}
    for plan in plans:
        directory = directories.get(plan.directory)
        if directory is None:
            problems.append(_no_directory(plan, directories))
            continue
        if plan.coordinator not in directory.agencies:
            file = f"{plan.id}.toml"
            problems.append(unknown_name(file, "coordinator", plan.coordinator, directory))
            continue
        known[plan.id] = plan
        compiler = _PlanCompiler(plan, directory, working_days, facts.events)
        for duty in plan.duties:
            problems += check_targets(plan, duty, "lead", duty.lead, directory)
            try:
                slots += compiler.slots(duty)
            except WordingError as error:
                problems.append(_refused(plan, duty, error))
    extended = [*extend(slots, facts.extensions, working_days)]
    return Schedule(extended, known, directories, working_days), problems


class _PlanCompiler:
    def __init__(
        self,
        plan: Plan,
        directory: Directory,
        working_days: WorkingDays,
        events: Mapping[str, Event],
    ) -> None:
        self.plan, self.directory, self.working_days = plan, directory, working_days
        self.reader = DutyReader(plan, working_days, events)
        self._assignees: dict[tuple[object, ...], tuple[Assignee, ...]] = {}

    def slots(self, duty: Duty) -> list[Slot]:
        """The duty's slots. WordingError where its wording is refused."""
        return [self._slot(duty, reading) for reading in self.reader.read(duty)]

    def _slot(self, duty: Duty, reading: Reading) -> Slot:
        period, window = parse_period(reading.label), reading.window
        data = data_window(period) if duty.kind == "report" and period else None
        if window is None:
            return Slot(
                self.plan, duty, reading.label, period, None, None, None, None, None,
                assumed=False, hour="", data=data, reasons=reading.reasons, moved_by=(),
                predicted=False, waits_for=reading.waits_for,
                assignees=self._who(duty, self.plan.issued),
            )  # fmt: skip
        dates = apply_working_days(window.stated, window.bound, self.plan.policy, self.working_days)
        return Slot(
            self.plan, duty, reading.label, period, window.start, window.stated, window.bound,
            dates.due, dates.late_from, assumed=window.assumed, hour=window.hour, data=data,
            reasons=window.reasons + dates.reasons, moved_by=dates.moved_by,
            predicted=dates.predicted, waits_for="", assignees=self._who(duty, dates.due),
        )  # fmt: skip

    def _who(self, duty: Duty, day: date) -> tuple[Assignee, ...]:
        """Who owes on that day; slots with the same answer share it.

        A duty for which the document names no lead is followed up by the plan's coordinator.
        """
        leads = duty.lead or (self.plan.coordinator,)
        written = duty.lead_written or ("",) * len(leads)
        resolved = [
            (agency, name, before)
            for lead, name in zip(leads, written, strict=True)
            if lead in self.directory.agencies or lead in self.directory.groups
            for agency, before in self.directory.in_force(lead, day)
        ]
        token = tuple((agency.id, name, len(before)) for agency, name, before in resolved)
        if token not in self._assignees:
            found: dict[str, Assignee] = {}
            for agency, name, before in resolved:
                found.setdefault(agency.id, Assignee(agency, name, before))
            self._assignees[token] = tuple(found.values())
        return self._assignees[token]


def _no_directory(plan: Plan, directories: Mapping[str, Directory]) -> Problem:
    there = ", ".join(sorted(directories)) or "—"
    return Problem(
        file=f"{plan.id}.toml",
        key="directory",
        value=plan.directory,
        what=Text("không có danh bạ cơ quan này", "there is no such directory of agencies"),
        hint=Text(f"hiện có: {there}", f"there are: {there}"),
    )


def _refused(plan: Plan, duty: Duty, error: WordingError) -> Problem:
    return Problem(
        file=f"{plan.id}.toml",
        key=f'duty["{duty.ref}"].when',
        value=duty.when,
        what=Text(error.show("vi"), error.show("en")),
    )
