"""Merged cells read again: a name that stands once for the rows below it.

Where the format says that a cell is merged, the words above hold. Else an empty cell may be merged
or just empty: along an unbroken run of rows the name above is taken, with a doubt for the run;
where a page or a left-out row breaks the run and the section names several, nothing is taken and
the name above is only a candidate.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, groupby

from rules.text import Text

from ..proposal import Doubt
from .columns import Role
from .rows import Entry


def carried(rows: Sequence[Entry], role: Role) -> tuple[dict[int, str], list[Doubt]]:
    """The words taken from above by the row's index, and a doubt for each run and each break."""
    taken: dict[int, str] = {}
    doubts: list[Doubt] = []
    dotted = any("." in row.number for row in rows)
    parents = {
        number
        for row in rows
        if row.text(role)
        for number in accumulate(row.number.split(".")[:-1], "{}.{}".format)
    }
    for _, chunk in groupby(enumerate(rows), key=lambda pair: _section(pair[1], dotted=dotted)):
        _carry(list(chunk), role, parents, taken, doubts)
    return taken, doubts


def _section(row: Entry, *, dotted: bool) -> tuple[str, str]:
    """What a merged cell does not reach beyond: the section, or the first of several numbers."""
    return row.section, row.number.partition(".")[0] if dotted else ""


def _carry(
    chunk: list[tuple[int, Entry]],
    role: Role,
    parents: set[str],
    taken: dict[int, str],
    doubts: list[Doubt],
) -> None:
    """`parents`: the numbers of rows that have rows with names of their own below them."""
    named = {row.text(role) for _, row in chunk if row.text(role)}
    above, last, run, previous = "", "", list[Entry](), None
    for index, row in chunk:
        own = row.text(role)
        above = own or above
        if not own and above and row.surely_merged(role):
            taken[index] = above
            continue
        broken = row.after_break or _skipped(previous, row)
        stops = row.empty or row.number in parents or (len(named) > 1 and broken)
        if own or stops:
            _told(run, last, role, doubts)
            if not own and last and row.number not in parents and not row.empty:
                doubts.append(_broken(row, last, role))
            last, run = own, []
        elif last:
            taken[index] = last
            run.append(row)
        previous = row
    _told(run, last, role, doubts)


def _skipped(previous: Entry | None, row: Entry) -> bool:
    """Whether a number is left out between two rows of one parent."""
    if previous is None:
        return False
    parent, _, last = row.number.rpartition(".")
    other, _, before = previous.number.rpartition(".")
    return parent == other and last.isdigit() and before.isdigit() and int(last) - int(before) > 1


def _told(run: list[Entry], name: str, role: Role, doubts: list[Doubt]) -> None:
    if not run:
        return
    numbers = run[0].number if len(run) == 1 else f"{run[0].number} – {run[-1].number}"
    doubts.append(
        Doubt(
            run[0].place,
            _about(role),
            Text(
                f"ô trống ở các dòng {numbers}: coi là ô gộp với dòng trên",
                f"empty in rows {numbers}: taken as merged with the row above",
            ),
            name,
            (name,),
            run[0].number,
        )
    )


def _broken(row: Entry, name: str, role: Role) -> Doubt:
    return Doubt(
        row.place,
        _about(role),
        Text(
            f"ô trống ở dòng {row.number} sau chỗ ngắt: không rõ có gộp với dòng trên không",
            f"empty in row {row.number} after a break: unclear whether merged with the row above",
        ),
        "",
        (name,),
        row.number,
    )


def _about(role: Role) -> Text:
    words = {
        "lead": Text("cơ quan chủ trì", "lead"),
        "with": Text("cơ quan phối hợp", "with"),
        "when": Text("thời hạn", "deadline"),
    }
    return words.get(role, Text(role, role))
