"""A letter of urging is no step of the ladder: what was urged changes nothing of it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.facts import Facts
from rules.notices import NoticeKey, NoticeRules, decide, urge_rung
from tests.rules.builders import schedule, slot

PLANS = schedule(slot(date(2019, 3, 4)))
KEY = "p/III.1/2019-Q1/tu-phap"
RECIPIENTS = ("officer@tu-phap.example.org", "head@tu-phap.example.org")
FIRST = date(2019, 2, 10)
DAYS = st.integers(0, 120).map(lambda number: FIRST + timedelta(days=number))
Records = dict[tuple[str, date], set[tuple[str, str]]]


def ladder(passes: list[date], urged: frozenset[date]) -> list[tuple[NoticeKey, str]]:
    """All that passes on those days decide, when it was urged on some of these."""
    records: Records = {}
    found = []
    for day in sorted({*passes, *urged}):
        if day in urged:
            told = {(urge_rung(day).name, recipient) for recipient in RECIPIENTS}
            records.setdefault((KEY, date(2019, 3, 4)), set()).update(told)
        if day in passes:
            for notice in decide(PLANS, Facts(), records, day, NoticeRules()):
                due, told_to = notice.key.due, (notice.rung.name, notice.recipient)
                records.setdefault((KEY, due), set()).add(told_to)
                found.append((notice.key, notice.outcome.value))
    return found


@given(st.lists(DAYS, min_size=1, max_size=8), st.frozensets(DAYS, max_size=4))
def test_the_ladder_is_the_same_whatever_was_urged(
    passes: list[date], urged: frozenset[date]
) -> None:
    assert ladder(passes, urged) == ladder(passes, frozenset())


def test_what_was_long_over_when_first_seen_is_skipped_though_it_was_urged() -> None:
    first_seen = date(2019, 5, 6)
    ((key, outcome),) = ladder([first_seen], frozenset({first_seen}))
    assert (key.rung, outcome) == ("skip", "skipped")
