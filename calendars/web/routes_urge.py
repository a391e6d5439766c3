"""Urging: the letters are shown in full with whom they go to; only then they can be sent."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from rules.text import one_line
from templates.pages.words import words

from . import links
from .act_pages import ActPages, split
from .chosen import back_from, chosen_in, fields_of
from .decide import LONGEST_REASON
from .forms import CheckedForm
from .plan_view import Item
from .respond import lang_of, page, to
from .scope import Scope
from .services import Services, TheMoment, TheServices
from .session import SignedIn

router = APIRouter(include_in_schema=False)


@router.post("/plans/{plan}/urge")
def urge(
    request: Request,
    viewer: SignedIn,
    moment: TheMoment,
    services: TheServices,
    form: CheckedForm,
    plan: str,
) -> Response:
    """Show the letters with the `note`, or, of the form below them, send what was shown.

    `letters` is how many were shown. Where that many are held back, their number was also typed, as
    `confirm`: nobody writes to a whole city by a slip (T17).
    """
    scope, fields, w = Scope(viewer, moment), fields_of(form), words(lang_of(request))
    items, back = chosen_in(form, scope, plan), back_from(form, plan)
    action, note = links.plan(plan, "urge"), _tidy(fields["note"])
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
            sent = services.urge(keys, note, viewer.address, moment)
            return to(back, "urged_held" if sent.held else "urged")
    return urge_page(
        request, scope, services, items, action=action, back=back, note=note, mistakes=mistakes
    )


def urge_page(
    request: Request,
    scope: Scope,
    services: Services,
    items: list[Item],
    *,
    action: str,
    back: str,
    note: str = "",
    mistakes: dict[str, str] | None = None,
) -> Response:
    """The letters as they would go out. Writes nothing."""
    chosen, moment = split("urge", items), scope.moment
    keys = [item.key for item in chosen[0]]
    zone = services.settings.feeds.zone
    pages = ActPages(moment, lang_of(request), zone, action=action, back=back)
    urging = services.preview_urging(keys, note, moment)
    shown = pages.urge(chosen, note, urging, mistakes or {})
    return page(request, shown, status=422 if mistakes else 200)


def _tidy(note: str) -> str:
    """Its lines without what a mail cannot hold."""
    return "\n".join(filter(None, map(one_line, note.splitlines())))
