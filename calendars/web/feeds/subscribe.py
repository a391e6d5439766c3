"""Subscribing: which calendars the viewer may hand out, and the addresses made for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from ledger.tokens import Token
from rules.text import Text
from templates.pages.subscribe import Addresses, Calendar, SubscribePage, TokenLine

from ...describe import name_of
from ...scopes import TokenScope
from .. import links
from ..access.scope import NotFoundError
from ..access.viewer import Owes
from ..item.lines import Lines

_GOOGLE = "https://calendar.google.com/calendar/r?cid="
_OUTLOOK = "https://outlook.office.com/calendar/0/addfromweb"


@dataclass(frozen=True, slots=True)
class Subscribable:
    """Whose calendar it is, that one's page, and the calendars with their names, by their text."""

    of: str
    back: str
    calendars: dict[str, tuple[TokenScope, str]]

    @property
    def page(self) -> str:
        """The address of the page where they are subscribed to."""
        return f"{self.back}/subscribe"


def of_agency(lines: Lines, owes: Owes) -> Subscribable:
    """An agency's calendar, for whoever acts for it: it shows all that the agency owes, whichever
    plan it is of. NotFoundError.
    """
    if owes not in lines.scope.viewer.acts_for:
        raise NotFoundError("/".join(owes))
    name = name_of(lines.scope.agency(*owes), lines.lang)
    scope = TokenScope.agency(*owes)
    return Subscribable(name, links.agency(*owes), {scope.text: (scope, name)})


def of_plan(lines: Lines, ident: str) -> Subscribable:
    """A plan's calendar, for its coordinator. NotFoundError.

    And those of the directory's groups, which show the items of every plan there: for whoever
    coordinates all of these.
    """
    scope, schedule = lines.scope, lines.scope.moment.schedule
    plan = scope.coordinated(ident)
    whole = Text(f"Cả kế hoạch {plan.number}", f"The whole plan {plan.number}").to(lines.lang)
    found = {TokenScope.plan(ident).text: (TokenScope.plan(ident), whole)}
    there = {each.id for each in schedule.plans.values() if each.directory == plan.directory}
    if there <= scope.viewer.coordinates:
        owing = {each.assignee.agency.id for each in scope.occurrences_in(ident)}
        directory = schedule.directories[plan.directory]
        for group in directory.groups.values():
            members = {each.id for each, _ in directory.in_force(group.id, scope.moment.today)}
            if members & owing:
                one = TokenScope("group", directory.id, group.id)
                found[one.text] = one, name_of(group, lines.lang)
    return Subscribable(plan.title, links.plan(ident), found)


def standing(those: Subscribable, tokens: Sequence[Token], now: datetime) -> list[Token]:
    """The calendar addresses that open one of these, oldest first."""
    return [
        each
        for each in tokens
        if each.kind == "feed" and each.scope in those.calendars and each.stands(now)
    ]


def subscribe_page(
    lines: Lines, those: Subscribable, tokens: Sequence[Token], *, secure: bool
) -> SubscribePage:
    """The page, with the addresses that stand."""
    return SubscribePage(
        of=those.of,
        back=those.back,
        action=those.page,
        calendars=tuple(Calendar(text, name) for text, (_, name) in those.calendars.items()),
        tokens=tuple(
            TokenLine(
                id=each.id,
                name=each.name,
                what=those.calendars[each.scope][1],
                by=each.by,
                since=lines.local(each.recorded_at).date(),
                until=each.ended_at and lines.local(each.ended_at).date(),
            )
            for each in standing(those, tokens, lines.scope.moment.now)
        ),
        secure=secure,
    )


def addresses(scope: TokenScope, site: str, token: str, name: str) -> Addresses:
    """The new address, as each program wants it.

    Google takes a webcal address as `cid`, Outlook on the web an https one as `url`.
    """
    https = scope.url(site, token)
    parts = urlsplit(https)
    webcal = parts._replace(scheme="webcal").geturl()
    return Addresses(
        name=name,
        https=https,
        webcal=webcal,
        google=f"{_GOOGLE}{quote(webcal, safe='')}",
        outlook=links.with_query(_OUTLOOK, url=https, name=name),
    )
