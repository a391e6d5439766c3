"""Agencies as written, told from each other and looked up in the directory; never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from rules.directory import Directory
from rules.text import Text, one_line

from ..model import Place
from ..proposal import Doubt, Name
from ..words import bare

_WORD = re.compile(r"[^\s,;:()]+")
_HARD = re.compile(r"\s*[;\n]\s*|^\s*[-–+•]\s*|\s*[-–•]\s+(?=[A-ZĐÁÀẢÂĂÊÔƠƯÚỦỤÍ])")
_SOFT = re.compile(r"\s*,\s*|\s+và\s+|\s+[-–]\s+|\s*/\s*")
# Where a cell's line breaks are lost, the next name begins with a capital: "Sở A Chủ tịch UBND B"
_SOFT_OR_CAPITAL = re.compile(rf"{_SOFT.pattern}|\s+(?=[A-ZĐÂĂÊÔƠƯÁÀẢÃẠỦỤÍÌ])")
_LISTED = re.compile(r"(?P<kind>[^:]{2,60}):\s*(?P<members>.+)", re.DOTALL)
_PLURAL = re.compile(r"\b(?:các|những)\s+", re.IGNORECASE)
# What the name of a body begins with: a piece that begins otherwise belongs to the piece before
_BODIES = re.compile(
    r"(?:sở|ủy ban|uỷ ban|ubnd|văn phòng|vp|ban|bộ|cục|chi cục|công an|thanh tra|tòa|toà|viện"
    r"|hội|hđnd|đài|báo|trường|trung tâm|cơ quan|đơn vị|các|kho bạc|bảo hiểm|bhxh|ngân hàng"
    r"|mặt trận|mttq|liên đoàn|liên minh|tổng công ty|công ty|doanh nghiệp|đoàn|địa phương"
    r"|giám đốc|chủ tịch|chánh|thủ trưởng|bưu điện|cổng|phòng|tổ|nhà|quỹ|vụ|tổng cục|thành ủy"
    r"|thành đoàn|tỉnh ủy|đảng ủy|bệnh viện|người đứng đầu|cấp|quận|huyện)\b",
    re.IGNORECASE,
)
# The directory passes over them; at the end of one name they belong to the next
_FILLERS = (" cac", " nhung", " va")
_MOST_PARTS = 12  # "Sở, ban, ngành, quận, huyện, xã, phường, thị trấn" has eight
_MOST_WORDS = 24  # the longest name of the directories has 17


@dataclass(frozen=True, slots=True)
class Agencies:
    """A directory that reads lists of names. Without one (None) every name stays unknown.

    Names and lists are looked up once each: the rows of a table repeat them.
    """

    directory: Directory | None
    _found: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _lists: dict[str, tuple[Name, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def find(self, name: str) -> str:
        """The id that answers to the name, else ""."""
        if self.directory is None or not name:
            return ""
        if name not in self._found:
            self._found[name] = self.directory.find(name) or ""
        return self._found[name]

    def listed(self, text: str) -> tuple[Name, ...]:
        """The names of a cell: "- Sở A - UBND ..., B; C". Each once, in their order."""
        if text not in self._lists:
            self._lists[text] = self._read(text)
        return self._lists[text]

    def _read(self, text: str) -> tuple[Name, ...]:
        names: dict[tuple[str, str], Name] = {}
        for piece in _HARD.split(text):
            for name in self._piece(_trimmed(piece)):
                names.setdefault((name.id, "" if name.id else name.written), name)
        return tuple(names.values())

    def _piece(self, piece: str) -> Iterator[Name]:
        if not piece:
            return
        members = _LISTED.fullmatch(piece)
        if members and not self.find(piece):
            kind = _trimmed(_PLURAL.sub("", members["kind"]))
            kind = kind[:1].upper() + kind[1:]
            for member in re.split(r"\s*,\s*|\s+và\s+", members["members"]):
                written = f"{kind} {_trimmed(member)}"
                yield Name(written, self.find(written))
            return
        names = list(self._segments(piece, _SOFT))
        if not all(name.id for name in names):
            run_together = list(self._segments(piece, _SOFT_OR_CAPITAL))
            names = run_together if all(name.id for name in run_together) else names
        yield from names

    def _segments(self, piece: str, joint: re.Pattern[str]) -> Iterator[Name]:
        """The piece cut at commas and "và" so that the longest known names come out."""
        cuts = [(0, 0), *((m.start(), m.end()) for m in joint.finditer(piece)), (len(piece),) * 2]
        unknown: tuple[int, int] | None = None
        at = 0
        while at < len(cuts) - 1:
            start = cuts[at][1]
            last = min(len(cuts) - 1, at + _MOST_PARTS)
            until = next(
                (n for n in range(last, at, -1) if self.find(piece[start : cuts[n][0]])), 0
            )
            end = cuts[until or at + 1][0]
            alone = piece[start:end]
            if until:
                if unknown:
                    yield Name(_trimmed(piece[slice(*unknown)]))
                    unknown = None
                yield Name(_trimmed(alone), self.find(alone))
            elif unknown and not _BODIES.match(alone):
                unknown = (unknown[0], end)
            else:
                if unknown:
                    yield Name(_trimmed(piece[slice(*unknown)]))
                unknown = (start, end)
            at = until or at + 1
        if unknown and _trimmed(piece[slice(*unknown)]):
            yield Name(_trimmed(piece[slice(*unknown)]))

    def leading(self, text: str) -> tuple[tuple[Name, ...], int]:
        """The known names a sentence begins with, and where they end; none, 0 where it does not."""
        names: list[Name] = []
        end = at = 0
        while True:
            found = self._longest(text, at)
            if found is None:
                return tuple(names), end
            names.append(found[0])
            end = found[1]
            joint = re.compile(r"\s*(?:[,;]\s*(?:và\s+)?|\s+và\s+)").match(text, end)
            if joint is None:
                return tuple(names), end
            at = joint.end()

    def _longest(self, text: str, start: int) -> tuple[Name, int] | None:
        ends = [match.end() for match in islice(_WORD.finditer(text, start), _MOST_WORDS)]
        for end in reversed(ends):
            written = text[start:end]
            if "(" in written or f" {bare(written)}".endswith(_FILLERS):
                continue
            if self.find(written):
                return Name(written, self.find(written)), end
        return None

    def anywhere(self, text: str) -> tuple[Name, ...]:
        """Every known name in the text, each once."""
        names: dict[str, Name] = {}
        at = 0
        while (word := _WORD.search(text, at)) is not None:
            found, end = self.leading(text[word.start() :])
            for name in found:
                names.setdefault(name.id, name)
            at = word.start() + end if found else word.end()
        return tuple(names.values())

    def doubts(self, names: tuple[Name, ...], role: Text, place: Place, ref: str) -> list[Doubt]:
        """One for each name nobody answers to, with those that are near it."""
        reason = Text(
            "không có cơ quan nào trong danh bạ mang tên này",
            "no agency of the directory answers to this name",
        )
        if self.directory is None:
            return []
        return [
            Doubt(
                place, role, reason, name.written, tuple(self.directory.nearest(name.written)), ref
            )
            for name in names
            if not name.id
        ]


def _trimmed(text: str) -> str:
    return one_line(text).strip(" -–+•.,;:").removeprefix("và ")


LEAD, WITH = Text("cơ quan chủ trì", "lead"), Text("cơ quan phối hợp", "with")
