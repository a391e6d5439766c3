"""The 116 real phrases with the windows expected of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.deadline import Context
from rules.wording import WordingError, read
from tests.rules.wording.reading import CALENDAR

CORPUS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("phrases.json").read_text(encoding="utf-8")
)


def _context(given: dict[str, Any]) -> Context:
    trigger = given["trigger"]
    return Context(
        given["plan_year"],
        CALENDAR,
        until=int(given["period"][-4:]) if given["period"] else None,
        signed=date.fromisoformat(given["signed"]),
        event=date.fromisoformat(trigger["date"]) if trigger else None,
    )


@pytest.mark.parametrize("entry", CORPUS, ids=[entry["phrase"] for entry in CORPUS])
def test_the_phrase_means_what_is_expected(entry: dict[str, Any]) -> None:
    expect = entry["expect"]
    if "error" in expect:
        with pytest.raises(WordingError):
            read(entry["phrase"], _context(entry["context"]))
        return
    deadline = read(entry["phrase"], _context(entry["context"]))
    assert [
        {"start": w.start and w.start.isoformat(), "stated": w.stated.isoformat(),
         "bound": str(w.bound)}
        for w in deadline.windows
    ] == [{k: w[k] for k in ("start", "stated", "bound")} for w in expect["windows"]]  # fmt: skip
    assert deadline.pending == expect["pending"]
    recurs = deadline.recurs
    assert ({"every": recurs.every, "count": recurs.count} if recurs else None) == expect["recurs"]
    assert bool(deadline.waits_for) == deadline.pending
