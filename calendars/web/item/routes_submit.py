"""`/submit/...`: report an item done. GET shows the form and writes nothing; POST acts."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from rules.facts import Completion
from rules.schedule import Occurrence
from rules.state import State
from templates.pages.submit import SubmitPage, SubmittedPage, Typed
from templates.pages.words import words

from .. import links
from ..forms import CheckedForm
from ..respond import page, to
from ..services import TheServices
from .documents import ACCEPTS
from .items import item_of
from .lines import HANDED_IN, Lines, TheLines
from .submission import LABELS, Submission, completion_of, mistakes, read_form, seen_of

router = APIRouter(include_in_schema=False)


@router.get("/submit/{key:path}")
def show_form(request: Request, lines: TheLines, services: TheServices, key: str) -> Response:
    """The form, with what waits to be accepted in it; or that there is nothing to submit."""
    occurrence, moment = lines.scope.to_act(key), lines.scope.moment
    if not _takes(lines, occurrence):
        return page(request, SubmittedPage(lines.of(occurrence)))
    typed = _typed(moment.facts.completions.get(key))
    sent = Submission(typed, None, seen_of(key, moment.facts))
    return page(request, _form(lines, occurrence, sent, services.settings.max_upload))


@router.post("/submit/{key:path}")
def submit(
    request: Request, lines: TheLines, services: TheServices, form: CheckedForm, key: str
) -> Response:
    """Record it and go on to the item; or the form again, with all that is wrong."""
    occurrence, moment = lines.scope.to_act(key), lines.scope.moment
    if not _takes(lines, occurrence):
        return page(request, SubmittedPage(lines.of(occurrence)), status=409)
    limit, decides = services.settings.max_upload, lines.scope.may_decide(occurrence)
    sent = read_form(form, limit)
    by = lines.scope.viewer.address
    completion = completion_of(sent, key, by, moment, decides=decides)
    wrong = mistakes(sent, completion, moment.today, limit, lines.lang)
    overtaken = sent.seen != seen_of(key, moment.facts)
    if wrong or overtaken:
        sent, w = replace(sent, seen=seen_of(key, moment.facts)), words(lines.lang)
        shown = replace(
            _form(lines, occurrence, sent, limit),
            mistakes=wrong,
            told={field: f"{w[LABELS[field]]}: {what}" for field, what in wrong.items()},
            overtaken=overtaken,
        )
        return page(request, shown, status=422 if wrong else 409)
    ledger = services.ledger
    if sent.document is not None and sent.document.media_type is not None:
        kept = ledger.save_file(sent.document.content, sent.document.media_type, moment.now)
        completion = replace(completion, file=kept)
    elif not completion.nil:
        completion = _with_file_of(moment.facts.completions.get(key), completion)
    ledger.record_completion(completion)
    return to(links.item(key), "submitted" if completion.accepted is None else "accepted_at_once")


def _takes(lines: Lines, occurrence: Occurrence) -> bool:
    """Whether it may be submitted: what is accepted or closed may not, what waits may be anew."""
    state = item_of(occurrence, lines.scope.moment).state
    return state is State.SUBMITTED or state not in HANDED_IN


def _form(lines: Lines, occurrence: Occurrence, sent: Submission, limit: int) -> SubmitPage:
    moment = lines.scope.moment
    typed = sent.typed if sent.typed.on else replace(sent.typed, on=moment.today.isoformat())
    return SubmitPage(
        line=lines.of(occurrence),
        action=links.act("submit", occurrence.key),
        typed=typed,
        decides=lines.scope.may_decide(occurrence),
        seen=sent.seen,
        accepts=ACCEPTS,
        megabytes=limit // 1_000_000,
        choose_again=sent.document.name if sent.document else "",
    )


def _typed(waiting: Completion | None) -> Typed:
    if waiting is None:
        return Typed()
    signed = waiting.document_date
    return Typed(
        number=waiting.number,
        document_date=signed.isoformat() if signed else "",
        link=waiting.link,
        note=waiting.note,
        nil=waiting.nil,
        on=waiting.on.isoformat(),
    )


def _with_file_of(waiting: Completion | None, completion: Completion) -> Completion:
    """A submission that takes another's place keeps its document, unless it brings its own."""
    if waiting is None:
        return completion
    return replace(completion, file=waiting.file, file_name=waiting.file_name)
