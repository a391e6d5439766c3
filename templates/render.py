"""Fills the templates: strictly, in a sandbox, from one folder (an operator's own folder first)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from rules.text import Lang, one_line
from rules.words import long_day, short_day

from .contexts import MailDuty, MailItem, NoticesMail, SenderInfo
from .filters import number, shorten

FOLDER = Path(__file__).parent / "mail"
_Plain = MailItem | MailDuty | SenderInfo | str
_NAMES = tuple(field.name for field in fields(NoticesMail))
_subjects_only: ContextVar[bool] = ContextVar("_subjects_only", default=False)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail's words: subject on one line, and two bodies, each complete in itself."""

    subject: str
    text: str
    html: str
    lang: Lang = "vi"


class _Context(Context):
    """Calls at once: ours ask for macros and `kept` alone, which want nothing of the context."""

    def call(self, obj: Callable[..., object], *args: object, **kwargs: object) -> object:
        """Call it."""
        kwargs.pop("_loop_vars", None)  # for functions that ask for the context
        kwargs.pop("_block_vars", None)
        return obj(*args, **kwargs)


class _Ours(Environment):
    """Jinja without a sandbox for the templates we ship; half of it was looking up and calling."""

    context_class = _Context

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain mapping: Jinja's chain of them is copied in Python, for every template filled."""
        return {**self.globals, **(d or {})}


@cache
def environment(lang: Lang, *, html: bool, override: Path | None = None) -> Environment:
    """What fills the templates of one language and one kind of body; an unknown name is an error.

    A name is looked for in `override`'s folder of the language, in `override`, then in ours alike,
    so that an operator replaces a single file; all of them then run in Jinja's sandbox.
    """
    folders = ([override / lang, override] if override else []) + [FOLDER / lang, FOLDER]
    kind = ImmutableSandboxedEnvironment if override else _Ours
    made = kind(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=override is not None,
    )
    made.filters["long_day"] = lru_cache(maxsize=512)(
        partial(_unbroken if html else long_day, lang=lang)
    )
    made.filters["short_day"] = lru_cache(maxsize=512)(partial(short_day, lang=lang))
    made.filters["amount"] = partial(number, lang=lang)
    made.filters["shorten"] = shorten
    made.filters["vietnamese"] = _marked_vietnamese if html and lang != "vi" else str
    made.globals["kept"] = _said if override else _kept()
    return made


def _said(macro: Macro, *about: _Plain) -> str:
    """The macro's words: an operator's may speak of the agency of an item."""
    if not isinstance(macro, Macro):  # what else a template may call is for the sandbox to say
        raise SecurityError(f"kept() is for macros, not {type(macro).__name__}")
    return macro(*about)


def _kept() -> Callable[..., str]:
    """The same, kept: of an item the macro is given the duty alone, which many mails share."""
    said = lru_cache(maxsize=4096)(_said)

    def kept(macro: Macro, of: _Plain, *also: _Plain) -> str:
        return said(macro, of.duty if isinstance(of, MailItem) else of, *also)

    return kept


def _unbroken(day: date, lang: Lang) -> Markup:
    return Markup('<span class="day">{}</span>').format(long_day(day, lang))


def _marked_vietnamese(text: str) -> Markup:
    """What stands in Vietnamese as the plan has it, told to screen readers (WCAG 2.2, 3.1.2)."""
    return Markup('<span lang="vi">{}</span>').format(text)


def render(context: NoticesMail, lang: Lang, *, override: Path | None = None) -> Rendered:
    """The mail in one language. jinja2.TemplateError where a template is at fault."""
    data = {name: getattr(context, name) for name in _NAMES}
    plain = environment(lang, html=False, override=override)
    rich = environment(lang, html=True, override=override)
    subject = one_line(plain.get_template("subject.j2").render(data))
    if _subjects_only.get():
        return Rendered(subject, "", "", lang)
    return Rendered(
        subject=subject,
        text=plain.get_template("notices.txt.j2").render(data),
        html=rich.get_template("notices.html.j2").render(data),
        lang=lang,
    )


@contextmanager
def subjects_only() -> Iterator[None]:
    """Within it mails are made without bodies: for a year of mails that are counted, not read.

    Bodies are more than half of the time that such a mail would take.
    """
    token = _subjects_only.set(True)
    try:
        yield
    finally:
        _subjects_only.reset(token)
