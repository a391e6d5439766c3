"""One event (RFC 5545, 3.6.1): of an occurrence, or of a slot that several agencies of a scope owe.

Most of an event is the same for every agency that owes the slot. Those lines are made once and
kept; an agency's own lines are made apart, and an event is its pieces joined in a fixed order.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote

from icalendar import Alarm
from icalendar import Event as VEvent
from icalendar.prop import vDatetime, vInt, vUri

from rules.facts import Completion, Facts, Return
from rules.schedule import Assignee, Occurrence, Schedule, Slot
from rules.slots import event_id
from rules.state import State, state_of
from rules.text import one_line

from .describe import Count, categories, description, many_agencies, one_agency, summary
from .lines import Words, component_lines, continuation, line
from .reported import in_utc
from .settings import FeedSettings

KEPT = 100_000  # own lines kept, some 600 bytes each
ALARM_HOUR = timedelta(hours=9)


class Entry(NamedTuple):
    """An event as it stands in feeds, with what feeds sort and sum up."""

    due: date
    modified: datetime
    body: bytes


class _Shared(NamedTuple):
    """The lines all agencies of a slot and state have in common, up to DESCRIPTION and after it."""

    above: bytes
    below: bytes


_Last = Completion | Return | None
_OPEN = (State.TODAY, State.RETURNED)


class _Own(NamedTuple):
    identity: bytes
    told: bytes
    modified: datetime


class Events:
    """Makes the events of one schedule under one set of settings, and keeps their lines.

    Shared by all feeds of a publishing; worth keeping from one to the next while the schedule is
    the same object. Events depend on nothing but the schedule, the settings and the facts.
    """

    def __init__(self, schedule: Schedule, settings: FeedSettings) -> None:
        self.schedule, self.settings = schedule, settings
        self._shared: dict[tuple[Slot, State, Count | None], _Shared] = {}
        self._own: dict[tuple[str, _Last, int, tuple[datetime, ...]], _Own] = {}

    def of_agency(self, slot: Slot, assignee: Assignee, facts: Facts) -> Entry:
        """The agency's own event. ValueError where the slot is pending."""
        occurrence = Occurrence(slot, assignee)
        key = occurrence.key
        last = facts.last(key)
        records, made = _records(slot, [key], facts)
        own = self._own.get((key, last, records, made))
        if own is None:
            modified = newest(slot, made)
            identity = self._identity(key, f"o/{key}", slot, modified, records)
            settings = self.settings
            told = continuation(one_agency(occurrence, last, settings.lang, settings.zone))
            own = _Own(identity, told, modified)
            if len(self._own) >= KEPT:
                self._own.clear()
            self._own[key, last, records, made] = own
        return self._entry(slot, self._state(slot, last), None, own)

    def of_scope(
        self, slot: Slot, assignees: Sequence[Assignee], scope: str, facts: Facts
    ) -> Entry:
        """One event for the agencies of a scope (an @group, or `*` for a whole plan) that owe it.

        Where only one does, that is its own event.
        """
        if len(assignees) == 1:
            return self.of_agency(slot, assignees[0], facts)
        keys = [Occurrence(slot, assignee).key for assignee in assignees]
        completions = [facts.completions.get(key) for key in keys]
        states = [self._state(slot, completion) for completion in completions]
        late, waiting = states.count(State.DONE_LATE), states.count(State.SUBMITTED)
        count = Count(late + states.count(State.DONE), late, waiting, len(states))
        open_ = [
            assignee.agency
            for assignee, completion in zip(assignees, completions, strict=True)
            if completion is None
        ]
        state = State.DONE_LATE if late else State.DONE
        if open_:
            state = self._state(slot, None)
        elif waiting:
            state = State.SUBMITTED
        granted = slot.extension
        own_date = f"/{granted.until}/{granted.number}/{granted.by}" if granted else ""
        if granted is None:
            keys += [extension.key for extension in slot.extensions]
        records, made = _records(slot, keys, facts)
        modified = newest(slot, made)
        identity = self._identity(
            f"{slot.key}/{scope}{own_date}", f"s/{slot.key}", slot, modified, records
        )
        told = continuation(many_agencies(slot, count, open_, self.settings.lang))
        return self._entry(slot, state, count, _Own(identity, told, modified))

    def _state(self, slot: Slot, last: _Last) -> State:
        """The state the item has, or would have without a record, on its own `due`."""
        if slot.due is None:
            raise ValueError(f"{slot.key} is pending: it has no event")
        return state_of(slot, last, slot.due, self.schedule.working_days)

    def _entry(self, slot: Slot, state: State, count: Count | None, own: _Own) -> Entry:
        shared = self._shared.get((slot, state, count))
        if shared is None:
            shared = self._make_shared(slot, state, count)
            if len(self._shared) >= KEPT:
                self._shared.clear()
            self._shared[slot, state, count] = shared
        body = b"".join((_BEGIN, own.identity, shared.above, own.told, shared.below))
        return Entry(_due(slot), own.modified, body)

    def _identity(self, key: str, page: str, slot: Slot, modified: datetime, records: int) -> bytes:
        """The lines by which clients tell the event from others and from its earlier self.

        The key and the link are for clients that drop the UID (vdirsyncer), not only for people.
        """
        lines = [
            line("UID", Words(uid(key, f"{slot.plan.id}.kyhan"))),
            _stamps(modified, slot.plan.revision + records),
            line("X-KYHAN-KEY", Words(one_line(key))),
        ]
        if self.settings.site_url:
            address = vUri(f"{self.settings.site_url}/{quote(one_line(page))}")
            lines.append(line("URL", address))
        return b"".join(lines)

    def _make_shared(self, slot: Slot, state: State, count: Count | None) -> _Shared:
        lang, due = self.settings.lang, _due(slot)
        title = summary(slot, state, lang, count)
        event = VEvent()
        event.add("SUMMARY", Words(title))
        event.add("DTSTART", due)
        event.add("DTEND", due + timedelta(days=1))
        event.add("STATUS", "CONFIRMED")
        event.add("TRANSP", "TRANSPARENT")
        event.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
        event.add("X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE")
        event.add("CATEGORIES", categories(slot, state, lang))
        directory = self.schedule.directories.get(slot.plan.directory)
        event.add("DESCRIPTION", Words(description(slot, directory, lang)))
        above = len(event) + 1  # BEGIN and one line each
        if state in _OPEN and self.settings.alarm_days:
            event.add_component(self._alarm(due, title))
        lines = component_lines(event)
        return _Shared(b"".join(lines[1:above]), b"".join(lines[above:]))

    def _alarm(self, due: date, title: str) -> Alarm:
        """One alarm, at nine in the morning of a working day, `alarm_days` or more before `due`.

        Only what is open rings. The trigger is negative: Outlook takes its absolute value.
        """
        early = due - timedelta(days=self.settings.alarm_days)
        day = self.schedule.working_days.on_or_before(early)
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", Words(title))
        alarm.add("TRIGGER", day - due + ALARM_HOUR)
        return alarm


