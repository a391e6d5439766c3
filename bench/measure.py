"""How a rate is measured: the same work several times over, the median of the runs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def rate(work: Callable[[], int], *, rounds: int = 5) -> float:
    """Units of work per second of processor time: the median of `rounds`, after one to warm up."""
    work()
    rates = []
    for _ in range(rounds):
        started = time.process_time()
        done = work()
        rates.append(done / (time.process_time() - started))
    return statistics.median(rates)


def show(title: str, unit: str, rows: dict[str, float]) -> None:
    """A table of rates, each with its ratio to the last row, the floor."""
    floor = list(rows.values())[-1]
    print(f"\n{title}")
    for name, value in rows.items():
        print(f"  {name:<58} {value:>14,.0f} {unit:<14} {value / floor:>8.3f} x")
