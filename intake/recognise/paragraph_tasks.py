"""Tasks written as paragraphs: "Cơ quan chủ trì: ... Cơ quan phối hợp: ... Thời gian: ..."."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from rules.text import Text

from ..model import Place
from ..outline import Item
from ..proposal import LIKELY, SURE, UNSURE, Doubt, Name, Proposal
from ..words import flat
from .agencies import LEAD, WITH
from .prose import Candidate, Scene, beside, subject, used
from .targets import amounts

Label = Literal["lead", "with", "implement", "when", "product"]

_BODY = r"(?:cơ\s+quan|đơn\s+vị|sở|ngành|địa\s+phương|bộ\s+phận)"
_WHO = rf"(?:(?:các\s+)?{_BODY}(?:\s*[,/]\s*|\s+và\s+|\s+)?){{0,3}}\s*"
_LEADS = r"(?:thực\s+hiện|tham\s+mưu|soạn\s+thảo|trình|xây\s+dựng)"
_DONE = r"(?:thực\s+hiện|hoàn\s+thành|ban\s+hành|trình|triển\s+khai|báo\s+cáo|dự\s+kiến)"
_MADE = r"(?:sản\s+phẩm|kết\s+quả|đầu\s+ra)"
_WHEN = (
    rf"(?:thời\s+(?:gian|hạn|điểm)|tiến\s+độ|lộ\s+trình|hạn)(?:\s*[,/]?\s*{_DONE})*"
    r"|(?:^|(?<=[;.(]\s))hoàn\s+thành"
)
_LABELS: tuple[tuple[Label, str], ...] = (
    ("with", rf"{_WHO}(?:cùng\s+)?phối\s+hợp(?:\s+(?:thực\s+hiện|tham\s+mưu))?"),
    ("lead", rf"{_WHO}(?:chủ\s+trì|đầu\s+mối)(?:\s*,?\s*{_LEADS})*"),
    ("implement", r"(?:cơ\s+quan|đơn\s+vị)(?:\s*,\s*đơn\s+vị)?\s+thực\s+hiện"),
    ("when", _WHEN),
    ("product", rf"{_MADE}(?:\s*[,/]?\s*(?:{_MADE}|dự\s+kiến|chính|thực\s+hiện))*"),
)
_LABEL = re.compile(
    r"(?:^|(?<=[\s(;.,–+-]))(?:"
    + "|".join(f"(?P<{name}>{flat(pattern)})" for name, pattern in _LABELS)
    + r")\s*:\s*"
)
_LEAST_TITLE = 12  # characters before the first label that make a title and not a stray mark


@dataclass(frozen=True, slots=True)
class _Field:
    label: Label
    text: str
    item: Item
    start: int
    end: int


@dataclass
class _Task:
    head: Item
    title: str
    fields: list[_Field] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


def paragraph_tasks(items: Iterable[Item], scene: Scene) -> tuple[list[Candidate], set[Place]]:
    """The tasks, and the places of the paragraphs they took, which no other recogniser reads."""
    candidates: list[Candidate] = []
    taken: set[Place] = set()
    for task in _tasks(items):
        if not _tells_enough(task, scene):
            continue
        candidates.append(_candidate(task, scene))
        taken |= {task.head.place, *(item.place for item in task.items)}
    return candidates, taken


def _tells_enough(task: _Task, scene: Scene) -> bool:
    """Two labels, one of them who or when; or the time alone after "Sở A chủ trì ..."."""
    labels = {each.label for each in task.fields}
    if labels == {"when"}:
        known = subject(task.title, scene.agencies)
        return bool(known) and scene.reader.is_time(task.fields[0].text)
    return len(labels) > 1 and bool(labels & {"lead", "when"})


def _tasks(items: Iterable[Item]) -> Iterator[_Task]:
    own: Item | None = None
    last: Item | None = None
    task: _Task | None = None
    for item in items:
        own = item if item.own else own
        fields = list(_fields(item))
        begun = _begun(item, fields, own, last) if _begins(item, fields, task) else task
        if begun is not task and task is not None:
            yield task
        task = begun
        if not fields:
            last = item
        elif task is not None:
            task.fields += fields
            task.items.append(item)
    if task is not None:
        yield task


def _title(item: Item, fields: list[_Field]) -> str:
    """What stands before the first label, where that is more than a stray mark."""
    title = item.text[: fields[0].start].strip(" .;:,(–-") if fields else ""
    return title if len(title) >= _LEAST_TITLE else ""


def _begins(item: Item, fields: list[_Field], task: _Task | None) -> bool:
    """Whether another task begins here, or the one before has ended."""
    if not fields:
        return bool(item.own or item.bullet)
    again = task is not None and fields[0].label in {each.label for each in task.fields}
    return task is None or again or bool(_title(item, fields))


def _begun(item: Item, fields: list[_Field], own: Item | None, last: Item | None) -> _Task | None:
    if not fields:
        return None
    if title := _title(item, fields):
        return _Task(item, title)
    head = _head(item, own, last)
    return _Task(head, head.text.strip(" .;:")) if head else None


def _head(item: Item, own: Item | None, last: Item | None) -> Item | None:
    """What lines that are labels alone belong to: the dash above their pluses, the dash right above
    them, or the numbered paragraph they stand under.
    """
    if item.parents and item.parents[-1].bullet:
        return item.parents[-1]
    if own is None or own.path != item.path:
        return last
    if last is not None and last.bullet and not own.path[-1].islower() and last.path == item.path:
        return last
    return own


def _fields(item: Item) -> Iterator[_Field]:
    matches = list(_LABEL.finditer(flat(item.text)))
    for place, match in enumerate(matches):
        end = matches[place + 1].start() if place + 1 < len(matches) else len(item.text)
        label = next(name for name, _ in _LABELS if match[name])
        text = item.text[match.end() : end].strip().rstrip(" .;,(–-")
        if text.endswith(")") and text.count(")") > text.count("("):
            text = text[:-1].rstrip(" .;,")
        yield _Field(label, text, item, match.start(), end)


def _who(
    task: _Task, texts: Mapping[Label, str], scene: Scene
) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Lead and others, by their labels; else "Sở A chủ trì, phối hợp với Sở B xây dựng ..."."""
    if lead := scene.agencies.listed(texts.get("lead", texts.get("implement", ""))):
        return lead, scene.agencies.listed(texts.get("with", ""))
    beside_it = texts.get("with") or ""
    with_ = scene.agencies.listed(beside_it) or beside(task.title, scene.agencies)
    return subject(task.title, scene.agencies), with_