def _records(slot: Slot, keys: Sequence[str], facts: Facts) -> tuple[int, tuple[datetime, ...]]:
    """How often the event was changed by a record: a number that never falls; and when."""
    count, made = facts.records_of(keys)
    ident = event_id(slot.plan, slot.duty)
    outside = facts.events.get(ident)
    if outside is None:
        return count, made
    return count + 1 + facts.earlier.get(ident, 0), (*made, outside.recorded_at)


_BEGIN = component_lines(VEvent())[0]


def uid(key: str, domain: str) -> str:
    """A UID for a key, the same for ever, in ASCII: 130 bits of its SHA-256 in base 32."""
    digest = sha256(key.encode("utf-8", "surrogatepass")).digest()
    return f"{b32encode(digest).decode()[:26].lower()}@{domain}"


def newest(slot: Slot, recorded: Sequence[datetime]) -> datetime:
    """When the event last changed: by the plan's newest edition or by the newest record, in UTC."""
    edition = datetime.combine(slot.plan.revised_on, time(), UTC)
    return max([edition, *(in_utc(each) for each in recorded)])


@lru_cache(maxsize=4096)
def _stamps(modified: datetime, sequence: int) -> bytes:
    """Never the clock: a client that compares DTSTAMP must find the event unchanged."""
    stamp = vDatetime(modified.astimezone(UTC).replace(microsecond=0))
    return line("DTSTAMP", stamp) + line("LAST-MODIFIED", stamp) + line("SEQUENCE", vInt(sequence))


def _due(slot: Slot) -> date:
    if slot.due is None:
        raise ValueError(f"{slot.key} is pending: it has no event")
    return slot.due
