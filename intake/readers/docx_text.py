"""What Word's inline marks say: the words a person sees, without what is deleted or hidden."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from .ooxml import namespace

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Marks set in a symbol font, by the last two figures of their code
_SYMBOLS = {"FB": "x", "FC": "x", "FD": "x", "FE": "x", "78": "x", "D8": "-", "A7": "-", "B7": "-"}
_WRITTEN = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNSEEN = frozenset(
    {"pPr", "rPr", "del", "moveFrom", "instrText", "delText", "sdtPr", "object", "rt"}
)
_LARGE = 5 * 360_000  # five centimetres in EMU: a picture this high may be a page of words


class Words:
    """The words of one document's paragraphs, and what they hold that is no words."""

    def __init__(self, root: etree._Element) -> None:
        self.w = namespace(root)
        self.boxes: list[etree._Element] = []  # text boxes passed since they were last taken
        self.pictures = 0
        self.objects = 0

    def of(self, paragraph: etree._Element) -> str:
        """The paragraph's words; a line break within stays one."""
        return "".join(self._parts(paragraph))

    def _parts(self, parent: etree._Element) -> Iterator[str]:
        for child in parent:
            space, _, name = str(child.tag).rpartition("}")
            if space + "}" == self.w:
                yield from self._word(child, name)
            elif child.tag == f"{_MC}AlternateContent":
                choice = child.find(f"{_MC}Choice")
                yield from () if choice is None else self._parts(choice)
            else:
                self._count(child, name)
                yield from self._parts(child)

    def _word(self, child: etree._Element, name: str) -> Iterator[str]:
        if name == "t":
            yield child.text or ""
        elif name in _WRITTEN:
            yield _WRITTEN[name]
        elif name == "sym":
            yield _SYMBOLS.get(child.get(f"{self.w}char", "")[-2:].upper(), "")
        elif name == "txbxContent":
            self.boxes.append(child)
        elif name in _UNSEEN:
            self.objects += name == "object"
        elif name != "r" or not self._hidden(child):
            yield from self._parts(child)

    def _hidden(self, run: etree._Element) -> bool:
        mark = run.find(f"{self.w}rPr/{self.w}vanish")
        return mark is not None and mark.get(f"{self.w}val", "1") not in ("0", "false", "off")

    def _count(self, child: etree._Element, name: str) -> None:
        if name == "extent":
            height = child.get("cy", "")
            self.pictures += height.isdecimal() and int(height[:12]) >= _LARGE
