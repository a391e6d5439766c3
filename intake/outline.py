"""A document's own numbering: each paragraph and table with the numbers it stands under.

Roman figures, then arabic ones ("2" or "2.1"), then letters, then dashes. The appendices ("PHỤ
LỤC", "DANH MỤC") are parts of their own; what stands before the first number is the head.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rules.text import one_line

from .model import Document, Paragraph, Place, Table
from .words import initials

# "l" for I as OCR reads it, beside another figure at least
_ROMAN = re.compile(r"(?:(?:Phần|PHẦN)\s+)?((?=l*[IVX]|ll)[IVXl]{1,5})\s*[.\-–):/]\s*(?=\S)")
_DOTTED = re.compile(r"(\d{1,2}(?:\.\d{1,2})+)[.)]?\s+(?=\S)")
_ARABIC = re.compile(r"(\d{1,2})(?:[.)]\s*(?=[^\W\d_])|\s*[/\-–]\s*(?=[A-ZĐÀ-Ỹ][^\W\d_A-Z]))")
_LETTER = re.compile(r"([a-zđ])[.)/]\s*(?=\S)")
_DASH = re.compile(r"[-–—•*]\s*(?=\S)")
_PLUS = re.compile(r"\+\s*(?=\S)")
_APPENDIX = re.compile(
    r"(phụ\s+lục|danh\s+mục|biểu)(?:\s+số)?\s*[:.]?\s*(\d{1,2}|[IVX]{1,4})?\b", re.IGNORECASE
)
_RECIPIENTS = re.compile(r"(nơi nhận|tm\.|kt\.|tl\.)", re.IGNORECASE)
_LONGEST_TITLE = 150
LETTER = 2  # the level of letters; Roman figures have 0, arabic ones, dotted or not, 1


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph under its numbers.

    `part`: "" for the body, "PL", "PL1", "DM" for an appendix. `path`: the numbers it stands under,
    its own included where it carries one (`own`). `bullet`: which dash under that path, 0 for none.
    `text` is without number or dash and begins at `offset` in the paragraph. `parents`: the items
    that carry the numbers above, outermost first, and a dash with pluses below it. `misread`: the
    number as written, where a letter in it was read as a figure.
    """

    part: str
    path: tuple[str, ...]
    bullet: int
    text: str
    offset: int
    place: Place
    parents: tuple[Item, ...] = ()
    own: bool = False
    misread: str = ""


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table in its part, and under the numbers it stands under in the body."""

    part: str
    path: tuple[str, ...]
    table: Table


Placed = Item | PlacedTable


def outline(document: Document) -> list[Placed]:
    """The document's blocks with their numbers, in order."""
    walker = _Walker()
    placed = [walker.place(block) for block in document.blocks]
    return _told_apart([each for each in placed if each is not None])


