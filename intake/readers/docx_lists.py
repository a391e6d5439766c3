"""The numbers and dashes that Word counts itself and does not write into the text.

ECMA-376 part 1, 17.9: a paragraph names a list (`numId`) and a level, itself or by its style; the
list's abstract definition says how each level is numbered ("%1.%2", roman, from which number).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from .ooxml import namespace, number_of

_LEVELS = 9
_BULLETS = {"+": "+"}  # a plus stands below a dash; every other bullet is a dash
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    style: str  # "decimal", "lowerLetter", "upperRoman", "bullet", "none" ...
    text: str  # "%1.%2)"
    start: int
    legal: bool  # all numbers arabic, whatever their own level says


@dataclass
class Lists:
    """The lists of one document, counting as its paragraphs come."""

    _levels: dict[str, dict[int, _Level]]  # by abstract definition
    _abstract: dict[str, str]  # list: its abstract definition
    _restarts: dict[str, dict[int, int]]  # list: level: first number
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, number: str, level: int) -> str:
        """What Word shows before the next paragraph of the list: "2.1.", "b)", "-" or ""."""
        abstract = self._abstract.get(number, "")
        known = self._levels.get(abstract, {}).get(level)
        if known is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        for restarted, start in self._restarts.pop(number, {}).items():
            counts[restarted] = start - 1
        counts[level] = counts.get(level, known.start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            counts.pop(deeper, None)
        if known.style == "bullet":
            return _BULLETS.get(known.text.strip(), "-")
        return re.sub(r"%(\d)", lambda match: self._shown(abstract, match, known), known.text)

    def _shown(self, abstract: str, match: re.Match[str], own: _Level) -> str:
        level = int(match[1]) - 1
        known = self._levels[abstract].get(level)
        if known is None:
            return ""
        count = self._counts[abstract].setdefault(level, known.start)
        return written_number(count, "decimal" if own.legal else known.style)


def written_number(count: int, style: str) -> str:
    """The number in its style; letters after z are doubled, as Word does."""
    if style == "none":
        return ""
    if style.endswith("Letter") and 0 < count <= 26 * 5:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if style.startswith("upper") else letter
    if style.endswith("Roman") and 0 < count < 4000:
        roman, left = "", count
        for value, letters in _ROMAN:
            roman += letters * (left // value)
            left %= value
        return roman.upper() if style.startswith("upper") else roman
    return f"{count:02}" if style == "decimalZero" else str(count)


def read_lists(root: etree._Element | None) -> Lists:
    """The lists that `numbering.xml` defines; none where the document has no such part."""
    if root is None:
        return Lists({}, {}, {})
    w = namespace(root)
    levels = {
        each.get(f"{w}abstractNumId", ""): _levels(each, w)
        for each in root.iterchildren(f"{w}abstractNum")
    }
    abstract, restarts = dict[str, str](), dict[str, dict[int, int]]()
    for each in root.iterchildren(f"{w}num"):
        number = each.get(f"{w}numId", "")
        definition = each.find(f"{w}abstractNumId")
        abstract[number] = "" if definition is None else definition.get(f"{w}val", "")
        restarts[number] = {
            number_of(override, f"{w}ilvl", 0): number_of(start, f"{w}val", 1)
            for override in each.iterchildren(f"{w}lvlOverride")
            for start in override.iterchildren(f"{w}startOverride")
        }
    return Lists(levels, abstract, restarts)


def _levels(abstract: etree._Element, w: str) -> dict[int, _Level]:
    return {
        number_of(each, f"{w}ilvl", 0): _level(each, w) for each in abstract.iterchildren(f"{w}lvl")
    }


def _level(level: etree._Element, w: str) -> _Level:
    def value(name: str, otherwise: str) -> str:
        found = level.find(f"{w}{name}")
        return otherwise if found is None else found.get(f"{w}val", otherwise)

    start = level.find(f"{w}start")
    return _Level(
        value("numFmt", "decimal"),
        value("lvlText", ""),
        1 if start is None else number_of(start, f"{w}val", 1),
        level.find(f"{w}isLgl") is not None,
    )
