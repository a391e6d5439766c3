"""Mail about what was submitted: it stops that day, says why, and goes on when it is returned."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ledger.store import Ledger
from rules.facts import Acceptance, Return
from rules.text import Text
from scheduler.done_file import read_done
from tests.rules.builders import completion
from tests.scheduler.stage import (
    CONFIG,
    KEY,
    NOI_VU,
    STATED,
    TU_PHAP,
    SetClock,
    Twin,
    at,
    deliver,
    enqueue,
    site,
)

PLANS = site()
FRIDAY, TUESDAY = date(2019, 3, 1), "2019-03-05"


async def sent_to(ledger: Ledger, day: str) -> list[str]:
    """Who gets a mail of that day's passes."""
    clock, twin = SetClock(day), Twin()
    enqueue(ledger, clock, PLANS)
    await deliver(ledger, clock, PLANS, twin)
    return twin.recipients


@pytest.mark.parametrize(
    ("accepted", "reason"),
    [
        (False, Text("Đã nộp ngày 01/03/2019 trước khi gửi.",
                     "Submitted on 01/03/2019, before it went.")),
        (True, Text("Đã hoàn thành ngày 01/03/2019 trước khi gửi.",
                    "Done on 01/03/2019, before the mail went.")),
    ],
)  # fmt: skip
async def test_a_mail_that_was_planned_is_withdrawn_with_the_reason(
    ledger: Ledger, accepted: bool, reason: Text
) -> None:
    clock, twin = SetClock("2019-03-01"), Twin()
    enqueue(ledger, clock, PLANS)
    ledger.record_completion(completion(KEY, FRIDAY, accepted=accepted))
    await deliver(ledger, clock, PLANS, twin)
    assert twin.recipients == [NOI_VU]
    withdrawn = [each for each in ledger.told() if each.outcome == "withdrawn"]
    assert [(each.key.recipient, each.reason) for each in withdrawn] == [(TU_PHAP, reason)]


async def test_it_stops_at_submission_and_goes_on_after_a_return(ledger: Ledger) -> None:
    assert await sent_to(ledger, "2019-02-25") == [NOI_VU, TU_PHAP]
    ledger.record_completion(completion(KEY, FRIDAY, accepted=False))
    assert await sent_to(ledger, "2019-03-01") == [NOI_VU]
    ledger.record_acceptance(KEY, Acceptance("minh", at("2019-03-01")))
    assert await sent_to(ledger, "2019-03-04") == [NOI_VU]
    ledger.record_return(Return(KEY, "thiếu số liệu", "minh", at("2019-03-04", 10)))
    assert TU_PHAP in await sent_to(ledger, TUESDAY)


def test_what_is_pretended_done_counts_as_accepted(tmp_path: Path) -> None:
    file = tmp_path / "done.csv"
    file.write_text(f"key,on,number\n{KEY},{STATED},1/BC\n", encoding="utf-8")
    (found,), problems = read_done(file, PLANS, CONFIG.zone)
    assert (found.on, problems) == (STATED, [])
    assert found.accepted == Acceptance("", found.recorded_at)
