"""What the next pass would send: the very same decisions, and nothing written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day

from ledger.claims import Kind
from ledger.outbox import Claim, Planned
from ledger.store import Ledger
from rules.notices import Notice, Outcome
from rules.schedule import Schedule

from .config import Config
from .enqueue import decide_pass
from .holds import BUSY_DAYS, mass_limit
from .letter import write_letter


@dataclass(frozen=True, slots=True)
class Coming:
    """One mail that would go: its notices, and the ISO week of its summary where it has one."""

    recipient: str
    notices: tuple[Notice, ...]
    week: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The next pass: its `day`, its mails by recipient, and how many it may send unasked."""

    day: date
    mails: tuple[Coming, ...]
    limit: int

    @property
    def kept_back(self) -> bool:
        """Whether the pass would be held as a whole."""
        return len(self.mails) > self.limit


def next_pass(schedule: Schedule, ledger: Ledger, *, now: datetime, config: Config) -> Preview:
    """Decide for today, or for the next working day where today is none."""
    day = schedule.working_days.on_or_after(now.astimezone(config.zone).date())
    decided = decide_pass(schedule, ledger, day, config)
    of: defaultdict[str, list[Notice]] = defaultdict(list)
    for notice in decided.notices:
        if notice.outcome is Outcome.SEND:
            of[notice.recipient].append(notice)
    weeks = {each.recipient: each.week for each in decided.weekly if each.outcome == "planned"}
    busiest = ledger.busiest(day - timedelta(days=BUSY_DAYS), day)
    return Preview(
        day,
        tuple(
            Coming(recipient, tuple(of.get(recipient, ())), weeks.get(recipient))
            for recipient in sorted({*of, *weeks})
        ),
        mass_limit(config.mail.hold_above, busiest),
    )


def looked_at(
    recipient: str,
    day: date,
    notices: Iterable[Notice],
    *,
    week: str | None = None,
    kind: Kind = "notices",
    note: str = "",
) -> Claim:
    """The claim of a mail that is written to be looked at, and not sent."""
    planned = tuple(
        Planned(number, each.key, each.rung, each.role, each.reason, each.moved_from)
        for number, each in enumerate(notices)
    )
    return Claim(
        id=0, recipient=recipient, day=day, message_id="<preview@localhost>", fence=0,
        lease=timedelta(0), body=None, refused=0, first_refused_at=None, ambiguous=0,
        notices=planned, week=week, kind=kind, note=note,
    )  # fmt: skip


def render(
    coming: Coming, preview: Preview, schedule: Schedule, ledger: Ledger, config: Config
) -> bytes | None:
    """The mail as it would leave at the sending hour; its Message-ID alone is not the real one."""
    at = datetime.combine(preview.day, time_of_day(config.mail.hour), config.zone)
    claim = looked_at(coming.recipient, preview.day, coming.notices, week=coming.week)
    return write_letter(claim, schedule, ledger, now=at, config=config).body
