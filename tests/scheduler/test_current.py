"""What a running daemon holds on to while its files change under it."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rules.facts import Event, Facts
from scheduler.config import load_config
from scheduler.current import Current
from scheduler.site import load_site
from tests.scheduler.small_city import PLAN, ROOT
from tests.scheduler.test_daemon import CONFIG, DIRECTORY


@pytest.fixture
def current(tmp_path: Path) -> Current:
    (tmp_path / "plans" / "directories").mkdir(parents=True)
    (tmp_path / "plans" / "directories" / "city.toml").write_text(DIRECTORY, encoding="utf-8")
    (tmp_path / "plans" / "p.toml").write_text(PLAN, encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(root=ROOT, port=25), encoding="utf-8")
    config, _ = load_config(path)
    assert config is not None
    return Current(path, config, load_site(config))


def plan(current: Current, text: str, name: str = "p") -> None:
    (current.config.plans.folder / f"{name}.toml").write_text(text, encoding="utf-8")


def test_a_new_date_on_the_same_contents_is_no_change(current: Current) -> None:
    assert not current.changed()
    os.utime(current.config.plans.folder / "p.toml", (1, 1))
    assert not current.changed()
    plan(current, PLAN.replace("05/3/2019", "06/3/2019"))
    assert current.changed()
    assert not current.changed()


def test_a_new_plan_is_seen(current: Current) -> None:
    plan(current, PLAN.replace('id = "p"', 'id = "q"'), "q")
    assert current.changed()
    assert current.reload() == []
    assert set(current.schedule().plans) == {"p", "q"}


def test_a_fault_that_was_there_at_the_start_does_not_stop_the_next_reload(
    current: Current,
) -> None:
    plan(current, "not = [a plan", "bad")
    started = Current(current.path, current.config, load_site(current.config))
    plan(current, PLAN.replace('id = "p"', 'id = "q"'), "q")
    assert started.reload() == []
    assert set(started.schedule().plans) == {"p", "q"}
    plan(current, "neither = [a plan", "worse")
    assert [Path(problem.file).name for problem in started.reload()] == ["worse.toml"]


def test_wording_that_cannot_be_read_keeps_the_last_good(current: Current) -> None:
    before = current.schedule()
    plan(current, PLAN.replace("trước ngày 05/3/2019", "abc xyz"))
    (problem,) = current.reload()
    assert 'duty["III.1"].when' in problem.key
    assert current.schedule() is before


def test_a_bad_configuration_keeps_the_last_good(current: Current) -> None:
    current.path.write_text("[mail]\nhour = 99\n", encoding="utf-8")
    assert current.reload()
    assert current.config.mail.hour == 8


def test_what_needs_a_restart_says_so(current: Current) -> None:
    text = current.path.read_text("utf-8").replace("enqueue = 0.2", "enqueue = 60")
    current.path.write_text(text, encoding="utf-8")
    assert [problem.hint.en for problem in current.reload()] == ["restart kyhan run to use it"]


def test_the_schedule_is_compiled_again_only_for_other_events(current: Current) -> None:
    first = current.schedule()
    assert current.schedule() is first
    event = Event("p/IV.2", date(2019, 2, 1), "3/TB", "", datetime(2019, 2, 1, tzinfo=UTC))
    assert current.schedule(Facts(events={event.id: event})) is not first
