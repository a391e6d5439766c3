"""What is red and since when, and what /metrics says."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from ledger.figures import Backlog, Totals
from ledger.holds import Hold
from rules.facts import Facts, Return
from rules.state import State
from rules.text import Text
from rules.workdays import WorkingDays
from scheduler.config import Config, Watch
from scheduler.mail.transport import Envelope, SendError, Stamp
from scheduler.watch.counted import CountedTransport
from scheduler.watch.judge import (
    RelayTrouble,
    disk_full,
    held,
    mail_down,
    undecided_years,
    working_days_undecided,
)
from scheduler.watch.metrics import Snapshot, count_states, exposition
from scheduler.watch.pulse import SLACK, Pulse
from tests.rules.builders import DAYS, completion, slot
from tests.scheduler.stage import KEY, STATED, at, site

CONFIG = Config(watch=Watch(mail_down_minutes=30))
MONDAY, SATURDAY = "2019-03-04", "2019-03-02"
TROUBLE = "connection refused"


def down(now: datetime, backlog: Backlog, trouble: RelayTrouble | None = None) -> str:
    """The level and the instant of the finding, in Việt Nam's time; "" for none."""
    found = mail_down(backlog, trouble, now=now, working_days=DAYS, config=CONFIG)
    if found is None or found.since is None:
        return ""
    return f"{found.level} {found.since.astimezone(CONFIG.zone):%a %H:%M}"


@pytest.mark.parametrize(
    ("now", "oldest", "last", "expected"),
    [
        (at(MONDAY, 9), at(MONDAY, 8), None, "bad Mon 08:00"),
        (at(MONDAY, 9), None, None, ""),  # nothing waits
        (at(MONDAY, 8) + timedelta(minutes=30), at(MONDAY, 8), None, ""),  # not longer than set
        (at(MONDAY, 8) + timedelta(minutes=31), at(MONDAY, 8), None, "bad Mon 08:00"),
        (at(MONDAY, 8) + timedelta(minutes=31), at("2019-03-01", 16), None, "bad Mon 08:00"),
        (at(MONDAY, 9), at(MONDAY, 8), at(MONDAY, 8) + timedelta(minutes=45), ""),  # it drains
        (at(MONDAY, 10), at(MONDAY, 8), at(MONDAY, 9), "bad Mon 09:00"),
        (at(SATURDAY, 10), at("2019-03-01", 16), None, ""),  # no mail leaves on a Saturday
        (at(MONDAY, 7), at("2019-03-01", 16), None, ""),  # nor before eight
    ],
)
def test_mail_is_down_when_it_should_have_gone(
    now: datetime, oldest: datetime | None, last: datetime | None, expected: str
) -> None:
    backlog = Backlog(queued=1 if oldest else 0, waiting=1 if oldest else 0, oldest=oldest,
                      last_sent=last)  # fmt: skip
    assert down(now, backlog) == expected


def test_a_failing_relay_counts_from_its_first_failure() -> None:
    trouble = RelayTrouble(TROUBLE, at(MONDAY, 9))
    put_off = Backlog(queued=1)  # its recipient answered "later" before the relay failed
    assert down(at(MONDAY, 10), put_off, trouble) == "bad Mon 09:00"
    assert down(at(MONDAY, 10), Backlog(), trouble) == ""
    friday = RelayTrouble(TROUBLE, at("2019-03-01", 16))
    assert down(at(SATURDAY, 10), put_off, friday) == "warn Fri 16:00"
    found = mail_down(put_off, trouble, now=at(MONDAY, 10), working_days=DAYS, config=CONFIG)
    assert found is not None
    assert TROUBLE in found.what.vi
    assert TROUBLE in found.what.en


