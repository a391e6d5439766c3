"""Points at which a test may end or freeze the process; nothing at all unless KYHAN_FAULT is set.

`KYHAN_FAULT=stamp-before:3` kills the process (SIGKILL) where that point is reached for the third
time, `KYHAN_FAULT=data-before:1:stop` freezes it (SIGSTOP). The points are listed in POINTS; the
crash tests walk through all of them.
"""

from __future__ import annotations

import os
import signal

POINTS = (
    "commit-before",  # any writing transaction, its statements run
    "commit-after",
    "claim-after",  # messages in hand, nothing written
    "write-after",  # the letter stands
    "connect-after",
    "mail-after",
    "rcpt-after",
    "stamp-before",
    "stamp-after",
    "data-before",  # the relay said 354
    "data-after",  # the relay said 250 and nobody here knows yet: the one window
    "settle-after",
)


def _wanted() -> tuple[str, int, int]:
    name, _, rest = os.environ.get("KYHAN_FAULT", "").partition(":")
    count, _, how = rest.partition(":")
    return name, int(count or 1), signal.SIGSTOP if how == "stop" else signal.SIGKILL


_NAME, _COUNT, _SIGNAL = _wanted()
_reached = 0


def point(name: str) -> None:
    """End or freeze here, where the environment asks for it."""
    global _reached  # noqa: PLW0603  # one count in a process that is about to end
    if name == _NAME:
        _reached += 1
        if _reached == _COUNT:
            os.kill(os.getpid(), _SIGNAL)
