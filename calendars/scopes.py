"""What a token opens: an agency, a group or a plan; and where the calendar of each lies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, Self
from urllib.parse import quote

from rules.schedule import Schedule


class TokenScope(NamedTuple):
    """One agency or group of a directory, or one plan (then `directory` is "").

    A group's `id` begins with @, as it does in plans.
    """

    kind: Literal["agency", "group", "plan"]
    directory: str
    id: str

    @classmethod
    def agency(cls, directory: str, ident: str) -> Self:
        """An agency's."""
        return cls("agency", directory, ident)

    @classmethod
    def plan(cls, ident: str) -> Self:
        """A whole plan's."""
        return cls("plan", "", ident)

    @classmethod
    def read(cls, text: str) -> Self:
        """From `text`, as the ledger has it. ValueError where it is none."""
        match text.split(":"):
            case ["plan", ident]:
                return cls.plan(ident)
            case ["agency", directory, ident]:
                return cls.agency(directory, ident)
            case ["group", directory, ident]:
                return cls("group", directory, ident)
        raise ValueError(f"not a scope: {text!r}")

    @property
    def text(self) -> str:
        """As the ledger keeps it, e.g. `agency:hanoi:so-tu-phap`, `plan:hanoi-2019`."""
        return ":".join(filter(None, self))

    @property
    def word(self) -> str:
        """As people write it: `hanoi:so-tu-phap`, `hanoi:@so`, `hanoi-2019`."""
        return ":".join(filter(None, (self.directory, self.id)))

    @property
    def path(self) -> str:
        """Where its calendar lies in the published folder."""
        place = {"agency": "agencies", "group": "groups"}.get(self.kind, "")
        return "/".join(filter(None, (self.directory, place or "plans", self.file)))

    @property
    def file(self) -> str:
        """Its calendar's name."""
        return f"{self.id.removeprefix('@')}.ics"

    def url(self, site: str, token: str) -> str:
        """Where whoever holds the token subscribes."""
        return f"{site}/feeds/{token}/{quote(self.file)}"


def scopes_of(schedule: Schedule) -> Iterator[TokenScope]:
    """Everything a token could be made for."""
    for name, directory in schedule.directories.items():
        for agency in directory.agencies:
            yield TokenScope.agency(name, agency)
        for group in directory.groups:
            yield TokenScope("group", name, group)
    for plan in schedule.plans:
        yield TokenScope.plan(plan)
