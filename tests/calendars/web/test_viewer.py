"""Who may see and do what, read off the directories of the day."""

from __future__ import annotations

from datetime import date

import pytest

from calendars.web.access.viewer import viewer_for
from tests.calendars.web.two_cities import HOME, NEW, OLD, address, moment

BEFORE, LAST, AFTER = date(2019, 2, 25), date(2019, 3, 31), date(2019, 4, 1)


@pytest.mark.parametrize("name", ["officer", "head", "deputy"])
def test_contacts_act_for_their_agency_in_their_city(name: str) -> None:
    viewer = viewer_for(address(name, OLD), moment().schedule, BEFORE)
    assert viewer is not None
    assert viewer.acts_for == viewer.reads == {("bac", OLD)}
    assert not viewer.coordinates | viewer.reads_plans


@pytest.mark.parametrize("name", ["officer", "head", "deputy"])
def test_contacts_of_the_coordinator_coordinate_its_plan_alone(name: str) -> None:
    viewer = viewer_for(address(name, HOME), moment().schedule, BEFORE)
    assert viewer is not None
    assert viewer.acts_for == {("bac", HOME)}
    assert viewer.coordinates == viewer.reads_plans == {"bac-2019"}


def test_readers_only_read() -> None:
    of_agency = viewer_for(address("reader", OLD), moment().schedule, BEFORE)
    of_coordinator = viewer_for(address("reader", HOME), moment().schedule, BEFORE)
    assert of_agency is not None
    assert of_coordinator is not None
    assert of_agency.reads == {("bac", OLD)}
    assert of_coordinator.reads_plans == {"bac-2019"}
    for viewer in (of_agency, of_coordinator):
        assert not viewer.acts_for
        assert not viewer.coordinates


def test_one_address_may_read_in_several_places() -> None:
    viewer = viewer_for("khach@example.org", moment().schedule, BEFORE)
    assert viewer is not None
    assert viewer.reads == {("bac", OLD), ("bac", HOME), ("nam", OLD), ("nam", HOME)}
    assert viewer.reads_plans == {"bac-2019", "nam-2019"}
    assert viewer.acts_for == frozenset()


@pytest.mark.parametrize(
    ("name", "agency", "day", "known"),
    [
        ("officer", OLD, LAST, True),
        ("officer", OLD, AFTER, False),
        ("reader", OLD, AFTER, False),
        ("officer", NEW, LAST, False),
        ("officer", NEW, AFTER, True),
    ],
)
def test_only_while_the_agency_is_in_being(name: str, agency: str, day: date, known: bool) -> None:
    assert (viewer_for(address(name, agency), moment().schedule, day) is not None) is known


def test_a_successor_reads_what_its_predecessor_owed_and_does_not_act_for_it() -> None:
    viewer = viewer_for(address("officer", NEW), moment().schedule, AFTER)
    assert viewer is not None
    assert viewer.acts_for == {("bac", NEW)}
    assert viewer.reads == {("bac", NEW), ("bac", OLD)}


@pytest.mark.parametrize(
    "unknown",
    ["", " ", "nobody@example.org", "officer", "@so-cu.bac.example.org", "officer@so-cu.bac"],
)
def test_nobody_else_is_known(unknown: str) -> None:
    assert viewer_for(unknown, moment().schedule, BEFORE) is None


def test_capitals_do_not_matter() -> None:
    upper = viewer_for(address("Officer", OLD).upper(), moment().schedule, BEFORE)
    assert upper is not None
    assert upper.acts_for == {("bac", OLD)}
