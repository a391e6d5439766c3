"""Two revisions of a file, each put into the site: what changes, and what mails that will cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from ledger.store import Ledger
from rules.check import check_plan
from rules.difference import Change, difference
from rules.directory_file import load_directory
from rules.facts import Facts
from rules.notices import MOVED, Notice, Outcome
from rules.plan_file import load_plan
from rules.problems import Problem, errors
from rules.schedule import Schedule
from rules.text import Text
from rules.validation import read_toml

from .config import Config
from .enqueue import decide_pass
from .site import Site, load_days

FileKind = Literal["plan", "directory", "working-days"]
What = Literal["new", "withdrawn", "moved"]
_TELLING: tuple[tuple[str, FileKind], ...] = (
    ("duty", "plan"), ("agency", "directory"), ("year", "working-days"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MailChange:
    """A notice that one side alone would send on the day.

    "moved": it tells that the due date is another one.
    """

    what: What
    notice: Notice


@dataclass(frozen=True, slots=True)
class Compared:
    """Both schedules, every occurrence that differs, and the mails of the `day`.

    `recorded` are the keys of occurrences about which there is a record.
    """

    before: Schedule
    after: Schedule
    changes: tuple[Change, ...]
    day: date
    mails: tuple[MailChange, ...]
    recorded: frozenset[str]


def kind_of(path: Path) -> tuple[FileKind | None, list[Problem]]:
    """What a TOML file holds, told by its tables; a problem where it is none of the three."""
    source, problems = read_toml(path)
    if problems:
        return None, problems
    for key, kind in _TELLING:
        if key in source.data:
            return kind, []
    what = Text(
        "không phải kế hoạch, danh bạ hay bảng ngày làm việc",
        "is neither a plan nor a directory nor a table of working days",
    )
    hint = Text(
        "tệp phải có [[duty]], [[agency]] hoặc [[year]]", "[[duty]], [[agency]] or [[year]]"
    )
    return None, [Problem(str(path), "file", what, hint)]


def put_in(
    site: Site, config: Config, kind: FileKind, path: Path
) -> tuple[Site | None, str, list[Problem]]:
    """The site with what the file holds in its place; the id of that ("" for working days).

    None, with the errors, where the file cannot be used.
    """
    if kind == "plan":
        plan, problems = load_plan(path)
        if plan is None:
            return None, "", problems
        others = tuple(each for each in site.plans if each.id != plan.id)
        return replace(site, plans=(*others, plan)), plan.id, problems
    if kind == "directory":
        directory, problems = load_directory(path)
        if directory is None:
            return None, "", problems
        return (
            replace(site, directories={**site.directories, directory.id: directory}),
            directory.id,
            problems,
        )
    paths = config.plans.model_copy(update={"working_days": path})
    working_days, problems = load_days(config.model_copy(update={"plans": paths}))
    if errors(problems):
        return None, "", problems
    return replace(site, working_days=working_days), "", problems


def unknown_agencies(site: Site) -> list[Problem]:
    """Agencies that a plan names and its directory has not: who owes would be told wrongly."""
    return [
        problem
        for plan in site.plans
        if plan.directory in site.directories
        for problem in check_plan(plan, site.directories[plan.directory])
        if not problem.key.endswith("_written")
    ]


def compare(
    before: Site, after: Site, facts: Facts, ledger: Ledger, today: date, config: Config
) -> tuple[Compared, list[Problem]]:
    """What differs between two sites with the same records; only reads.

    The mails are those of the pass of `today`, or of the next working day of the newer site.
    Wording that the newer one refuses is a problem.
    """
    old, _ = before.schedule(facts)
    new, refused = after.schedule(facts)
    day = new.working_days.on_or_after(today)
    mails = tuple(_mail_changes(old, new, ledger, day, config))
    recorded = frozenset({*facts.completions, *facts.returns, *facts.extensions})
    return Compared(old, new, tuple(difference(old, new)), day, mails, recorded), refused


def _mail_changes(
    old: Schedule, new: Schedule, ledger: Ledger, day: date, config: Config
) -> Iterator[MailChange]:
    """Sorted by recipient and key; what was taken back first."""
    before, after = (_to_send(schedule, ledger, day, config) for schedule in (old, new))
    for key in sorted({*before, *after}):
        was, now = before.get(key), after.get(key)
        if was is not None and (now is None or was.key != now.key):
            yield MailChange("withdrawn", was)
        if now is not None and (was is None or was.key != now.key):
            moved = now.rung.name == MOVED or now.moved_from is not None
            yield MailChange("moved" if moved else "new", now)


def _to_send(
    schedule: Schedule, ledger: Ledger, day: date, config: Config
) -> dict[tuple[str, str, str], Notice]:
    """By recipient, occurrence and rung. Nothing on a day that this side does not work."""
    if not schedule.working_days.is_working(day):
        return {}
    return {
        (notice.recipient, notice.occurrence.key, notice.rung.name): notice
        for notice in decide_pass(schedule, ledger, day, config).notices
        if notice.outcome is Outcome.SEND
    }
