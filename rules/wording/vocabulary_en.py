"""The words of time in English, on the tokens of the Vietnamese ones: one grammar reads both."""

from __future__ import annotations

from collections.abc import Iterator

from .syllables import listed
from .vocabulary import Entry, Sense

PLAIN = {
    "DAY": "day | days | calendar day | calendar days",
    "WORKDAY": "working day | working days | business day | business days",
    "WEEK": "week | weeks",
    "MONTH": "month | months",
    "QUARTER": "quarter | quarters",
    "YEAR": "year | years",
    "PHASE": "period | phase",
    "BEFORE": "before | prior to",
    "LATEST": "by | no later than | not later than | at the latest by | at the latest | until | due"
    " | due by | on or before | up to",
    "UNTIL": "to",
    "THROUGH": "through",
    "IN": "in | within | during | on | at",
    "FROM": "from | starting from | starting",
    "AFTER": "after",
    "SINCE": "once",
    "SIGNED": "of signing | from signing | after signing | from date of signing | of issue"
    " | from date of issue | after date of signing | after issue | after date of issue"
    " | of date of signing | of date of issue",
    "BY": "according to | in line with | following | as instructed by | under the guidance of",
    "ISSUE": "issue | issued",
    "BEGIN": "start | begin | launch",
    "FINISH": "complete | completed | finish | finished | implement | done",
    "SEND": "send | submit",
    "STANDING": "continuously | regularly | ongoing | all year | all year round",
    "WHOLE": "throughout  | whole | throughout whole of | all of",
    "EVERY": "every | each | per",
    "TIMES": "time | times",
    "ATLEAST": "at least",
    "FIRST": "beginning of | start of  | early",
    "MIDDLE": "middle of",
    "LAST": "end of",
    "OF": "of",
    "AND": "and",
}

CYCLES: tuple[tuple[str, tuple[Sense, ...]], ...] = (
    ("weekly", (("EVERY", None), ("WEEK", None))),
    ("monthly", (("EVERY", None), ("MONTH", None))),
    ("quarterly", (("EVERY", None), ("QUARTER", None))),
    ("yearly | annually | annual", (("EVERY", None), ("YEAR", None))),
    ("half-yearly | semi-annually", (("EVERY", None), ("NUM", 6), ("MONTH", None))),
    ("once", (("NUM", 1), ("TIMES", None))),
    ("twice", (("NUM", 2), ("TIMES", None))),
    ("a year", (("EVERY", None), ("YEAR", None))),
    ("a month", (("EVERY", None), ("MONTH", None))),
    ("a quarter", (("EVERY", None), ("QUARTER", None))),
    ("a week", (("EVERY", None), ("WEEK", None))),
    ("first half of | first half", (("HALF", 1),)),
    ("second half of | second half", (("HALF", 2),)),
    ("first quarter", (("QUARTER", None), ("NUM", 1))),
    ("second quarter", (("QUARTER", None), ("NUM", 2))),
    ("third quarter", (("QUARTER", None), ("NUM", 3))),
    ("fourth quarter", (("QUARTER", None), ("NUM", 4))),
)

NEVER = (
    "not | between | past | beyond | towards | toward | nearly | almost | circa | against | without"
    " | except | unless | or | if | about | around | approximately | roughly | onwards | onward"
    " | earliest | this | next | last | fiscal | school year | lunar | early in | mid | late"
)

MONTHS = listed(
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
WEEKDAYS = listed("monday|tuesday|wednesday|thursday|friday|saturday|sunday")
NUMBERS = listed(
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty"
)


def entries() -> Iterator[Entry]:
    """Each wording with what it stands for."""
    for kind, wordings in PLAIN.items():
        yield from ((wording, ((kind, None),)) for wording in listed(wordings))
    yield from ((wording, (("NEVER", None),)) for wording in listed(NEVER))
    for wordings, senses in CYCLES:
        yield from ((wording, senses) for wording in listed(wordings))
    for number, month in enumerate(MONTHS, 1):
        yield month, (("MONTH", None), ("NUM", number))
    for number, weekday in enumerate(WEEKDAYS):
        yield weekday, (("WEEKDAY", number),)
    yield from ((word, (("NUM", number),)) for number, word in enumerate(NUMBERS))
