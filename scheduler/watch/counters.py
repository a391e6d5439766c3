"""What this process counts itself; what the ledger knows is read from there (metrics.py).

Names as usual for Prometheus: a counter ends in _total, units are seconds, and no label names a
person.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client import disable_created_metrics as _disable_created_metrics

_disable_created_metrics()  # type: ignore[no-untyped-call]  # they would double every counter
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

PASS_SECONDS = Histogram(
    "kyhan_pass_seconds", "How long a pass took.", ["name"], registry=REGISTRY,
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1200),
)  # fmt: skip
PASS_LAST = Gauge(
    "kyhan_pass_last_success_timestamp_seconds", "When a pass last ended well.", ["name"],
    registry=REGISTRY,
)  # fmt: skip
PASS_FAILURES = Counter(
    "kyhan_pass_failures_total", "Passes that ended with an error.", ["name"], registry=REGISTRY
)
SMTP_REPLIES = Counter(
    "kyhan_smtp_replies_total",
    "How attempts to send ended: 2xx, 4xx, 5xx, relay (down), unknown (no answer to the data).",
    ["class"], registry=REGISTRY,
)  # fmt: skip
SMTP_SECONDS = Histogram(
    "kyhan_smtp_transaction_seconds", "From taking a message up to its answer.", registry=REGISTRY,
    buckets=(0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600),
)  # fmt: skip
CLOCK_JUMPS = Counter(
    "kyhan_clock_jumps_total", "Jumps of the clock that were noticed.", ["direction"],
    registry=REGISTRY,
)  # fmt: skip
PINGS = Counter("kyhan_pings_total", "Pings of the ping URL.", ["outcome"], registry=REGISTRY)

# A counter that has never been begun is missing, and its first increment is not seen as one.
for _reply in ("2xx", "4xx", "5xx", "relay", "unknown"):
    SMTP_REPLIES.labels(_reply)
for _direction in ("forward", "back"):
    CLOCK_JUMPS.labels(_direction)
for _outcome in ("ok", "failed"):
    PINGS.labels(_outcome)