def _candidate(task: _Task, scene: Scene) -> Candidate:
    texts = {each.label: each.text for each in reversed(task.fields)}
    place = task.head.place
    lead, with_ = _who(task, texts, scene)
    when = texts.get("when", "")
    doubts = [
        *scene.agencies.doubts(lead, LEAD, place, ""),
        *scene.agencies.doubts(with_, WITH, place, ""),
    ]
    if not lead:
        doubts.append(Doubt(place, LEAD, Text("không ghi cơ quan chủ trì", "no lead is named")))
    if not scene.reader.is_time(when):
        about = Text("thời hạn", "deadline")
        reason = Text("không đọc được thành ngày", "cannot be read as a day")
        doubts.append(Doubt(place, about, reason, when))
    implement = scene.agencies.listed(texts.get("implement", "")) if "lead" in texts else ()
    sure = SURE if len(texts) > 1 else LIKELY
    proposal = Proposal(
        ref="", kind="task", title=task.title, place=place,
        confidence=UNSURE if doubts else sure, when=when, lead=lead, with_=with_,
        product=texts.get("product", ""), implement=tuple(name.written for name in implement),
        value=next((value for _, _, value in amounts(task.title)), None),
        doubts=tuple(doubts),
        used=(
            *(used(each.item, each.start, each.end) for each in task.fields),
            used(task.head, 0, len(task.title)),
        ),
    )  # fmt: skip
    return Candidate(task.head, 0, proposal)
