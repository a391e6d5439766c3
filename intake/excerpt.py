"""What stands in a document around some places, for whoever looks a doubt up in its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from .model import Document, Paragraph, Place

AROUND = 5  # paragraphs or rows before and after the one place
AROUND_EACH = 1  # and of several
MOST_PLACES = 10  # of one question that is about many duties


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, which is one cell, or a table's row. `table` counts from 1; 0: a paragraph.

    `here`: it is what was asked for; `marked` are its cells that were, from 0; all where the place
    names no column. `head`: the first row of its table. `gap`: lines
    before it are left out, which goes without saying of a head.
    """

    cells: tuple[str, ...]
    place: Place
    table: int = 0
    heading: bool = False
    head: bool = False
    here: bool = False
    marked: tuple[int, ...] = ()
    gap: bool = False


Stretch = tuple[Line, ...]
"""Lines that stand together: paragraphs, or rows of one table with its first row before them."""


def excerpt(document: Document, places: Iterable[Place]) -> list[Stretch]:
    """The stretches around these places; without any, the document's beginning."""
    wanted = [known for place in places if (known := place.as_json())][:MOST_PLACES]
    lines = list(_lines(document, wanted))
    here = [n for n, line in enumerate(lines) if line.here] or [0]
    far = AROUND if len(here) == 1 else AROUND_EACH
    near = {n for at in here for n in range(at - far, at + far + 1)}
    near = {n for n in near if 0 <= n < len(lines)}
    heads = {lines[n].table: n for n in range(len(lines)) if lines[n].head}
    near |= {heads[lines[n].table] for n in near if lines[n].table}
    chosen = [
        replace(lines[n], gap=n > 0 and n - 1 not in near and not lines[n].head)
        for n in sorted(near)
    ]
    return [tuple(run) for _, run in groupby(chosen, lambda line: line.table)]


def _lines(document: Document, wanted: Sequence[dict[str, int | str]]) -> Iterator[Line]:
    tables = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            here = any(_is_at(block.place, each) for each in wanted)
            yield Line((block.text,), block.place, heading=block.heading, here=here)
            continue
        tables += 1
        for number, row in enumerate(block.rows):
            marked = tuple(
                n for n, cell in enumerate(row) if any(_is_at(cell.place, each) for each in wanted)
            )
            cells = tuple(cell.text for cell in row)
            place = row[0].place if row else block.place
            yield Line(cells, place, tables, head=number == 0, here=bool(marked), marked=marked)


def _is_at(place: Place, wanted: dict[str, int | str]) -> bool:
    """Whether all that is known of the wanted place is so of this one."""
    return wanted.items() <= place.as_json().items()
