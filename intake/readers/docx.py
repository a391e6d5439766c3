"""DOCX (ECMA-376 part 1): the body in its order, as Word shows it with changes accepted.

Read from the XML itself: list numbers, content controls, text boxes and merged cells count here,
and a table of ten thousand rows takes seconds. Headers and footers of pages are not read.
"""

from __future__ import annotations

from itertools import accumulate

from lxml import etree

from rules.text import Text

from ..limits import broken
from ..model import Document, Place
from .blocks import Blocks
from .container import parts
from .docx_lists import Lists, read_lists
from .docx_text import Words
from .grid import Grid, GridRow, Span
from .ooxml import main_part, namespace, number_of, parse, relations

KIND = "DOCX"
_RELATED = frozenset({"numbering", "styles", "footnotes", "endnotes"})
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
_SLIM = 170  # twips, 3 mm: a column as narrow is only an edge drawn beside another


def read_docx(data: bytes, name: str) -> Document:
    """The document. Raises UnreadableError."""
    files = parts(data, KIND)
    main = main_part(files, KIND)
    root = parse(files.get(main, b""), KIND)
    body = root.find(f"{namespace(root)}body")
    if body is None:
        raise broken(KIND)
    related = {
        kind: parse(files[target], KIND)
        for kind, target in relations(files, main, KIND).values()
        if kind in _RELATED and target in files
    }
    reader = _Reader(root, read_lists(related.get("numbering")), related.get("styles"))
    reader.blocks_of(body)
    reader.say_what_is_unread([related.get("footnotes"), related.get("endnotes")])
    return reader.blocks.document(name)


