"""/metrics: what the process counted, and what the ledger knows at the moment it is asked."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from ledger.figures import Backlog, Totals
from ledger.holds import Hold
from rules.facts import Facts
from rules.schedule import Schedule
from rules.state import State, state_of

from .counters import REGISTRY
from .judge import REASONS

KIND = "text/plain; version=0.0.4; charset=utf-8"
_SETTLED = ("sent", "superseded", "withdrawn", "skipped")  # outcomes that are never taken back
_KEPT = ("held", "failed")  # states of messages that wait for a person


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that is told at one scrape; what depends on the database is None where that is down."""

    now: datetime
    backlog: Backlog | None = None
    totals: Totals | None = None
    ambiguous: int = 0
    holds: tuple[Hold, ...] = ()
    occurrences: Mapping[State, int] | None = None
    years: Mapping[int, bool] = field(default_factory=dict)  # whether its days off are decided
    free: Mapping[Path, int] = field(default_factory=dict)  # bytes
    red: frozenset[str] = frozenset()
    relay_down: bool = False
    taken_over: int = 0
    fenced: int = 0


def count_states(schedule: Schedule, facts: Facts, today: date) -> Counter[State]:
    """Occurrences by state: by slot first, then what was recorded; no look at each occurrence."""
    days = schedule.working_days
    counts = Counter[State]()
    for slot in schedule.slots:
        counts[state_of(slot, None, today, days)] += len(slot.assignees)
    for key in chain(facts.completions, facts.returns):
        occurrence = schedule.find(key)
        if occurrence is not None:
            counts[state_of(occurrence.slot, None, today, days)] -= 1
            counts[state_of(occurrence.slot, facts.last(key), today, days)] += 1
    return counts


def exposition(snapshot: Snapshot) -> bytes:
    """Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Collected(snapshot))
    return generate_latest(REGISTRY) + generate_latest(registry)


class _Collected:
    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def collect(self) -> Iterator[Metric]:
        seen = self._snapshot
        build = {"version": version("kyhan"), "python": platform.python_version()}
        yield _gauge("build_info", "The program.", [(build, 1)])
        yield _gauge(
            "ledger_up", "1 where the database answers.", [({}, int(seen.backlog is not None))]
        )
        yield _gauge(
            "health_red", "1 for each reason that /healthz is red for now.",
            [({"reason": name}, int(name in seen.red)) for name in REASONS],
        )  # fmt: skip
        yield _gauge(
            "working_days_decided", "1 where the year's days off are decided, 0 for predicted.",
            [({"year": str(year)}, int(decided)) for year, decided in seen.years.items()],
        )  # fmt: skip
        yield _gauge(
            "disk_free_bytes", "Room on the disk of a folder that is written to.",
            [({"folder": str(folder)}, free) for folder, free in seen.free.items()],
        )  # fmt: skip
        yield _gauge(
            "smtp_breaker_open", "1 while the relay is left alone because it failed.",
            [({}, int(seen.relay_down))],
        )  # fmt: skip
        yield _counter(
            "lease_expired", "Messages taken over because their holder's lease ran out.",
            [({}, seen.taken_over)],
        )  # fmt: skip
        yield _counter(
            "fence_rejected", "Changes refused because another had taken the message over.",
            [({}, seen.fenced)],
        )  # fmt: skip
        if seen.occurrences is not None:
            yield _gauge(
                "occurrences", "Occurrences by state.",
                [({"state": state.value}, seen.occurrences.get(state, 0)) for state in State],
            )  # fmt: skip
        if seen.backlog is not None:
            yield from _backlog(seen.backlog, seen.now)
            yield _gauge(
                "holds", "Holds in force.",
                [({"kind": kind}, sum(hold.kind == kind for hold in seen.holds))
                 for kind in ("mass", "restored", "stopped", "clock")],
            )  # fmt: skip
        if seen.totals is not None:
            yield from _totals(seen.totals)
            yield _counter(
                "sends_ambiguous", "Sends that nobody knows the end of: a bound on repeats.",
                [({}, seen.ambiguous)],
            )  # fmt: skip


def _backlog(backlog: Backlog, now: datetime) -> Iterator[Metric]:
    age = (now - backlog.oldest).total_seconds() if backlog.oldest else 0.0
    yield _gauge(
        "messages_open", "Messages still to be sent.",
        [({"state": "queued"}, backlog.queued), ({"state": "sending"}, backlog.sending)],
    )  # fmt: skip
    yield _gauge("messages_due", "Messages whose time has come.", [({}, backlog.waiting)])
    yield _gauge(
        "message_oldest_due_seconds",
        "How long the oldest of these has waited.",
        [({}, max(0, age))],
    )
    yield _gauge(
        "messages_stuck", "Messages in hand whose lease has run out.", [({}, backlog.stuck)]
    )
    if backlog.last_sent is not None:
        yield _gauge(
            "last_sent_timestamp_seconds", "When a message last went.",
            [({}, backlog.last_sent.timestamp())],
        )  # fmt: skip


def _totals(totals: Totals) -> Iterator[Metric]:
    """Counters of what is final; gauges of what may change again, failures included."""
    by_kind = Counter[tuple[str, str]]()
    for (outcome, rung), count in totals.notices.items():
        by_kind[outcome, rung.partition("-")[0]] += count
    kinds = sorted({kind for _, kind in by_kind} | {"remind", "due", "late"})

    def of(*outcomes: str) -> list[tuple[dict[str, str], float]]:
        return [({"rung": kind}, sum(by_kind[each, kind] for each in outcomes)) for kind in kinds]

    yield _counter(
        "notices_planned", "Notices decided, whatever became of them.",
        of(*{outcome for outcome, _ in by_kind}),
    )  # fmt: skip
    for outcome in _SETTLED:
        yield _counter(f"notices_{outcome}", f"Notices that were {outcome}.", of(outcome))
    yield _gauge("notices_waiting", "Notices decided and not sent yet.", of("planned"))
    yield _gauge("notices_failed", "Notices whose message was given up.", of("failed"))
    yield _gauge(
        "messages_kept", "Messages that wait for a person: held, or given up.",
        [({"state": state}, totals.messages.get(state, 0)) for state in _KEPT],
    )  # fmt: skip
    for state in ("sent", "dropped"):
        yield _counter(
            f"messages_{state}",
            f"Messages that were {state}.",
            [({}, totals.messages.get(state, 0))],
        )


_Samples = Iterable[tuple[Mapping[str, str], float]]


def _gauge(name: str, text: str, samples: _Samples) -> Metric:
    return _filled(GaugeMetricFamily(f"kyhan_{name}", text), samples)


def _counter(name: str, text: str, samples: _Samples) -> Metric:
    family = CounterMetricFamily(f"kyhan_{name}", text)
    for labels, value in samples:
        family.add_sample(f"kyhan_{name}_total", dict(labels), value)
    return family


def _filled(family: Metric, samples: _Samples) -> Metric:
    for labels, value in samples:
        family.add_sample(family.name, dict(labels), value)
    return family
