"""Changes to messages written to the ledger together: senders at work at once share a commit.

While one commit runs, what comes in waits and goes with the next. Nobody waits longer than for two,
so that the time between the relay's acceptance and its being written down stays as short as with a
commit each, and the disk is asked far less often.
"""

from __future__ import annotations

import asyncio

from ledger.changes import Change, Verdict
from ledger.store import Ledger

_Waiting = list[tuple[Change, "asyncio.Future[Verdict]"]]


class Commits:
    """For all senders of one pass, on one event loop."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._waiting: _Waiting = []
        self._worker: asyncio.Task[None] | None = None

    async def apply(self, change: Change) -> Verdict:
        """The verdict on the change once it is committed; what the database raises, it raises.

        A caller that is cancelled meanwhile does not take its change back.
        """
        future: asyncio.Future[Verdict] = asyncio.get_running_loop().create_future()
        self._waiting.append((change, future))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            changes = [change for change, _ in batch]
            try:
                verdicts = await asyncio.to_thread(self._ledger.apply, changes)
            except Exception as error:  # noqa: BLE001  # each sender's own, to deal with
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
            else:
                for (_, future), verdict in zip(batch, verdicts, strict=True):
                    if not future.done():
                        future.set_result(verdict)
