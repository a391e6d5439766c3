"""The feeds: one for each agency and each group of a directory, and one for each plan.

A feed holds every dated item of its scope, from the first year of the oldest plan to the last of
the newest: a window around today would need the clock. Only where that is more than calendars take
(Google: some 1,000 events, 1 MB) the oldest are left out, and the feed says so. What waits for an
event has no date and stands in no feed; a scope with nothing dated has no feed at all, because an
empty calendar is no valid one (RFC 5545, 3.6) and clears the subscriber's copy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal

from icalendar import Calendar
from icalendar.prop import vDuration

from rules.directory import Directory
from rules.facts import Facts
from rules.schedule import Assignee, Schedule, Slot
from rules.text import Text, one_line
from rules.words import short_day

from .describe import name_of
from .event import Entry, Events
from .lines import Words, component_lines
from .settings import COLOURS, FeedSettings

MAX_EVENTS = 1_000
MAX_BYTES = 1_000_000
_HEADER_ROOM = 2_000  # octets the sentence on what was left out may add
_PRODID = "-//Ky Han//kyhan//VI"  # without a version: an upgrade alone changes no feed

FeedKind = Literal["agency", "group", "plan"]


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar as subscribers get it. `path` is relative to the published folder."""

    path: str
    kind: FeedKind
    title: str
    events: int
    modified: datetime
    body: bytes


def all_feeds(schedule: Schedule, facts: Facts, events: Events) -> Iterator[Feed]:
    """Every feed that has events, in a fixed order. `events` must be of the same schedule."""
    for ident, directory in sorted(schedule.directories.items()):
        slots = [slot for slot in schedule.dated if slot.plan.directory == ident]
        yield from _agency_feeds(directory, slots, facts, events)
        yield from _group_feeds(directory, slots, facts, events)
    yield from _plan_feeds(schedule, facts, events)


def _agency_feeds(
    directory: Directory, slots: Sequence[Slot], facts: Facts, events: Events
) -> Iterator[Feed]:
    owed: defaultdict[str, list[tuple[Slot, Assignee]]] = defaultdict(list)
    for slot in slots:
        for assignee in slot.assignees:
            owed[assignee.agency.id].append((slot, assignee))
    for ident, items in sorted(owed.items()):
        name = name_of(items[0][1].agency, events.settings.lang)
        yield _feed(
            f"{directory.id}/agencies/{ident}.ics",
            "agency",
            _in_city(name, directory, events.settings),
            [events.of_agency(slot, assignee, facts) for slot, assignee in items],
            events.settings,
        )


def _group_feeds(
    directory: Directory, slots: Sequence[Slot], facts: Facts, events: Events
) -> Iterator[Feed]:
    for ident, group in sorted(directory.groups.items()):
        entries: list[Entry] = []
        for due, of_day in groupby(slots, key=lambda slot: slot.due):
            if due is None:
                continue
            members = {agency.id for agency, _ in directory.in_force(ident, due)}
            for slot in of_day:
                owing = [each for each in slot.assignees if each.agency.id in members]
                if owing:
                    entries.append(events.of_scope(slot, owing, ident, facts))
        name = Text(group.vi, group.en).to(events.settings.lang)
        if entries:
            yield _feed(
                f"{directory.id}/groups/{ident.removeprefix('@')}.ics",
                "group",
                _in_city(name, directory, events.settings),
                entries,
                events.settings,
            )


def _plan_feeds(schedule: Schedule, facts: Facts, events: Events) -> Iterator[Feed]:
    for ident, plan in sorted(schedule.plans.items()):
        entries = [
            events.of_scope(slot, slot.assignees, "*", facts)
            for slot in schedule.dated
            if slot.plan.id == ident and slot.assignees
        ]
        if entries:
            title = f"{plan.number}: {plan.title}"
            yield _feed(f"plans/{ident}.ics", "plan", title, entries, events.settings)


def _in_city(name: str, directory: Directory, settings: FeedSettings) -> str:
    """The name with the city's unless it says that already: names repeat between cities."""
    city = Text(directory.name_vi, directory.name_en).to(settings.lang)
    return name if city.casefold() in name.casefold() else f"{name} – {city}"


def _feed(
    path: str, kind: FeedKind, title: str, entries: list[Entry], settings: FeedSettings
) -> Feed:
    title = one_line(title)
    kept = _newest(entries, len(b"".join(_header(title, "", entries, settings))))
    told = _told(len(entries) - len(kept), kept[0].due, settings)
    *header, end = _header(title, told, kept, settings)
    body = b"".join([*header, *(entry.body for entry in kept), end])
    return Feed(path, kind, title, len(kept), max(entry.modified for entry in kept), body)


def _newest(entries: list[Entry], header: int) -> list[Entry]:
    """The latest by `due` that fit, of entries sorted by it; at least one."""
    room = MAX_BYTES - header - _HEADER_ROOM
    first = len(entries)
    while first and len(entries) - first < MAX_EVENTS:
        room -= len(entries[first - 1].body)
        if room < 0 and first < len(entries):
            break
        first -= 1
    return entries[first:]


def _told(left_out: int, first: date, settings: FeedSettings) -> str:
    """What the calendar is, and what is not in it."""
    text = Text(
        "Hạn của các nhiệm vụ, báo cáo, chỉ tiêu theo kế hoạch đã ban hành. Lịch giữ cả việc đã "
        "hoàn thành; việc quá hạn được thông báo bằng thư.",
        "The deadlines of tasks, reports and targets in plans that were issued. What is done stays "
        "in the calendar; what is overdue is told by mail.",
    ).to(settings.lang)
    if not left_out:
        return text
    since = short_day(first, settings.lang)
    cut = Text(
        f"Lịch quá dài nên chỉ giữ các hạn từ {since}; {left_out} hạn cũ hơn không có ở đây.",
        f"Too long for a calendar: from {since} on; {left_out} older deadlines are not in it.",
    ).to(settings.lang)
    return f"{text} {cut}"


def _header(title: str, told: str, entries: Sequence[Entry], settings: FeedSettings) -> list[bytes]:
    """The calendar's own lines (RFC 5545, 3.6 and 3.7; RFC 7986, 5), END last.

    Each of name, colour and refresh interval twice: few clients read RFC 7986, most the X- ones.
    No UID: the first one of a text is the event's to vdirsyncer, which then keeps a single event.
    No SOURCE (5.8): a calendar is read at as many addresses as it has tokens, each a secret.
    """
    refresh = timedelta(hours=settings.refresh_hours)
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", _PRODID)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("LAST-MODIFIED", max(entry.modified for entry in entries).replace(microsecond=0))
    for name in ("NAME", "X-WR-CALNAME"):
        calendar.add(name, Words(title))
    for name in ("DESCRIPTION", "X-WR-CALDESC"):
        calendar.add(name, Words(told))
    calendar.add("COLOR", settings.colour)
    calendar.add("X-APPLE-CALENDAR-COLOR", COLOURS[settings.colour])
    calendar.add("REFRESH-INTERVAL", vDuration(refresh), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(refresh))
    return component_lines(calendar)
