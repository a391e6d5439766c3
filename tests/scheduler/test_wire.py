"""Answers read from a connection however they come: in pieces, together, too many, none at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from scheduler.mail.wire import LONGEST, NO_ANSWER, Wire

Answers = list[tuple[int, str]]


@asynccontextmanager
async def answering(*pieces: bytes, end: bool = False) -> AsyncIterator[Wire]:
    """A connection to a server that says this, piece by piece, once it was asked anything."""

    served = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await reader.read(1)
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0.01)
            if not end:
                await reader.read()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        served.set()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_connection(asyncio.Protocol, "127.0.0.1", port)
        wire = Wire(transport)
        try:
            yield wire
        finally:
            wire.cut()
            await served.wait()


@pytest.mark.parametrize(
    ("pieces", "answers"),
    [
        ([b"250 ok\r\n"], [(250, "ok")]),
        ([b"2", b"50 o", b"k\r", b"\n"], [(250, "ok")]),
        ([b"250-one\r\n250-two\r\n", b"250 three\r\n"], [(250, "one\ntwo\nthree")]),
        ([b"250 ok\r\n550 5.1.1 no\r\n"], [(250, "ok"), (550, "5.1.1 no")]),
        ([b"250 ok\r\n5", b"50 no\r\n"], [(250, "ok"), (550, "no")]),
        ([b"354\n"], [(354, "")]),
        ([b"welcome\r\n"], [(NO_ANSWER, "Malformed SMTP response line: welcome")]),
        ([b"250 \xff\r\n"], [(250, "\ufffd")]),
    ],
)
async def test_answers(pieces: list[bytes], answers: Answers) -> None:
    async with answering(*pieces) as wire:
        assert [tuple(each) for each in await wire.ask(b"x", len(answers), 5)] == answers
        assert wire.is_quiet


async def test_what_nobody_asked_for_is_noticed() -> None:
    async with answering(b"250 ok\r\n421 idle\r\n") as wire:
        assert [tuple(each) for each in await wire.ask(b"x", 1, 5)] == [(250, "ok")]
        await asyncio.sleep(0.05)
        assert not wire.is_quiet


async def test_a_connection_lost_after_the_first_of_two_answers_still_tells_it() -> None:
    async with answering(b"421 going away\r\n", end=True) as wire:
        assert [tuple(each) for each in await wire.ask(b"x", 2, 5)] == [(421, "going away")]
        assert not wire.is_quiet
        with pytest.raises(ConnectionResetError):
            await wire.ask(b"x", 1, 5)


async def test_a_connection_lost_before_any_answer() -> None:
    async with answering(end=True) as wire:
        with pytest.raises(ConnectionResetError):
            await wire.ask(b"x", 1, 5)


async def test_a_server_that_says_nothing_is_left_after_the_timeout() -> None:
    async with answering() as wire:
        with pytest.raises(TimeoutError):
            await wire.ask(b"x", 1, 0.05)


async def test_an_answer_without_end_is_cut_off() -> None:
    async with answering(b"250-" + b"x" * (LONGEST + 1)) as wire:
        with pytest.raises(ConnectionAbortedError, match="too long"):
            await wire.ask(b"x", 1, 5)
