"""An SMTP connection's lines: commands out, answers in, several on their way at once (RFC 2920)."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

NO_ANSWER = -1  # the code of what cannot be read as an answer
LONGEST = 65_536  # bytes of one answer; it may have any number of lines


class Answer(NamedTuple):
    """One answer: its code, and what was said; the lines of a longer one on lines."""

    code: int
    message: str


class Wire(asyncio.Protocol):
    """Takes a connection over once it is open, encrypted and logged in.

    aiosmtplib does that well, but takes one answer at a time, and a third of a letter's time.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._received = bytearray()
        self._answers: list[Answer] = []
        self._wanted = 0
        self._waiter: asyncio.Future[None] | None = None
        self._lost: ConnectionError | None = None
        transport.set_protocol(self)

    @property
    def is_quiet(self) -> bool:
        """Whether it is there, and nothing came that nobody had asked for."""
        return not (self._lost or self._answers or self._received)

    async def ask(self, data: bytes, answers: int, timeout: float) -> list[Answer]:  # noqa: ASYNC109  # a timer of our own costs a tenth
        """Send it, and wait for so many answers, `timeout` seconds at most for all of them.

        Fewer where the connection was lost after some; ConnectionError where it was before any,
        TimeoutError where the time was over.
        """
        if self._lost is not None:
            raise self._lost
        self._transport.write(data)
        loop = asyncio.get_running_loop()
        self._wanted, self._waiter = answers, loop.create_future()
        timer = loop.call_later(timeout, self._give_up)
        try:
            await self._waiter
        finally:
            timer.cancel()
            self._waiter = None
        found, self._answers = self._answers[:answers], self._answers[answers:]
        return found

    def close(self) -> None:
        """End the connection, and its encryption, in good order."""
        self._transport.close()

    def cut(self) -> None:
        """End the connection now, whatever is on its way."""
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """The relay has said something."""
        self._received += data
        if len(self._received) > LONGEST:
            self._fail(ConnectionAbortedError("Response too long"))
            self.cut()
            return
        while (answer := self._next()) is not None:
            self._answers.append(answer)
        if len(self._answers) >= self._wanted:
            self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        """The connection has ended."""
        lost = ConnectionResetError("Connection lost")
        lost.__cause__ = error
        self._fail(lost)

    def _next(self) -> Answer | None:
        """Take one whole answer from what was received."""
        words, begin = list[bytes](), 0
        while (end := self._received.find(b"\n", begin)) >= 0:
            line, begin = bytes(self._received[begin:end]), end + 1
            words.append(line[4:].strip())
            if line[3:4] == b"-":
                continue
            del self._received[:begin]
            if line[:3].isdigit():
                return Answer(int(line[:3]), _text(b"\n".join(words)))
            return Answer(NO_ANSWER, f"Malformed SMTP response line: {_text(line.strip())}")
        return None

    def _fail(self, error: ConnectionError) -> None:
        self._lost = self._lost or error
        if self._answers:
            self._wake()
        elif self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(self._lost)

    def _give_up(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(TimeoutError("Timed out waiting for server response"))

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace")
