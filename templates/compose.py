"""The one mail of a day: notices and summary sorted worst first, counted, cut, put into words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from rules.notices import Notice, Outcome
from rules.schedule import Slot
from rules.state import WORDS, State, state_of
from rules.summary import AgencyOverdue
from rules.text import Lang, one_line
from rules.workdays import WorkingDays

from .contexts import MailGroup, NoticesMail, SenderInfo, StateCount, Undelivered
from .items import agency_name, mail_item
from .overview import overview
from .render import Rendered, render

WORST_FIRST = (State.OVERDUE, State.CLOSING, State.TODAY, State.SOON, State.UPCOMING)

_Placed = tuple[State, Notice]


def compose(  # noqa: PLR0913  # all by name, no two of a kind
    *,
    notices: Sequence[Notice],
    summary: Sequence[AgencyOverdue],
    today: date,
    working_days: WorkingDays,
    recipient: str,
    sender: SenderInfo,
    lang: Lang = "vi",
    max_items: int = 20,
    undelivered: Sequence[Undelivered] = (),
    urged: bool = False,
    note: str = "",
    override: Path | None = None,
) -> Rendered:
    """The mail of `today` to `recipient`: their notices to be sent, and the coordinator's summary.

    At most `max_items` in full, worst first; the rest is counted by state. `undelivered` is told
    with the summary. `urged`: the coordinator has it written on purpose, with a `note` of its own.
    `override`: a folder whose templates go before ours. ValueError where there is
    nothing to say, and for a notice that is not this recipient's to get.
    """
    summary = [entry for entry in summary if entry.occurrences]
    if not notices and not summary and not undelivered:
        raise ValueError(f"nothing to say to {recipient} on {today}: no notice and no summary")
    if sender.url and not sender.url.startswith(("https://", "http://")):
        raise ValueError(f"the site's address is no web address: {sender.url}")
    for notice in notices:
        if notice.recipient != recipient or notice.outcome is not Outcome.SEND:
            raise ValueError(f"{notice.key} is not to be sent to {recipient}")
    placed = sorted(
        ((_open_state(notice.occurrence.slot, today, working_days), notice) for notice in notices),
        key=_worst_first,
    )
    agencies = [agency_name(notice.occurrence.assignee.agency, lang) for _, notice in placed]
    context = NoticesMail(
        lang=lang,
        sender=_safe(sender),
        recipient=one_line(recipient),
        today=today,
        agencies=tuple(dict.fromkeys(agencies)),
        all_head=bool(placed) and all(notice.role == "head" for _, notice in placed),
        total=len(placed),
        counts=_counts(placed, lang),
        groups=_groups(placed, max_items, today, working_days, lang, _safe(sender).url),
        more=max(len(placed) - max_items, 0),
        more_counts=_counts(placed[max_items:], lang),
        summary=(
            overview(summary, today, working_days, lang, undelivered)
            if summary or undelivered
            else None
        ),
        urged=urged,
        note=tuple(filter(None, map(one_line, note.splitlines()))),
    )
    return render(context, lang, override=override)


@lru_cache(maxsize=256)
def _safe(sender: SenderInfo) -> SenderInfo:
    site, coordinator, contact, url = map(one_line, astuple(sender))
    return SenderInfo(site, coordinator, contact, url)


def _open_state(slot: Slot, today: date, working_days: WorkingDays) -> State:
    state = state_of(slot, None, today, working_days)
    if state not in WORST_FIRST:
        raise ValueError(f"{slot.key} is {state}: there is nothing to urge")
    return state


def _worst_first(placed: _Placed) -> tuple[int, date, str]:
    state, notice = placed
    slot = notice.occurrence.slot
    day = slot.late_from if state is State.OVERDUE else slot.due
    return WORST_FIRST.index(state), day or date.max, notice.occurrence.key


def _counts(placed: Sequence[_Placed], lang: Lang) -> tuple[StateCount, ...]:
    states = [state for state, _ in placed]
    return tuple(
        [
            StateCount(WORDS[state].to(lang), states.count(state))
            for state in WORST_FIRST
            if state in states
        ]
    )


def _groups(
    placed: Sequence[_Placed],
    max_items: int,
    today: date,
    working_days: WorkingDays,
    lang: Lang,
    site: str,
) -> tuple[MailGroup, ...]:
    counted = Counter([state for state, _ in placed])
    shown = enumerate(placed[:max_items], start=1)
    return tuple(
        [
            MailGroup(
                state=state.value,
                words=WORDS[state].to(lang),
                count=counted[state],
                items=tuple(
                    [
                        mail_item(place, state, notice, today, working_days, lang, site)
                        for place, (_, notice) in members
                    ]
                ),
            )
            for state, members in groupby(shown, key=lambda numbered: numbered[1][0])
        ]
    )
