"""A city with three departments and one plan, for tests of its calendars."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from calendars.event import Events
from calendars.feed import Feed, all_feeds
from calendars.settings import FeedSettings
from rules.deadline import Bound
from rules.directory import Agency, Directory, DirectoryFile, Group
from rules.facts import Acceptance, Completion, Facts
from rules.plan import Duty, Plan
from rules.schedule import Assignee, Schedule, Slot
from tests.rules.builders import DAYS, slot

NAMES = {
    "so-noi-vu": ("Sở Nội vụ", "Department of Home Affairs"),
    "so-tu-phap": ("Sở Tư pháp", "Department of Justice"),
    "so-ttt": ("Sở Thông tin và Truyền thông", "Department of Information"),
}
AGENCIES = {ident: Agency(id=ident, vi=vi, en=en, kind="so") for ident, (vi, en) in NAMES.items()}
DIRECTORY = Directory(
    DirectoryFile(
        id="hanoi",
        vi="Thành phố Hà Nội",
        en="Hà Nội City",
        agencies=tuple(AGENCIES.values()),
        groups=(
            Group(id="@so", vi="Các sở", en="Departments", members=("so-noi-vu", "so-tu-phap")),
        ),
    )
)
ALL = tuple(AGENCIES)


def duty(title: str = "Báo cáo kết quả CCHC", ref: str = "III.1") -> Duty:
    """A report's duty; the title is taken as it is, even where a plan file could not hold it."""
    plain = Duty(ref=ref, kind="report", title="-", lead=("@so",), when="trước ngày 05/3")
    return plain.model_copy(update={"title": title})


def plan(*duties: Duty, revision: int = 0, archived: date | None = None) -> Plan:
    """Decision 7028 with those duties."""
    return Plan(
        id="hanoi-2019", title="Kế hoạch CCHC năm 2019", number="7028/QĐ-UBND",
        issued=date(2018, 12, 28), issuer="ubnd-tp", coordinator="so-noi-vu", directory="hanoi",
        period=(2019, 2019), revision=revision, archived=archived,
        duties=duties or (duty(),),
    )  # fmt: skip


def owed(
    stated: date | None = date(2019, 3, 4),
    agencies: tuple[str, ...] = ALL,
    *,
    label: str = "2019-Q1",
    of: Plan | None = None,
    title: str | None = None,
    bound: Bound = Bound.BEFORE,
) -> Slot:
    """A slot of the plan's first duty that those agencies owe; pending without a stated day."""
    made = slot(stated, label=label, of=of or plan(), bound=bound)
    assignees = tuple(Assignee(AGENCIES[ident], "các Sở") for ident in agencies)
    if title is not None:
        made = replace(made, duty=duty(title))
    return replace(made, assignees=assignees)


def schedule(*slots: Slot) -> Schedule:
    """Those slots in the city."""
    plans = {each.plan.id: each.plan for each in slots}
    return Schedule(slots, plans, {"hanoi": DIRECTORY}, DAYS)


def done(
    *items: tuple[Slot, str],
    on: date = date(2019, 3, 1),
    number: str = "12/BC-STP",
    accepted: bool = True,
) -> Facts:
    """Records that those agencies have done it, noted the same day at 04:05:06 UTC.

    Accepted in that instant, or not yet.
    """
    keys = [f"{slot.key}/{agency}" for slot, agency in items]
    at = datetime(on.year, on.month, on.day, 4, 5, 6, 789, tzinfo=UTC)
    acceptance = Acceptance("noi-vu", at) if accepted else None
    return Facts({key: Completion(key, on, number, "lan", at, accepted=acceptance) for key in keys})


def feeds(
    of: Schedule, facts: Facts | None = None, settings: FeedSettings | None = None
) -> dict[str, Feed]:
    """All feeds, by path."""
    made = all_feeds(of, facts or Facts(), Events(of, settings or FeedSettings()))
    return {feed.path: feed for feed in made}


def flat(feed: Feed) -> str:
    """The feed's text with its folds undone."""
    return feed.body.decode().replace("\r\n ", "")
