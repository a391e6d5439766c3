"""Reporting done over the API: who may, what is asked, and the same twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.facts import Acceptance, Extension, Return
from tests.calendars.web.api.client import (
    API,
    FOREIGN_KEY,
    GROUP,
    OWN,
    PLAN,
    Program,
    wrong,
)
from tests.calendars.web.server import KEY, WebSite

LATE = "hanoi-2019/PL.I.1/finish/so-tu-phap"  # due 31 January 2019


def test_an_agency_submits_and_the_coordinator_accepts(web_site: WebSite) -> None:
    report = {"key": KEY, "number": " 12/BC-STP ", "document_date": "2019-02-22", "note": "a\nb"}
    with Program(web_site) as agency, Program(web_site, PLAN) as plan:
        made = agency.submit(**report)
        assert made.status_code == 201
        assert made.headers["location"] == f"{API}/occurrences/{KEY}"
        assert made.json() == {
            "key": KEY, "on": "2019-02-25", "number": "12/BC-STP", "document_date": "2019-02-22",
            "nil": False, "link": "", "file": "", "file_name": "", "note": "a\nb",
            "by": f"API {OWN}", "recorded_at": "2019-02-25T02:00:00Z", "accepted": None,
        }  # fmt: skip
        assert agency.get(made.headers["location"]).json()["state"] == "submitted"
        web_site.clock.move(days=1)
        accepted = plan.submit(**report, accept=True)
        assert accepted.status_code == 201
        assert accepted.json()["on"] == "2019-02-25"  # the day of submission stays
        assert accepted.json()["accepted"]["by"] == f"API {PLAN}"
        assert agency.read(f"/occurrences/{KEY}")["state"] == "done"
    assert [row.kind for row in web_site.ledger.history(KEY)] == ["completion", "acceptance"]


def test_the_same_again_records_nothing(web_site: WebSite) -> None:
    with Program(web_site) as agency, Program(web_site, PLAN) as plan:
        report = {"key": KEY, "number": "12/BC-STP"}
        first = agency.submit(**report)
        web_site.clock.move(days=1)
        again = agency.submit(**report)
        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json() == first.json()
        assert plan.submit(**report, accept=True).status_code == 201
        for program, more in ((plan, {"accept": True}), (plan, {}), (agency, {})):
            assert program.submit(**report, **more).status_code == 200
    assert len(web_site.ledger.history(KEY)) == 2


def test_another_report_replaces_what_waits_but_not_what_is_accepted(web_site: WebSite) -> None:
    with Program(web_site) as agency:
        assert agency.submit(key=KEY, number="1").status_code == 201
        assert agency.submit(key=KEY, number="2").status_code == 201
        web_site.ledger.record_acceptance(KEY, Acceptance("hoa", web_site.clock.now()))
        assert agency.submit(key=KEY, number="3").status_code == 409
        assert agency.read(f"/occurrences/{KEY}")["completion"]["number"] == "2"


def test_what_was_returned_is_submitted_anew(web_site: WebSite) -> None:
    with Program(web_site) as agency:
        assert agency.submit(key=KEY, number="1").status_code == 201
        web_site.ledger.record_return(Return(KEY, "thiếu", "hoa", web_site.clock.now()))
        assert agency.read("/completions")["items"] == []
        assert agency.submit(key=KEY, number="1").status_code == 201
        assert agency.read(f"/occurrences/{KEY}")["state"] == "submitted"


def test_who_reads_only_is_not_told_the_names_of_persons(web_site: WebSite) -> None:
    with Program(web_site) as agency, Program(web_site, GROUP) as group:
        agency.submit(key=KEY, number="1")
        made_at = web_site.clock.now()
        web_site.ledger.record_acceptance(KEY, Acceptance("hoa@example.org", made_at))
        (told,) = agency.read("/completions")["items"]
        assert (told["by"], told["accepted"]["by"]) == (f"API {OWN}", "hoa@example.org")
        granted = Extension(KEY, date(2019, 3, 11), "7/UBND", "hoa@example.org", made_at)
        web_site.ledger.record_extension(granted)
        for path in ("/completions", f"/occurrences/{KEY}", f"/explain/{KEY}", "/occurrences"):
            answer = group.get(API + path, params={"limit": 1000} if "/o" not in path else {})
            assert "hoa@example.org" not in answer.text
        (told,) = group.read("/completions")["items"]
        assert (told["by"], told["accepted"]["by"]) == (None, None)


def test_nothing_to_report_needs_no_document(web_site: WebSite) -> None:
    with Program(web_site) as agency:
        made = agency.submit(key=KEY, nil=True)
        assert (made.status_code, made.json()["nil"]) == (201, True)


def test_the_coordinator_records_an_earlier_day_the_agency_does_not(web_site: WebSite) -> None:
    report: dict[str, Any] = {"key": LATE, "number": "5/KH", "on": "2019-01-31"}
    with Program(web_site) as agency, Program(web_site, PLAN) as plan:
        assert wrong(agency.submit(**report)) == {
            "body.on": "only the coordinator may record an earlier day of submission"
        }
        assert agency.submit(**{**report, "on": "2019-02-25"}).status_code == 201
        assert plan.submit(**report, accept=True).status_code == 201
        assert agency.read(f"/occurrences/{LATE}")["state"] == "done"


@pytest.mark.parametrize(
    ("scope", "key", "more", "status"),
    [
        (OWN, FOREIGN_KEY, {}, 404),
        (OWN, "hanoi-2019/x/y/z", {}, 404),
        (OWN, "", {}, 404),
        (OWN, KEY, {"accept": True}, 403),
        (GROUP, KEY, {}, 403),
        (GROUP, KEY, {"accept": True}, 403),
        (PLAN, KEY, {}, 201),
        ("plan:haiphong-2019", KEY, {}, 404),
        ("agency:haiphong:so-tu-phap", KEY, {}, 404),
    ],
)
def test_who_may(
    web_site: WebSite, scope: str, key: str, more: dict[str, bool], status: int
) -> None:
    with Program(web_site, scope) as program:
        assert program.submit(key=key, number="1", **more).status_code == status
    assert len(web_site.ledger.facts().completions) == (status == 201)


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "body.number"),
        ({"number": "\u200b \x00"}, "body.number"),
        ({"number": "x" * 101}, "body.number"),
        ({"number": 5}, "body.number"),
        ({"number": "1", "on": "2019-02-26"}, "body.on"),
        ({"number": "1", "on": "2019-02-24"}, "body.on"),
        ({"number": "1", "on": 1551052800}, "body.on"),
        ({"number": "1", "document_date": "2019-02-26"}, "body.document_date"),
        ({"number": "1", "link": "http://example.org"}, "body.link"),
        ({"number": "1", "link": "javascript:alert(1)"}, "body.link"),
        ({"number": "1", "link": "https:///path"}, "body.link"),
        ({"number": "1", "link": "https://example.org/a b"}, "body.link"),
        ({"number": "1", "nil": "no"}, "body.nil"),
        ({"number": "1", "accept": 1}, "body.accept"),
        ({"number": "1", "note": "x" * 2001}, "body.note"),
        ({"number": "1", "by": "somebody"}, "body.by"),
        ({"number": "1", "file": "0" * 64}, "body.file"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_recorded(
    web_site: WebSite, body: dict[str, Any], where: str
) -> None:
    with Program(web_site) as program:
        assert list(wrong(program.submit(key=KEY, **body))) == [where]
    assert web_site.ledger.facts().completions == {}


def test_all_mistakes_at_once(web_site: WebSite) -> None:
    body = {"on": "2020-01-01", "document_date": "x", "link": "x", "nil": 1, "zzz": 0}
    with Program(web_site) as program:
        told = wrong(program.submit(**body))
        assert list(wrong(program.post(f"{API}/completions", json=[]))) == ["body"]
    assert told.keys() == {
        "body.key", "body.on", "body.document_date", "body.link", "body.nil", "body.number",
        "body.zzz",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 90_000, "application/json", 400),
        (b"9" * 90_000, "application/json", 400),
        (b'{"key": "\\ud800"}', "application/json", 404),
        (b"key=x", "application/x-www-form-urlencoded", 415),
        (b"{}", "", 415),
        (b'{"key": "' + b"x" * 100_000 + b'"}', "application/json", 413),
        (b" " * 11_000_000, "application/json", 413),
    ],
)
def test_a_body_that_is_none(web_site: WebSite, content: bytes, kind: str, status: int) -> None:
    headers = {"Content-Type": kind}
    with Program(web_site) as program:
        answer = program.post(f"{API}/completions", content=content, headers=headers)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        del program.headers["Authorization"]  # the body of a stranger is not looked at
        stranger = program.post(f"{API}/completions", content=content, headers=headers)
        assert stranger.status_code == 401
