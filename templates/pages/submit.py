"""Reporting an occurrence done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from .base import Page
from .lines import ItemLine


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form's fields, as typed; days are ISO 8601."""

    number: str = ""
    document_date: str = ""
    link: str = ""
    note: str = ""
    nil: bool = False
    on: str = ""
    accept: bool = False


@dataclass(frozen=True, slots=True)
class SubmitPage(Page):
    """The form. `mistakes`: the name of a field to what is wrong with it, `told` the same with the
    field's label before it; both empty when first shown.

    `seen` names what was recorded when it was shown, `overtaken` that there is something else now.
    `decides`: the viewer coordinates the plan, may set an earlier day and accept at once.
    `choose_again` is the name of a file that the browser has to be given again. `accepts` are the
    kinds of files taken, `megabytes` their size at most.
    """

    template: ClassVar[str] = "submit.html.j2"
    line: ItemLine
    action: str
    typed: Typed
    decides: bool
    seen: str
    accepts: str
    megabytes: int
    overtaken: bool = False
    choose_again: str = ""
    mistakes: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SubmittedPage(Page):
    """There is nothing to submit: it is accepted, or its plan is closed."""

    template: ClassVar[str] = "submitted.html.j2"
    line: ItemLine
