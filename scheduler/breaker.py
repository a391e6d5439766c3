"""The circuit breaker: a relay that fails is left alone, longer each time, and then tried gently.

Open it costs no message anything but time. When its pause ends, one message is tried (deliver_pass
begins with one connection); only when the relay has answered for that one do the others follow.
"""

from __future__ import annotations

from random import uniform

FIRST_PAUSE, LONGEST_PAUSE = 15.0, 900.0  # seconds; doubled each time, give or take a tenth


class Breaker:
    """`now` is monotonic time in seconds, of which only differences count; `longest` a pause's."""

    def __init__(self, longest: float = LONGEST_PAUSE) -> None:
        self._longest = longest
        self.failures = 0  # in a row
        self.error = ""  # the relay's last failure, "" while it works
        self._pause_ends = 0.0

    def is_open(self, now: float) -> bool:
        """Whether the relay is to be left alone for now."""
        return self.failures > 0 and now < self._pause_ends

    def failed(self, now: float, error: str) -> float:
        """The relay failed (again); for how many seconds it is left alone."""
        pause = min(FIRST_PAUSE * 2.0**self.failures, self._longest) * uniform(0.9, 1.1)  # noqa: S311  # jitter
        self.failures, self.error, self._pause_ends = self.failures + 1, error, now + pause
        return pause

    def worked(self) -> None:
        """The relay took or answered something."""
        self.failures, self.error = 0, ""
