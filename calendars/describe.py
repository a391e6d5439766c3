"""What an event says: its title, its description and its categories, in the site's language.

An event names no state that only the clock can give: a feed's bytes depend on the plan, the
directory, the working days and the records alone, so that they, their ETag and every subscriber's
copy change only when something has changed. Hence an open item is never "overdue" here; it says
"Hạn" ("Due"), and mail tells who is late. The state shown is the one the item has on its own `due`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rules.deadline import Reason
from rules.directory import Agency, Directory, Group
from rules.explain import explain
from rules.facts import Completion, Return
from rules.plan import Kind, Value
from rules.schedule import Assignee, Occurrence, Slot
from rules.state import WORDS, State
from rules.text import Lang, Text, one_line
from rules.words import label_words, long_day, short_day, step_words
from templates.filters import number

from .reported import reported

NAMED = 20  # agencies listed by name in the event of many

_DUE = Text("Hạn", "Due")
_DONE = frozenset({State.DONE, State.DONE_LATE})
_SAID = {
    **{state: WORDS[state] for state in (*_DONE, State.CLOSED, State.RETURNED)},
    State.SUBMITTED: Text("Đã nộp", "Submitted"),  # short, for a title
}
_KINDS: dict[Kind, Text] = {
    "task": Text("Nhiệm vụ", "Task"),
    "report": Text("Báo cáo", "Report"),
    "target": Text("Chỉ tiêu", "Target"),
    "standing": Text("Thường xuyên", "Standing"),
}


class Count(NamedTuple):
    """How many have done it, how many of those late, how many only submitted, how many owe it."""

    done: int
    late: int
    submitted: int
    total: int


def summary(slot: Slot, state: State, lang: Lang, count: Count | None = None) -> str:
    """The title: the state, the count where several agencies owe, the duty and its period."""
    title = one_line(slot.duty.title)
    when = one_line(step_words(slot.label, lang))
    if when.casefold() not in title.casefold():
        title = f"{title} ({when})"
    many = "" if count is None else f"({count.done}/{count.total} {_agencies(lang)}) "
    if state in _DONE:
        return f"✓ {WORDS[state].to(lang)}{many and ' ' + many.rstrip()}: {title}"
    return f"[{_state(state, lang)}] {many}{title}"


def categories(slot: Slot, state: State, lang: Lang) -> list[str]:
    """The kind of duty and the state, for a reader's filters."""
    return [_KINDS[slot.duty.kind].to(lang), _state(state, lang)]


def _state(state: State, lang: Lang) -> str:
    return _SAID.get(state, _DUE).to(lang)


def _agencies(lang: Lang) -> str:
    return Text("cơ quan", "agencies").to(lang)


def description(slot: Slot, directory: Directory | None, lang: Lang) -> str:
    """What holds for every agency that owes: dates, what is wanted, why that day, the source."""
    document, *reasons, _who = explain(Occurrence(slot, slot.assignees[0]))
    parts = chain(
        _dates(slot), _wanted(slot, directory, lang),
        (Text("Cách tính hạn:", "How the date came about:"),),
    )  # fmt: skip
    lines = [one_line(text.to(lang)) for text in parts]
    lines += [f"- {one_line(_sourced(reason, lang))}" for reason in reasons]
    return "\n".join([*lines, one_line(_sourced(document, lang))])


def _sourced(reason: Reason, lang: Lang) -> str:
    source = reason.source.to(lang)
    return f"{reason.text.to(lang)} ({source})" if source else reason.text.to(lang)


def _dates(slot: Slot) -> Iterator[Text]:
    if slot.due is None or slot.stated is None or slot.late_from is None:
        raise ValueError(f"{slot.key} is pending: it has no event")
    hour = Text("", "")
    if slot.hour:
        hour = Text(f", trước {slot.hour}", f", before {slot.hour}")
    guess = Text("", "")
    if slot.assumed:
        guess = Text(
            " (văn bản không nêu ngày, đây là ngày suy ra)",
            " (the document names no day; this one is inferred)",
        )
    yield Text(
        f"Hạn: {long_day(slot.due, 'vi')}{hour.vi}{guess.vi}",
        f"Due: {long_day(slot.due, 'en')}{hour.en}{guess.en}",
    )
    extension, original = slot.extension, slot.original
    if extension is not None and original is not None and original.stated is not None:
        yield Text(
            f"Gia hạn đến hết {long_day(slot.stated, 'vi')} theo văn bản {extension.number}; hạn "
            f"trước đó: {short_day(original.stated, 'vi')}; tính trễ hạn từ "
            f"{short_day(slot.late_from, 'vi')}",
            f"Extended to the end of {long_day(slot.stated, 'en')} by document {extension.number}; "
            f"before that: {short_day(original.stated, 'en')}; late from "
            f"{short_day(slot.late_from, 'en')}",
        )
    else:
        yield Text(
            f"Ngày cuối cùng theo văn bản: {long_day(slot.stated, 'vi')}; tính trễ hạn từ "
            f"{short_day(slot.late_from, 'vi')}",
            f"Last day by the document: {long_day(slot.stated, 'en')}; late from "
            f"{short_day(slot.late_from, 'en')}",
        )
    if slot.plan.archived is not None:
        yield Text(
            f"Kế hoạch đóng từ {short_day(slot.plan.archived, 'vi')}: từ ngày đó không đôn đốc",
            f"The plan is closed from {short_day(slot.plan.archived, 'en')}: not urged after that",
        )
    if slot.period is not None:
        period = slot.period.label
        yield Text(f"Kỳ: {label_words(period, 'vi')}", f"Period: {label_words(period, 'en')}")


