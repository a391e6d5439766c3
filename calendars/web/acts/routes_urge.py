"""Urging: the letters are shown in full with whom they go to; only then they can be sent."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from rules.text import plain_lines
from templates.pages.words import words

from .. import links
from ..forms import CheckedForm
from ..item.items import Item
from ..item.lines import TheLines
from ..respond import page, to
from ..services import Services, TheServices
from .chosen import back_from, chosen_in, fields_of
from .decide import LONGEST_REASON
from .pages import ActPages, split

router = APIRouter(include_in_schema=False)


@router.post("/plans/{plan}/urge")
def urge(
    request: Request, lines: TheLines, services: TheServices, form: CheckedForm, plan: str
) -> Response:
    """Show the letters with the `note`, or, of the form below them, send what was shown.

    `letters` is how many were shown. Where that many are held back, their number was also typed, as
    `confirm`: nobody writes to a whole city by a slip (T17).
    """
    fields, w, moment = fields_of(form), words(lines.lang), lines.scope.moment
    items, note = chosen_in(form, lines.scope, plan), plain_lines(fields["note"])
    pages = ActPages(lines, links.plan(plan, "urge"), back_from(form, plan))
    mistakes = dict[str, str]()
    if len(note) > LONGEST_REASON:
        mistakes["note"] = w["too_long"](n=LONGEST_REASON)
    keys = [item.key for item in split("urge", items)[0]]
    if fields["step"] == "send" and keys and not mistakes:
        found = services.preview_urging(keys, note, moment)
        if fields["letters"] != str(len(found.letters)):
            mistakes["letters"] = w["letters_changed"]
        elif found.held and fields["confirm"] != str(len(found.letters)):
            mistakes["confirm"] = w["confirm_wrong"](n=len(found.letters))
        else:
            sent = services.urge(keys, note, lines.scope.viewer.address, moment)
            return to(pages.back, "urged_held" if sent.held else "urged")
    return urge_page(request, pages, services, items, note, mistakes)


def urge_page(
    request: Request,
    pages: ActPages,
    services: Services,
    items: list[Item],
    note: str = "",
    mistakes: dict[str, str] | None = None,
) -> Response:
    """The letters as they would go out. Writes nothing."""
    chosen = split("urge", items)
    keys = [item.key for item in chosen[0]]
    urging = services.preview_urging(keys, note, pages.lines.scope.moment)
    shown = pages.urge(chosen, note, urging, mistakes or {})
    return page(request, shown, status=422 if mistakes else 200)
