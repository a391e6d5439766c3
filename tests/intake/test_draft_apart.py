"""Duties found in a process that may compute for a while and no longer."""

from __future__ import annotations

import pytest

from intake.draft import make_draft
from intake.draft_apart import draft_apart
from intake.limits import UnreadableError
from intake.model import Document, Paragraph, Place
from intake.read import read_document
from tests.intake.reading import directories, fixture, working_days


@pytest.mark.parametrize("name", ["ke-hoach-nam.txt", "giai-doan.txt", "diem-so.txt"])
def test_the_draft_is_the_same(name: str) -> None:
    document = read_document(fixture(name).encode(), name)
    apart = draft_apart(document, directories(), working_days(), "haiphong")
    assert apart == make_draft(document, directories(), working_days(), "haiphong")


def test_a_directory_that_is_not_there_is_named() -> None:
    document = read_document(b"Ke hoach", "x.txt")
    with pytest.raises(KeyError):
        draft_apart(document, directories(), working_days(), "atlantis")


def test_a_document_made_to_keep_it_busy_is_given_up() -> None:
    """Ten thousand long paragraphs of amounts, as the readers let them pass."""
    texts = ["I. CHỈ TIÊU", *(f"- {n} " + "đạt 95% " * 500 for n in range(1_000))]
    document = Document(
        "x.txt", tuple(Paragraph(text, Place(line=n)) for n, text in enumerate(texts, 1))
    )
    with pytest.raises(UnreadableError, match=r"x\.txt: finding the duties took too long"):
        draft_apart(document, directories(), working_days())
