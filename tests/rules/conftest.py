"""The five plans as shipped, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.compile import compile_schedule
from rules.directory_file import load_directory
from rules.plan_file import load_plan
from rules.schedule import Schedule
from rules.workdays_file import load_working_days

PLANS = Path(__file__).parents[2] / "plans"


@pytest.fixture(scope="session")
def shipped() -> Schedule:
    """The schedule of all shipped plans; loading them must show no problem."""
    working_days, problems = load_working_days(PLANS / "working-days.toml")
    directories = {}
    for path in sorted((PLANS / "directories").glob("*.toml")):
        directory, found = load_directory(path)
        problems += found
        if directory is not None:
            directories[directory.id] = directory
    plans = []
    for path in sorted(PLANS.glob("*-20*.toml")):
        plan, found = load_plan(path)
        problems += found
        if plan is not None:
            plans.append(plan)
    schedule, found = compile_schedule(plans, directories, working_days)
    assert problems + found == []
    return schedule
