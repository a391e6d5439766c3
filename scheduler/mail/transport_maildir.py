"""Mail into a Maildir: the way that needs no server, for trying out and for a local reader."""

from __future__ import annotations

import asyncio
import os
from hashlib import sha256
from pathlib import Path

from .transport import Envelope, SendError, Stamp


class MaildirTransport:
    """One file per message, named by its Message-ID: a repeat finds it there and adds none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, envelope: Envelope, stamp: Stamp) -> None:
        """Into `tmp`, then at one stroke into `new`; SendError "relay" where the disk refuses."""
        name = f"{sha256(envelope.message_id.encode()).hexdigest()[:32]}.kyhan"
        try:
            if await asyncio.to_thread(self._has, name):
                return
            await asyncio.to_thread(self._write, name, envelope.data)
            await stamp()
            if not stamp.holds():
                raise SendError("lost", "frozen for longer than its lease")
            await asyncio.to_thread(self._deliver, name)
        except OSError as error:
            raise SendError("relay", str(error)) from error

    async def close(self) -> None:
        """Nothing is open."""

    def _has(self, name: str) -> bool:
        return (self._folder / "new" / name).exists() or any(
            (self._folder / "cur").glob(f"{name}*")  # a reader adds its flags to the name
        )

    def _write(self, name: str, data: bytes) -> None:
        for part in ("tmp", "new", "cur"):
            (self._folder / part).mkdir(parents=True, exist_ok=True)
        with (self._folder / "tmp" / name).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def _deliver(self, name: str) -> None:
        (self._folder / "tmp" / name).replace(self._folder / "new" / name)
        descriptor = os.open(self._folder / "new", os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
