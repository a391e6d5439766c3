"""Occurrences expanded per second, against building the same `date` objects bare."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rules.schedule import Schedule
from scheduler.config import load_config
from scheduler.site import Site, load_site

from .measure import rate, show

ROOT = Path(__file__).parent.parent


def shipped_site() -> Site:
    """The five plans as shipped."""
    config, problems = load_config(ROOT / "config.toml")
    assert config is not None, problems
    return load_site(config)


def expand(schedule: Schedule) -> int:
    """Touch every occurrence with its key and its dates."""
    count = 0
    for occurrence in schedule.occurrences():
        slot = occurrence.slot
        assert occurrence.key
        _ = slot.start, slot.stated, slot.due, slot.late_from
        count += 1
    return count


def main() -> None:
    site = shipped_site()
    schedule, problems = site.schedule()
    assert not problems, problems
    parts = [
        tuple(
            (day.year, day.month, day.day)
            for day in (each.slot.start, each.slot.stated, each.slot.due, each.slot.late_from)
            if day is not None
        )
        for each in schedule.occurrences()
    ]

    def compile_and_expand() -> int:
        compiled, _ = site.schedule()
        return expand(compiled)

    def bare() -> int:
        return len([[date(*part) for part in dates] for dates in parts])

    show(
        f"Occurrences ({len(parts)} of the five plans)",
        "occurrences/s",
        {
            "compiled from wording to occurrence": rate(compile_and_expand),
            "expanded from the compiled schedule": rate(lambda: expand(schedule)),
            "the same dates built bare (floor)": rate(bare),
        },
    )


if __name__ == "__main__":
    main()
