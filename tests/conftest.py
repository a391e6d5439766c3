"""What holds for every test: a foreign time zone, and how hard hypothesis tries."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import HealthCheck, settings

from tests.browser import NAME as BROWSER
from tests.postgres import NAME as POSTGRES

# Deadlines are days in Việt Nam, whatever the machine's zone. New York is 11 or 12 hours behind and
# has daylight saving time, which Việt Nam has not: code that takes the machine's day for the
# site's is a day off for half of each day here, where in UTC it might pass unseen.
os.environ["TZ"] = "America/New_York"
time.tzset()

# Many daemons run at once in the tests: none takes the well-known port of /healthz unasked.
os.environ["KYHAN_WATCH__LISTEN"] = ""

# `ci` tries longest; `deterministic` tries the same examples each time, to compare two runs.
# No time limit on an example: the machine may be busy.
settings.register_profile("dev", deadline=None)
settings.register_profile(
    "ci", deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("deterministic", deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


NEEDED = {
    "ical.js:": "on the program ical.js: install node and npm.",
    POSTGRES: "on PostgreSQL: no server answers. Name one in {name}, as HOST:PORT or a URL.",
    BROWSER: "in a browser: there is none. Install chromium, or name one in {name}.",
    "nginx is not installed": "of deploy/nginx.conf: {name}.",
}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Half of a promise untested must not look like success."""
    skipped = [str(each.longrepr) for each in terminalreporter.stats.get("skipped", [])]
    for name, words in NEEDED.items():
        count = sum(name in reason for reason in skipped)
        if count:
            terminalreporter.write_line(
                f"WARNING: {count} tests did not run {words.format(name=name)}",
                yellow=True, bold=True,
            )  # fmt: skip
