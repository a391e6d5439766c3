"""`/drafts`: a draft's doubts settled beside its source. GET writes nothing; POST acts."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from intake.answers import Answer, AnswerError
from intake.desk import keep, settle
from intake.desk_errors import DeskError, NoPlanError, OvertakenError
from intake.settling import Settling
from rules.text import Lang
from templates.pages.base import Page
from templates.pages.review import BrokenDraftPage, ReviewedPage, ReviewPage
from templates.pages.words import words

from .. import links
from ..access.scope import NotFoundError, Scope
from ..access.session import SignedIn
from ..forms import CheckedForm, text
from ..respond import lang_of, page, to
from ..services import TheMoment, TheServices
from .drafts import BrokenDraft, FoundDraft, OpenDraft, draft_of, drafts_of
from .view import answers_page, drafts_page, given, question_page

router = APIRouter(include_in_schema=False)


@router.get("/drafts")
def every_draft(
    request: Request, viewer: SignedIn, moment: TheMoment, services: TheServices
) -> Response:
    """The drafts that the viewer may settle."""
    found = drafts_of(Scope(viewer, moment), services.settings.drafts)
    return page(request, drafts_page(found, lang_of(request)))


@router.get("/drafts/{draft}")
def show_draft(
    request: Request,
    viewer: SignedIn,
    moment: TheMoment,
    services: TheServices,
    draft: str,
    question: int = 0,
) -> Response:
    """The question of that number, else the first that is open; where none is, all answers."""
    found = draft_of(Scope(viewer, moment), services.settings.drafts, draft)
    if question and not (isinstance(found, OpenDraft) and _is_asked(found, question - 1)):
        raise NotFoundError(draft)
    shown = _shown(found, question - 1 if question else None, lang_of(request))
    return page(request, shown, status=409 if isinstance(found, BrokenDraft) else 200)


@router.post("/drafts/{draft}")
def answer_question(
    request: Request,
    viewer: SignedIn,
    moment: TheMoment,
    services: TheServices,
    form: CheckedForm,
    draft: str,
) -> Response:
    """Keep the answer and go on to what is open; or the form again, with what is wrong."""
    scope, folder, lang = Scope(viewer, moment), services.settings.drafts, lang_of(request)
    found, number = draft_of(scope, folder, draft), _number(form)
    if not (isinstance(found, OpenDraft) and _is_seen(found, form) and _is_asked(found, number)):
        return _overtaken(request, found, form)
    after, mistakes = _judged(found.settling, number, form, lang)
    status = 422
    if after is not None:
        try:
            keep(found.desk, after)
            return to(links.draft(draft, _next(after, number)), "review_kept")
        except OvertakenError:
            return _overtaken(request, draft_of(scope, folder, draft), form)
        except DeskError as error:
            mistakes, status = {"choice": error.text.to(lang)}, 503
    shown = _as_sent(question_page(found, number, lang), form)
    return page(request, replace(shown, mistakes=mistakes), status=status)


@router.post("/drafts/{draft}/settle")
def settle_draft(
    request: Request,
    viewer: SignedIn,
    moment: TheMoment,
    services: TheServices,
    form: CheckedForm,
    draft: str,
) -> Response:
    """Write the draft anew, sealed, as `kyhan import --review` does; or say what keeps it back."""
    scope, folder, lang = Scope(viewer, moment), services.settings.drafts, lang_of(request)
    found = draft_of(scope, folder, draft)
    if not (isinstance(found, OpenDraft) and _is_seen(found, form)) or found.settling.open:
        return _overtaken(request, found, form)
    try:
        settle(found.desk, found.settling)
    except OvertakenError:
        return _overtaken(request, draft_of(scope, folder, draft), form)
    except NoPlanError as error:
        told = [problem.show(lang) for problem in error.problems]
        return page(request, answers_page(found, lang, told), status=422)
    except DeskError as error:
        return page(request, answers_page(found, lang, [error.text.to(lang)]), status=503)
    return to(links.draft(draft), "review_settled")


def _shown(found: FoundDraft, number: int | None, lang: Lang) -> Page:
    """The question of that number, else the first that is open, else all answers."""
    if isinstance(found, BrokenDraft):
        return BrokenDraftPage(found.path.name, found.why.to(lang))
    if isinstance(found, OpenDraft):
        if number is None and found.settling.open:
            number = found.settling.open[0]
        if number is not None:
            return question_page(found, number, lang)
    return answers_page(found, lang)


def _overtaken(request: Request, found: FoundDraft, form: FormData) -> Response:
    """The draft as it is now with what was sent in its form; nothing was recorded."""
    number, lang = _number(form), lang_of(request)
    asked = isinstance(found, OpenDraft) and _is_asked(found, number)
    shown = _shown(found, number if asked else None, lang)
    if isinstance(shown, ReviewPage):
        shown = replace(_as_sent(shown, form), overtaken=True)
    elif isinstance(shown, ReviewedPage):
        shown = replace(shown, overtaken=True)
    return page(request, shown, status=409)


def _is_seen(found: OpenDraft, form: FormData) -> bool:
    """Whether the draft and its answers are those the form was drawn from."""
    return text(form, "seen") == found.desk.stamp


def _is_asked(found: OpenDraft, number: int) -> bool:
    return 0 <= number < len(found.settling.questions)


def _number(form: FormData) -> int:
    """The question the form is about, from 0; -1 where it is about none."""
    said = text(form, "question")
    return int(said) - 1 if said.isdecimal() and len(said) < 6 else -1


def _next(settling: Settling, number: int) -> int:
    """The open question after this one, else the first, counted from 1; 0 where none is."""
    later = [each for each in settling.open if each > number]
    return [*later, *settling.open, -1][0] + 1


def _judged(
    settling: Settling, number: int, form: FormData, lang: Lang
) -> tuple[Settling | None, dict[str, str]]:
    """The draft with the answer in it, or what is wrong, by field."""
    kind, _, which = text(form, "choice").partition("-")
    value, before = text(form, "value"), given(settling.questions[number], settling.answer(number))
    if not kind:
        return None, {"choice": words(lang)["review_none_chosen"]}
    if kind != "set" and value not in ("", before):
        return None, {"value": words(lang)["review_value_unused"]}
    try:
        answer = _answer(settling, number, kind, which, value)
        return settling.with_answer(number, answer), {}
    except AnswerError as error:
        return None, {"value" if kind == "set" else "choice": error.text.to(lang)}


def _answer(settling: Settling, number: int, kind: str, which: str, value: str) -> Answer:
    """AnswerError for what the question does not ask."""
    match kind:
        case "set":
            return settling.set(number, which, value)
        case "take":
            return settling.take(number, int(which) if which.isdecimal() else -1)
        case "drop":
            return settling.drop(number)
        case _:
            return settling.keep(number)


def _as_sent(shown: ReviewPage, form: FormData) -> ReviewPage:
    """The question with what was chosen and typed."""
    sent = text(form, "choice")
    choices = tuple(replace(each, chosen=each.value == sent) for each in shown.choices)
    return replace(shown, choices=choices, value=text(form, "value"))
