"""Words for people: every text exists in Vietnamese and in English, Vietnamese first."""

from __future__ import annotations

from typing import Literal, NamedTuple

Lang = Literal["vi", "en"]


class Text(NamedTuple):
    """One statement in both languages; `text.to("en")` picks one."""

    vi: str
    en: str

    def to(self, lang: Lang) -> str:
        """The wording in `lang`."""
        return self.en if lang == "en" else self.vi
