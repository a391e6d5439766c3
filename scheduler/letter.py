"""A claimed message turned into the bytes that leave, by what is true at that moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape
from typing import Literal

from ledger.outbox import Claim, Planned
from ledger.revision import Revision
from ledger.store import Ledger
from rules.extensions import newer
from rules.facts import Completion, Extension
from rules.notices import Notice, Outcome
from rules.plan import Plan
from rules.schedule import Schedule
from rules.state import FINAL, State, state_of
from rules.summary import AgencyOverdue, overdue_by_agency
from rules.text import Text
from templates.compose import compose
from templates.contexts import SenderInfo, Undelivered
from templates.render import Rendered

from .config import Config
from .enqueue import coordinators, told_since
from .mail.mime import Mailbox, build_message, thread_root

_GONE = Text(
    "Việc này không còn trong kế hoạch hoặc hạn đã đổi.",
    "It is no longer in the plan, or its deadline has changed.",
)
_CLOSED = Text(
    "Kế hoạch đã được lưu trữ trước khi gửi.", "The plan was archived before the mail went."
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger says, as of one revision of its facts, about the messages to be written."""

    revision: Revision
    done: Mapping[str, Completion]
    extended: Mapping[str, Extension]
    secret: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The message's bytes, None where nothing is left to say, and the notices that stay behind.

    `seen` are the facts it was written from; None where they do not matter: the bytes of a repeat.
    """

    body: bytes | None
    withdrawn: Mapping[int, Text]
    seen: Revision | None = None


def look_up(claims: Sequence[Claim], ledger: Ledger) -> Known:
    """What is recorded by now about all that these messages carry; the revision is read first."""
    revision = ledger.revision()
    keys = {_occurrence_key(each) for claim in claims for each in claim.notices}
    done, extended = ledger.completions_of(keys), ledger.extensions_of(keys)
    return Known(revision, done, extended, ledger.secret())


def write_letter(
    claim: Claim,
    schedule: Schedule,
    ledger: Ledger,
    *,
    now: datetime,
    config: Config,
    known: Known | None = None,
) -> Letter:
    """Look again at what is recorded, take out what is done, and write what remains."""
    known = known or look_up([claim], ledger)
    local = now.astimezone(config.zone)
    notices: list[Notice] = []
    withdrawn: dict[int, Text] = {}
    for planned in claim.notices:
        found = _still_true(planned, schedule, known, local.date())
        if isinstance(found, Notice):
            notices.append(found)
        else:
            withdrawn[planned.id] = found
    summary = _summary(claim, schedule, ledger, local.date())
    undelivered = _undelivered(claim, schedule, ledger, now, config)
    if not notices and not summary and not undelivered:
        return Letter(None, withdrawn, known.revision)
    mail, lang = config.mail, config.mail.language
    plan = (
        notices[0].occurrence.slot.plan
        if notices
        else schedule.plans[min(_summarised_plans(claim, schedule))]
    )
    rendered = compose(
        notices=notices,
        summary=summary,
        undelivered=undelivered,
        today=local.date(),
        working_days=schedule.working_days,
        recipient=claim.recipient,
        sender=_sender_info(plan, schedule, config),
        lang=lang,
        max_items=mail.max_items,
        urged=claim.kind == "urge",
        note=claim.note,
    )
    domain = mail.message_domain
    roots = [
        thread_root(notice.occurrence.key, claim.recipient, secret=known.secret, domain=domain)
        for notice in notices[: mail.max_items]
    ]
    headers = {"List-Id": f"<kyhan.{domain}>"}
    recipient = claim.recipient
    if mail.redirect_all_to:
        rendered, recipient = redirected(rendered, claim.recipient), mail.redirect_all_to
        headers["X-Kyhan-Recipient"] = claim.recipient
    body = build_message(
        rendered,
        sender=Mailbox(mail.from_, mail.from_name),
        recipient=Mailbox(recipient),
        reply_to=Mailbox(mail.reply_to) if mail.reply_to else None,
        date=local.replace(microsecond=0),
        message_id=claim.message_id,
        references=roots,
        headers=headers,
    )
    return Letter(body, withdrawn, known.revision)


def redirected(rendered: Rendered, recipient: str) -> Rendered:
    """The mail as a trial shows it to somebody else: it says first whom it would have gone to."""
    line = Text(
        f"Thư thử: lẽ ra gửi tới {recipient}.", f"A trial: this would have gone to {recipient}."
    ).to(rendered.lang)
    start, body, rest = rendered.html.partition("<body>")
    return replace(
        rendered,
        subject=f"[→ {recipient}] {rendered.subject}",
        text=f"{line}\n\n{rendered.text}",
        html=f"{start}{body}\n<p>{escape(line)}</p>{rest}",
    )


def _occurrence_key(planned: Planned) -> str:
    return "/".join(planned.key[:4])


def _still_true(planned: Planned, schedule: Schedule, known: Known, today: date) -> Notice | Text:
    """The notice, or why it is not sent any more."""
    key = _occurrence_key(planned)
    occurrence = schedule.find(key)
    if occurrence is None or occurrence.slot.due != planned.key.due:
        return _GONE
    if newer(occurrence.slot, known.extended.get(key)):
        return _GONE
    completion = known.done.get(key)
    if completion is not None:
        day = f"{completion.on:%d/%m/%Y}"
        if completion.accepted is None:
            return Text(f"Đã nộp ngày {day} trước khi gửi.", f"Submitted on {day}, before it went.")
        return Text(
            f"Đã hoàn thành ngày {day} trước khi gửi.", f"Done on {day}, before the mail went."
        )
    state = state_of(occurrence.slot, None, today, schedule.working_days)
    if state in FINAL or state is State.PENDING:
        return _CLOSED
    role: Literal["officer", "head"] = "head" if planned.role == "head" else "officer"
    return Notice(
        occurrence, planned.rung, planned.key.recipient, role, Outcome.SEND, planned.reason,
        planned.moved_from,
    )  # fmt: skip


def _summary(
    claim: Claim, schedule: Schedule, ledger: Ledger, today: date
) -> tuple[AgencyOverdue, ...]:
    plans = _summarised_plans(claim, schedule)
    if not plans:
        return ()
    return overdue_by_agency(schedule, ledger.facts(), ledger.recorded(), today, plans)


def _undelivered(
    claim: Claim, schedule: Schedule, ledger: Ledger, now: datetime, config: Config
) -> tuple[Undelivered, ...]:
    """For a weekly summary: whom mails about the coordinator's plans did not reach of late."""
    plans = _summarised_plans(claim, schedule)
    if not plans:
        return ()
    found: dict[str, Undelivered] = {}
    for each in ledger.failed(told_since(now.astimezone(config.zone))):
        if not any(key.plan in plans for key in each.keys):
            continue
        since = each.since.astimezone(config.zone).date()
        newer = found.get(each.recipient)
        found[each.recipient] = Undelivered(
            each.recipient,
            min(since, newer.since) if newer else since,
            newer.answer if newer else each.answer,
            len(each.keys) + (newer.count if newer else 0),
        )
    return tuple(sorted(found.values(), key=lambda row: (row.since, row.recipient)))


def _summarised_plans(claim: Claim, schedule: Schedule) -> frozenset[str]:
    """The plans of the weekly summary that the message carries; most carry none."""
    if claim.week is None:
        return frozenset()
    return coordinators(schedule).get(claim.recipient, frozenset())


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
