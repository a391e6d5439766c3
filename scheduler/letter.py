"""A claimed message turned into the bytes that leave, by what is true at that moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from ledger.outbox import Claim, Planned
from ledger.store import Ledger
from rules.facts import Completion
from rules.notices import Notice, Outcome
from rules.plan import Plan
from rules.schedule import Schedule
from rules.state import FINAL, State, state_of
from rules.summary import AgencyOverdue, overdue_by_agency
from rules.text import Text
from templates.compose import compose
from templates.contexts import SenderInfo

from .config import Config
from .enqueue import coordinators
from .mail.mime import Mailbox, build_message, thread_root

_GONE = Text(
    "Việc này không còn trong kế hoạch hoặc hạn đã đổi.",
    "It is no longer in the plan, or its deadline has changed.",
)
_CLOSED = Text(
    "Kế hoạch đã được lưu trữ trước khi gửi.", "The plan was archived before the mail went."
)


@dataclass(frozen=True, slots=True)
class Letter:
    """The message's bytes, None where nothing is left to say, and the notices that stay behind."""

    body: bytes | None
    withdrawn: Mapping[int, Text]


def write_letter(
    claim: Claim, schedule: Schedule, ledger: Ledger, *, now: datetime, config: Config
) -> Letter:
    """Look again at what is recorded, take out what is done, and write what remains."""
    local = now.astimezone(config.zone)
    done = ledger.completions_of({_occurrence_key(each) for each in claim.notices})
    notices: list[Notice] = []
    withdrawn: dict[int, Text] = {}
    for planned in claim.notices:
        found = _still_true(planned, schedule, done, local.date())
        if isinstance(found, Notice):
            notices.append(found)
        else:
            withdrawn[planned.id] = found
    summary = _summary(claim, schedule, ledger, local.date())
    if not notices and not summary:
        return Letter(None, withdrawn)
    mail, lang = config.mail, config.mail.language
    plan = notices[0].occurrence.slot.plan if notices else _summarised_plan(claim, schedule)
    rendered = compose(
        notices=notices,
        summary=summary,
        today=local.date(),
        working_days=schedule.working_days,
        recipient=claim.recipient,
        sender=_sender_info(plan, schedule, config),
        lang=lang,
        max_items=mail.max_items,
    )
    secret, domain = ledger.secret(), mail.message_domain
    roots = [
        thread_root(notice.occurrence.key, claim.recipient, secret=secret, domain=domain)
        for notice in notices[: mail.max_items]
    ]
    body = build_message(
        rendered,
        sender=Mailbox(mail.from_, mail.from_name),
        recipient=Mailbox(claim.recipient),
        reply_to=Mailbox(mail.reply_to) if mail.reply_to else None,
        date=local.replace(microsecond=0),
        message_id=claim.message_id,
        references=roots,
        headers={"List-Id": f"<kyhan.{domain}>"},
    )
    return Letter(body, withdrawn)


def _occurrence_key(planned: Planned) -> str:
    return "/".join(planned.key[:4])


def _still_true(
    planned: Planned, schedule: Schedule, done: Mapping[str, Completion], today: date
) -> Notice | Text:
    """The notice, or why it is not sent any more."""
    key = _occurrence_key(planned)
    occurrence = schedule.find(key)
    if occurrence is None or occurrence.slot.due != planned.key.due:
        return _GONE
    completion = done.get(key)
    if completion is not None:
        day = f"{completion.on:%d/%m/%Y}"
        return Text(
            f"Đã hoàn thành ngày {day} trước khi gửi.", f"Done on {day}, before the mail went."
        )
    state = state_of(occurrence.slot, None, today, schedule.working_days)
    if state in FINAL or state is State.PENDING:
        return _CLOSED
    role: Literal["officer", "head"] = "head" if planned.role == "head" else "officer"
    return Notice(
        occurrence, planned.rung, planned.key.recipient, role, Outcome.SEND, planned.reason
    )


def _summary(
    claim: Claim, schedule: Schedule, ledger: Ledger, today: date
) -> tuple[AgencyOverdue, ...]:
    plans = coordinators(schedule).get(claim.recipient)
    if claim.week is None or plans is None:
        return ()
    return overdue_by_agency(schedule, ledger.facts(), ledger.recorded(), today, plans)


def _summarised_plan(claim: Claim, schedule: Schedule) -> Plan:
    return schedule.plans[min(coordinators(schedule)[claim.recipient])]


def _sender_info(plan: Plan, schedule: Schedule, config: Config) -> SenderInfo:
    """The site, speaking for the plan's coordinator."""
    agency = schedule.directories[plan.directory].agencies.get(plan.coordinator)
    names = {"vi": agency.vi, "en": agency.en} if agency else {}
    return SenderInfo(
        site=config.site.name,
        coordinator=names.get(config.mail.language, config.site.name),
        contact=config.mail.reply_to or config.mail.from_,
        url=config.site.url,
    )
