"""The token: one typed word or number of a phrase, with its place in the phrase as shown."""

from __future__ import annotations

from dataclasses import dataclass

Value = int | str | tuple[int, ...] | None


@dataclass(slots=True)
class Tok:
    """A token as the scanner, the passes and lark see it.

    `start_pos` and `end_pos` are offsets into the shown phrase; `text` is the wording between them.
    `value` is what the token says: a number, the parts of a date, a wording.
    `line` and `column` are there for lark alone: a phrase is one line.
    """

    type: str
    text: str
    start_pos: int
    end_pos: int
    value: Value = None
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    @property
    def number(self) -> int:
        """The number a numeric token stands for."""
        if not isinstance(self.value, int):
            raise TypeError(self.type)
        return self.value

    @property
    def numbers(self) -> tuple[int, ...]:
        """The parts of a date in the order of the writing: day, month, year."""
        if not isinstance(self.value, tuple):
            raise TypeError(self.type)
        return self.value

    def as_type(self, type_: str, value: Value = None) -> Tok:
        """The same words under another type."""
        return Tok(type_, self.text, self.start_pos, self.end_pos, value)


def merged(type_: str, tokens: list[Tok], shown: str, value: Value = None) -> Tok:
    """One token in place of several neighbours."""
    start, end = tokens[0].start_pos, tokens[-1].end_pos
    return Tok(type_, shown[start:end], start, end, value)
