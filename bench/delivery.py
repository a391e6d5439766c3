"""Messages a second, rendered, stamped and settled, into Postfix's smtp-sink; and what bounds that.

Floors of the same run, over the same number of connections: Postfix's smtp-source (C, no work at
all), and aiosmtplib sending ready bytes without a database. smtp-sink and smtp-source come from
Debian's package postfix, which need not be installed: `apt-get download postfix`, `dpkg -x`, and
KYHAN_POSTFIX=the folder. Without them only the names of what is missing are printed.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import structlog
from aiosmtplib import SMTP

from ledger.store import Ledger
from rules.schedule import Schedule
from scheduler.config import Config, Mail
from scheduler.deliver import deliver_pass
from scheduler.enqueue import enqueue_pass
from scheduler.mail.open import open_transport
from scheduler.mail.transport import Envelope, Stamp, Transport
from tests.rules.builders import slot
from tests.scheduler.relay import free_port
from tests.scheduler.stage import SetClock, site

from .measure import show

MESSAGES, CONNECTIONS, ROUNDS = 1_500, 8, 5
DUTIES = 4  # in each mail
POSTFIX = Path(os.environ.get("KYHAN_POSTFIX", "/"))
LIBRARIES = ":".join(
    str(POSTFIX / place) for place in ("usr/lib/postfix", "usr/lib/x86_64-linux-gnu")
)
DAY = date(2019, 3, 4)


def tool(name: str) -> str | None:
    found = POSTFIX / "usr/sbin" / name
    return str(found) if found.exists() else shutil.which(name)


@contextmanager
def sink(port: int) -> Iterator[None]:
    program = tool("smtp-sink")
    assert program
    environ = {**os.environ, "LD_LIBRARY_PATH": LIBRARIES}
    process = subprocess.Popen(  # noqa: S603  # Postfix's own
        [program, "-c", "-u", "nobody", f"127.0.0.1:{port}", "128"], env=environ,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(0.3)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def plans() -> Schedule:
    agencies = tuple(f"a{number}" for number in range(MESSAGES))
    labels = [f"2019-{month:02d}" for month in range(1, DUTIES + 1)]
    return site(*(slot(DAY, label=label, agencies=agencies) for label in labels))


def config(port: int) -> Config:
    return Config(
        mail=Mail(
            transport=f"smtp://127.0.0.1:{port}", from_="kyhan@example.org",
            connections=CONNECTIONS, hold_above=10_000_000,
        )
    )  # fmt: skip


class Sampling:
    """A transport that keeps the bytes of a mail: the ledger forgets them once it has gone."""

    def __init__(self, inner: Transport) -> None:
        self._inner, self.sample = inner, b""

    async def send(self, envelope: Envelope, stamp: Stamp) -> None:
        self.sample = envelope.data
        await self._inner.send(envelope, stamp)

    async def close(self) -> None:
        await self._inner.close()


def ours(port: int, schedule: Schedule, samples: list[bytes]) -> float:
    """The whole way: claim, look up, render, stamp (a commit), send, settle (a commit)."""
    clock, settings = SetClock(DAY.isoformat()), config(port)
    transport = Sampling(open_transport(settings.mail))
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.open(f"sqlite:///{folder}/kyhan.sqlite3") as ledger,
    ):
        enqueue_pass(schedule, ledger, now=clock.now(), config=settings)
        begun = time.perf_counter()
        report = asyncio.run(
            deliver_pass(schedule, ledger, transport, config=settings, clock=clock, owner="bench")
        )
        took = time.perf_counter() - begun
    assert report.sent == MESSAGES, report
    samples.append(transport.sample)
    return MESSAGES / took


async def _ready(port: int, data: bytes) -> None:
    left = MESSAGES

    async def work() -> None:
        nonlocal left
        client = SMTP(hostname="127.0.0.1", port=port, use_tls=False, start_tls=False)
        await client.connect()
        while left > 0:
            left -= 1
            await client.sendmail("kyhan@example.org", ["officer@a1.example.org"], data)
        await client.quit()

    await asyncio.gather(*(work() for _ in range(CONNECTIONS)))


def ready(port: int, data: bytes) -> float:
    begun = time.perf_counter()
    asyncio.run(_ready(port, data))
    return MESSAGES / (time.perf_counter() - begun)


def source(port: int, size: int) -> float:
    program = tool("smtp-source")
    assert program
    begun = time.perf_counter()
    subprocess.run(  # noqa: S603
        [program, "-d", "-s", str(CONNECTIONS), "-l", str(size), "-m", str(MESSAGES * 10),
         f"127.0.0.1:{port}"],
        env={**os.environ, "LD_LIBRARY_PATH": LIBRARIES}, check=True,
    )  # fmt: skip
    return MESSAGES * 10 / (time.perf_counter() - begun)


def main() -> None:
    missing = [name for name in ("smtp-sink", "smtp-source") if tool(name) is None]
    if missing:
        print(f"\ndelivery: not measured, for want of Postfix's {', '.join(missing)}")
        return
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING)
    )  # as `[log] level = "warning"`
    port, schedule, samples = free_port(), plans(), list[bytes]()
    rates: dict[str, list[float]] = {}
    with sink(port):
        ours(port, schedule, samples)
        data = samples[0]
        for _ in range(ROUNDS):  # interleaved: others use this machine as well
            for name, rate in (
                ("rendered, stamped, sent, settled (ours)", ours(port, schedule, samples)),
                ("aiosmtplib: ready bytes, no database", ready(port, data)),
                ("smtp-source (floor)", source(port, len(data))),
            ):
                rates.setdefault(name, []).append(rate)
    show(
        f"Delivery over {CONNECTIONS} connections ({DUTIES} duties in {len(data):,} bytes)",
        "messages/s",
        {name: statistics.median(found) for name, found in rates.items()},
    )
    mine, bare = (statistics.median(found) for found in list(rates.values())[:2])
    print(f"  ours / aiosmtplib with ready bytes: {mine / bare:.2f}")


if __name__ == "__main__":
    main()
