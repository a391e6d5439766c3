"""What every page has: its frame."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rules.text import Lang


@dataclass(frozen=True, slots=True)
class Link:
    """A link in words of the site's own; `current`: it leads to the page itself."""

    url: str
    words: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page.

    `csrf` goes into every form. `said` is the key of a word that tells what was just done, or "".
    `path` is the page's own address without the language, for the link to the other one. `day` is
    the day it is; `pretended`: it is not today's. `style` is the version of the style sheet.
    """

    site: str
    lang: Lang
    path: str
    csrf: str
    day: date
    style: str
    viewer: str = ""
    links: tuple[Link, ...] = ()
    said: str = ""
    pretended: bool = False

    @property
    def other_lang(self) -> Lang:
        """The language the page can also be read in."""
        return "en" if self.lang == "vi" else "vi"

    @property
    def other_path(self) -> str:
        """The same page in the other language."""
        return f"{self.path}{'&' if '?' in self.path else '?'}lang={self.other_lang}"


class Page:
    """A page's own data. Each names its template; fields are plain data, frozen."""

    __slots__ = ()
    template: ClassVar[str]


@dataclass(frozen=True, slots=True)
class ErrorPage(Page):
    """Something is not as asked: `heading` and `advice` are keys of words."""

    template: ClassVar[str] = "error.html.j2"
    heading: str
    advice: str
