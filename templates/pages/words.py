"""The words of the pages, in both languages: files of `templates/web/words`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Self

from markupsafe import Markup, escape

from rules.text import Lang

FOLDER = Path(__file__).parent.parent / "web" / "words"


class Word(str):
    """A text that may be called to fill its `{places}`; what is put in is escaped.

    In English a text for one of a thing stands beside it: `{ vi = "..", en = "..", one = ".." }`.
    """

    __slots__ = ("one",)
    one: str | None

    def __new__(cls, text: str, one: str | None = None) -> Self:
        """The text, and the one for one of a thing."""
        made = super().__new__(cls, text)
        made.one = one
        return made

    def __call__(self, **values: object) -> Markup:
        """The text with its places filled. KeyError for a place that nothing is given for."""
        text = self.one if self.one is not None and values.get("n") == 1 else str(self)
        return Markup(escape(text)).format(**values)  # noqa: S704  # the text is escaped first


@cache
def entries() -> dict[str, dict[str, str]]:
    """Every key with its texts by language.

    ValueError where two files have the same key, or one that a template would take for a method.
    """
    found: dict[str, dict[str, str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for key, texts in tomllib.loads(path.read_text("utf-8")).items():
            if key in found or hasattr(dict, key):
                raise ValueError(f"{path.name}: {key} is taken")
            found[key] = texts
    return found


@cache
def words(lang: Lang) -> dict[str, Word]:
    """Every word in a language."""
    return {
        key: Word(texts[lang], texts.get("one") if lang == "en" else None)
        for key, texts in entries().items()
    }
