"""The site: working days, directories and plans loaded together; a bad file is left out, named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rules.check import check_contacts, check_data_windows, check_plan, check_working_days
from rules.compile import NOTHING, compile_schedule
from rules.directory import Directory
from rules.directory_file import load_directory
from rules.facts import Facts
from rules.plan import Plan
from rules.plan_file import load_plan
from rules.problems import Problem
from rules.schedule import Schedule
from rules.text import Text
from rules.workdays import WorkingDays, with_operator_days
from rules.workdays_file import load_working_days

from .config import Config


@dataclass(frozen=True, slots=True)
class Site:
    """Everything the rules need but time and records. `problems` are those of loading."""

    plans: tuple[Plan, ...]
    directories: Mapping[str, Directory]
    working_days: WorkingDays
    problems: tuple[Problem, ...]

    def schedule(self, facts: Facts = NOTHING) -> tuple[Schedule, list[Problem]]:
        """The schedule with events and extensions applied, and the wording that was refused."""
        return compile_schedule(self.plans, self.directories, self.working_days, facts)

    def check(self, today: date, working_days_file: Path) -> list[Problem]:
        """Every problem and warning of directories, plans and working days at once."""
        schedule, refused = self.schedule()
        found = [
            *self.problems,
            *(
                problem
                for plan in self.plans
                if plan.directory in self.directories
                for problem in check_plan(plan, self.directories[plan.directory])
            ),
            *refused,
            *check_contacts(schedule),
            *check_data_windows(schedule),
            *check_working_days(self.working_days, today, working_days_file.name),
        ]
        return list(dict.fromkeys(found))  # what keeps a duty from its dates is found by two


def site_files(config: Config) -> tuple[Path, ...]:
    """The files a site is made of, sorted: what a reload has to watch."""
    paths = config.plans
    return (
        paths.working_days,
        *sorted(paths.directories.glob("*.toml")),
        *sorted(paths.folder.glob("*.toml")),
    )


def load_days(config: Config) -> tuple[WorkingDays, list[Problem]]:
    """The working days, with what the configuration adds and withdraws."""
    working_days, problems = load_working_days(config.plans.working_days)
    own = config.working_days
    return with_operator_days(working_days, own.off, own.worked, own.withdraw), problems


def load_site(config: Config) -> Site:
    """Load all files of the site. One bad file never stops the others."""
    paths = config.plans
    working_days, problems = load_days(config)
    directories: dict[str, Directory] = {}
    plans: dict[str, Plan] = {}
    for path in sorted(paths.directories.glob("*.toml")):
        directory, found = load_directory(path)
        problems += found
        if directory is not None:
            directories[directory.id] = directory
    for path in sorted(paths.folder.glob("*.toml")):
        if path.resolve() == paths.working_days.resolve():
            continue
        plan, found = load_plan(path)
        problems += found
        if plan is not None and plan.id in plans:
            problems.append(_twice(path, plan))
        elif plan is not None:
            plans[plan.id] = plan
    if not plans and not problems:
        problems.append(_no_plans(paths.folder))
    return Site(tuple(plans.values()), directories, working_days, tuple(problems))


def _twice(path: Path, plan: Plan) -> Problem:
    return Problem(
        path.name,
        "id",
        Text("một kế hoạch khác đã mang mã này", "another plan has this id"),
        Text("đặt mã khác", "give it another id"),
        plan.id,
    )


def _no_plans(folder: Path) -> Problem:
    return Problem(
        "config.toml",
        "plans.folder",
        Text("thư mục không có kế hoạch nào (*.toml)", "the folder holds no plan (*.toml)"),
        value=str(folder),
    )
