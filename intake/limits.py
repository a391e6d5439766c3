"""How much of a document is read at most, and the error that says so.

A plan of a thousand pages is far below each of these. What is above is refused, never cut short: a
plan read in part is worse than one not read.
"""

from __future__ import annotations

from rules.text import Text

MOST_BYTES = 20 * 1024 * 1024  # of the file as it lies on the disk
MOST_ENTRIES = 2_000  # files within a DOCX or XLSX
MOST_INFLATED = 48 * 1024 * 1024  # bytes of those files together
MOST_RATIO = 200  # times that one of them may grow; XML grows ten to thirty times
RATIO_FROM = 1024 * 1024  # below, growth is no matter
MOST_PAGES = 1_000
MOST_OBJECTS = 200_000  # within a PDF
MOST_PAGE_OBJECTS = 50_000  # characters, lines and boxes of one page
MOST_CHARACTERS = 5_000_000
MOST_PARAGRAPHS = 50_000
MOST_PARAGRAPH = 20_000  # characters of one; what reads words takes time by their square
MOST_ROWS = 20_000  # of one table
MOST_COLUMNS = 200
MOST_CELLS = 200_000  # of all tables, the empty ones included


class UnreadableError(Exception):
    """A document that cannot be read. `text` says why and what would help."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def at_most(count: int, most: int, what: Text) -> None:
    """Raises UnreadableError where `count` is more than `most`; `what` names what is counted."""
    if count > most:
        raise UnreadableError(
            Text(
                f"quá nhiều {what.vi}: nhiều nhất {most:,}; hãy tách văn bản ra".replace(",", "."),
                f"too many {what.en}: {most:,} at most; split the document",
            )
        )


def broken(kind: str) -> UnreadableError:
    """The error for a file that is not whole or not what it says it is."""
    return UnreadableError(
        Text(
            f"tệp {kind} hỏng hoặc chưa tải hết; hãy tải lại, hoặc mở ra rồi lưu lại",
            f"the {kind} file is broken or cut short; download it again, or open and save it",
        )
    )


def locked(kind: str) -> UnreadableError:
    """The error for a file that opens with a password only."""
    return UnreadableError(
        Text(
            f"tệp {kind} có mật khẩu; hãy bỏ mật khẩu rồi lưu lại",
            f"the {kind} file has a password; take it off and save the file again",
        )
    )
