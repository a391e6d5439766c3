"""What is sent with the form that reports an item done: read, checked, all mistakes at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import FormData

from rules.facts import Acceptance, Completion, Facts
from rules.submission import cleaned, faults
from rules.text import Lang
from templates.pages.submit import Typed
from templates.pages.words import words

from ..forms import text, upload
from ..services import Moment
from .documents import bare_name, media_type

_DAYS = ("on", "document_date")
LABELS: dict[str, str] = {
    "number": "submit_number",
    "document_date": "submit_document_date",
    "file": "submit_file",
    "link": "submit_link",
    "note": "submit_note",
    "on": "submit_on",
}
"""The fields that may be wrong, in the form's order, each with the word for its label."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was sent in; `media_type` is None where we do not take it."""

    name: str
    content: bytes
    media_type: str | None


@dataclass(frozen=True, slots=True)
class Submission:
    """The form as it was sent. `seen` names what was recorded when it was shown."""

    typed: Typed
    document: Document | None
    seen: str


def read_form(form: FormData, limit: int) -> Submission:
    """The fields; of a file no more than one byte over `limit` is read."""
    sent = upload(form, "file")
    document = None
    if sent is not None:
        name = bare_name(sent.filename or "")
        with sent.file as file:
            content = file.read(limit + 1)
        document = Document(name, content, media_type(name, content))
    typed = Typed(
        number=text(form, "number"),
        document_date=text(form, "document_date"),
        link=text(form, "link"),
        note=text(form, "note"),
        nil=bool(text(form, "nil")),
        on=text(form, "on"),
        accept=bool(text(form, "accept")),
    )
    return Submission(typed, document, text(form, "seen"))


def completion_of(
    sent: Submission, key: str, by: str, moment: Moment, *, decides: bool
) -> Completion:
    """The completion it makes, still without its file; a day that is none is left out.

    Only who `decides` sets the day of submission and accepts at once: for all others it is today,
    and still to be accepted.
    """
    typed = sent.typed
    on = _day(typed.on) if decides else None
    return cleaned(
        Completion(
            key,
            on or moment.today,
            typed.number,
            by,
            moment.now,
            _day(typed.document_date),
            typed.nil,
            typed.link,
            file_name=sent.document.name if sent.document else "",
            note=typed.note,
            accepted=Acceptance(by, moment.now) if decides and typed.accept else None,
        )
    )


def mistakes(
    sent: Submission, completion: Completion, today: date, limit: int, lang: Lang
) -> dict[str, str]:
    """What is wrong with it: the name of a field to what to say there; the first of each field."""
    found: dict[str, str] = {}
    for field, sentence in _mistakes(sent, completion, today, limit, lang):
        found.setdefault(field, sentence)
    return {field: found[field] for field in LABELS if field in found}


def _mistakes(
    sent: Submission, completion: Completion, today: date, limit: int, lang: Lang
) -> Iterator[tuple[str, str]]:
    w = words(lang)
    for field in _DAYS:
        typed: str = getattr(sent.typed, field)
        if typed and _day(typed) is None:
            yield field, w["submit_no_day"]
    if completion.link and not completion.link.lower().startswith("https://"):
        yield "link", w["submit_https"]
    for fault in faults(completion, today):
        yield fault.field.replace("file_name", "file"), fault.text.to(lang)
    if sent.document is None:
        return
    if len(sent.document.content) > limit:
        yield "file", w["submit_too_large"](n=limit // 1_000_000)
    elif sent.document.media_type is None:
        yield "file", w["submit_bad_kind"]


def seen_of(key: str, facts: Facts) -> str:
    """Names what is recorded of an occurrence: it is another as soon as something new is."""
    last = facts.last(key)
    return "" if last is None else last.recorded_at.isoformat()


def _day(typed: str) -> date | None:
    """The day, as browsers send it or as people here write it: 2019-02-25, 25/02/2019."""
    day, _, rest = typed.partition("/")
    month, _, year = rest.partition("/")
    written = f"{year}-{month:0>2}-{day:0>2}" if rest else typed
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
