"""The occurrences that a request names, of those its token opens."""

from __future__ import annotations

from rules.schedule import Occurrence

from ..access.scope import NotFoundError, Scope
from .fields import Which


def choose(scope: Scope, which: Which) -> tuple[Occurrence, ...]:
    """Those of a plan, of an agency, of both, or all. NotFoundError for what it does not open."""
    found = scope.occurrences()
    if which.plan is not None:
        if which.plan not in {each.slot.plan.id for each in found} | scope.viewer.reads_plans:
            raise NotFoundError(which.plan)
        found = tuple(each for each in found if each.slot.plan.id == which.plan)
    if which.agency is not None:
        city, _, ident = which.agency.rpartition(":")
        known = scope.viewer.reads | {each.owes for each in scope.occurrences()}
        wanted = {owes for owes in known if owes[1] == ident and city in ("", owes[0])}
        if not wanted:
            raise NotFoundError(which.agency)
        found = tuple(each for each in found if each.owes in wanted)
    return found
