"""A document as a person sees it: running text, and tables as lists of rows."""

from __future__ import annotations

from intake.model import Document, Paragraph

Shown = str | list[list[str]]


def shown(document: Document) -> list[Shown]:
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row] for row in block.rows]
        for block in document.blocks
    ]
