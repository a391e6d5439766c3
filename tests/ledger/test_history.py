"""What became of one occurrence, as the audit has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ledger.history import HistoryRow
from ledger.store import Ledger
from rules.facts import Acceptance, Completion, Extension, Return

NOW = datetime(2019, 3, 4, 2, tzinfo=UTC)
KEY = "p/III.1/2019-Q1/tu-phap"


def test_nothing_recorded_has_no_history(ledger: Ledger) -> None:
    assert ledger.history(KEY) == ()


def test_every_step_in_turn_with_what_it_replaced(ledger: Ledger) -> None:
    first = Completion(KEY, date(2019, 3, 4), "12/BC", "văn thư", NOW)
    later, last = NOW + timedelta(hours=1), NOW + timedelta(days=1)
    nil = Completion(KEY, date(2019, 3, 5), "", "văn thư", last, nil=True)
    ledger.record_extension(Extension(KEY, date(2019, 3, 16), "5/UB", "nội vụ", NOW))
    ledger.record_completion(replace(first, key="p/III.1/2019-Q1/y-te"))
    ledger.record_completion(first)
    ledger.record_return(Return(KEY, "thiếu số liệu", "nội vụ", later))
    ledger.record_completion(nil)
    ledger.record_acceptance(KEY, Acceptance("nội vụ", last))
    at, at_later, at_last = (each.isoformat() for each in (NOW, later, last))
    submitted = {"on": "2019-03-04", "number": "12/BC", "by": "văn thư", "recorded_at": at}
    nothing = {"on": "2019-03-05", "by": "văn thư", "recorded_at": at_last, "nil": True}
    assert ledger.history(KEY) == (
        HistoryRow(
            NOW, "nội vụ", "extension", {},
            {"until": "2019-03-16", "number": "5/UB", "by": "nội vụ", "recorded_at": at},
        ),
        HistoryRow(NOW, "văn thư", "completion", {}, submitted),
        HistoryRow(
            later, "nội vụ", "return", submitted,
            {"reason": "thiếu số liệu", "by": "nội vụ", "recorded_at": at_later},
        ),
        HistoryRow(last, "văn thư", "completion", submitted, nothing),
        HistoryRow(
            last, "nội vụ", "acceptance", nothing, {"by": "nội vụ", "recorded_at": at_last}
        ),
    )  # fmt: skip
    assert ledger.verify_audit().first_bad is None
