"""The doctor's look at what was written by people: configuration, plans, days; and at the feeds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from calendars.event import Events
from calendars.feed import all_feeds
from calendars.publish import INDEX
from ledger.engine import open_engine
from ledger.figures import LedgerDownError, answering
from ledger.store import Ledger
from rules.problems import Problem, errors
from rules.text import Text

from ..config import Config
from ..publish import feed_settings
from ..site import Site
from .finding import Finding
from .judge import disk_full, free_bytes, state_folders, working_days_undecided

HANOI = timedelta(hours=7)  # Asia/Ho_Chi_Minh since 1975


def configuration(path: Path, problems: Sequence[Problem]) -> Finding:
    """Whether the configuration can be used."""
    if not problems:
        return Finding("configuration", "ok", Text(*(str(path),) * 2))
    return Finding(
        "configuration", "bad" if errors([*problems]) else "warn", _listed(problems),
        Text("sửa tệp cấu hình hoặc biến môi trường ấy", "mend that file or that variable"),
    )  # fmt: skip


def data(site: Site, today: date, config: Config) -> list[Finding]:
    """Plans, directories and working days, as `kyhan check` judges them."""
    problems = [
        each
        for each in site.check(today, config.plans.working_days)
        if not each.key.startswith("year ")  # named by a finding of its own
    ]
    wrong = errors(problems)
    count = len(site.plans)
    if not problems:
        return [Finding("data", "ok", Text(f"{count} kế hoạch", f"plans: {count}"))]
    return [
        Finding(
            "data", "bad" if wrong else "warn", _listed(wrong or problems),
            Text("`kyhan check` nêu tất cả", "`kyhan check` names them all"),
        )
    ]  # fmt: skip


def _listed(problems: Sequence[Problem]) -> Text:
    """How many, and the first."""
    first, count = problems[0], len(problems)
    return Text(
        f"{count} điều cần sửa hoặc chú ý; {first.show('vi')}",
        f"{count} to mend or to note; {first.show('en')}",
    )


def time_zone(config: Config, now: datetime) -> Finding:
    """Whether the machine's time zone data know the site's zone as it is."""
    name = config.site.timezone
    offset = now.astimezone(config.zone).utcoffset()
    if name == "Asia/Ho_Chi_Minh" and offset != HANOI:
        return Finding(
            "time-zone", "bad",
            Text(f"{name} lệch {offset} so với UTC, đáng lẽ 7:00:00",
                 f"{name} is {offset} from UTC, and should be 7:00:00"),
            Text("cài lại tzdata của máy", "install the machine's tzdata anew"),
        )  # fmt: skip
    said = f"{name}, UTC+{offset}, tzdata {version('tzdata')}"
    return Finding("time-zone", "ok", Text(said, said))


def working_days(site: Site, today: date, config: Config) -> Finding:
    """Whether the days off that dates rest on are decided."""
    undecided = working_days_undecided(site.working_days, today, config)
    if undecided is not None:
        return undecided
    known = [year for year, state in site.working_days.states.items() if state == "decided"]
    last = max(known, default=today.year)
    return Finding(
        "working-days", "ok", Text(f"đã có quyết định đến hết {last}", f"decided up to {last}")
    )


def disk(config: Config, database: Path | None) -> list[Finding]:
    """Whether there is room where we write."""
    folders = state_folders(config, database)
    full = disk_full(folders, config.watch.disk_free_mb)
    if full:
        return full
    rooms = [room for folder in folders if (room := free_bytes(folder)) is not None]
    least = min(rooms, default=0) // 1_000_000
    return [Finding("disk", "ok", Text(f"còn {least} MB", f"{least} MB free"))]


def feeds(config: Config, site: Site) -> Finding:
    """Whether the published folder holds what the plans and records say now."""
    remedy = Text(
        "`kyhan publish`, hoặc để kyhan run làm", "`kyhan publish`, or let kyhan run do it"
    )
    place = config.feeds.folder / INDEX
    try:
        index = json.loads(place.read_bytes())
        published = {str(entry["path"]): str(entry["sha256"]) for entry in index["feeds"]}
    except (OSError, ValueError, KeyError, TypeError):
        return Finding(
            "feeds", "warn",
            Text(f"chưa công bố lịch nào ở {config.feeds.folder}",
                 f"no calendars are published in {config.feeds.folder}"),
            remedy,
        )  # fmt: skip
    try:
        with Ledger(open_engine(config.ledger.url)) as ledger, answering():
            facts = ledger.facts()
    except LedgerDownError as error:
        return Finding("feeds", "warn", Text(*(str(error),) * 2), remedy)
    schedule, _ = site.schedule(facts)
    now = {
        feed.path: sha256(feed.body).hexdigest()
        for feed in all_feeds(schedule, facts, Events(schedule, feed_settings(config)))
    }
    stale = {path for path in now.keys() | published.keys() if now.get(path) != published.get(path)}
    stale |= {path for path in now if not (config.feeds.folder / path).is_file()}
    if stale:
        return Finding(
            "feeds", "warn",
            Text(f"{len(stale)} trong {len(now)} lịch chưa theo kịp, ví dụ {min(stale)}",
                 f"{len(stale)} of {len(now)} calendars are behind, e.g. {min(stale)}"),
            remedy,
        )  # fmt: skip
    return Finding("feeds", "ok", Text(f"{len(now)} lịch, mới", f"{len(now)} calendars, current"))
