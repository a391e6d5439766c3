"""Words to the service manager: sd_notify(3), by a datagram to the socket it names."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import suppress


def notify(*lines: str, environ: Mapping[str, str] = os.environ) -> None:
    """Say `READY=1`, `STATUS=..` and the like. Nothing where nobody listens; never raises."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    if address.startswith("@"):  # Linux's abstract name space
        address = f"\0{address[1:]}"
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.setblocking(False)  # noqa: FBT003  # its only parameter
        manager.sendto("\n".join(lines).encode(), address)


def watchdog_seconds(environ: Mapping[str, str] = os.environ) -> float | None:
    """How long the manager waits for a sign of life, None where it wants none of this process."""
    if environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    micros = environ.get("WATCHDOG_USEC", "")
    return int(micros) / 1_000_000 if micros.isdecimal() and int(micros) else None
