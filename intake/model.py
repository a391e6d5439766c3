"""The document model every reader makes and every recogniser reads: blocks with their places."""

from __future__ import annotations

from dataclasses import dataclass, fields

from rules.text import Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the source, all counted from 1; what a format lacks is None."""

    line: int | None = None
    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None

    def as_json(self) -> dict[str, int | str]:
        """The parts that are known, by name."""
        parts = ((part.name, getattr(self, part.name)) for part in fields(self))
        return {name: value for name, value in parts if value is not None}

    def words(self) -> Text:
        """“dòng 12, cột 3” for a reader of the review sheet."""
        known = self.as_json()
        return Text(
            ", ".join(f"{vi} {known[name]}" for name, vi, _ in _PARTS if name in known),
            ", ".join(f"{en} {known[name]}" for name, _, en in _PARTS if name in known),
        )


_PARTS = (
    ("page", "trang", "page"),
    ("sheet", "trang tính", "sheet"),
    ("table", "bảng", "table"),
    ("paragraph", "đoạn", "paragraph"),
    ("line", "dòng", "line"),
    ("row", "hàng", "row"),
    ("column", "cột", "column"),
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text without markup, in NFC on one line. `heading`: the format marks it as one."""

    text: str
    place: Place
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text without its markup, in NFC; a line break inside the cell stays one.

    `merged`: the format says that the cell above reaches down into this one, which is empty.
    """

    text: str
    place: Place
    merged: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as the format gives them: repeated headers, broken rows and short rows included.

    A merged cell has its text in its first place and empty cells in the others.
    """

    rows: tuple[Row, ...]
    place: Place


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Note:
    """Something a document holds and its reader cannot read, as a page that is a picture."""

    place: Place
    text: Text


@dataclass(frozen=True, slots=True)
class Document:
    """A document's blocks in reading order. `name` is the file's name, without its folder."""

    name: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()

    def paragraphs(self) -> list[Paragraph]:
        """The running text alone."""
        return [block for block in self.blocks if isinstance(block, Paragraph)]
