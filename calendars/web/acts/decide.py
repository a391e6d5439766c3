"""A coordinator's acts on items: to which they apply, what is wrong with a form, what is recorded.

Everything is looked at before anything is recorded: one mistake, and nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from ledger.store import Ledger
from rules.extensions import may_extend
from rules.facts import Acceptance, Completion, Extension, Return
from rules.state import State
from rules.submission import LONGEST, cleaned, faults
from rules.text import Lang, one_line, plain_lines
from rules.words import short_day
from templates.pages.words import words

from ..item.items import Item
from ..services import Moment

Act = Literal["accept", "return", "extend", "urge"]
_DONE = frozenset({State.DONE, State.DONE_LATE})
_NOT_OWED = _DONE | {State.PENDING, State.CLOSED}
APPLIES: Mapping[Act, frozenset[State]] = {
    "accept": frozenset({State.SUBMITTED}),
    "return": _DONE | {State.SUBMITTED},
    "extend": frozenset(State) - _NOT_OWED,
    "urge": frozenset(State) - _NOT_OWED - {State.SUBMITTED},
}
# What a corrected day of submission may clash with, and the word for it.
_FIELDS = {"document_date": "column_document_date", "note": "column_note"}
LONGEST_REASON = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Decided:
    """What a form comes to: the records to be made, and what is wrong with it, by field.

    A record stands with when the completion was recorded that it decides on.
    """

    records: list[tuple[Acceptance | Completion | Return | Extension, Item]] = field(
        default_factory=list
    )
    mistakes: dict[str, str] = field(default_factory=dict)


def accept(
    items: Sequence[Item], form: Mapping[str, str], by: str, moment: Moment, lang: Lang
) -> Decided:
    """Accept each item. `on-<n>` is its day of submission: one before the day that was recorded
    corrects it, and needs the `number` of a document. `seen-<n>` tells what was looked at.
    """
    decided, w, number = Decided(), words(lang), one_line(form["number"])
    acceptance = Acceptance(by, moment.now)
    corrected = False
    for place, item in enumerate(items, 1):
        done = item.completion
        if done is None or form[f"seen-{place}"] != done.recorded_at.isoformat():
            decided.mistakes["items"] = w["changed_meanwhile"]
            continue
        on = day_of(form[f"on-{place}"])
        if on is None or on > done.on:
            told = short_day(done.on, lang)
            decided.mistakes[f"on-{place}"] = w["on_not_later"](day=told)
        elif on == done.on:
            decided.records.append((acceptance, item))
        else:
            corrected = True
            made = _corrected(done, on, number, acceptance)
            for fault in faults(made, moment.today):
                named = w[_FIELDS.get(fault.field, "column_on")]
                decided.mistakes[f"on-{place}"] = f"{named}: {fault.text.to(lang)}"
            decided.records.append((made, item))
    if corrected:
        decided.mistakes.update(_number_mistakes(number, lang))
    return decided


def send_back(
    items: Sequence[Item], form: Mapping[str, str], by: str, moment: Moment, lang: Lang
) -> Decided:
    """Return each item, for a `reason` that must be given; `seen-<n>` as for accepting."""
    decided, w = Decided(), words(lang)
    reason = plain_lines(form["reason"])
    if not reason:
        decided.mistakes["reason"] = w["reason_missing"]
    elif len(reason) > LONGEST_REASON:
        decided.mistakes["reason"] = w["too_long"](n=LONGEST_REASON)
    for place, item in enumerate(items, 1):
        done = item.completion
        if done is None or form[f"seen-{place}"] != done.recorded_at.isoformat():
            decided.mistakes["items"] = w["changed_meanwhile"]
        decided.records.append((Return(item.key, reason, by, moment.now), item))
    return decided


def extend(
    items: Sequence[Item], form: Mapping[str, str], by: str, moment: Moment, lang: Lang
) -> Decided:
    """Grant each item the day `until`, its last on time, by the document `number`. It has to be
    later than what the plan's own document gives each of them.
    """
    decided, w = Decided(), words(lang)
    until, number = day_of(form["until"]), one_line(form["number"])
    decided.mistakes.update(_number_mistakes(number, lang))
    if until is None:
        decided.mistakes["until"] = w["until_missing"]
        return decided
    for item in items:
        slot = item.occurrence.slot
        if not may_extend(slot, until):
            stated = (slot.original or slot).stated
            told = short_day(stated, lang) if stated else "–"
            decided.mistakes["until"] = w["until_not_later"](day=told, key=item.key)
        decided.records.append((Extension(item.key, until, number, by, moment.now), item))
    return decided


def record(decided: Decided, ledger: Ledger) -> bool:
    """Record all of it; False where something was recorded in the meantime that forbids a part."""
    every = [_record(made, item, ledger) for made, item in decided.records]
    return all(every)


def day_of(text: str) -> date | None:
    """The day of a field of days (ISO 8601), None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _record(made: Acceptance | Completion | Return | Extension, item: Item, ledger: Ledger) -> bool:
    seen = item.completion.recorded_at if item.completion else None
    match made:
        case Acceptance():
            return ledger.record_acceptance(item.key, made, seen=seen)
        case Return():
            return ledger.record_return(made, seen=seen)
        case Completion():
            return ledger.record_completion(made)
        case Extension():
            ledger.record_extension(made)  # the same again changes nothing, and is as was asked
            return True


def _corrected(done: Completion, on: date, number: str, acceptance: Acceptance) -> Completion:
    """The same submission under another day, which its note explains: notes are Vietnamese."""
    why = (
        f"Ngày nộp ghi lại là {short_day(on, 'vi')} theo văn bản {number}; "
        f"trước ghi {short_day(done.on, 'vi')}, người nộp {done.by}."
    )
    made = replace(
        done, on=on, by=acceptance.by, recorded_at=acceptance.recorded_at,
        note=f"{done.note}\n{why}", accepted=acceptance,
    )  # fmt: skip
    return cleaned(made)


def _number_mistakes(number: str, lang: Lang) -> Iterator[tuple[str, str]]:
    w = words(lang)
    if not number:
        yield "number", w["number_missing"]
    elif len(number) > LONGEST["number"]:
        yield "number", w["too_long"](n=LONGEST["number"])
