"""A review sheet as questions, in their order: its doubts, then the duties to be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, Field

from rules.text import Text

from .model import Place
from .proposal import LIKELY

LATER = Text("thời gian của chỉ tiêu", "the time of targets")
NOWHERE = Place()
_FIELDS = {
    "the document's number": "number",
    "the document's date": "issued",
    "the plan's title": "title",
    "the plan's period": "period",
    "the issuer": "issuer",
    "the coordinator": "coordinator",
    "lead": "lead",
    "with": "with",
    "deadline": "when",
    "no deadline": "when",
    "years": "when",
    "periods of the report": "when",
    "the report's days": "when",
    LATER.en: "when",
}  # by the English of what a doubt is about; any other can be kept, or its duty dropped


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to settle. `refs` are the duties it is about, none for the plan's head.

    `field` is the key in the plan file, "" where the question is about no single one. `written` is
    what the document says; `candidates` what it might be.
    """

    about: Text
    reason: Text
    place: Place = NOWHERE
    refs: tuple[str, ...] = ()
    field: str = ""
    written: str = ""
    candidates: tuple[str, ...] = ()

    @property
    def settable(self) -> tuple[str, ...]:
        """The keys an answer may set: the head's one, a duty's deadline and agencies, or the
        deadline that several duties share.
        """
        if not self.refs:
            return (self.field,) if self.field else ()
        return ("when", "lead", "with") if len(self.refs) == 1 else ("when",)

    @property
    def may_take(self) -> bool:
        """Whether a candidate can be taken as the answer."""
        return bool(self.field and self.candidates)

    @property
    def may_drop(self) -> bool:
        """Whether its duty can be dropped: where it is about one alone."""
        return len(self.refs) == 1


class _Words(BaseModel):
    vi: str
    en: str

    @property
    def text(self) -> Text:
        return Text(self.vi, self.en)


class _Stretch(BaseModel):
    place: dict[str, int | str] = Field(default_factory=dict)

    @property
    def where(self) -> Place:
        """The place; parts this edition does not know are passed over."""
        known = {
            name: self.place[name] for name in Place.__dataclass_fields__ if name in self.place
        }
        return Place(**known)  # type: ignore[arg-type]  # JSON of Place.as_json


class _Doubt(_Stretch):
    ref: str
    about: _Words
    reason: _Words
    written: str
    candidates: tuple[str, ...]


class _Duty(_Stretch):
    ref: str
    confidence: float


class Leftover(_Stretch):
    """What looks like a date or a period and went into no duty."""

    text: str
    around: str
    why: _Words


class Sheet(BaseModel):
    """The review sheet beside a draft, as `sheet_json` writes it. ValidationError for another."""

    source: str
    sha256: str
    doubts: tuple[_Doubt, ...]
    duties: tuple[_Duty, ...]
    leftovers: tuple[Leftover, ...]

    def questions(self) -> list[Question]:
        """All of them, the plan's head first; always the same for one sheet."""
        asked = [*self._of_doubts()]
        told = {ref for question in asked for ref in question.refs}
        return sorted([*asked, *self._to_look_at(told)], key=lambda question: bool(question.refs))

    def _of_doubts(self) -> Iterator[Question]:
        known = {duty.ref for duty in self.duties}
        for doubt in self.doubts:
            of_all = doubt.about.en == LATER.en  # its candidates are the duties it speaks of
            refs = doubt.candidates if of_all else (doubt.ref,)
            there = tuple(ref for ref in refs if ref in known)
            lost = bool(doubt.ref) and not there  # about something that became no duty
            yield Question(
                doubt.about.text,
                doubt.reason.text,
                doubt.where,
                there,
                "" if lost else _FIELDS.get(doubt.about.en, ""),
                doubt.written,
                () if of_all or lost else doubt.candidates,
            )

    def _to_look_at(self, told: set[str]) -> Iterator[Question]:
        reason = Text("đọc được nhưng chưa chắc", "read, and not certain")
        for duty in self.duties:
            if duty.confidence <= LIKELY and duty.ref not in told:
                yield Question(Text("xem lại", "to be looked at"), reason, duty.where, (duty.ref,))


def shown(value: object) -> str:
    """A value of a plan file as a person reads it: lists with semicolons."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {shown(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(shown(each) for each in value)
    return "" if value is None else str(value)
