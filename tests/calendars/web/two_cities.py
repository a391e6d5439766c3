"""Two cities by hand: agencies that end and take over, readers, a plan of each with two items."""

from __future__ import annotations

from datetime import UTC, date, datetime

from calendars.web.services import Moment
from rules.directory import Agency, Contacts, Directory, DirectoryFile, Successor
from rules.extensions import extend
from rules.facts import Extension, Facts
from rules.plan import Plan
from rules.schedule import Assignee, Schedule
from tests.rules.builders import DAYS, slot

TODAY = date(2019, 2, 25)
OLD, NEW, HOME = "so-cu", "so-moi", "so-noi-vu"


def address(name: str, agency: str, city: str = "bac") -> str:
    """Whoever that is there."""
    return f"{name}@{agency}.{city}.example.org"


def _agency(ident: str, city: str, **more: object) -> Agency:
    contacts = Contacts(
        officer=address("officer", ident, city),
        head=address("head", ident, city),
        deputy=address("deputy", ident, city),
        readers=(address("reader", ident, city), "khach@example.org"),
    )
    return Agency.model_validate(
        {"id": ident, "vi": ident, "en": ident, "kind": "so", "contacts": contacts, **more}
    )


def _directory(city: str) -> Directory:
    agencies = (
        _agency(HOME, city),
        _agency(OLD, city, until=date(2019, 3, 31), successors=(Successor(to=NEW),)),
        _agency(NEW, city, since=date(2019, 4, 1)),
    )
    return Directory(DirectoryFile(id=city, vi=city, en=city, agencies=agencies))


DIRECTORIES = {city: _directory(city) for city in ("bac", "nam")}


def _plan(city: str) -> Plan:
    template = slot(TODAY).plan
    return template.model_copy(update={"id": f"{city}-2019", "directory": city})


PLANS = {plan.id: plan for plan in map(_plan, DIRECTORIES)}


def moment(today: date = TODAY, *extensions: Extension) -> Moment:
    """Each plan's report of the first quarter, owed by the old agency and by home affairs, and
    that of the second, owed by home affairs alone.
    """
    made = [
        slot(stated, of=plan, label=label, agencies=owing)
        for plan in PLANS.values()
        for stated, label, owing in (
            (date(2019, 3, 4), "2019-Q1", (OLD, HOME)),
            (date(2019, 6, 4), "2019-Q2", (HOME,)),
        )
    ]
    for each in made:
        agencies = DIRECTORIES[each.plan.directory].agencies
        owing = tuple(Assignee(agencies[one.agency.id], "") for one in each.assignees)
        object.__setattr__(each, "assignees", owing)
    facts = Facts(extensions={each.key: each for each in extensions})
    slots = tuple(extend(made, facts.extensions, DAYS))
    schedule = Schedule(slots, PLANS, DIRECTORIES, DAYS)
    return Moment(schedule, facts, datetime(2019, 2, 25, 2, tzinfo=UTC), today)
