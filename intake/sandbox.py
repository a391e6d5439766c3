"""Files from outside, read in a process of their own that can do nothing but read them."""

from __future__ import annotations

import os
import resource
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import PurePath
from tempfile import TemporaryDirectory, TemporaryFile

from rules.text import Text, one_line

from .limits import MOST_BYTES, UnreadableError
from .model import Document
from .wire import from_bytes

WALL_SECONDS = 300.0  # on a busy machine; the process's own limits of processor time come first
OUT_OF_TIME = (-signal.SIGPROF, -signal.SIGXCPU, -signal.SIGALRM)  # exits
MOST_ANSWER = 128 * 1024 * 1024  # bytes; a document at its limits takes half of it
_CHUNK = 1024 * 1024
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Ended:
    """How the reading process ended: its answer, its exit (negative: the signal), what it took."""

    answer: bytes
    exit: int
    usage: resource.struct_rusage


def read_apart(data: bytes, name: str) -> Document:
    """The document. Raises UnreadableError, also where reading took too long or too much."""
    name = one_line(PurePath(name).name)[-_LONGEST_NAME:] or "?"
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise UnreadableError(
            Text(f"{name}: tệp lớn hơn {most} MB", f"{name}: the file is larger than {most} MB")
        )
    ended = run(data, name, WALL_SECONDS)
    answer = from_bytes(ended.answer)
    if isinstance(answer, Document):
        return answer
    raise UnreadableError(answer or _why(name, ended))


def _why(name: str, ended: Ended) -> Text:
    if ended.exit in OUT_OF_TIME:
        return Text(
            f"{name}: đọc quá lâu, có chỗ quá phức tạp; hãy tách văn bản hoặc lưu dạng khác",
            f"{name}: took too long to read, it is too complex; split it or save it otherwise",
        )
    return Text(
        f"{name}: việc đọc bị ngắt ({ended.exit}); tệp có thể hỏng",
        f"{name}: reading was cut off ({ended.exit}); the file may be broken",
    )


def run(data: bytes, name: str, wall: float = WALL_SECONDS, module: str = "intake.worker") -> Ended:
    """Read in a process with an empty folder, no environment and nothing inherited but pipes.

    `module` is one of ours that gives up its rights (confine) and answers on standard output.
    File and folder lose their names as it begins: nothing is left, even where all are killed.
    """
    deadline = time.monotonic() + wall
    with TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        with TemporaryDirectory(prefix="kyhan-") as folder:
            process = subprocess.Popen(  # noqa: S603 -- our own interpreter; the name is data
                [sys.executable, "-I", "-B", "-m", module, name],
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env={},
            )
    with process:
        try:
            answer = _answer(process, deadline)
        except BaseException:
            process.kill()
            raise
        return _ended(process, answer, deadline)


def _answer(process: subprocess.Popen[bytes], deadline: float) -> bytes:
    """All it writes before the deadline; it is ended, without an answer, where that is too much."""
    answer = bytearray()
    if process.stdout is None:
        return b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while selector.select(max(deadline - time.monotonic(), 0)):
            chunk = os.read(process.stdout.fileno(), _CHUNK)
            answer += chunk
            if len(answer) > MOST_ANSWER:
                process.kill()
                return b""
            if not chunk:
                break
    return bytes(answer)


def _ended(process: subprocess.Popen[bytes], answer: bytes, deadline: float) -> Ended:
    """Waits to the deadline, then ends it; what it took is known only from the wait itself."""
    pid, status, usage = os.wait4(process.pid, os.WNOHANG)
    while not pid and time.monotonic() < deadline:
        time.sleep(0.002)
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
    late = not pid
    if late:
        process.kill()
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = -signal.SIGALRM if late else os.waitstatus_to_exitcode(status)
    return Ended(answer, process.returncode, usage)