@pytest.mark.parametrize(
    ("today", "decided", "missing"),
    [
        (date(2026, 9, 30), {2026}, []),
        (date(2026, 10, 1), {2026}, [2027]),
        (date(2026, 12, 31), {2026, 2027}, []),
        (date(2027, 1, 1), {2026}, [2027]),  # still not decided when it has begun
        (date(2026, 10, 1), set[int](), [2026, 2027]),
    ],
)
def test_years_that_are_not_decided(today: date, decided: set[int], missing: list[int]) -> None:
    days = WorkingDays({}, dict.fromkeys(decided, "decided"))
    assert undecided_years(days, today) == missing


def test_undecided_since_october_and_what_to_do() -> None:
    days = WorkingDays({}, {2026: "decided"})
    found = working_days_undecided(days, date(2026, 11, 21), CONFIG)
    assert found is not None
    assert (found.level, found.since) == ("bad", at("2026-10-01", 0))
    assert "working-days.toml" in found.remedy.en
    assert working_days_undecided(days, date(2026, 9, 30), CONFIG) is None


def test_a_hold_names_its_kind_its_reason_and_the_remedy() -> None:
    reason = Text("Quá nhiều thư.", "Too many mails.")
    (found,) = held([Hold(1, "mass", "", reason, at(MONDAY))])
    assert (found.name, found.level, found.since) == ("held", "bad", at(MONDAY))
    assert found.what == (
        "Đang giữ thư (mass): Quá nhiều thư.",
        "Mail is held (mass): Too many mails.",
    )
    assert "kyhan notices --release" in found.remedy.vi


def test_a_disk_is_judged_even_before_its_folder_is_made(tmp_path: Path) -> None:
    assert disk_full([tmp_path / "not" / "there"], 0) == []
    (found,) = disk_full([tmp_path / "not" / "there"], 10_000_000)
    assert found.name == "disk"


def test_a_pass_is_late_after_two_intervals_without_a_good_end() -> None:
    pulse = Pulse()
    pulse.expect("enqueue")
    intervals = {"enqueue": 5.0}
    assert pulse.late(intervals) == []
    pulse._passes["enqueue"].good -= 2 * 5 + SLACK + 1
    (late,) = pulse.late(intervals)
    assert (late.name, late.error) == ("enqueue", "")
    with pytest.raises(KeyError), pulse.passing("enqueue", 0):
        raise KeyError("it fails")
    assert [each.error for each in pulse.late(intervals)] == ["KeyError"]
    with pulse.passing("enqueue", 0):
        pass
    assert pulse.late(intervals) == []


def test_occurrences_are_counted_by_state_without_looking_at_each() -> None:
    agencies = ("tu-phap", "noi-vu", "so-noi-vu", "y-te", "tai-chinh")
    schedule = site(slot(STATED, agencies=agencies))
    stem = KEY.rpartition("/")[0]
    done = completion(KEY, STATED)
    waits = completion(f"{stem}/noi-vu", STATED, accepted=False)
    gone = completion("p/III.9/2019-Q1/tu-phap", STATED)  # no such duty now
    back = Return(f"{stem}/so-noi-vu", "sai", "minh", at(MONDAY))
    facts = Facts({each.key: each for each in (done, waits, gone)}, returns={back.key: back})
    for day, owed in ((date(2019, 3, 20), {State.OVERDUE: 3}),
                      (date(2019, 3, 4), {State.TODAY: 2, State.RETURNED: 1})):  # fmt: skip
        counts = count_states(schedule, facts, day)
        assert {state: count for state, count in counts.items() if count} == {
            State.DONE: 1, State.SUBMITTED: 1, **owed,
        }  # fmt: skip


def parsed(snapshot: Snapshot) -> dict[str, float]:
    """Every sample by name and labels, as a Prometheus server reads it."""
    text = exposition(snapshot).decode()
    return {
        sample.name + "".join(f"{{{key}={value}}}" for key, value in sample.labels.items()):
            sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }  # fmt: skip


