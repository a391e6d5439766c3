"""How much of known documents `kyhan import` finds: recall and precision by kind, every miss named.

    python -m bench.intake SOURCES PLANS     (folders: NAME.txt and NAME.json, the expected duties)

A duty counts as found where ref, wording and leads are those expected.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from intake.draft import make_draft
from intake.plan_text import plan_text
from intake.read import read_document
from intake.recognise.agencies import Agencies
from intake.review import Json, duties_json, sheet_markdown
from intake.seal import content_hash
from rules.directory import Directory
from rules.text import one_line

from .expand import shipped_site

KINDS = ("task", "report", "target", "standing")
MARKED = 0.6  # up to here a duty is marked as unsure; so is one that a doubt names


def main() -> None:
    sources, plans = (Path(argument) for argument in sys.argv[1:3])
    site = shipped_site()
    for source in sorted(sources.glob("*.txt")):
        expected = json.loads((plans / f"{source.stem}.json").read_text("utf-8"))
        started = time.perf_counter()
        document = read_document(source.read_bytes(), source.name)
        draft = make_draft(document, site.directories, site.working_days)
        seconds = time.perf_counter() - started
        sheet = sheet_markdown(draft, content_hash(plan_text(draft)))
        print(f"\n{source.stem}: {seconds:.1f} s, {len(draft.doubts)} doubts, "
              f"{len(draft.leftovers)} left, a sheet of {sheet.count(chr(10))} lines")  # fmt: skip
        directory = site.directories[expected["directory"]]
        told = {doubt.ref for doubt in draft.doubts}.union(*(d.candidates for d in draft.doubts))
        _score(duties_json(draft), expected["duties"], directory, told)


def _score(
    found: list[Json], expected: list[Json], directory: Directory, told: Collection[str] = ()
) -> None:
    """`told`: refs that a doubt of the review sheet names."""
    wanted = {str(duty["ref"]): duty for duty in expected}
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for duty in expected:
        rows[str(duty["kind"])][0] += 1
    notes = []
    for duty in found:
        row = rows[str(duty["kind"])]
        row[1] += 1
        known = wanted.pop(str(duty["ref"]), None)
        faults = ["not expected"] if known is None else _faults(duty, known, directory)
        row[2] += not faults
        marked = float(str(duty["confidence"])) <= MARKED or duty["ref"] in told
        row[3] += bool(faults) and not marked
        if faults:
            notes.append(f"  {duty['ref']} ({duty['confidence']}): {'; '.join(faults)}")
    notes += [f"  {ref}: missed" for ref in wanted]
    print(f"  {'kind':<10}{'expected':>9}{'found':>7}{'right':>7}{'recall':>8}{'precision':>11}"
          f"{'wrong unmarked':>16}")  # fmt: skip
    for kind in KINDS:
        due, count, right, unmarked = rows[kind]
        recall = f"{right / due:.0%}" if due else "-"
        precision = f"{right / count:.0%}" if count else "-"
        print(f"  {kind:<10}{due:>9}{count:>7}{right:>7}{recall:>8}{precision:>11}{unmarked:>16}")
    print("\n".join(notes))


def _faults(duty: Json, known: Json, directory: Directory) -> list[str]:
    """What differs: kind, wording, leads by id."""
    faults = [] if duty["kind"] == known["kind"] else [f"{duty['kind']}, not {known['kind']}"]
    if _even(duty["when"]) != _even(known["phrase"]):
        faults.append(f"“{duty['when']}”, not “{known['phrase']}”")
    names = known["lead"] if isinstance(known["lead"], list) else []
    lead = [each.id for name in names for each in Agencies(directory).listed(str(name))]
    if duty["lead"] != lead:
        faults.append(f"{duty['lead']}, not {lead}")
    return faults


def _even(wording: object) -> str:
    return one_line(re.sub(r"[*.;]", "", str(wording))).casefold()


if __name__ == "__main__":
    main()
