"""What is made to hurt ends with a word of why, in bounded memory, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from intake.confine import MOST_MEMORY
from intake.limits import MOST_BYTES, UnreadableError
from intake.sandbox import read_apart
from tests.intake import bombs
from tests.intake.measured import measured
from tests.intake.same_plan import as_docx, as_text, as_xlsx

CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip-bomb.docx": (bombs.zip_bomb, "refused as a zip bomb"),
    "lying-zip-bomb.docx": (bombs.lying_zip_bomb, "broken or cut short"),
    "many-entries.docx": (bombs.many_entries, "too many files within"),
    "entities.docx": (bombs.entity_bomb, "refused as an entity bomb"),
    "entities-utf16.docx": (bombs.utf16_entity_bomb, "refused as an entity bomb"),
    "external.docx": (bombs.external_entity, "refused as an entity bomb"),
    "deep.docx": (bombs.deep_xml, "broken or cut short"),
    "zip-in-zip.docx": (
        lambda: bombs.replaced(as_docx(), "word/more.zip", b"PK"), "another archive within",
    ),
    "merged.xlsx": (bombs.merged_bomb, "too many merged cells"),
    "rows.xlsx": (lambda: bombs.huge_sheet(bombs.table_rows(20_001)), "too many rows"),
    "far-away.xlsx": (
        lambda: bombs.huge_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "too many columns",
    ),
    "objects.pdf": (bombs.many_objects, "too many objects"),
    "million-objects.pdf": (bombs.million_packed_objects, "too many objects"),
    "content.pdf": (bombs.pdf_content_bomb, "too large for a page"),
    "plain-content.pdf": (
        lambda: bombs.one_page(bombs.stream(b"0 0 m 9 9 l S\n" * 600_000)), "too large for a page",
    ),
    "nested-content.pdf": (bombs.pdf_nested_bomb, "too large for a page"),
    "letters.pdf": (bombs.pdf_of_letters, "too many letters"),
    "picture.pdf": (bombs.pdf_of_a_picture, "run OCR"),
    "password.pdf": (bombs.pdf_with_password, "has a password"),
    "password.docx": (bombs.docx_with_password, "has a password"),
    "zip-password.docx": (bombs.zip_with_password, "has a password"),
    "noise.bin": (bombs.noise, "no UTF-8 text"),
    "noise.docx": (bombs.noise, "broken or cut short"),
    "noise.pdf": (bombs.noise, "broken or cut short"),
    "noise-within.pdf": (lambda: b"%PDF-1.7" + bombs.noise() + b"%%EOF", "broken"),
    "cut.docx": (lambda: bombs.cut(as_docx), "broken or cut short"),
    "cut.xlsx": (lambda: bombs.cut(as_xlsx), "broken or cut short"),
    "cut.pdf": (
        lambda: bombs.cut(lambda: bombs.one_page(bombs.stream(b""))), "broken or cut short",
    ),
    "cut.html": (bombs.cut_html, "broken or cut short"),
    "cut.txt": (lambda: as_text()[:2], "no UTF-8 text"),
    "long.txt": (lambda: b"x" * 5_000_001, "too many characters"),
    "one-line.txt": (lambda: b"x" * 20_001, "too many characters in one paragraph"),
    "spans.html": (
        lambda: b"<table><tr>" + b"<td colspan=1000 rowspan=60000>x" * 3000 + b"</table>",
        "too many columns",
    ),
    "deep.html": (lambda: b"<div>" * 500_000, "nested too deep"),
    "empty.txt": (lambda: b" \n", "no text in it"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_bomb_is_refused_with_its_reason(name: str) -> None:
    make, message = CASES[name]
    with pytest.raises(UnreadableError, match=message) as refused:
        read_apart(make(), name)
    text = refused.value.text
    assert text.vi.startswith(f"{name}: ")
    assert text.en.startswith(f"{name}: ")


def test_a_hundred_megabytes_are_not_even_handed_over() -> None:
    """Who reads the file reads one byte over the most; more never comes here."""
    with pytest.raises(UnreadableError, match="larger than 20 MB"):
        read_apart(b"x" * (MOST_BYTES + 1), "long.txt")


@pytest.mark.parametrize(
    "name", ["zip-bomb.docx", "million-objects.pdf", "content.pdf", "long.txt"]
)
def test_memory_is_bounded(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(CASES[name][0]())
    taken = measured(path)
    assert taken.exit == 0
    assert taken.error
    assert taken.peak < MOST_MEMORY / 4


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("table.xlsx", lambda: bombs.huge_sheet(bombs.table_rows(10_000))),
        ("table.docx", lambda: bombs.large_docx_table(10_000)),
        (
            "table.tsv",
            lambda: "".join(f"{n}\tViệc {n}\tSở Nội vụ\n" for n in range(10_000)).encode(),
        ),
    ],
)
def test_a_table_of_ten_thousand_rows_is_read(name: str, make: Callable[[], bytes]) -> None:
    (table,) = read_apart(make(), name).blocks
    assert len(table.rows) == 10_000  # type: ignore[union-attr]
