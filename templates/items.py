"""One notice as the plain data a template is given."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from rules.directory import Agency
from rules.notices import Notice
from rules.schedule import Slot
from rules.state import WORDS, State, days_late
from rules.text import Lang, one_line
from rules.words import short_day, step_words
from rules.workdays import DayEntry, WorkingDays

from .contexts import MailDuty, MailItem, Target
from .filters import shorten, value_words
from .paths import item_path, key_path

# Characters. A longer text is cut: mail readers clip what passes 100 kB, and 20 items share them.
TITLE, QUOTE, NAME = 300, 400, 120


def mail_item(
    place: int,
    state: State,
    notice: Notice,
    today: date,
    working_days: WorkingDays,
    lang: Lang,
    site: str,
) -> MailItem:
    """The `place`-th item of the mail, its pages at `site` or nowhere.

    ValueError where its slot is pending and has no dates.
    """
    slot, assignee = notice.occurrence
    days = days_to_tell(slot, state, today, working_days)
    written = cut(assignee.written, NAME)
    replaces = ", ".join([agency_name(former, lang) for former in assignee.instead_of])
    return MailItem(
        duty=_mail_duty(slot, state, days, notice.role, notice.moved_from, lang),
        number=place,
        agency=agency_name(assignee.agency, lang),
        written="" if written in {cut(assignee.agency.vi, NAME), replaces} else written,
        replaces=replaces,
        page=f"{site}{item_path(notice.occurrence.key)}" if site else "",
        form=f"{site}{key_path('submit', notice.occurrence.key)}" if site else "",
    )


@lru_cache(maxsize=1024)
def _mail_duty(
    slot: Slot, state: State, days: int, role: str, moved_from: date | None, lang: Lang
) -> MailDuty:
    """Made once for all who owe it: nothing here is of the agency, and a slot never changes."""
    due, stated, late_from = dates(slot)
    duty = slot.duty
    data_from, data_to = slot.data or (None, None)
    return MailDuty(
        state=state.value,
        state_words=WORDS[state].to(lang),
        days=days,
        title=cut(duty.title, TITLE),
        kind=duty.kind,
        step=step_of(slot, lang),
        unnamed=not duty.lead,
        due=due,
        hour=one_line(slot.hour),
        stated=stated,
        late_from=late_from,
        start=slot.start,
        bound=slot.bound.value if slot.bound else "",
        wording=cut(duty.wording(slot.label), QUOTE),
        moved_by=tuple(_moved(entry, lang) for entry in slot.moved_by),
        assumed=slot.assumed,
        predicted=slot.predicted,
        data_from=data_from,
        data_to=data_to,
        document=one_line(slot.plan.number),
        issued=slot.plan.issued,
        plan=cut(slot.plan.title, TITLE),
        ref=one_line(duty.ref),
        product=cut(duty.product, TITLE),
        targets=tuple(
            Target(cut(value.metric, TITLE), one_line(value_words(value, lang)))
            for value in slot.values
        ),
        head=role == "head",
        moved_from=moved_from,
        original=slot.original.due if slot.original else None,
        granted=one_line(slot.extension.number) if slot.extension else "",
    )


@lru_cache(maxsize=4096)
def cut(text: str, limit: int) -> str:
    """The text on one line, at most `limit` characters."""
    return shorten(one_line(text), limit)


def agency_name(agency: Agency, lang: Lang) -> str:
    """The agency's name in the mail's language."""
    return cut(agency.en if lang == "en" else agency.vi, NAME)


def step_of(slot: Slot, lang: Lang) -> str:
    """The period or milestone, `quý I/2019` or `ban hành`; empty for the plain end of a duty."""
    return cut(step_words(slot.label, lang), NAME)


def dates(slot: Slot) -> tuple[date, date, date]:
    """`due`, `stated`, `late_from`. ValueError where the slot is pending."""
    if slot.due is None or slot.stated is None or slot.late_from is None:
        raise ValueError(f"{slot.key} is pending: it has no dates to tell")
    return slot.due, slot.stated, slot.late_from


def days_to_tell(slot: Slot, state: State, today: date, working_days: WorkingDays) -> int:
    """Working days left until `due`; of what is overdue, those gone since the last day on time.

    On the first working day on or after `late_from` that is 1.
    """
    due, _, late_from = dates(slot)
    if state is State.OVERDUE:
        return days_late(late_from, today, working_days)
    return max(working_days.count(today, due), 0)


def _moved(entry: DayEntry, lang: Lang) -> str:
    return f"{short_day(entry.day, lang)} ({cut(entry.reason.to(lang), NAME)})"
