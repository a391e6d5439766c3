"""What reading a file takes: processor time and peak memory of the process that reads it.

It is begun from a small process, for a peak counts what the one before had when it was begun.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

_MEASURE = """
import json, pathlib, sys, time
from intake.limits import MOST_BYTES
from intake.sandbox import run
path = pathlib.Path(sys.argv[1])
with path.open("rb") as file:
    data = file.read(MOST_BYTES + 1)
started = time.perf_counter()
ended = run(data, path.name)
seconds = time.perf_counter() - started
taken = ended.usage.ru_utime + ended.usage.ru_stime
answer = ended.answer.decode() if ended.answer[:1] == b"E" else ended.answer[:1].decode()
print(json.dumps([ended.exit, seconds, taken, ended.usage.ru_maxrss * 1024, answer]))
"""


class Measured(NamedTuple):
    exit: int
    seconds: float  # by the clock, the process's start included
    processor: float  # seconds of it
    peak: int  # bytes
    error: tuple[str, str] | None  # Vietnamese, English; None where the file was read


def measured(path: Path) -> Measured:
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)], capture_output=True, check=True, text=True
    )
    exit_, seconds, taken, peak, answer = json.loads(done.stdout)
    error = tuple(json.loads(answer[1:])) if answer.startswith("E") else None
    return Measured(exit_, seconds, taken, peak, error)
