"""Phrases read per second: the wordings of the five plans, against a bare regular expression."""

from __future__ import annotations

import re

from rules.deadline import Context
from rules.wording import WordingError, read

from .expand import shipped_site
from .measure import rate, show

_ANY = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|quý\s+(\w+)|tháng\s+(\d+)|(\d{4})", re.IGNORECASE
)


def main() -> None:
    site = shipped_site()
    contexts = [
        (duty.when, Context(plan.period[0], site.working_days, plan.period[1], plan.issued))
        for plan in site.plans
        for duty in plan.duties
        if duty.when
    ]

    def ours() -> int:
        for phrase, context in contexts:
            try:
                read(phrase, context)
            except WordingError:
                continue
        return len(contexts)

    def bare() -> int:
        for phrase, _ in contexts:
            _ANY.findall(phrase)
        return len(contexts)

    show(
        f"Wording ({len(contexts)} phrases of the five plans)",
        "phrases/s",
        {
            "read to windows with reasons": rate(ours),
            "one regular expression, understanding nothing (floor)": rate(bare),
        },
    )


if __name__ == "__main__":
    main()
