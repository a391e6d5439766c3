"""HTML: what a browser shows, block by block; scripts, styles and hidden parts left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from rules.text import Text

from ..limits import UnreadableError, broken
from ..model import Document
from .blocks import Blocks
from .docx_lists import written_number
from .grid import Grid, GridRow, Span

KIND = "HTML"
_UNSEEN = frozenset({
    "script", "style", "head", "template", "noscript", "iframe", "object", "svg", "math", "select",
    "textarea", "button", "nav", "canvas", "audio", "video", "rt", "rp", "del",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section", "summary",
    "ul",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_LISTS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NUMBERED = re.compile(r"\s*(?:[-–—•+*]|\d+(?:\.\d+)*[.)]|[IVX]+[.)]|[a-zđ][.)])")
_TABLES = re.compile(r"<(/?)table\b", re.IGNORECASE)


def read_html(text: str, name: str) -> Document:
    """The document of decoded HTML. Raises UnreadableError for one that ends within a table."""
    marks = [mark[1] for mark in _TABLES.finditer(text)]
    if marks.count("") > marks.count("/"):
        raise broken(KIND)
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise broken(KIND) from None
    if any("xcessive depth" in error.message for error in parser.error_log):
        raise UnreadableError(Text("HTML lồng nhau quá sâu", "the HTML is nested too deep"))
    reader = _Reader()
    reader.walk(root)
    reader.end()
    return reader.blocks.document(name)


@dataclass
class _Reader:
    blocks: Blocks = field(default_factory=Blocks)
    _words: list[str] = field(default_factory=list)
    _heading: bool = False

    def walk(self, element: etree._Element) -> None:
        """The element's own words and those of what stands in it."""
        self._add(element.text, element)
        for child in element:
            self._child(child)
            self._add(child.tail, element)

    def _child(self, child: etree._Element) -> None:
        name = str(child.tag)
        if _is_unseen(child):
            return
        if name == "br":
            self._words.append("\n")
        elif name == "table":
            self.end()
            _caption(child, self)
            self.blocks.table(_table(child))
        elif name in _BLOCKS:
            self.end()
            self._heading = name in _HEADINGS
            if name == "li" and (label := _label(child)):
                self._words.append(label)
            self.walk(child)
            self.end()
        else:
            self.walk(child)

    def _add(self, text: str | None, element: etree._Element) -> None:
        if text:
            self._words.append(text if element.tag == "pre" else re.sub(r"\s+", " ", text))

    def end(self) -> None:
        """The paragraph so far is whole."""
        self.blocks.paragraph("".join(self._words), heading=self._heading)
        self._words, self._heading = [], False


def _is_unseen(element: etree._Element) -> bool:
    return (
        str(element.tag) in _UNSEEN
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _label(item: etree._Element) -> str:
    """What a browser shows before an item of a list, unless it is written there as well."""
    whole = etree.tostring(item, method="text", encoding="unicode", with_tail=False)
    parent = item.getparent()
    if parent is None or _NUMBERED.match(whole):
        return ""
    if parent.tag != "ol":
        return "- "
    first = parent.get("start", "1")
    count = int(first) if first.isdecimal() and len(first) < 6 else 1
    for before in item.itersiblings("li", preceding=True):
        count += not _is_unseen(before)
    style = _LISTS.get(parent.get("type", "1"), "decimal")
    mark = ")" if style == "lowerLetter" else "."
    return f"{written_number(count, style)}{mark} "


def _caption(table: etree._Element, reader: _Reader) -> None:
    for caption in table.iterchildren("caption"):
        reader.walk(caption)
        reader.end()


def _table(table: etree._Element) -> list[GridRow]:
    """Heads before bodies before feet, whatever their order in the source, as a browser does."""
    rows: dict[str, list[etree._Element]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in table:
        if child.tag == "tr":
            rows["tbody"].append(child)
        elif child.tag in rows:
            rows[str(child.tag)] += child.iterchildren("tr")
    grid = Grid()
    for row in [*rows["thead"], *rows["tbody"], *rows["tfoot"]]:
        if not _is_unseen(row):
            cells = row.iterchildren("td", "th")
            grid.add(Span(_cell(cell), _span(cell, "colspan"), _span(cell, "rowspan"))
                     for cell in cells)  # fmt: skip
    return grid.rows()


def _span(cell: etree._Element, name: str) -> int:
    written = cell.get(name, "1").strip()
    return int(written) if written.isdecimal() and len(written) < 6 else 1


def _cell(cell: etree._Element) -> str:
    """A cell's lines: its blocks, and a row of a table within as one."""
    lines = [""]

    def take(element: etree._Element) -> None:
        lines[-1] += re.sub(r"\s+", " ", element.text or "")
        for child in element:
            if not _is_unseen(child):
                inner(child, str(child.tag))
            lines[-1] += re.sub(r"\s+", " ", child.tail or "")

    def inner(child: etree._Element, name: str) -> None:
        block = name in _BLOCKS or name in ("br", "tr", "table")
        if block:
            lines.append(_label(child) if name == "li" else "")
        elif name in ("td", "th"):
            lines[-1] += " "
        take(child)
        if block and name != "br":
            lines.append("")

    take(cell)
    return "\n".join(line for line in lines if line.strip())
