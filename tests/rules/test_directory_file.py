"""Directories with faults: each is named with its place.

`directories_bad/` holds one file for each fault, named for it; lines are counted by hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.directory_file import load_directory

BAD = Path(__file__).parent / "directories_bad"

# file: (line, key, a part of what is said in English)
FAULTS = {
    "name-of-two": [(11, 'agency["so-tu-phap"]', "so-noi-vu answers to as well")],
    "name-of-agency-and-group": [(11, 'group["@so"]', "so-noi-vu answers to as well")],
    "id-twice": [(12, 'agency["so-noi-vu"].id', "already used at line 6")],
    "member-unknown": [(15, 'group["@so"].members[1]', "did you mean: so-noi-vu?")],
    "members-missing": [(15, 'group["@so"].members', "must not be empty")],
    "successor-unknown": [(11, 'agency["so-noi-vu"].successor[0].to', "not in the directory")],
    "successor-without-last-day": [(16, 'agency["so-noi-vu"].successor', "has no last day")],
    "successor-too-late": [
        (11, 'agency["so-noi-vu"].successor[0].to', "nobody takes over from 2025-03-01"),
    ],
    "last-day-before-first": [(11, 'agency["so-noi-vu"].until', "not before 2025-03-01")],
    "parent-unknown": [(10, 'agency["so-noi-vu"].parent', "not in the directory")],
    "group-in-itself": [
        (11, 'group["@so"]', "leads back to itself"),
        (17, 'group["@ban"]', "leads back to itself"),
    ],
    "successors-in-a-circle": [
        (5, 'agency["so-noi-vu"]', "leads back to itself"),
        (13, 'agency["so-tu-phap"]', "leads back to itself"),
    ],
    "group-without-at": [(12, 'group["so"].id', "groups begin with @")],
}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_every_fault_of_a_directory_is_found(name: str) -> None:
    directory, problems = load_directory(BAD / f"{name}.toml")
    assert directory is None
    assert [(one.line, one.key) for one in problems] == [(n, key) for n, key, _ in FAULTS[name]]
    for problem, (_, _, said) in zip(problems, FAULTS[name], strict=True):
        assert said in problem.show("en")


def test_no_bad_directory_is_without_a_test() -> None:
    assert {path.stem for path in BAD.glob("*.toml")} == set(FAULTS)
