"""The directory of a city's agencies: who answers to a name, and who owes on a given day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import get_close_matches

from pydantic import Field

from .names import fold, foldings
from .plan import Names, Strict


class Contacts(Strict):
    """E-mail addresses: the officer in charge, the agency's head, the officer's deputy.

    `readers` may look at the pages and do nothing.
    """

    officer: str = ""
    head: str = ""
    deputy: str = ""
    readers: Names = ()


class Successor(Strict):
    """Who took over. `what`: only that part of the work; empty where it took the whole rest."""

    to: str
    what: str = ""


class Agency(Strict):
    """A body that can owe. In being from `from` to `until`, both days included.

    `also` lists other spellings by which documents name it. A `kind` of "collective" stands for
    bodies that are not listed one by one (the communes) and owes as one. `source` says what the
    entry rests on where that is not plain, and what is unsure.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    vi: str
    en: str
    kind: str
    also: Names = ()
    contacts: Contacts = Contacts()
    parent: str = ""
    since: date | None = Field(default=None, alias="from")
    until: date | None = None
    successors: tuple[Successor, ...] = Field(default=(), alias="successor")
    source: str = ""


class Group(Strict):
    """A named set of agencies, resolved as of a day; `members` are agency ids or other @groups."""

    id: str = Field(pattern=r"^@[a-z0-9][a-z0-9-]*$")
    vi: str
    en: str
    also: Names = ()
    members: Names = Field(min_length=1)
    source: str = ""


class DirectoryFile(Strict):
    """A directory file as written. `city` is the name that may end an agency's name: "Hà Nội"."""

    id: str
    vi: str
    en: str
    city: str = ""
    source: str = ""
    agencies: tuple[Agency, ...] = Field(alias="agency")
    groups: tuple[Group, ...] = Field(default=(), alias="group")

    def spellings(self) -> Iterator[tuple[str, str, str]]:
        """Every spelling as (folded, as written, id of who answers to it)."""
        entities: tuple[Agency | Group, ...] = (*self.agencies, *self.groups)
        for entity in entities:
            for name in (entity.vi, entity.en, *entity.also):
                yield fold(name, self.city), name, entity.id


Standing = tuple[tuple[Agency, tuple[Agency, ...]], ...]


class Directory:
    """The agencies and groups of one city. The file must be sound, as `load_directory` checks."""

    def __init__(self, file: DirectoryFile) -> None:
        self.id, self.name_vi, self.name_en = file.id, file.vi, file.en
        self.agencies = {agency.id: agency for agency in file.agencies}
        self.groups = {group.id: group for group in file.groups}
        self._city = file.city
        self._spelled: dict[str, tuple[str, str]] = {}
        for folded, written, entity in file.spellings():
            self._spelled.setdefault(folded, (entity, written))
        starts = [agency.since for agency in file.agencies if agency.since]
        ends = [agency.until + timedelta(days=1) for agency in file.agencies if agency.until]
        self._boundaries = sorted({*starts, *ends})
        self._standing: dict[tuple[str, int], Standing] = {}

    def find(self, name: str) -> str | None:
        """The id of the agency or @group that answers to a name as written, or None.

        Exact after folding (see `names`); an office named by its head is the agency. Never a guess.
        """
        if name in self.agencies or name in self.groups:
            return name
        for folded in foldings(name, self._city):
            if folded in self._spelled:
                return self._spelled[folded][0]
        return None

    def nearest(self, name: str) -> list[str]:
        """Up to three ids or names like the given one, as the directory writes them.

        For messages only: an answer that is merely near is not an answer.
        """
        ids = get_close_matches(name, [*self.agencies, *self.groups], n=3, cutoff=0.75)
        near = get_close_matches(fold(name, self._city), self._spelled, n=3, cutoff=0.6)
        return [*ids, *(self._spelled[folded][1] for folded in near)][:3]

    def in_force(self, target: str, day: date) -> Standing:
        """Who stands for an agency id or @group on the day, each with the predecessors it replaces.

        Each agency once, in the directory's order of members. Before its first day an agency is
        not there; after its last its successors are, recursively; with none, nobody is.
        KeyError for an id that is not in the directory.
        """
        key = target, bisect_right(self._boundaries, day)
        if key not in self._standing:
            found: dict[str, list[Agency]] = {}
            for agency in self._members(target):
                for standing in self._successors(agency, day):
                    replaced = found.setdefault(standing.id, [])
                    if standing is not agency and agency not in replaced:
                        replaced.append(agency)
            self._standing[key] = tuple(
                (self.agencies[one], tuple(replaced)) for one, replaced in found.items()
            )
        return self._standing[key]

    def _members(self, target: str) -> Iterator[Agency]:
        if target in self.agencies:
            yield self.agencies[target]
            return
        for member in self.groups[target].members:
            yield from self._members(member)

    def _successors(self, agency: Agency, day: date) -> Iterator[Agency]:
        """The agency itself while it is in being, later those who took the whole of its work;
        only where nobody took the whole, those who took parts.
        """
        if agency.since and day < agency.since:
            return
        if not agency.until or day <= agency.until:
            yield agency
            return
        whole = [successor for successor in agency.successors if not successor.what]
        for successor in whole or agency.successors:
            yield from self._successors(self.agencies[successor.to], day)
