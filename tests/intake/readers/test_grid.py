"""Cells that span others lose no text and shift nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.limits import MOST_CELLS, UnreadableError
from intake.readers.grid import Grid, Span

spans = st.lists(
    st.lists(st.tuples(st.integers(-1, 4), st.integers(-1, 4)), max_size=5), max_size=6
)


@given(spans)
def test_every_text_stands_once_and_rows_are_of_one_length(
    table: list[list[tuple[int, int]]],
) -> None:
    grid, written = Grid(), list[str]()
    for row in table:
        names = [f"{len(written) + n}" for n in range(len(row))]
        written += names
        grid.add(Span(name, wide, high) for name, (wide, high) in zip(names, row, strict=True))
    rows = grid.rows()
    assert [text for row in rows for text in row.texts if text] == written
    assert len({len(row.texts) for row in rows}) <= 1


def test_a_cell_that_reaches_down_marks_those_it_covers() -> None:
    grid = Grid()
    grid.add([Span("1"), Span("a", rows=2), Span("x")])
    grid.add([Span("2"), Span("y")])
    grid.add([Span("3"), Span("b"), Span("z")])
    rows = grid.rows()
    assert [row.texts for row in rows] == [["1", "a", "x"], ["2", "", "y"], ["3", "b", "z"]]
    assert [sorted(row.merged) for row in rows] == [[], [1], []]


def filled(span: Span) -> None:
    grid = Grid()
    for _ in range(MOST_CELLS):
        grid.add([span])


@pytest.mark.parametrize(
    ("span", "message"),
    [(Span("x", 10**9, 1), "too many columns"), (Span("x", 2, 10**9), "too many columns"),
     (Span("x", 200, 1), "too many cells")],
)  # fmt: skip
def test_a_table_that_spans_out_of_all_measure_is_refused(span: Span, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        filled(span)
