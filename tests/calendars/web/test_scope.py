"""The one query layer: what is not the viewer's does not exist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from calendars.web.access.scope import NotFoundError, Scope
from calendars.web.access.viewer import viewer_for
from calendars.web.services import Moment
from rules.facts import Extension
from tests.calendars.web.two_cities import HOME, NEW, OLD, address, moment

Q1, Q2 = "bac-2019/III.1/2019-Q1", "bac-2019/III.1/2019-Q2"
OURS, THEIRS, ELSEWHERE = f"{Q1}/{OLD}", f"{Q1}/{HOME}", f"{Q1}/{OLD}".replace("bac", "nam")
KEYS = (OURS, THEIRS, f"{Q2}/{HOME}", ELSEWHERE, "bac-2019/III.1/2019-Q1/none", "x", "")


def scope_of(name: str, agency: str, at: Moment | None = None) -> Scope:
    at = at or moment()
    viewer = viewer_for(address(name, agency), at.schedule, at.today)
    assert viewer is not None
    return Scope(viewer, at)


def found(scope: Scope, ask: Callable[[Scope, str], object]) -> set[str]:
    """The keys that are not refused."""
    seen = set()
    for key in KEYS:
        try:
            ask(scope, key)
        except NotFoundError:
            continue
        seen.add(key)
    return seen


ALL = {OURS, THEIRS, f"{Q2}/{HOME}"}
OF_HOME = {THEIRS, f"{Q2}/{HOME}"}


@pytest.mark.parametrize(
    ("name", "agency", "sees", "acts", "decides"),
    [
        ("officer", OLD, {OURS}, {OURS}, set()),
        ("reader", OLD, {OURS}, set(), set()),
        ("officer", HOME, ALL, ALL, ALL),
        ("reader", HOME, ALL, set(), set()),
    ],
)
def test_what_each_may(
    name: str, agency: str, sees: set[str], acts: set[str], decides: set[str]
) -> None:
    scope = scope_of(name, agency)
    assert found(scope, Scope.occurrence) == sees
    assert found(scope, Scope.to_act) == acts
    assert found(scope, Scope.to_decide) == decides
    assert {each.key for each in scope.occurrences()} == sees


def test_a_list_of_all_is_by_date() -> None:
    assert [each.key for each in scope_of("officer", HOME).occurrences()] == [
        OURS, THEIRS, f"{Q2}/{HOME}"
    ]  # fmt: skip


def test_agencies_and_directories() -> None:
    officer, coordinator = scope_of("officer", OLD), scope_of("officer", HOME)
    assert officer.agency("bac", OLD).id == OLD
    assert coordinator.agency("bac", OLD).id == OLD
    assert [each.key for each in coordinator.occurrences_of("bac", OLD)] == [OURS]
    assert officer.occurrences_of("bac", HOME) == ()
    assert officer.directory("bac").id == "bac"
    for directory, ident in (("bac", HOME), ("nam", OLD), ("bac", "none"), ("none", OLD)):
        with pytest.raises(NotFoundError):
            officer.agency(directory, ident)
    with pytest.raises(NotFoundError):
        coordinator.agency("bac", NEW)  # owes nothing
    for directory in ("nam", "none", ""):
        with pytest.raises(NotFoundError):
            officer.directory(directory)


@pytest.mark.parametrize("plan", ["bac-2019", "nam-2019", "none", ""])
def test_plans_are_for_those_who_see_them_whole(plan: str) -> None:
    for ask in (Scope.plan, Scope.occurrences_in):
        with pytest.raises(NotFoundError):
            ask(scope_of("officer", OLD), plan)
        if plan != "bac-2019":
            with pytest.raises(NotFoundError):
                ask(scope_of("officer", HOME), plan)
    assert scope_of("reader", HOME).plan("bac-2019").id == "bac-2019"


def test_a_later_date_of_another_agency_does_not_show_in_a_slot() -> None:
    granted = datetime(2019, 2, 20, tzinfo=UTC)
    later = Extension(THEIRS, date(2019, 3, 20), "9/SNV", "", granted)
    both = scope_of("officer", HOME, moment(date(2019, 2, 25), later)).slots(Q1)
    (own,) = scope_of("officer", OLD, moment(date(2019, 2, 25), later)).slots(Q1)
    assert {each.stated for each in both} == {date(2019, 3, 4), date(2019, 3, 20)}
    assert own.stated == date(2019, 3, 4)
    for key in (Q2, Q1.replace("bac", "nam"), "none", OURS):
        with pytest.raises(NotFoundError):
            scope_of("officer", OLD).slots(key)


def test_a_successor_reads_history_and_acts_on_none_of_it() -> None:
    scope = scope_of("officer", NEW, moment(date(2019, 4, 1)))
    assert found(scope, Scope.occurrence) == {OURS}
    assert found(scope, Scope.to_act) == set()