def _wanted(slot: Slot, directory: Directory | None, lang: Lang) -> Iterator[Text]:
    duty = slot.duty
    for value in slot.values:
        target = _target(value, lang)
        yield Text(f"Chỉ tiêu: {target}", f"Target: {target}")
    if duty.product:
        yield Text(f"Sản phẩm: {duty.product}", f"Product: {duty.product}")
    if duty.with_:
        written = duty.with_written if all(duty.with_written) else ()
        names = "; ".join(written or names_of(duty.with_, directory, lang))
        yield Text(f"Phối hợp: {names}", f"With: {names}")
    if duty.to:
        names = "; ".join(names_of(duty.to, directory, lang))
        yield Text(f"Nơi nhận: {names}", f"To: {names}")


def names_of(ids: Sequence[str], directory: Directory | None, lang: Lang) -> Iterator[str]:
    """The names of agencies and groups; an id that the directory has not stands for itself."""
    known: dict[str, Agency | Group] = {}
    if directory is not None:
        known = {**directory.agencies, **directory.groups}
    for ident in ids:
        body = known.get(ident)
        yield ident if body is None else name_of(body, lang)


def _target(value: Value, lang: Lang) -> str:
    sign = {">=": "≥", "<=": "≤", "=": "="}[value.op]
    if value.strict:
        sign = {">=": ">", "<=": "<"}.get(value.op, sign)
    figures = number(value.amount, lang)
    if value.amount_max is not None:
        figures = f"{figures}–{number(value.amount_max, lang)}"
    return f"{value.metric} {sign} {figures} {value.unit}"


def one_agency(
    occurrence: Occurrence, last: Completion | Return | None, lang: Lang, zone: ZoneInfo
) -> str:
    """The last lines of an agency's own event: who owes, what was recorded, the key."""
    *_, who = explain(occurrence)
    if _adds(occurrence.assignee, who):
        lines = [who.text.to(lang)]
    else:
        name = name_of(occurrence.assignee.agency, lang)
        lines = [f"{Text('Cơ quan', 'Agency').to(lang)}: {name}"]
    if isinstance(last, Completion):
        lines.append(reported(last, zone).to(lang))
    elif last is not None:
        lines.append(Text("Bị trả lại: ", "Returned: ").to(lang) + last.reason)
    return _ending(lines, occurrence.key, lang)


def _adds(assignee: Assignee, who: Reason) -> bool:
    """Whether the reason says more than the agency's name does."""
    return who.rule != "lead" or assignee.written not in ("", assignee.agency.vi)


def many_agencies(slot: Slot, count: Count, open_: Sequence[Agency], lang: Lang) -> str:
    """The last lines of the event of many agencies: how many have done it, who has not, the key."""
    late = Text(f" (trễ hạn: {count.late})", f" ({count.late} late)").to(lang)
    done = WORDS[State.DONE].to(lang)
    lines = [
        f"{done}: {count.done}/{count.total} {_agencies(lang)}{late if count.late else ''}",
    ]
    if count.submitted:
        lines.append(f"{WORDS[State.SUBMITTED].to(lang)}: {count.submitted} {_agencies(lang)}")
    if open_:
        names = "; ".join(one_line(name_of(agency, lang)) for agency in open_[:NAMED])
        rest = len(open_) - NAMED
        more = Text(f"; và {rest} cơ quan khác", f"; and {rest} more").to(lang) if rest > 0 else ""
        not_yet = Text("Chưa nộp", "Not yet submitted").to(lang)
        lines.append(f"{not_yet}: {names}{more}")
    return _ending(lines, slot.key, lang)


def _ending(lines: Iterable[str], key: str, lang: Lang) -> str:
    shown = [*lines, f"{Text('Mã', 'Key').to(lang)}: {key}"]
    return "".join(f"\n{one_line(each)}" for each in shown)


def name_of(body: Agency | Group, lang: Lang) -> str:
    """The name of an agency or a group in the language."""
    return Text(body.vi, body.en).to(lang)
