"""The real daemon on a site of many recipients, killed and frozen on purpose, and its outcome."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ledger.store import Ledger
from tests.scheduler.relay import Relay
from tests.scheduler.small_city import ROOT, directory

DAY = "2019-03-04"  # a Monday
TITLES = ("Rà soát thủ tục", "Báo cáo kết quả")
PATIENCE = 300.0  # seconds: others use the machine too, and a start takes three of its time

_PLAN = """id = "p"
title = "Kế hoạch cải cách hành chính năm 2019"
number = "1/KH-UBND"
issued = 2018-12-28
issuer = "a0"
coordinator = "a0"
directory = "city"
period = [2019, 2019]
"""
_DUTY = """[[duty]]
ref = "{ref}"
kind = "task"
title = "{title}"
lead = [{lead}]
when = "trước ngày 05/3/2019"
"""
_CONFIG = """[web]
listen = ""
[plans]
working_days = "{root}/plans/working-days.toml"
[mail]
transport = "smtp://127.0.0.1:{port}"
from = "kyhan@example.org"
connections = {connections}
hold_above = 100000
timeout = 2
connect_timeout = 1
[ledger]
url = "{url}"
[daemon]
enqueue = 0.3
deliver = 0.1
publish = 300
reload = 300
stop = 20
lease = {lease}
[log]
format = "json"
{more}
"""


class Tally(NamedTuple):
    """What a relay took, compared with what should have come."""

    keys: int  # notices to be told
    mails: int  # accepted by the relay
    lost: int  # notices of which no mail came
    repeats: int  # mails that came once more, all the same to the byte
    changed: int  # mails that came once more with other bytes: there must be none
    ambiguous: int  # ends that the ledger says nobody knows


class Ground:
    """A site in a folder of its own, with so many agencies, each with two duties of the day."""

    def __init__(
        self,
        folder: Path,
        server: Relay,
        *,
        agencies: int,
        url: str = "",
        connections: int = 4,
        lease: float = 1200,
        more: str = "",
    ) -> None:
        self.folder, self.server, self.agencies = folder, server, agencies
        names = [f"a{number}" for number in range(agencies)]
        lead = ", ".join(f'"{name}"' for name in names)
        (folder / "plans" / "directories").mkdir(parents=True)
        duties = "".join(
            _DUTY.format(ref=f"III.{place}", title=title, lead=lead)
            for place, title in enumerate(TITLES, 1)
        )
        (folder / "plans" / "p.toml").write_text(_PLAN + duties, encoding="utf-8")
        place = folder / "plans" / "directories" / "city.toml"
        place.write_text(directory(names, "officer"), encoding="utf-8")
        self.url = url or f"sqlite:///{folder}/var/kyhan.sqlite3"
        self.config = folder / "config.toml"
        self.config.write_text(
            _CONFIG.format(
                root=ROOT, port=server.port, connections=connections, url=self.url, lease=lease,
                more=more,
            ),
            encoding="utf-8",
        )  # fmt: skip

    def start(self, fault: str = "", log: str = "log") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "scheduler", "run"]
        with (self.folder / log).open("ab") as sink:
            return subprocess.Popen(
                [*command, "--config", str(self.config), "--today", DAY],
                cwd=ROOT, stderr=sink, env={**os.environ, "KYHAN_FAULT": fault},
            )  # fmt: skip

    def killed_at(self, fault: str) -> None:
        """Run it until it kills itself there."""
        process = self.start(fault)
        try:
            code = process.wait(PATIENCE)
        finally:
            process.kill()
        assert code == -signal.SIGKILL, f"{fault}: {code}\n{self.log()}"

    def finish(self) -> None:
        """Run it undisturbed until nothing is left to send."""
        process = self.start()
        try:
            self.until(lambda: not self.open())
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0, self.log()
        finally:
            process.kill()
            process.wait()

    def until(self, true: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, self.log()
            time.sleep(0.05)

    def open(self) -> bool:
        """Whether there are notices whose mail has not been settled, or none at all as yet."""
        with Ledger.open(self.url) as ledger:
            told = ledger.told()
        return not told or any(each.outcome == "planned" for each in told)

    def log(self) -> str:
        logs = sorted(self.folder.glob("log*"), key=lambda path: path.stat().st_mtime)
        return "".join(path.read_text("utf-8", "replace") for path in logs)[-5000:]

    def events(self, name: str, log: str = "log") -> list[dict[str, object]]:
        lines = (self.folder / log).read_text("utf-8", "replace").splitlines()
        found = [json.loads(line) for line in lines if line.startswith("{")]
        return [event for event in found if event["event"] == name]

    def tally(self) -> Tally:
        by_id: defaultdict[str, list[bytes]] = defaultdict(list)
        told: Counter[tuple[str, str]] = Counter()
        for mail in self.server.mails:
            number = mail.parsed["Message-ID"]
            if number not in by_id:
                text = mail.text
                told.update((mail.recipient, title) for title in TITLES if title in text)
            by_id[number].append(mail.data)
        assert max(told.values(), default=1) == 1, "the same notice in two different mails"
        keys = self.agencies * len(TITLES)
        with Ledger.open(self.url) as ledger:
            sent = [each for each in ledger.told() if each.outcome == "sent"]
            ambiguous = ledger.ambiguous()
        assert len(sent) == keys
        return Tally(
            keys,
            len(self.server.mails),
            keys - len(told),
            sum(len(copies) - 1 for copies in by_id.values()),
            sum(len(set(copies)) - 1 for copies in by_id.values()),
            ambiguous,
        )
