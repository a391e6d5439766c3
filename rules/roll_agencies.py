"""The agencies of a duty on a later day: who has ended gives way to whoever took over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from .directory import Agency, Directory
from .plan import Duty
from .question import Question
from .text import Text

_NAMES = (("lead", "lead_written"), ("with_", "with_written"), ("to", ""), ("implement", ""))


@dataclass(frozen=True, slots=True)
class GroupChange:
    """The members of a group that a plan names, on the first day of the old and the new period."""

    id: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Heirs:
    """Who stands for one agency, and all who took a part of its work, with what part."""

    ids: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]


def successors(duty: Duty, directory: Directory, day: date) -> tuple[Duty, list[Question]]:
    """The duty with those in force on the day, as `Directory.in_force` tells; the names as written
    of who is replaced become the successor's own.

    Asked where the work went to several or in parts, or to nobody: then the old one stays.
    """
    changed: dict[str, tuple[str, ...]] = {}
    questions: dict[str, Question] = {}
    for key, written_key in _NAMES:
        targets: tuple[str, ...] = getattr(duty, key)
        written: tuple[str, ...] = getattr(duty, written_key) if written_key else ()
        found: dict[str, str] = {}
        for place, target in enumerate(targets):
            heirs = _heirs(target, directory, day)
            if heirs is None:
                found.setdefault(target, written[place] if written else "")
                continue
            if not heirs.ids or heirs.parts:
                questions[target] = _ask(duty.ref, target, directory, heirs)
            for one in heirs.ids or (target,):
                name = directory.agencies[one].vi if heirs.ids else written[place : place + 1]
                found.setdefault(one, "".join(name))
        if key == "with_":
            was = set(targets)
            lead = changed.get("lead", duty.lead)
            found = {one: name for one, name in found.items() if one in was or one not in lead}
        changed[key] = tuple(found)
        if written_key:
            changed[written_key] = tuple(found.values()) if written else ()
    return duty.model_copy(update=changed), [*questions.values()]


def successor(key: str, target: str, directory: Directory, day: date) -> tuple[str, list[Question]]:
    """The plan's `issuer` or `coordinator` on the day, itself where it is not one agency alone."""
    heirs = _heirs(target, directory, day)
    if heirs is None:
        return target, []
    if len(heirs.ids) == 1:
        return heirs.ids[0], [_ask("", target, directory, heirs)] if heirs.parts else []
    question = _ask("", target, directory, heirs)
    text = Text(f"{key}: {question.text.vi}", f"{key}: {question.text.en}")
    return target, [replace(question, text=text)]


def group_changes(
    groups: Iterator[str], directory: Directory, old_day: date, new_day: date
) -> list[GroupChange]:
    """Those of the groups whose members in force are others on the new day, by id."""
    found = []
    for group in sorted({*groups} & directory.groups.keys()):
        old, new = (
            tuple(agency.id for agency, _ in directory.in_force(group, day))
            for day in (old_day, new_day)
        )
        if {*old} != {*new}:
            found.append(GroupChange(group, old, new))
    return found


def _heirs(target: str, directory: Directory, day: date) -> _Heirs | None:
    """None where the target itself stands, or is none of the directory's agencies."""
    agency = directory.agencies.get(target)
    if agency is None or agency.until is None or day <= agency.until:
        return None
    ids = tuple(one.id for one, _ in directory.in_force(target, day))
    parts = tuple(dict.fromkeys(_took(agency, directory, day)))
    plain = len(ids) == 1 and parts == ((ids[0], ""),)
    return _Heirs(ids, () if plain else parts)


def _took(agency: Agency, directory: Directory, day: date) -> Iterator[tuple[str, str]]:
    """Everybody in force on the day who took anything over, with what; "" is the whole rest."""
    for successor_ in agency.successors:
        heir = directory.agencies[successor_.to]
        if heir.until is None or day <= heir.until:
            yield heir.id, successor_.what
        else:
            for one, what in _took(heir, directory, day):
                yield one, successor_.what or what


def _ask(ref: str, target: str, directory: Directory, heirs: _Heirs) -> Question:
    """Who does the work of an agency that has ended?"""
    agency = directory.agencies[target]
    chosen = ", ".join(heirs.ids)
    vi = f"{agency.vi} ({target}) chỉ còn đến hết {agency.until:%d/%m/%Y}"
    en = f"{agency.en} ({target}) ended with {agency.until}"
    if not heirs.ids:
        text = Text(f"{vi}, không ai kế tục: ai làm?", f"{en}, without a successor: who does it?")
        return Question(ref, "agency", text)
    return Question(
        ref,
        "agency",
        Text(f"{vi}; bản nháp ghi {chosen}: đúng không?", f"{en}; drafted: {chosen}. Right?"),
        tuple(f"{one} ({what})" if what else one for one, what in heirs.parts),
    )
