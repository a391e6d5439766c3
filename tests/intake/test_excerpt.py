"""What stands around a place: in running text, in tables, in every format's own places."""

from __future__ import annotations

import pytest

from intake.draft import make_draft
from intake.excerpt import AROUND, excerpt
from intake.model import Cell, Document, Paragraph, Place, Table
from intake.read import read_document
from tests.intake.reading import directories, working_days
from tests.intake.same_plan import as_docx, as_html, as_text, as_xlsx


def document(before: int = 20, rows: int = 20, after: int = 3) -> Document:
    """Lines 1 to `before`, then a table of two columns with a line a row, then lines again."""
    table = tuple(
        tuple(Cell(f"{n}.{c}", Place(line=before + n, table=1, column=c)) for c in (1, 2))
        for n in range(1, rows + 1)
    )
    last = before + rows
    return Document(
        "x",
        (
            *(Paragraph(f"p{n}", Place(line=n)) for n in range(1, before + 1)),
            Table(table, Place(line=before + 1, table=1)),
            *(Paragraph(f"p{n}", Place(line=n)) for n in range(last + 1, last + after + 1)),
        ),
    )


def shown(places: list[Place], of: Document | None = None) -> list[list[str]]:
    """Each stretch's first cells, those asked for starred, gaps before as dots."""
    return [
        [f"{'…' * line.gap}{line.cells[0]}{'*' * line.here}" for line in stretch]
        for stretch in excerpt(of or document(), places)
    ]


def test_around_a_paragraph() -> None:
    assert shown([Place(line=10)]) == [
        ["…p5", "p6", "p7", "p8", "p9", "p10*", "p11", "p12", "p13", "p14", "p15"]
    ]


def test_a_rows_table_keeps_its_head() -> None:
    assert shown([Place(line=33, table=1)]) == [
        ["1.1", "…8.1", "9.1", "10.1", "11.1", "12.1", "13.1*", "14.1", "15.1", "16.1", "17.1",
         "18.1"],
    ]  # fmt: skip


def test_from_text_into_a_table_and_out_of_it() -> None:
    small = document(before=2, rows=2, after=1)
    assert shown([Place(line=3)], small) == [["p1", "p2"], ["1.1*", "2.1"], ["p5"]]


def test_a_cell_is_marked_alone_where_its_column_is_known() -> None:
    def marked(place: Place) -> list[tuple[int, ...]]:
        lines = [line for stretch in excerpt(document(), [place]) for line in stretch]
        return [line.marked for line in lines if line.here]

    assert marked(Place(line=33, table=1, column=2)) == [(1,)]
    assert marked(Place(line=33, table=1)) == [(0, 1)]


@pytest.mark.parametrize("places", [[], [Place()], [Place(line=999)]])
def test_without_a_place_the_beginning(places: list[Place]) -> None:
    assert shown(places) == [[f"p{n}" for n in range(1, AROUND + 2)]]


def test_nothing_of_nothing() -> None:
    assert excerpt(Document("x", ()), [Place(line=1)]) == []


def test_several_places_are_shown_with_gaps_between() -> None:
    assert shown([Place(line=1), Place(line=18)]) == [["p1*", "p2", "…p17", "p18*", "p19"]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.txt", as_text()), ("x.docx", as_docx()), ("x.html", as_html()), ("x.xlsx", as_xlsx()),
    ],
)  # fmt: skip
def test_every_place_a_draft_names_is_found(name: str, content: bytes) -> None:
    read = read_document(content, name)
    made = make_draft(read, directories(), working_days())
    told = [
        *(each.place for each in made.duties),
        *(each.place for each in made.doubts),
        *(each.place for each in made.leftovers),
    ]
    places = [place for place in told if place.as_json()]
    assert len(places) > 12
    for place in places:
        lines = [line for stretch in excerpt(read, [place]) for line in stretch]
        assert len([line for line in lines if line.here]) == 1, place
