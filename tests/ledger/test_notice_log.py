"""What a pass reads of earlier notices, and what changed since; a report due 4 March 2019."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime

from ledger.notices import _OPEN
from ledger.store import Ledger
from rules.changes import changed_dues
from rules.extensions import extend
from rules.facts import Completion, Extension, Facts, Return
from rules.notices import NoticeRules, decide
from rules.schedule import Schedule
from tests.rules.builders import DAYS, schedule, slot

DAY = date(2019, 3, 4)
NOW = datetime(2019, 3, 4, 2, tzinfo=UTC)
TU_PHAP, NOI_VU = "p/III.1/2019-Q1/tu-phap", "p/III.1/2019-Q1/noi-vu"
PLANS = schedule(slot(DAY, agencies=("tu-phap", "noi-vu")))


def enqueue(ledger: Ledger, plans: Schedule = PLANS, day: date = DAY) -> None:
    notices = tuple(decide(plans, Facts(), ledger.recorded(), day, NoticeRules()))
    ledger.enqueue(
        notices, (), day=day, now=NOW, message_id=lambda to: f"<{to.partition('@')[2]}.{day}@x>"
    )


def keys(ledger: Ledger) -> set[str]:
    return {key for key, _ in ledger.recorded()}


def test_what_is_done_is_not_read_any_more_and_what_comes_back_is(ledger: Ledger) -> None:
    enqueue(ledger)
    before = ledger.recorded()
    assert keys(ledger) == {TU_PHAP, NOI_VU}
    ledger.record_completion(Completion(TU_PHAP, DAY, "1/BC", "lan", NOW))
    assert keys(ledger) == {NOI_VU}
    ledger.record_return(Return(TU_PHAP, "sai", "noi-vu", NOW))
    assert ledger.recorded() == before


def test_what_comes_back_is_not_told_the_same_again(ledger: Ledger) -> None:
    enqueue(ledger)
    ledger.record_completion(Completion(TU_PHAP, DAY, "1/BC", "lan", NOW))
    ledger.record_return(Return(TU_PHAP, "sai", "noi-vu", NOW))
    assert [*decide(PLANS, ledger.facts(), ledger.recorded(), DAY, NoticeRules())] == []


def test_a_key_is_taken_apart_as_it_was_put_together(ledger: Ledger) -> None:
    """A plan's reference may hold a slash."""
    enqueue(ledger)
    ledger.record_completion(Completion("p/III.1/a/2019-Q1/tu-phap", DAY, "1/BC", "lan", NOW))
    assert keys(ledger) == {TU_PHAP, NOI_VU}


def test_told_can_be_asked_for_in_part(ledger: Ledger) -> None:
    enqueue(ledger)
    assert {each.key.agency for each in ledger.told(agency="noi-vu")} == {"noi-vu"}
    assert ledger.told(plan="q") == []
    to = "officer@tu-phap.example.org"
    assert {each.key.recipient for each in ledger.told(plan="p", recipient=to)} == {to}


def test_a_changed_due_date_is_written_down_once(ledger: Ledger) -> None:
    enqueue(ledger)
    grant = Extension(TU_PHAP, date(2019, 3, 15), "5/UBND", "lan", NOW)
    later = schedule(*extend(PLANS.slots, {TU_PHAP: grant}, DAYS))
    assert ledger.record_due_changes(changed_dues(PLANS, ledger.recorded()), NOW) == 0
    for plans, count in ((later, 1), (later, 0), (PLANS, 0), (later, 0)):
        assert ledger.record_due_changes(changed_dues(plans, ledger.recorded()), NOW) == count
    enqueue(ledger, later, date(2019, 3, 12))
    assert ledger.record_due_changes(changed_dues(later, ledger.recorded()), NOW) == 0
    for plans in (PLANS, later):  # back, and forth again
        assert ledger.record_due_changes(changed_dues(plans, ledger.recorded()), NOW) == 1
    told = [(row.who, row.before, row.after) for row in ledger.audit_rows(TU_PHAP)]
    there, back = {"due": "2019-03-04"}, {"due": "2019-03-15"}
    assert told == [("kyhan", there, back), ("kyhan", back, there), ("kyhan", there, back)]


def test_a_date_that_went_away_is_a_change_too(ledger: Ledger) -> None:
    enqueue(ledger)
    waiting = schedule(slot(None, agencies=("tu-phap",)))
    assert ledger.record_due_changes(changed_dues(waiting, ledger.recorded()), NOW) == 2
    assert ledger.record_due_changes(changed_dues(waiting, ledger.recorded()), NOW) == 0
    assert [row.after for row in ledger.audit_rows(TU_PHAP)] == [{"due": None}]


def test_reads_use_their_indexes(sqlite_url: str) -> None:
    Ledger.open(sqlite_url).close()
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        for query, index in (
            ("SELECT plan, ref, label, agency, due, rung, recipient FROM notices WHERE live",
             "COVERING INDEX notices_live"),
            (f"SELECT id FROM messages WHERE recipient IN ('a', 'b') AND {_OPEN} ORDER BY id",
             "messages_open"),
            ("SELECT id FROM completions WHERE occurrence = 'x' ORDER BY id DESC LIMIT 1",
             "completions_occurrence"),
        ):  # fmt: skip
            plan = connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
            assert index in str(plan)
    connection.close()
