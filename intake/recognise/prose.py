"""Sentences of the plan's body: their subject, whom they name beside it, where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..outline import Item
from ..proposal import Name, Proposal, Used
from .agencies import Agencies
from .times import Reader

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZĐÀ-Ỹ\d“\"(])")
_CLAUSE = re.compile(r";\s*")
# How the sentence goes on where what stands before is its subject; a noun or "được" would not do
_VERB = re.compile(
    r"\s*(?:,\s*)?(?:phải|cần|có\s(?!liên)|chủ\s(?:trì|động)|tiếp\stục|xây\sdựng|thực\shiện"
    r"|triển\skhai|tổ\schức\s(?!chính|xã|kinh)|bố\strí|công\sbố|ban\shành|hoàn\s(?:thành|thiện)"
    r"|(?:đảm|bảo)\s(?:bảo|đảm)|áp\sdụng|sử\sdụng|đạt|ứng\sdụng|cung\scấp|xử\slý|định\skỳ"
    r"|đề\sxuất|chỉ\sđạo|tham\smưu|báo\scáo|gửi|rà\ssoát|kiểm\stra|tự|lập\s|tổng\shợp"
    r"|trực\stiếp|thường\sxuyên|chịu\strách|hướng\sdẫn|theo\sdõi|đôn\sđốc|phối\shợp|căn\scứ"
    r"|kịp\sthời|nghiêm\stúc|tăng\scường|đẩy\smạnh|duy\strì|nâng\scao|cập\snhật|công\skhai"
    r"|đăng\ský|trình|thẩm\sđịnh|quán\striệt|tập\strung|đánh\sgiá|chấm|giải\squyết|bồi\sdưỡng"
    r"|nộp|trả|họp|cử|mở|tiếp\snhận|niêm\syết|khắc\sphục|chuyển|thành\slập|sửa|quản\slý\s(?!nhà)"
    r"|vận\shành|đầu\stư|khai\sthác|tuyên\struyền|phổ\sbiến|quy\sđịnh|xác\sđịnh|lựa\schọn|sắp\sxếp"
    r"|tiết\skiệm|giảm|tăng|khảo\ssát|tham\sgia|tinh\sgiản|phân\scông|giao\s|cam\skết|thống\skê"
    r"|đào\stạo|rà|nghiên\scứu|cụ\sthể|hàng\snăm|hằng\snăm|hàng\stháng|hằng\stháng|tiến\shành)",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"phối\s+hợp\s+(?:chặt\s+chẽ\s+)?(?:với\s+|cùng\s+)?", re.IGNORECASE)
_BY = re.compile(r"(?<!\w)do\s+", re.IGNORECASE)
_ASKED = re.compile(r"^(?:giao|đề\s+nghị|yêu\s+cầu)\s+", re.IGNORECASE)
_GIVEN = re.compile(r"\s*(?:giao|ban\shành|đề\sra)", re.IGNORECASE)
_GOALS = re.compile(r"mục\s+tiêu|chỉ\s+tiêu", re.IGNORECASE)
_AIMS = re.compile(r"mục\s+đích|yêu\s+cầu|quan\s+điểm", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scene:
    """What the recognisers of prose need beside the words.

    `period` is how the plan's title writes its period: "năm 2019".
    """

    agencies: Agencies
    reader: Reader
    years: range
    period: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of an item's text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in the item's text."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A duty before its ref. `proposal` None: a place in the count for what only a person can
    make a duty of, so that adding it later renumbers nothing; `told`: such a place is a doubt.
    """

    item: Item
    at: int
    proposal: Proposal | None
    told: bool = True


def sentences(item: Item) -> Iterator[Sentence]:
    """The item's sentences."""
    yield from _cut(item.text, 0, _SENTENCE)


def clauses(sentence: Sentence) -> Iterator[Sentence]:
    """A sentence's parts between semicolons."""
    yield from _cut(sentence.text, sentence.start, _CLAUSE)


def _cut(text: str, offset: int, joint: re.Pattern[str]) -> Iterator[Sentence]:
    start = 0
    for match in joint.finditer(text):
        yield Sentence(text[start : match.start()], offset + start)
        start = match.end()
    yield Sentence(text[start:], offset + start)


def used(item: Item, start: int, end: int) -> Used:
    """A stretch of the item's text as a stretch of its paragraph."""
    return Used(item.place, item.offset + start, item.offset + end)


def subject(text: str, agencies: Agencies) -> tuple[Name, ...]:
    """The agencies a clause begins with, where a verb shows that they are to act."""
    text = _ASKED.sub("", text)
    names, end = agencies.leading(text)
    rest = text[end:]
    return names if names and (rest.lstrip().startswith(":") or _VERB.match(rest)) else ()


def doers(text: str, agencies: Agencies) -> tuple[Name, ...]:
    """“do các Sở tiếp nhận”: who does it; not who gave or issued it."""
    for match in _BY.finditer(text):
        names, end = agencies.leading(text[match.end() :])
        if names and not _GIVEN.match(text[match.end() + end :]):
            return names
    return ()


def beside(text: str, agencies: Agencies) -> tuple[Name, ...]:
    """The agencies after "phối hợp với"."""
    match = _BESIDE.search(text)
    return agencies.leading(text[match.end() :])[0] if match else ()


def over(item: Item, agencies: Agencies) -> tuple[Name, ...]:
    """The agencies that the nearest heading above consists of: "đ) Sở Tài chính:"."""
    for parent in reversed(item.parents):
        if names := of_heading(parent, agencies):
            return names
    return ()


def of_heading(item: Item, agencies: Agencies) -> tuple[Name, ...]:
    """The agencies an item's text consists of, or has before its colon."""
    before_colon = item.text.partition(":")[0].strip(" .")
    names, end = agencies.leading(before_colon)
    if names and end >= len(before_colon):
        return names
    return (
        names if ":" in item.text and names and not before_colon[end:].startswith(" được") else ()
    )


def in_goals(item: Item) -> bool:
    """Whether a heading above names goals; the nearest heading that says anything decides."""
    for parent in reversed(item.parents):
        if _GOALS.search(parent.text):
            return True
        if _AIMS.search(parent.text):
            return False
    return False


def in_aims(item: Item) -> bool:
    """Whether it stands among purposes and requirements, which oblige nobody by a day."""
    return not in_goals(item) and any(_AIMS.search(parent.text) for parent in item.parents)
