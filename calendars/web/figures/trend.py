"""The trend as a chart: a column for each period, its four cells as shares of all that is owed."""

from __future__ import annotations

from collections.abc import Sequence

from templates.pages.figures import Column, FigureRow, Segment, Trend

# Units of the chart's own; the browser scales them to the page.
TOP, BODY, FOOT = 40, 200, 50
STEP, BAR, LEFT, RIGHT = 112, 64, 50, 10
FROM_BELOW = ("on_time", "late", "in_term", "overdue")


def trend(periods: Sequence[FigureRow]) -> Trend:
    """The chart of these periods, in their order. Every column is as high: it shows shares.

    Heights are rounded so that they add up to the column, and what is there at all is seen.
    """
    bottom = TOP + BODY
    columns = tuple(
        Column(
            x := LEFT + place * STEP + (STEP - BAR) // 2,
            x + BAR // 2,
            row.name,
            row.cells.total,
            row.on_time,
            _segments(row, bottom),
        )
        for place, row in enumerate(periods)
    )
    width = LEFT + STEP * max(len(periods), 1) + RIGHT
    return Trend(width, bottom + FOOT, TOP, bottom, BAR, columns)


def _segments(row: FigureRow, bottom: int) -> tuple[Segment, ...]:
    counts = [(kind, int(getattr(row.cells, kind))) for kind in FROM_BELOW]
    there = [(kind, count) for kind, count in counts if count]
    heights = [max(BODY * count // row.cells.total, 2) for _, count in there]
    if heights:
        heights[heights.index(max(heights))] += BODY - sum(heights)
    found, y = list[Segment](), bottom
    for (kind, _), height in zip(there, heights, strict=True):
        y -= height
        found.append(Segment(kind, y, height))
    return tuple(found)
