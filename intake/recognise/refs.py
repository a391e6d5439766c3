"""A duty's ref by rule, from the document's own numbering.

The numbers it stands under, joined by full stops, an appendix's initials first: "III.1.c",
"PL.I.2". A dash right under a Roman section counts as its number ("II.4"). Several duties of one
unit, or one of a unit that is a list of dashes, are numbered behind a hyphen: "II.12-3", "II.1-1".
A unit that is an agency's share holds bare refs as long as it has but one duty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from ..outline import Item
from ..proposal import Doubt, Proposal
from .prose import Candidate

Unit = tuple[str, tuple[str, ...], int]


def numbered(
    candidates: list[Candidate],
    is_agency: Callable[[Item], bool],
    stand_in: Callable[[Item, str], Doubt],
) -> tuple[list[Proposal], list[Doubt]]:
    """The proposals with their refs, in order, and the doubts that stand for places left empty."""
    units: dict[Unit, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        units[_unit(candidate.item)].append(candidate)
    dashed = {_list_of(unit) for unit, held in units.items() if _is_dashed(held, is_agency)}
    proposals: list[Proposal] = []
    doubts: list[Doubt] = []
    for unit, held in units.items():
        hyphen = len(held) > 1 or _list_of(unit) in dashed
        for number, candidate in enumerate(held, 1):
            ref = _base(unit) + (f"-{number}" if hyphen else "")
            if candidate.proposal is None:
                doubts += [stand_in(candidate.item, ref)] if candidate.told else []
            else:
                own = tuple(replace(doubt, ref=ref) for doubt in candidate.proposal.doubts)
                proposals.append(replace(candidate.proposal, ref=ref, doubts=own))
    return proposals, doubts


def base_ref(part: str, path: tuple[str, ...]) -> str:
    """The ref of what stands under these numbers."""
    return ".".join((*([part] if part else []), *path))


def _unit(item: Item) -> Unit:
    """What its duties are counted in: the numbered paragraph, or a dash right under a section."""
    section = len(item.path) == 1 and not item.path[0][0].isdigit()
    return item.part, item.path, item.bullet if section else 0


def _base(unit: Unit) -> str:
    part, path, bullet = unit
    return base_ref(part, (*path, str(bullet)) if bullet else path)


def _list_of(unit: Unit) -> tuple[object, ...]:
    """The list a unit is a member of: lettered siblings share one; others are their own."""
    part, path, bullet = unit
    lettered = bool(path) and path[-1].islower()
    return (part, path[:-1]) if lettered else (part, path, bullet)


def _is_dashed(held: list[Candidate], is_agency: Callable[[Item], bool]) -> bool:
    """Whether a duty stands on a dash below the unit's own number."""
    return any(
        candidate.item.bullet
        and len(candidate.item.path) > 1
        and not any(is_agency(parent) for parent in candidate.item.parents[-1:])
        for candidate in held
    )
