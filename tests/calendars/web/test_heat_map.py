"""The heat map: the worst of each cell, in words; who is worst first."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from calendars.web.access.scope import NotFoundError
from calendars.web.item.items import alphabetical
from calendars.web.plan.heat_map import Order, heat_map
from calendars.web.plan.pages import overview
from calendars.web.plan.view import PlanView
from rules.deadline import Bound
from rules.facts import Facts, Return
from templates.pages.plan import HeatCell
from tests.calendars.city import AGENCIES, owed, schedule
from tests.calendars.web.planned import PLAN, extended, html, submitted, view_of

# On time to Monday, 4 March; on the 11th five working days are gone since (5 to 8, 11).
LATE = owed(date(2019, 3, 4), ("so-tu-phap",), of=PLAN, label="a")


def only_cell(view: PlanView) -> HeatCell:
    ((cell,),) = (row.cells for row in heat_map(view, view.items).rows)
    assert cell is not None
    return cell


@pytest.mark.parametrize(
    ("stated", "on", "accepted", "state", "words", "late"),
    [
        (date(2019, 3, 4), None, True, "overdue", "heat_overdue", 5),
        (date(2019, 3, 4), date(2019, 3, 1), True, "done", "heat_done", 0),
        (date(2019, 3, 4), date(2019, 3, 5), True, "done-late", "heat_done_late", 1),
        (date(2019, 3, 4), date(2019, 3, 5), False, "submitted", "heat_submitted", 0),
        (date(2019, 3, 11), None, True, "today", "heat_today", 0),
        (date(2019, 3, 14), None, True, "soon", "heat_soon", 0),
        (date(2019, 3, 29), None, True, "upcoming", "heat_upcoming", 0),
        (None, None, True, "pending", "heat_pending", 0),
    ],
)
def test_a_cell_tells_the_state(
    stated: date | None, on: date | None, accepted: bool, state: str, words: str, late: int
) -> None:
    slot = owed(stated, ("so-tu-phap",), of=PLAN)
    done = [submitted(slot, "so-tu-phap", on, accepted=accepted)] if on else []
    cell = only_cell(view_of(slot, *done))
    assert (cell.state, cell.words, cell.late) == (state, words, late)


def test_late_on_a_day_off_names_no_days() -> None:
    # By Friday the 8th: late from Saturday, of which no working day is gone on Saturday.
    slot = owed(date(2019, 3, 8), ("so-tu-phap",), of=PLAN, bound=Bound.BY)
    assert only_cell(view_of(slot, today=date(2019, 3, 9))).words == "heat_overdue_no_day"


def test_the_worst_of_several_is_told_with_how_many() -> None:
    slots = [LATE, owed(date(2019, 3, 6), ("so-tu-phap",), of=PLAN, label="b")]
    fine = owed(date(2019, 3, 29), ("so-tu-phap",), of=PLAN, label="c")
    view = view_of(schedule(*slots, fine))
    assert only_cell(view) == HeatCell(
        "overdue", "heat_overdue", 5, 2, 3,
        "/plans/hanoi-2019/items?agency=so-tu-phap&by=quarter&period=2019-Q1",
    )  # fmt: skip
    page = html(overview(view, "", "worst", ()))
    cells = re.findall(r"<td class=\"overdue\">.*?</td>", page)
    assert len(cells) == 1
    assert "quá hạn 5 ngày" in cells[0]
    assert "2/3" in cells[0]
    assert '<span class="sign" aria-hidden="true">!</span>' in cells[0]


def test_what_was_returned_is_told_before_what_is_fine() -> None:
    slot = owed(date(2019, 3, 29), ("so-tu-phap",), of=PLAN)
    at = datetime(2019, 3, 1, tzinfo=UTC)
    facts = Facts(
        returns={f"{slot.key}/so-tu-phap": Return(f"{slot.key}/so-tu-phap", "x", "h", at)}
    )
    assert only_cell(view_of(slot, facts=facts)).state == "returned"


def test_a_period_is_that_of_the_document_whatever_was_granted() -> None:
    view = view_of(extended(LATE, date(2019, 4, 10)))
    assert heat_map(view, view.items).periods == (("2019-Q1", "quý I/2019"),)
    view = view_of(schedule(LATE, owed(None, of=PLAN, label="z")), by="month", lang="en")
    assert heat_map(view, view.items).periods == (("2019-03", "March 2019"), ("pending", ""))


def test_the_worst_agency_stands_first_and_names_sort_as_a_dictionary_does() -> None:
    # so-tu-phap is late with one since the 5th, so-ttt with one since the 7th, so-noi-vu with none.
    later = owed(date(2019, 3, 6), ("so-ttt",), of=PLAN, label="b")
    fine = owed(date(2019, 3, 29), ("so-noi-vu",), of=PLAN, label="c")
    view = view_of(schedule(LATE, later, fine))

    def names(order: Order) -> list[str]:
        return [row.name for row in heat_map(view, view.items, order).rows]

    assert names("worst") == ["Sở Tư pháp", "Sở Thông tin và Truyền thông", "Sở Nội vụ"]
    assert names("name") == ["Sở Nội vụ", "Sở Thông tin và Truyền thông", "Sở Tư pháp"]
    assert sorted(["Đa", "Ế", "E", "Da", "Em", "Dy", "Ê"], key=alphabetical) == [
        "Da", "Dy", "Đa", "E", "Em", "Ê", "Ế",
    ]  # fmt: skip


def test_where_nothing_is_owed_the_cell_says_so() -> None:
    other = owed(date(2019, 6, 4), ("so-ttt",), of=PLAN, label="b")
    view = view_of(schedule(LATE, other))
    rows = heat_map(view, view.items).rows
    assert [[cell is None for cell in row.cells] for row in rows] == [[False, True], [True, False]]
    page = html(overview(view, "", "worst", ()), "en")
    assert page.count("Does not apply: nothing is owed in the period") == 2 + 1  # and in the key
    assert '<th scope="row">' in page
    assert 'role="region"' in page


def test_a_group_shows_its_agencies_alone() -> None:
    view = view_of(schedule(owed(date(2019, 3, 4), of=PLAN)))
    page = overview(view, "@so", "worst", ())
    assert {row.name for row in page.heat.rows} == {"Sở Nội vụ", "Sở Tư pháp"}
    assert [(one.state, one.count) for one in page.counts if one.count] == [("overdue", 2)]
    with pytest.raises(NotFoundError):
        overview(view, "@none", "worst", ())


def test_agencies_that_no_mail_reaches_are_named() -> None:
    contacts = {"officer": "a@example.org", "head": "b@example.org"}
    tu_phap = AGENCIES["so-tu-phap"]
    reached = tu_phap.model_copy(update={"contacts": tu_phap.contacts.model_copy(update=contacts)})
    slot = owed(date(2019, 3, 4), ("so-tu-phap", "so-ttt"), of=PLAN)
    assignees = (replace(slot.assignees[0], agency=reached), slot.assignees[1])
    view = view_of(replace(slot, assignees=assignees))

    def unreachable(*refused: str) -> list[tuple[str, str]]:
        found = overview(view, "", "worst", refused).unreachable
        return [(one.name, one.words) for one in found]

    none = [("Sở Thông tin và Truyền thông", "unreachable_none")]
    assert unreachable() == none
    assert unreachable("a@example.org") == none  # the head is reached
    refused = ("Sở Tư pháp", "unreachable_refused")
    assert unreachable("a@example.org", "b@example.org") == [*none, refused]
    page = html(overview(view, "", "worst", ("a@example.org", "b@example.org")))
    assert "2 cơ quan không nhận được thư" in page
