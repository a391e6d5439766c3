"""What may be submitted: the fields of a completion cleaned, and all that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from .facts import Completion
from .text import Text, one_line
from .words import short_day

Field = Literal["on", "number", "document_date", "link", "file_name", "note"]
LONGEST: dict[Literal["number", "link", "file_name", "note"], int] = {
    "number": 100,
    "link": 2_000,
    "file_name": 200,
    "note": 2_000,
}  # characters
# No account before the host: "https://stp.gov.vn@elsewhere" leads elsewhere.
_LINK = re.compile(r'https?://[^\s/?#\\@<>"]+([/?#][^\s<>"]*)?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field of a completion, and what to do about it."""

    field: Field
    text: Text


def cleaned(completion: Completion) -> Completion:
    """The completion without controls and characters that are not seen; a note keeps its lines."""
    lines = [one_line(line) for line in completion.note.splitlines()]
    return replace(
        completion, number=one_line(completion.number), link=one_line(completion.link),
        file_name=one_line(completion.file_name), note="\n".join(lines).strip(),
    )  # fmt: skip


def faults(completion: Completion, today: date) -> Iterator[Fault]:
    """All that is wrong with it on `today`, a civil day of the site; nothing where it may stand.

    Nothing is submitted in days to come, no document is signed after it was submitted, and only
    who has nothing to report needs none. A link is http or https: pages show it as one.
    """
    on, signed = completion.on, completion.document_date
    if on > today:
        yield Fault("on", Text("ngày này chưa đến", "that day is still to come"))
    if signed is not None and signed > on:
        yield Fault(
            "document_date",
            Text(
                f"sau ngày nộp {short_day(on, 'vi')}",
                f"after the day of submission, {short_day(on, 'en')}",
            ),
        )
    if not completion.number and not completion.nil:
        yield Fault(
            "number",
            Text(
                "thiếu số văn bản: ghi số, hoặc báo không phát sinh",
                "the document's number is missing: give it, or report that there is nothing",
            ),
        )
    if completion.link and not _LINK.fullmatch(completion.link):
        yield Fault("link", Text("phải có dạng https://...", "must look like https://..."))
    for field, longest in LONGEST.items():
        if len(getattr(completion, field)) > longest:
            yield Fault(
                field,
                Text(f"dài quá {longest} ký tự", f"longer than {longest} characters"),
            )
