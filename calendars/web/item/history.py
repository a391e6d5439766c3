"""What was recorded about an item, as its page tells it; and the documents handed in for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ledger.history import HistoryRow
from rules.schedule import Occurrence
from templates.pages.item import HistoryLine

from .lines import Lines, file_url

TOLD = (
    "nil", "on", "number", "document_date", "link", "note", "until", "reason", "day", "due",
)  # fmt: skip
_DAYS = frozenset({"on", "document_date", "until", "day", "due"})


def history_lines(
    lines: Lines, occurrence: Occurrence, rows: Sequence[HistoryRow]
) -> Iterator[HistoryLine]:
    """The rows, newest first; by whom only for who may know."""
    named = lines.knows_who(occurrence)
    for row in reversed(rows):
        sha256, name = _file(row.after)
        yield HistoryLine(
            at=lines.local(row.at),
            who=row.who if named else "",
            kind=row.kind,
            told=tuple(_told(row.after)),
            file_name=name,
            file_url=file_url(occurrence.key, sha256),
        )


def file_name(rows: Sequence[HistoryRow], sha256: str) -> str | None:
    """Under which name the file of that hash was handed in for the item last, None: it never was.

    The hash alone opens nothing: it might be of another agency's document.
    """
    for row in reversed(rows):
        if row.kind == "completion":
            kept, name = _file(row.after)
            if kept and kept == sha256:
                return name
    return None


def _told(record: Mapping[str, object]) -> Iterator[tuple[str, str | date]]:
    for field in TOLD:
        value = record.get(field)
        if isinstance(value, str) and value:
            yield field, date.fromisoformat(value) if field in _DAYS else value
        elif value is True:
            yield field, ""


def _file(record: Mapping[str, object]) -> tuple[str, str]:
    return str(record.get("file") or ""), str(record.get("file_name") or "")
