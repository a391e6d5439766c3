"""A document or an error as JSON, between the process that reads and the one that asked."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from rules.text import Text

from .model import Document

_DOCUMENT = TypeAdapter(Document)
_ERROR = TypeAdapter(Text)


def to_bytes(answer: Document | Text) -> bytes:
    """The answer's bytes, the first of which says what it is."""
    if isinstance(answer, Document):
        return b"D" + _DOCUMENT.dump_json(answer, exclude_defaults=True)
    return b"E" + _ERROR.dump_json(answer)


def from_bytes(data: bytes) -> Document | Text | None:
    """The answer; None for bytes that are none."""
    try:
        if data[:1] == b"D":
            return _DOCUMENT.validate_json(data[1:])
        return _ERROR.validate_json(data[1:]) if data[:1] == b"E" else None
    except ValidationError:
        return None
