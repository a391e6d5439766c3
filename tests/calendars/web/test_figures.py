"""The official figures: counted by hand, told with numerators and denominators."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from calendars.settings import VIETNAM
from calendars.web.figures.pages import figures_page
from calendars.web.figures.rows import figures, share
from calendars.web.figures.trend import BODY, FROM_BELOW, TOP
from rules.facts import Facts
from rules.schedule import Slot
from rules.statistics import Cells
from templates.pages.figures import Share
from tests.calendars.city import owed, schedule
from tests.calendars.web.planned import PLAN, TODAY, extended, html, submitted, view_of

TWO = ("so-tu-phap", "so-ttt")
PAST = owed(date(2019, 3, 4), TWO, of=PLAN, label="a")
OPEN = owed(date(2019, 6, 4), TWO, of=PLAN, label="b")


def test_the_figures_of_2017_as_the_page_tells_them() -> None:
    """Report 1270/BC-TCTTTg: 14,068 on time, 1,983 late, 5,640 in term, 223 overdue of 21,914."""
    past = [replace(PAST, duty=PAST.duty, label=f"p{n}") for n in range(16_274 // 2)]
    still = [replace(OPEN, label=f"o{n}") for n in range(5_640 // 2)]
    owing = [(slot, agency) for slot in past for agency in TWO]
    on_time, late = owing[:14_068], owing[14_068 : 14_068 + 1_983]
    done = [submitted(slot, agency, date(2019, 3, 1)) for slot, agency in on_time]
    done += [submitted(slot, agency, date(2019, 3, 6)) for slot, agency in late]
    view = view_of(schedule(*past, *still), *done)
    page = figures_page(view, VIETNAM, may_freeze=True)
    assert page.figures.whole.cells == Cells(14_068, 1_983, 5_640, 223)
    text = html(page)
    assert "14.068/16.274 = <b>86,4 %</b>" in text
    assert "16.051/16.274 = <b>98,6 %</b>" in text
    for cell in ("14.068", "1.983", "5.640", "223"):
        assert f"<dd>{cell}</dd>" in text
    assert "21.914 việc" in text
    assert "14,068/16,274 = <b>86.4 %</b>" in html(
        figures_page(replace(view, lang="en"), VIETNAM, may_freeze=True), "en"
    )


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (1, 3, "33,3"), (2, 3, "66,7"), (1, 8, "12,5"), (1, 2_000, "0,1"), (0, 5, "0,0"),
        (5, 5, "100,0"), (0, 0, ""),
    ],
)  # fmt: skip
def test_a_share_has_one_decimal_halves_up(part: int, whole: int, percent: str) -> None:
    assert share(part, whole, "vi") == Share(part, whole, percent)


def rows_of(*slots: Slot, facts: Facts | None = None) -> dict[str, tuple[Cells, Share, Share]]:
    found = figures(view_of(schedule(*slots), facts=facts), VIETNAM)
    every = [found.whole, *found.groups, *found.rows]
    return {row.name: (row.cells, row.on_time, row.on_time_original) for row in every}


def test_agencies_groups_and_the_whole() -> None:
    # so-tu-phap was in time; so-ttt has done nothing; only so-tu-phap is in the group @so.
    facts = Facts({each.key: each for each in [submitted(PAST, "so-tu-phap", date(2019, 3, 1))]})
    rows = rows_of(PAST, OPEN, facts=facts)
    good, bad = Cells(on_time=1, in_term=1), Cells(in_term=1, overdue=1)
    assert rows["Sở Tư pháp"] == (good, Share(1, 1, "100,0"), Share(1, 1, "100,0"))
    assert rows["Sở Thông tin và Truyền thông"] == (bad, Share(0, 1, "0,0"), Share(0, 1, "0,0"))
    assert rows["Các sở"][0] == good
    assert rows["7028/QĐ-UBND"][0] == Cells(on_time=1, in_term=2, overdue=1)
    assert list(rows)[-2:] == ["Sở Thông tin và Truyền thông", "Sở Tư pháp"]  # worst first


def test_both_rates_stand_side_by_side() -> None:
    """Extended to 29 March and submitted on the 6th: in time by the new date, late by the old."""
    slot = extended(PAST, date(2019, 3, 29))
    done = submitted(PAST, "so-tu-phap", date(2019, 3, 6))
    cells, now, before = rows_of(slot, facts=Facts({done.key: done}))["7028/QĐ-UBND"]
    assert cells == Cells(on_time=1, in_term=1)
    assert now == Share(1, 1, "100,0")
    assert before == Share(0, 2, "0,0")  # by the old date the other is overdue as well


def test_what_waits_is_in_no_period_and_a_submission_is_no_lateness() -> None:
    done = submitted(PAST, "so-tu-phap", date(2019, 3, 1), accepted=False)
    view = view_of(schedule(PAST, OPEN, owed(None, TWO, of=PLAN, label="z")), done)
    found = figures(view, VIETNAM)
    assert found.whole.cells == Cells(in_term=3, overdue=1, submitted=1, pending=2)
    assert [(row.name, row.cells) for row in found.periods] == [
        ("quý I/2019", Cells(in_term=1, overdue=1, submitted=1)),
        ("quý II/2019", Cells(in_term=2)),
    ]
    assert f"Số liệu lúc 12:00, thứ Hai, {TODAY:%d/%m/%Y}" in html(
        figures_page(view, VIETNAM, may_freeze=False)
    )


def test_only_a_coordinator_is_offered_to_freeze() -> None:
    view = view_of(PAST)
    assert "Chốt số liệu" in html(figures_page(view, VIETNAM, may_freeze=True))
    assert "Chốt số liệu" not in html(figures_page(view, VIETNAM, may_freeze=False))


def test_a_column_is_filled_by_its_cells() -> None:
    done = submitted(PAST, "so-tu-phap", date(2019, 3, 1))
    one, two = figures(view_of(schedule(PAST, OPEN), done), VIETNAM).trend.columns
    assert [(part.kind, part.height) for part in one.segments] == [
        ("on_time", BODY // 2), ("overdue", BODY // 2),
    ]  # fmt: skip
    assert one.segments[0].y == TOP + BODY // 2
    assert [part.kind for part in two.segments] == ["in_term"]
    assert one.share == Share(1, 2, "50,0")


def test_a_single_item_among_many_is_still_seen() -> None:
    many = [replace(PAST, label=f"p{n}") for n in range(500)]
    done = [submitted(slot, agency, date(2019, 3, 1)) for slot in many for agency in TWO][1:]
    (column,) = figures(view_of(schedule(*many), *done), VIETNAM).trend.columns
    assert sum(part.height for part in column.segments) == BODY
    assert [part.kind for part in column.segments] == ["on_time", "overdue"]
    assert column.segments[1].height == 2


def test_the_chart_is_an_image_with_words_and_no_style() -> None:
    page = html(figures_page(view_of(schedule(PAST, OPEN)), VIETNAM, may_freeze=True))
    found = re.search(r"<svg.*?</svg>", page, re.DOTALL)
    assert found
    chart = ET.fromstring(found[0])
    assert chart.get("role") == "img"
    names = (chart.get("aria-labelledby") or "").split()
    said = [each.text or "" for each in chart if each.get("id") in names]
    assert len(said) == 2
    assert "quý I/2019: 0/2 = 0,0 %" in said[1]
    assert not [each for each in chart.iter() if "style" in each.attrib or each.tag == "style"]
    drawn = {each.get("class") for each in chart.iter() if each.tag == "rect"}
    assert drawn <= {*FROM_BELOW, "ground"}


def test_nothing_is_owed_at_all() -> None:
    view = view_of(schedule(owed(None, TWO, of=PLAN)))
    page = html(figures_page(view, VIETNAM, may_freeze=True), "en")
    assert "<svg" not in page
    assert "nothing due" in page
