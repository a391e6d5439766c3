"""Fills the pages' templates: autoescaped, strictly, from one folder."""

from __future__ import annotations

from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rules.text import Lang
from rules.words import long_day, short_day

from ..filters import number
from .base import Frame, Page
from .words import words

FOLDER = Path(__file__).parent.parent / "web"


@cache
def _environment(lang: Lang) -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["long_day"] = partial(long_day, lang=lang)
    made.filters["short_day"] = partial(short_day, lang=lang)
    made.filters["amount"] = partial(number, lang=lang)
    made.globals["w"] = words(lang)
    return made


def render_page(page: Page, frame: Frame) -> str:
    """The page in the frame's language. A template sees `page`, `frame` and the words `w`."""
    template = _environment(frame.lang).get_template(page.template)
    return template.render(page=page, frame=frame)


@cache
def stylesheet() -> tuple[bytes, str]:
    """The style sheet, and a name for its content: so it may be kept for ever."""
    content = (FOLDER / "style.css").read_bytes()
    return content, sha256(content).hexdigest()[:12]
