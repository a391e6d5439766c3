"""A command at a real terminal of its own: what is typed goes in, what it shows comes back."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
END = "\x04"  # Ctrl-D
_STYLE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def typed(words: list[str], lines: Iterable[str] = ()) -> tuple[int, str]:
    """`kyhan WORDS` on a pseudo-terminal, its lines typed ahead: the exit code and the screen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "scheduler", *words],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, close_fds=True,
        env={**os.environ, "COLUMNS": "400", "TERM": "xterm", "NO_COLOR": "1"},
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, "".join(f"{line}\n" for line in lines).encode())
    os.write(ours, END.encode())
    screen = b""
    try:
        while chunk := os.read(ours, 65536):
            screen += chunk
    except OSError:
        pass  # Linux: the other end was closed
    finally:
        os.close(ours)
    return process.wait(timeout=60), _STYLE.sub("", screen.decode()).replace("\r\n", "\n")
