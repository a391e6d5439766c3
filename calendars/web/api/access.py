"""Who asks: a bearer token (RFC 6750) and what its scope lets it see and do. No cookie counts."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from ...scopes import TokenScope
from ..access.scope import Scope
from ..access.viewer import Owes, Viewer, in_being, replaced_by
from ..services import Moment, TheMoment, TheServices
from .data import Told
from .problems import Problem

_bearer = HTTPBearer(
    scheme_name="token",
    auto_error=False,
    description="A token made by `kyhan feeds --create SCOPE --api`, for an agency, a group of"
    " agencies (may only read) or a plan (may also accept).",
)


def scope_of(
    services: TheServices,
    moment: TheMoment,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Scope:
    """What the token opens. Problem 401: none was sent, or it opens nothing (any more)."""
    if credentials is None:
        raise Problem("no_token")
    scope = services.ledger.token_scope(credentials.credentials, "api", moment.now)
    if scope is None:
        raise Problem("bad_token")
    return Scope(viewer_of_token(scope, moment), moment)


TheScope = Annotated[Scope, Depends(scope_of)]


def told_to(scope: TheScope) -> Told:
    """What is told within the scope: who recorded what, only to whom it is their own business."""
    moment = scope.moment
    return Told(moment.schedule, moment.facts, moment.today, scope.may_act)


TheTold = Annotated[Told, Depends(told_to)]


def viewer_of_token(scope: str, moment: Moment) -> Viewer:
    """The rights of a token's scope as of today; none where its agency, group or plan is gone.

    An agency's token submits for it while it is in being and reads what its predecessors owed; a
    group's reads what its members owe; a plan's is its coordinator's.
    """
    opened, none = TokenScope.read(scope), frozenset[str]()
    by = f"API {scope}"
    if opened.kind == "plan":
        plans = frozenset({opened.id} & moment.schedule.plans.keys())
        return Viewer(by, frozenset(), frozenset(), plans, plans)
    acts_for, reads = _agencies(opened.directory, opened.id, moment)
    return Viewer(by, acts_for, reads, none, none)


def _agencies(
    directory: str, ident: str, moment: Moment
) -> tuple[frozenset[Owes], frozenset[Owes]]:
    found = moment.schedule.directories.get(directory)
    if found is None or ident not in {*found.agencies, *found.groups}:
        return frozenset(), frozenset()
    standing = [agency for agency, _ in found.in_force(ident, moment.today)]
    if ident in found.agencies:
        standing = [found.agencies[ident]]  # once it is dissolved it does not become another
    reads = {(directory, agency.id) for agency in standing}
    for agency in standing:
        reads.update((directory, old) for old in replaced_by(agency, found, moment.today))
    may_act = ident in found.agencies and in_being(found.agencies[ident], moment.today)
    return frozenset({(directory, ident)} if may_act else ()), frozenset(reads)
