"""`/demo`: sign in as anyone, where a trial is shown; no page of a site in earnest."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Depends, Request, Response

from rules.directory import Agency, Directory
from rules.text import Lang, Text
from templates.pages.sign_in import DemoCity, DemoContact, DemoPage

from ...describe import name_of
from ..access.scope import NotFoundError
from ..access.session import begin_session
from ..access.viewer import viewer_for
from ..forms import CheckedForm, text
from ..respond import lang_of, page, to
from ..services import Moment, TheMoment, TheServices


def _in_a_trial(services: TheServices) -> None:
    if not services.settings.demo:
        raise NotFoundError("/demo")


router = APIRouter(include_in_schema=False, dependencies=[Depends(_in_a_trial)])


@router.get("/demo")
def contacts(request: Request, moment: TheMoment) -> Response:
    """Everybody who may sign in, coordinators first."""
    lang = lang_of(request)
    cities = [
        DemoCity(
            Text(directory.name_vi, directory.name_en).to(lang),
            tuple(_contacts(directory, moment, lang)),
        )
        for _, directory in sorted(moment.schedule.directories.items())
    ]
    return page(request, DemoPage(tuple(cities)))


@router.post("/demo")
def sign_in_as(request: Request, moment: TheMoment, form: CheckedForm) -> Response:
    """Be that contact."""
    address = text(form, "address")
    if viewer_for(address, moment.schedule, moment.today) is None:
        raise NotFoundError(address)
    response = to("/")
    begin_session(request, response, address)
    return response


def _contacts(directory: Directory, moment: Moment, lang: Lang) -> list[DemoContact]:
    coordinators = {
        agency.id
        for plan in moment.schedule.plans.values()
        if plan.directory == directory.id
        for agency, _ in directory.in_force(plan.coordinator, moment.today)
    }
    found = [
        DemoContact(address, role, name_of(agency, lang), agency.id in coordinators)
        for agency in directory.agencies.values()
        if agency in (standing for standing, _ in directory.in_force(agency.id, moment.today))
        for role, address in _roles(agency)
    ]
    return sorted(found, key=lambda contact: not contact.coordinates)


def _roles(agency: Agency) -> Iterator[tuple[str, str]]:
    for role in ("officer", "head", "deputy"):
        if getattr(agency.contacts, role):
            yield role, getattr(agency.contacts, role)
    for reader in agency.contacts.readers:
        yield "reader", reader