def full_snapshot() -> Snapshot:
    return Snapshot(
        now=at(MONDAY, 9),
        backlog=Backlog(2, 1, 1, 2, at(MONDAY, 8), at(MONDAY, 8)),
        totals=Totals({("sent", "remind-10"): 3, ("sent", "remind-5"): 2, ("failed", "due"): 1},
                      {"sent": 4, "queued": 2, "held": 7}),
        ambiguous=1,
        holds=(Hold(1, "mass", "", Text("", ""), at(MONDAY)),),
        occurrences={State.OVERDUE: 5},
        years={2019: True, 2020: False},
        free={Path("/var"): 1000},
        red=frozenset({"held"}),
        fenced=2,
    )  # fmt: skip


def test_metrics_tell_what_the_ledger_knows() -> None:
    samples = parsed(full_snapshot())
    expected = {
        "kyhan_ledger_up": 1,
        "kyhan_notices_sent_total{rung=remind}": 5,
        "kyhan_notices_planned_total{rung=remind}": 5,
        "kyhan_notices_failed{rung=due}": 1,
        "kyhan_messages_kept{state=held}": 7,
        "kyhan_messages_sent_total": 4,
        "kyhan_message_oldest_due_seconds": 3600,
        "kyhan_messages_stuck": 1,
        "kyhan_holds{kind=mass}": 1,
        "kyhan_holds{kind=clock}": 0,
        "kyhan_occurrences{state=overdue}": 5,
        "kyhan_occurrences{state=done}": 0,
        "kyhan_working_days_decided{year=2020}": 0,
        "kyhan_health_red{reason=held}": 1,
        "kyhan_health_red{reason=database}": 0,
        "kyhan_sends_ambiguous_total": 1,
        "kyhan_fence_rejected_total": 2,
        "kyhan_smtp_replies_total{class=2xx}": samples["kyhan_smtp_replies_total{class=2xx}"],
    }
    assert {name: samples[name] for name in expected} == expected


def test_without_the_database_its_figures_are_missing_and_not_nought() -> None:
    samples = parsed(Snapshot(at(MONDAY), red=frozenset({"database"})))
    assert samples["kyhan_ledger_up"] == 0
    assert samples["kyhan_health_red{reason=database}"] == 1
    assert not [name for name in samples if name.startswith(("kyhan_notices", "kyhan_messages"))]


def test_metrics_are_named_as_is_usual_and_name_no_person() -> None:
    text = exposition(full_snapshot()).decode()
    families = list(text_string_to_metric_families(text))
    assert len({family.name for family in families}) == len(families)
    for family in families:
        assert family.documentation
        assert re.fullmatch(r"(kyhan|process)_[a-z_]+", family.name)
        for sample in family.samples:
            if family.type == "counter":
                assert sample.name.endswith("_total"), sample.name
            assert not {"recipient", "address", "to"} & sample.labels.keys()
    assert not re.search(r"_(minutes|hours|days|ms|millis\w*)\b", text)
    assert "@" not in text


class Refusing:
    """A transport that ends as it is told, after the stamp or before."""

    def __init__(self, error: SendError | None) -> None:
        self.error = error

    async def send(self, envelope: Envelope, stamp: Stamp) -> None:
        await stamp()
        if self.error is not None:
            raise self.error

    async def close(self) -> None:
        pass


class Stamped:
    async def __call__(self) -> None:
        pass

    def holds(self) -> bool:
        return True


async def test_the_pulse_knows_a_failing_relay_from_a_refusing_one() -> None:
    pulse = Pulse()
    envelope = Envelope("a@example.org", "b@example.org", "<1>", b"")

    async def attempt(error: SendError | None) -> None:
        try:
            await CountedTransport(Refusing(error), pulse).send(envelope, Stamped())
        except SendError:
            assert error is not None

    await attempt(SendError("relay", TROUBLE))
    since = pulse.relay_down_since
    assert (pulse.relay_error, since is not None) == (TROUBLE, True)
    await attempt(SendError("relay", "again"))
    assert pulse.relay_down_since == since
    await attempt(SendError("unknown", "cut"))
    assert pulse.relay_down_since == since
    await attempt(SendError("permanent", "550 no such user"))
    assert pulse.relay_down_since is None
    await attempt(None)
    assert pulse.in_hand == 0
