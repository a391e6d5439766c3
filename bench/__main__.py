"""All benchmarks, one after the other: `python -m bench [NAME ...]`."""

from __future__ import annotations

import importlib
import sys

NAMES = (
    "expand",
    "phrases",
    "feeds",
    "mime",
    "ledger",
    "delivery",
    "http",
    "pages",
    "intake_formats",
)


def main() -> None:
    for name in sys.argv[1:] or NAMES:
        importlib.import_module(f"bench.{name}").main()


main()
