"""`kyhan simulate` for 2019 line by line against the daemon really stepped through 2019.

The five plans, nothing done all year: every mail there can be. The daemon runs once a day at its
sending hour, on a database file and into a Maildir, both synced to the disk.
`python -m bench.simulate_2019 [FIRST LAST]`; takes some minutes. Exit 1 where they differ.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
import time
from datetime import date
from difflib import unified_diff
from json import loads
from pathlib import Path

import structlog

from tests.scheduler.stepped import ROOT, folder_with, lines, step_through

PLANS = ("haiphong-2019", "hanoi-2019", "hanoi-2020-index", "hanoi-2021-2025", "hcmc-2018-2020")


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    first, last = map(date.fromisoformat, sys.argv[1:] or ("2019-01-01", "2019-12-31"))
    with tempfile.TemporaryDirectory() as name:
        config = folder_with(Path(name), *PLANS)
        span = ["--from", str(first), "--to", str(last), "--json", "--lang", "en"]
        started = time.perf_counter()
        ran = subprocess.run(  # noqa: S603  # our own words
            [sys.executable, "-m", "scheduler", "simulate", *span, "--config", str(config)],
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        simulated = lines(loads(ran.stdout))
        print(f"simulated: {len(simulated)} mails in {time.perf_counter() - started:.1f} s")
        started = time.perf_counter()
        stepped = lines(step_through(config, first, last))
        print(f"stepped:   {len(stepped)} mails in {time.perf_counter() - started:.1f} s")
    difference = list(unified_diff(stepped, simulated, "stepped", "simulated", lineterm="", n=0))
    print(f"lines that differ: {len(difference)}")
    print("\n".join(difference[:20]))
    sys.exit(1 if difference else 0)


if __name__ == "__main__":
    main()