class _Reader:
    def __init__(self, root: etree._Element, lists: Lists, styles: etree._Element | None) -> None:
        self.blocks = Blocks()
        self._w = namespace(root)
        self._words = Words(root)
        self._lists = lists
        w = self._w
        self._styles = {} if styles is None else {
            style.get(f"{w}styleId", ""): style for style in styles.iterchildren(f"{w}style")
        }  # fmt: skip

    def blocks_of(self, parent: etree._Element) -> None:
        """The paragraphs and tables below, those in wrappers and text boxes included."""
        for child in parent:
            name = self._name(child)
            if name == "p":
                self.blocks.paragraph(self._paragraph(child), heading=self._is_heading(child))
                boxes, self._words.boxes = self._words.boxes, []
                for box in boxes:
                    self.blocks_of(box)
            elif name == "tbl":
                self.blocks.table(self._table(child))
            elif name in _WRAPPERS:
                self.blocks_of(child)

    def _name(self, element: etree._Element) -> str:
        tag = str(element.tag)
        return tag[len(self._w) :] if tag.startswith(self._w) else ""

    def _paragraph(self, paragraph: etree._Element) -> str:
        text = self._words.of(paragraph)
        label = self._label(paragraph)
        return f"{label} {text}" if label else text

    def _properties(self, paragraph: etree._Element) -> list[etree._Element]:
        """The paragraph's own properties, then those of its style and the styles it builds on."""
        w = self._w
        found: list[etree._Element] = []
        own = paragraph.find(f"{w}pPr")
        found += [] if own is None else [own]
        style = None if own is None else own.find(f"{w}pStyle")
        seen = set[str]()
        while style is not None and (id_ := style.get(f"{w}val", "")) not in seen:
            seen.add(id_)
            definition = self._styles.get(id_)
            if definition is None:
                break
            properties = definition.find(f"{w}pPr")
            found += [] if properties is None else [properties]
            style = definition.find(f"{w}basedOn")
        return found

    def _label(self, paragraph: etree._Element) -> str:
        w, number, level = self._w, None, None
        for properties in self._properties(paragraph):
            listed = properties.find(f"{w}numPr")
            if listed is None:
                continue
            id_, depth = listed.find(f"{w}numId"), listed.find(f"{w}ilvl")
            number = id_ if number is None else number
            level = depth if level is None else level
        if number is None:
            return ""
        depth_ = 0 if level is None else number_of(level, f"{w}val", 0)
        return self._lists.label(number.get(f"{w}val", ""), depth_)

    def _is_heading(self, paragraph: etree._Element) -> bool:
        levels = (each.find(f"{self._w}outlineLvl") for each in self._properties(paragraph))
        return any(level is not None and number_of(level, f"{self._w}val", 9) < 9
                   for level in levels)  # fmt: skip

    def _table(self, table: etree._Element) -> list[GridRow]:
        grid, columns = Grid(), self._columns(table)
        for row in self._below(table, "tr"):
            grid.add(self._row(row, columns))
        return grid.rows()

    def _below(self, parent: etree._Element, name: str) -> list[etree._Element]:
        """The rows of a table or cells of a row, also those in content controls."""
        found = []
        for child in parent:
            if self._name(child) == name:
                found.append(child)
            elif self._name(child) in _WRAPPERS:
                found += self._below(child, name)
        return found

    def _columns(self, table: etree._Element) -> list[int]:
        """For each edge of Word's grid the column a person sees begin there."""
        w = self._w
        drawn = table.iterfind(f"{w}tblGrid/{w}gridCol")
        widths = (number_of(each, f"{w}w", _SLIM) for each in drawn)
        return [0, *accumulate(int(width >= _SLIM) for width in widths)]

    def _row(self, row: etree._Element, columns: list[int]) -> list[Span]:
        w = self._w
        properties = row.find(f"{w}trPr")
        if properties is not None and properties.find(f"{w}del") is not None:
            return []
        before = None if properties is None else properties.find(f"{w}gridBefore")
        edge = 0 if before is None else number_of(before, f"{w}val", 0)
        indent = _between(columns, 0, edge)
        spans = [Span("", indent)] if indent else []
        for cell in self._below(row, "tc"):
            span = cell.find(f"{w}tcPr/{w}gridSpan")
            wide = 1 if span is None else max(number_of(span, f"{w}val", 1), 1)
            merged = cell.find(f"{w}tcPr/{w}vMerge")
            below = merged is not None and merged.get(f"{w}val", "continue") == "continue"
            text = "" if below else "\n".join(self._lines(cell))
            columns_seen = max(_between(columns, edge, edge + wide), 1)
            spans.append(Span(text, columns_seen, merged=below))
            edge += wide
        return spans

    def _lines(self, parent: etree._Element) -> list[str]:
        """A cell's lines; a table within gives one a row."""
        lines = list[str]()
        for child in parent:
            name = self._name(child)
            if name == "p":
                lines.append(self._paragraph(child))
            elif name == "tbl":
                lines += [" ".join(filter(None, row.texts)) for row in self._table(child)]
            elif name in _WRAPPERS:
                lines += self._lines(child)
        return lines

    def say_what_is_unread(self, notes: list[etree._Element | None]) -> None:
        """Pictures, embedded files and footnotes, for a person to look at."""
        footnotes = sum(
            bool(self._words.of(each).strip())
            for root in notes
            if root is not None
            for each in root
        )
        for count, what in (
            (self._words.pictures, Text("hình lớn", "large pictures")),
            (self._words.objects, Text("đối tượng nhúng", "embedded objects")),
            (footnotes, Text("chú thích cuối trang", "footnotes")),
        ):
            if count:
                self.blocks.note(
                    Place(),
                    Text(
                        f"{count} {what.vi}: chữ trong đó chưa đọc", f"{count} {what.en}: not read"
                    ),
                )


def _between(columns: list[int], first: int, last: int) -> int:
    """How many columns a person sees between two edges; past the grid's end each edge is one."""
    end = len(columns) - 1
    shown = columns[min(last, end)] - columns[min(first, end)]
    return shown + max(last - max(first, end), 0)