@dataclass
class _Walker:
    part: str = ""
    chain: list[Item] = field(default_factory=list)
    bullets: int = 0
    dash: Item | None = None
    recipients: bool = False
    started: bool = False  # whether a table or a number stood in this part
    parts: Counter[str] = field(default_factory=Counter)

    def place(self, block: Paragraph | Table) -> Placed | None:
        if isinstance(block, Table):
            self.started, self.recipients = True, False
            return PlacedTable(self.part, self._path(), block)
        if appendix := self._appendix(block):
            self._begin(appendix)
        return self._item(block)

    def _path(self) -> tuple[str, ...]:
        return self.chain[-1].path if self.chain else ()

    def _appendix(self, block: Paragraph) -> str | None:
        """The part's name where the paragraph is an appendix's heading."""
        match = _APPENDIX.match(block.text)
        if not match or not block.text[0].isupper():
            return None
        rest = block.text[match.end() :].strip(" .:")
        words = block.text[: match.end()]
        alone = not rest and len(words.split()) >= 2
        titled = block.text.isupper() and len(block.text) < 200
        if not (alone or titled) or (self.part and not self.started and not match[2]):
            return None  # a second such heading above the same table is its title
        return initials(match[1]) + (match[2] or "").lstrip("0")

    def _begin(self, name: str) -> None:
        self.parts[name] += 1
        count = self.parts[name]
        self.part = name if count == 1 else f"{name}-{count}"
        self.chain, self.bullets, self.dash = [], 0, None
        self.recipients = self.started = False

    def _item(self, block: Paragraph) -> Item:
        text = block.text
        if _RECIPIENTS.match(text):
            self.recipients = True
        level, number, length = self._number(text)
        if level is not None:
            self.recipients, self.started = False, True
            return self._numbered(block, level, number, length)
        path = () if self.recipients else self._path()
        parents = () if self.recipients else tuple(self.chain)
        if plus := _PLUS.match(text):
            above = (*parents, self.dash) if self.dash else parents
            return self._below(block, path, self.bullets, plus.end(), above)
        if dash := _DASH.match(text):
            self.bullets += 1
            self.dash = self._below(block, path, self.bullets, dash.end(), parents)
            return self.dash
        return self._below(block, path, 0, 0, parents)

    def _below(
        self,
        block: Paragraph,
        path: tuple[str, ...],
        bullet: int,
        offset: int,
        parents: tuple[Item, ...],
    ) -> Item:
        text = block.text[offset:]
        return Item(self.part, path, bullet, text, offset, block.place, parents)

    def _number(self, text: str) -> tuple[int | None, str, int]:
        """Level (0 Roman, 1 arabic, 2 letter), the number, and how long it is as written."""
        if roman := _ROMAN.match(text):
            return 0, roman[1].replace("l", "I"), roman.end()
        if dotted := _DOTTED.match(text):
            return 1, dotted[1], dotted.end()
        if arabic := _ARABIC.match(text):
            return 1, arabic[1], arabic.end()
        if (letter := _LETTER.match(text)) and self.chain:
            if letter[1] == "l" and _level(self.chain[-1]) != LETTER:
                return 1, "1", letter.end()  # a list of letters does not begin with l
            return LETTER, letter[1], letter.end()
        return None, "", 0

    def _numbered(self, block: Paragraph, level: int, number: str, length: int) -> Item:
        above = [
            item
            for item in self.chain
            if _level(item) < level or (level == 1 and number.startswith(f"{item.path[-1]}."))
        ]
        if level == LETTER:
            number = self._in_sequence(number)
        higher = next((item.path for item in reversed(above) if _level(item) < level), ())
        path = (*higher, number)
        written, text = block.text[:length], block.text[length:]
        item = Item(
            self.part, path, 0, text, length, block.place, tuple(above), own=True,
            misread=written.strip() if "l" in written and level != LETTER else "",
        )  # fmt: skip
        self.chain = [*above, item]
        self.bullets, self.dash = 0, None
        return item

    def _in_sequence(self, letter: str) -> str:
        """“d” after "d" is a "đ" that lost its stroke."""
        last = self.chain[-1].path[-1] if _level(self.chain[-1]) == LETTER else ""
        return "đ" if letter == last == "d" else letter


def _level(item: Item) -> int:
    number = item.path[-1]
    if number[0].isdigit():
        return 1
    return 0 if number.isupper() else LETTER


def _told_apart(placed: list[Placed]) -> list[Placed]:
    """Where a part has one Roman number twice, the earlier one gets its initials: "III.NV"."""
    heads = [each for each in placed if isinstance(each, Item) and each.own and len(each.path) == 1]
    last = {(head.part, head.path[0]): head for head in heads}
    tags: dict[int, str] = {}
    current: Item | None = None
    out: list[Placed] = []
    for each in placed:
        if isinstance(each, Item) and each.own and len(each.path) == 1:
            current = each
        if current and each.path and each.part == current.part:
            twin = last[current.part, current.path[0]]
            if twin is not current and not current.path[0][0].isdigit():
                tag = tags.setdefault(id(current), initials(current.text))
                each = replace(each, path=(f"{each.path[0]}.{tag}", *each.path[1:]))  # noqa: PLW2901
        out.append(each)
    return out


def items_of(placed: list[Placed]) -> Iterator[Item]:
    """The paragraphs alone."""
    return (each for each in placed if isinstance(each, Item))


def heading(item: Item) -> str:
    """A heading's words without its closing colon."""
    return one_line(item.text).rstrip(" :.")


def is_title(item: Item) -> bool:
    """Whether the words head what stands below them and are no sentence: they do not end as one."""
    return len(item.text) <= _LONGEST_TITLE and not item.text.rstrip().endswith((".", ";"))
