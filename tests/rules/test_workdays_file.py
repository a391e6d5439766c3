"""Tables of working days with faults: each is named with its place.

`working_days_bad/` holds one file for each fault, named for it; lines are counted by hand.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rules.workdays_file import load_working_days

BAD = Path(__file__).parent / "working_days_bad"

# file: (line, key, a part of what is said in English)
FAULTS = {
    "swap-without-its-other-day": [
        (8, 'year["2019"].off["2019-04-29"].date', "does not name it"),
    ],
    "swap-that-names-another-day": [
        (8, 'year["2019"].off["2019-04-29"].date', "does not name it"),
        (11, 'year["2019"].worked["2019-05-04"].date', "does not name it"),
    ],
    "worked-on-a-weekday": [
        (11, 'year["2019"].worked["2019-05-03"].date', "is not a weekend day"),
    ],
    "in-lieu-on-a-weekend": [
        (8, 'year["2019"].off["2019-04-14"].date', "is a weekend already"),
    ],
    "day-of-another-year": [
        (7, 'year["2019"].off["2018-01-01"].date', "move it to 2018"),
    ],
    "day-twice": [(7, 'year["2019"].off["2019-01-01"].date', "is listed twice")],
    "worked-but-no-swap": [
        (10, 'year["2019"].worked["2019-05-04"].date', "only a swap"),
    ],
    "kind-unknown": [
        (7, 'year["2019"].off["2019-01-01"].kind', "one of: 'holiday', 'in-lieu', 'swap'"),
    ],
    "year-twice": [(11, 'year["2019"].year', "already given")],
}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_every_fault_of_a_table_is_found(name: str) -> None:
    _, problems = load_working_days(BAD / f"{name}.toml")
    assert [(one.line, one.key) for one in problems] == [(n, key) for n, key, _ in FAULTS[name]]
    for problem, (_, _, said) in zip(problems, FAULTS[name], strict=True):
        assert said in problem.show("en")


def test_no_bad_table_is_without_a_test() -> None:
    assert {path.stem for path in BAD.glob("*.toml")} == set(FAULTS)


def test_a_table_that_cannot_be_read_leaves_a_predicted_calendar(tmp_path: Path) -> None:
    days, problems = load_working_days(tmp_path / "absent.toml")
    assert len(problems) == 1
    assert days.state(2026) == "predicted"
    assert not days.is_working(date(2026, 9, 2))
