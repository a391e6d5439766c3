"""Fills the templates: strictly, in a sandbox, from one folder (an operator's own folder first)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from rules.text import Lang, one_line
from rules.words import long_day, short_day

from . import contexts
from .contexts import NoticesMail
from .filters import number, shorten

FOLDER = Path(__file__).parent / "mail"
_subjects_only: ContextVar[bool] = ContextVar("_subjects_only", default=False)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail's words: subject on one line, and two bodies, each complete in itself."""

    subject: str
    text: str
    html: str
    lang: Lang = "vi"


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox; a context's own fields, plain data all, pass without its examination.

    So do the macros of words.j2. That takes a third off: four items in both parts ask for five
    hundred attributes.
    """

    _FIELDS: Mapping[type, frozenset[str]] = {
        kind: frozenset(field.name for field in fields(kind))
        for kind in vars(contexts).values()
        if isinstance(kind, type) and is_dataclass(kind)
    }

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The attribute, or an undefined value that says why not."""
        kind = type(obj)
        if attribute in self._FIELDS.get(kind, ()) or (
            kind is TemplateModule and attribute in obj.__dict__ and attribute[0] != "_"
        ):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call it, if it is safe; macros are, whatever they call in their turn."""
        if type(obj) is Macro:
            kwargs.pop("_loop_vars", None)  # for functions that ask for the context
            kwargs.pop("_block_vars", None)
            return obj(context.eval_ctx, *args, **kwargs)
        return super().call(context, obj, *args, **kwargs)


@cache
def environment(lang: Lang, *, html: bool, override: Path | None = None) -> Environment:
    """The sandbox of one language and one kind of body.

    A name is looked for in `override`'s folder of the language, in `override`, then in ours alike,
    so that an operator replaces a single file. An undefined name is an error.
    """
    folders = ([override / lang, override] if override else []) + [FOLDER / lang, FOLDER]
    made = _Sandbox(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=override is not None,
    )
    made.filters["long_day"] = partial(_unbroken if html else long_day, lang=lang)
    made.filters["short_day"] = partial(short_day, lang=lang)
    made.filters["amount"] = partial(number, lang=lang)
    made.filters["shorten"] = shorten
    made.filters["vietnamese"] = _marked_vietnamese if html and lang != "vi" else str
    return made


def _unbroken(day: date, lang: Lang) -> Markup:
    return Markup('<span class="day">{}</span>').format(long_day(day, lang))


def _marked_vietnamese(text: str) -> Markup:
    """What stands in Vietnamese as the plan has it, told to screen readers (WCAG 2.2, 3.1.2)."""
    return Markup('<span lang="vi">{}</span>').format(text)


def render(context: NoticesMail, lang: Lang, *, override: Path | None = None) -> Rendered:
    """The mail in one language. jinja2.TemplateError where a template is at fault."""
    data = {field.name: getattr(context, field.name) for field in fields(context)}
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

    Bodies are three quarters of the time that a simulated mail takes.
    """
    token = _subjects_only.set(True)
    try:
        yield
    finally:
        _subjects_only.reset(token)
