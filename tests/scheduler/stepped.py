"""The real thing stepped through a span of days: daemon, database file, Maildir, and a set clock.

What it has sent is read back from the mails and the database, as data of the form that `kyhan
simulate --json` has.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from ledger.store import Ledger
from rules.facts import Completion
from scheduler.config import load_config
from scheduler.current import Current
from scheduler.daemon import Daemon
from scheduler.site import load_site

HEADERS = BytesHeaderParser(policy=policy.default)
ROOT = Path(__file__).resolve().parents[2]
CONFIG = """[plans]
working_days = "{root}/plans/working-days.toml"
directories = "{root}/plans/directories"
[mail]
transport = "maildir:mail"
from = "kyhan@example.org"
[ledger]
url = "sqlite:///kyhan.sqlite3"
"""


class DayClock:
    """Stands still until it is set."""

    instant = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant


def folder_with(folder: Path, *plans: str) -> Path:
    """A site of these shipped plans; its configuration file."""
    (folder / "plans").mkdir(parents=True)
    for plan in plans:
        shutil.copy(ROOT / "plans" / f"{plan}.toml", folder / "plans")
    config = folder / "config.toml"
    config.write_text(CONFIG.format(root=ROOT), encoding="utf-8")
    return config


def step_through(
    path: Path, first: date, last: date, done: Sequence[Completion] = ()
) -> list[dict[str, Any]]:
    """Run the daemon once on every day at its sending hour. A pass that is held is released."""
    config, problems = load_config(path)
    assert config is not None, problems
    clock, held = DayClock(), set[date]()

    async def run(ledger: Ledger) -> None:
        daemon = Daemon(Current(path, config, load_site(config)), ledger, clock)
        for ahead in range((last - first).days + 1):
            day = first + timedelta(days=ahead)
            clock.instant = datetime.combine(day, time(config.mail.hour), config.zone)
            for each in done:
                if each.on == day or (each.on < first == day):
                    ledger.record_completion(each)
            await daemon.run_once()
            if ledger.holding():
                held.add(day)
                ledger.release_held("test", clock.now())
                await daemon.deliver()

    with (
        Ledger.open(config.ledger.url) as ledger,
        ledger.as_daemon(datetime.combine(first, time(), config.zone)),
    ):
        asyncio.run(run(ledger))
        return _sent(path.parent, ledger, held)


def _sent(folder: Path, ledger: Ledger, held: set[date]) -> list[dict[str, Any]]:
    told: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for each in ledger.told():
        if each.outcome == "sent":
            key = "/".join(each.key[:4])
            notice = {"key": key, "rung": each.key.rung, "reason": each.reason.en}
            told[each.message_id].append(notice)
    with sqlite3.connect(folder / "kyhan.sqlite3") as database:
        summed = {
            message_id
            for (message_id,) in database.execute(
                "SELECT message_id FROM messages JOIN summaries ON summaries.message = messages.id"
                " WHERE summaries.outcome = 'sent'"
            )
        }
    database.close()
    rows = []
    for path in (folder / "mail" / "new").iterdir():
        mail = HEADERS.parsebytes(path.read_bytes())
        sent = mail["Date"].datetime.date()
        notices = sorted(told[mail["Message-ID"]], key=lambda row: (row["key"], row["rung"]))
        row: dict[str, Any] = {
            "date": sent.isoformat(),
            "to": str(mail["To"]),
            "kind": "notices" if notices else "summary",
            "subject": str(mail["Subject"]),
            "notices": notices,
        }
        if notices and mail["Message-ID"] in summed:
            row["summary"] = True
        assert notices or mail["Message-ID"] in summed
        if sent in held:
            row["held"] = True
        rows.append(row)
    return sorted(rows, key=lambda row: (row["date"], row["to"]))


def lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    """One line a mail, its notices in order, so that two runs can be compared line by line."""
    ordered = (
        {**row, "notices": sorted(row["notices"], key=lambda one: (one["key"], one["rung"]))}
        for row in rows
    )
    return [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in ordered]
