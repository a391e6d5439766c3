"""A transport that tells the watch how each attempt ended; it changes nothing about it."""

from __future__ import annotations

from time import monotonic

from ..mail.transport import Envelope, SendError, Stamp, Transport
from . import counters
from .pulse import Pulse

_CLASSES = {"relay": "relay", "temporary": "4xx", "permanent": "5xx", "unknown": "unknown"}


class _Counted:
    """A stamp that tells when the data leave."""

    def __init__(self, stamp: Stamp, pulse: Pulse) -> None:
        self._stamp, self._pulse = stamp, pulse
        self._left = 0

    async def __call__(self) -> None:
        await self._stamp()
        self._left = 1
        self._pulse.in_hand += 1

    def holds(self) -> bool:
        return self._stamp.holds()

    def ended(self) -> None:
        self._pulse.in_hand -= self._left


class CountedTransport:
    """Around the transport that sends; what the relay answers shows that the `name` pass lives."""

    def __init__(self, inner: Transport, pulse: Pulse, name: str = "deliver") -> None:
        self._inner, self._pulse, self._name = inner, pulse, name

    async def send(self, envelope: Envelope, stamp: Stamp) -> None:
        """As the inner one does."""
        begun, counted = monotonic(), _Counted(stamp, self._pulse)
        try:
            await self._inner.send(envelope, counted)
        except SendError as error:
            self._failed(error, begun)
            raise
        else:
            counters.SMTP_REPLIES.labels("2xx").inc()
            self._answered(begun)
        finally:
            counted.ended()

    async def close(self) -> None:
        """As the inner one does."""
        await self._inner.close()

    def _failed(self, error: SendError, begun: float) -> None:
        if error.kind == "lost":  # our own refusal: the relay was not asked
            return
        counters.SMTP_REPLIES.labels(_CLASSES[error.kind]).inc()
        if error.kind == "relay":
            self._pulse.relay_failed(error.detail)
        elif error.kind != "unknown":
            self._answered(begun)

    def _answered(self, begun: float) -> None:
        counters.SMTP_SECONDS.observe(monotonic() - begun)
        self._pulse.relay_works()
        self._pulse.progress(self._name)
