"""A small site by hand: two departments that owe a report due Monday 4 March 2019, and a clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ledger.store import Ledger
from rules.directory import Directory, DirectoryFile
from rules.facts import Completion
from rules.schedule import Schedule, Slot
from scheduler.config import Config, Mail
from scheduler.deliver import DeliverReport, deliver_pass
from scheduler.enqueue import EnqueueReport, enqueue_pass
from scheduler.mail.transport import Envelope, SendError, Stamp
from tests.rules.builders import DAYS, agency, slot

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
STATED = date(2019, 3, 4)
KEY = "p/III.1/2019-Q1/tu-phap"
TU_PHAP, NOI_VU = "officer@tu-phap.example.org", "officer@noi-vu.example.org"
COORDINATOR = "officer@so-noi-vu.example.org"
CONFIG = Config(mail=Mail(from_="kyhan@example.org", domain="kyhan.example.org"))


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self, day: str, hour: int = 9) -> None:
        self.instant = at(day, hour)

    def now(self) -> datetime:
        return self.instant

    def move(self, **span: float) -> None:
        self.instant += timedelta(**span)


def at(day: str, hour: int = 9) -> datetime:
    """An hour of the day in Việt Nam, as an instant in UTC."""
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=HANOI).astimezone(UTC)


def site(*slots: Slot) -> Schedule:
    """A schedule whose plan has its coordinator in the directory."""
    names = ("so-noi-vu", "tu-phap", "noi-vu")
    agencies = tuple(agency(name) for name in names)
    file = DirectoryFile(id="hanoi", vi="Hà Nội", en="Hanoi", agencies=agencies)
    slots = slots or (slot(STATED, agencies=("tu-phap", "noi-vu")),)
    plans = {each.plan.id: each.plan for each in slots}
    return Schedule(slots, plans, {"hanoi": Directory(file)}, DAYS)


def ledger_in(folder: Path) -> Ledger:
    return Ledger.open(f"sqlite:///{folder}/kyhan.sqlite3")


def done(ledger: Ledger, key: str = KEY, on: date = STATED) -> None:
    ledger.record_completion(Completion(key, on, "12/BC", "văn thư", at(on.isoformat())))


def enqueue(ledger: Ledger, clock: SetClock, plans: Schedule) -> EnqueueReport:
    return enqueue_pass(plans, ledger, now=clock.now(), config=CONFIG)


class Twin:
    """The in-memory twin of a transport: keeps what it takes, raises what it is told to."""

    def __init__(self) -> None:
        self.sent: list[Envelope] = []
        self.errors: list[SendError] = []
        self.early: list[SendError] = []  # raised before the stamp

    async def send(self, envelope: Envelope, stamp: Stamp) -> None:
        if self.early:
            raise self.early.pop(0)
        await stamp()
        if self.errors:
            error = self.errors.pop(0)
            if error.kind == "unknown":
                self.sent.append(envelope)
            raise error
        self.sent.append(envelope)

    async def close(self) -> None:
        pass

    @property
    def recipients(self) -> list[str]:
        return sorted(envelope.recipient for envelope in self.sent)


async def deliver(
    ledger: Ledger, clock: SetClock, plans: Schedule, twin: Twin, config: Config = CONFIG
) -> DeliverReport:
    return await deliver_pass(plans, ledger, twin, config=config, clock=clock, owner="test")
