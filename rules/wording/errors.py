"""Refusals: what was not understood, where in the phrase, and the nearest thing that would be."""

from __future__ import annotations

import unicodedata
from typing import Literal

from ..text import Lang, Text

Kind = Literal["no-time", "not-understood", "impossible", "backwards", "empty"]

_TRY = Text("Có thể viết", "Understood would be")


class WordingError(Exception):
    """A phrase that cannot be turned into dates.

    `phrase` is as shown (normalised), `original` as given. `position` is (start, end), offsets into
    `phrase`. `kind` "no-time" says that no word of time stands in it at all. `nearest` are wordings
    that would be understood, best first.
    """

    def __init__(
        self,
        kind: Kind,
        text: Text,
        position: tuple[int, int] = (0, 0),
        nearest: tuple[Text, ...] = (),
    ) -> None:
        super().__init__(text.en)
        self.kind: Kind = kind
        self.text = text
        self.position = position
        self.nearest = nearest
        self.phrase = ""
        self.original = ""

    def of(self, phrase: str, original: str) -> WordingError:
        """The same refusal with its phrase, `phrase` being as shown."""
        self.phrase, self.original = phrase, original
        return self

    def show(self, lang: Lang) -> str:
        """The phrase, a line of carets under the place, what is wrong and what would be right."""
        start, end = self.position
        carets = " " * _width(self.phrase[:start]) + "^" * max(1, _width(self.phrase[start:end]))
        lines = [self.phrase, carets, self.text.to(lang)]
        if self.nearest:
            wordings = ", ".join(f"“{near.to(lang)}”" for near in self.nearest)
            lines.append(f"{_TRY.to(lang)}: {wordings}")
        return "\n".join(lines)


def _width(text: str) -> int:
    """Columns on a screen: combining marks take none, wide characters two."""
    columns = 0
    for letter in text:
        if not unicodedata.combining(letter):
            columns += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
    return columns
