"""The API says what the command line says, under the same names, in parts."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from typer.testing import CliRunner

from rules.facts import Acceptance, Completion, Extension, Return
from scheduler.cli.main import app
from tests.calendars.web.api.client import GROUP, OWN, PLAN, Program, wrong
from tests.calendars.web.server import KEY, TODAY, WebSite
from tests.scheduler.stage import at

PLAN_KEY = "hanoi-2019/PL.I.1/finish/so-tu-phap"  # stated, due 31 January 2019
YEAR_KEY = "hanoi-2019/III.1/2019/so-tu-phap"

ASKED: tuple[dict[str, Any], ...] = (
    {}, {"accepted": True}, {"accepted": False}, {"to": "2019-02-01"},
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def recorded(read_site: WebSite) -> None:
    """One submission accepted, one waiting, one returned, one extension."""
    ledger, when = read_site.ledger, at("2019-02-20")
    accepted = Acceptance("phong-cchc", when)
    ledger.record_completion(
        Completion(PLAN_KEY, date(2019, 1, 30), "5/KH-STP", "lan", when, accepted=accepted)
    )
    ledger.record_completion(Completion(KEY, date(2019, 2, 20), "12/BC-STP", "lan", when))
    half = KEY.replace("Q1", "H1")
    ledger.record_completion(Completion(half, date(2019, 2, 20), "13/BC-STP", "lan", when))
    ledger.record_return(Return(half, "thiếu phụ lục", "hoa", when))
    ledger.record_extension(Extension(YEAR_KEY, date(2019, 11, 20), "99/SNV", "hoa", when))


def kyhan(site: WebSite, *words: str) -> Any:
    config = ("--config", str(site.folder / "config.toml"), "--today", TODAY, "--lang", "en")
    return json.loads(CliRunner().invoke(app, [*words, "--json", *config]).stdout)


def test_occurrences_are_those_of_the_command_line(read_site: WebSite) -> None:
    with Program(read_site) as program:
        told = program.all("/occurrences", limit=4)
    words = ("occurrences", "--agency", "hanoi:so-tu-phap")
    assert told == sorted(
        kyhan(read_site, *words), key=lambda row: (row["due"] or "none", row["key"])
    )
    assert len(told) == 21


def test_status_is_that_of_the_command_line(read_site: WebSite) -> None:
    with Program(read_site, PLAN) as program:
        assert program.read("/status") == kyhan(read_site, "status", "--plan", "hanoi-2019")


@pytest.mark.parametrize("key", [KEY, PLAN_KEY, YEAR_KEY])
@pytest.mark.parametrize("encoded", [False, True])
def test_explanations_are_those_of_the_command_line(
    read_site: WebSite, key: str, encoded: bool
) -> None:
    path = key.replace("/", "%2F") if encoded else key
    with Program(read_site) as program:
        explained = program.read(f"/explain/{path}")
        assert explained == kyhan(read_site, "explain", key)
        steps = explained.pop("steps")
        assert program.read(f"/occurrences/{path}") == explained
    assert steps[0]["rule"] == "document"


def test_dates_and_records_of_an_occurrence(read_site: WebSite) -> None:
    with Program(read_site) as program:
        report, year = (program.read(f"/occurrences/{key}") for key in (KEY, YEAR_KEY))
    # "trước ngày 05" of March 2019: Monday the 4th is the last day, Tuesday the first late one.
    assert (report["stated"], report["due"]) == ("2019-03-04", "2019-03-04")
    assert (report["bound"], report["late_from"]) == ("before", "2019-03-05")
    assert (report["state"], report["completion"]["accepted"]) == ("submitted", None)
    assert report["completion"]["recorded_at"] == "2019-02-20T02:00:00Z"
    # "trước ngày 10/11/2019", a Sunday: stated 9 November; extended to Wednesday the 20th.
    assert year["original"]["stated"] == "2019-11-09"
    assert (year["extended_to"], year["stated"]) == ("2019-11-20", "2019-11-20")
    assert (year["extended_by"], year["late_from"]) == ("99/SNV", "2019-11-21")


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"state": "submitted"}, [KEY]),
        ({"state": "returned"}, [KEY.replace("Q1", "H1")]),
        ({"to": "2019-01-31"}, [PLAN_KEY]),
        ({"from": "2019-01-31", "to": "2019-01-31", "agency": "so-tu-phap"}, [PLAN_KEY]),
        ({"from": "2019-02-01", "to": "2019-03-03"}, []),
        (
            {"from": "2019-03-04", "to": "2019-03-04", "plan": "hanoi-2019"},
            [KEY, KEY.replace("III.1", "III.2")],
        ),
    ],
)
def test_what_is_asked_for(read_site: WebSite, query: dict[str, str], keys: list[str]) -> None:
    with Program(read_site) as program:
        assert [each["key"] for each in program.all("/occurrences", **query)] == keys


def test_completions_by_whether_they_are_accepted(read_site: WebSite) -> None:
    with Program(read_site) as program:
        asked: tuple[dict[str, Any], ...] = (
            {},
            {"accepted": True},
            {"accepted": False},
            {"to": "2019-02-01"},
        )
        found = [[each["key"] for each in program.all("/completions", **each)] for each in asked]
    assert found == [[PLAN_KEY, KEY], [PLAN_KEY], [KEY], [PLAN_KEY]]


def test_parts_go_on_where_the_last_one_ended(read_site: WebSite) -> None:
    with Program(read_site, GROUP) as program:
        whole = program.all("/occurrences", limit=1000)
        assert program.all("/occurrences", limit=7) == whole
        assert len({each["key"] for each in whole}) == len(whole) > 300
        dues = [each["due"] or "none" for each in whole]
        assert dues == sorted(dues)


def test_the_four_cells(read_site: WebSite) -> None:
    """21 items: 1 accepted and on time, 20 open in term, of which one is submitted."""
    with Program(read_site, OWN) as program:
        told = program.read("/statistics")
        months = program.read("/statistics", by="month")
    figures = told["figures"]
    assert (figures["on_time"], figures["in_term"], figures["submitted"]) == (1, 20, 1)
    assert (figures["due"], figures["total"], figures["on_time_rate"]) == (1, 21, 1.0)
    assert told["at"] == "2019-02-25T02:00:00Z"
    assert [each["agency"] for each in told["agencies"]] == ["so-tu-phap"]
    assert [each["period"] for each in told["periods"]] == [
        "2019-Q1", "2019-Q2", "2019-Q3", "2019-Q4",
    ]  # fmt: skip
    assert sum(each["figures"]["total"] for each in told["periods"]) == 21
    assert months["periods"][0]["period"] == "2019-01"


def test_rates_by_the_date_before_the_extension(web_site: WebSite) -> None:
    web_site.clock.move(days=275)  # Wednesday, 27 November 2019
    ledger, now = web_site.ledger, web_site.clock.now()
    ledger.record_extension(Extension(YEAR_KEY, date(2019, 11, 20), "99/SNV", "hoa", now))
    ledger.record_completion(
        Completion(YEAR_KEY, date(2019, 11, 19), "8/BC", "lan", now, accepted=Acceptance("x", now))
    )
    with Program(web_site) as program:
        told = program.read("/statistics", plan="hanoi-2019")
    assert (told["figures"]["on_time"], told["figures"]["late"]) == (1, 0)
    assert (told["original"]["on_time"], told["original"]["late"]) == (0, 1)
    assert told["original"]["on_time_rate"] == 0


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ({"from": "2019-1-1"}, "query.from"),
        ({"from": "1551052800"}, "query.from"),
        ({"to": "2019-02-30"}, "query.to"),
        ({"from": "2019-02-02", "to": "2019-02-01"}, "query"),
        ({"state": "late"}, "query.state"),
        ({"limit": 0}, "query.limit"),
        ({"limit": 1001}, "query.limit"),
        ({"limit": "many"}, "query.limit"),
        ({"cursor": "nonsense"}, "query.cursor"),
        ({"cursor": "\u0111"}, "query.cursor"),
        ({"agencies": "so-tu-phap"}, "query.agencies"),
    ],
)
def test_a_wrong_question_is_told(
    read_site: WebSite, query: dict[str, str | int], where: str
) -> None:
    with Program(read_site) as program:
        assert list(wrong(program.get("/api/v1/occurrences", params=query))) == [where]


def test_all_that_is_wrong_at_once_in_the_language_asked_for(read_site: WebSite) -> None:
    query: dict[str, str | int] = {"from": "x", "limit": 0, "state": "y"}
    with Program(read_site) as program:
        english = wrong(program.get("/api/v1/occurrences", params=query))
    with Program(read_site, lang="vi") as program:
        vietnamese = wrong(program.get("/api/v1/occurrences", params=query))
    assert english.keys() == vietnamese.keys() == {"query.from", "query.limit", "query.state"}
    assert english["query.limit"] == "must be 1 or more"
    assert vietnamese["query.limit"] == "phải từ 1 trở lên"
