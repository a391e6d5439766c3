"""The drafts a viewer may settle: those of directories of which it coordinates a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.desk import Desk, directory_of, drafts_in, open_desk
from intake.desk_errors import DeskError
from intake.settling import Settling
from rules.text import Text

from ..access.scope import NotFoundError, Scope


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft that can be settled now."""

    desk: Desk
    settling: Settling

    @property
    def path(self) -> Path:
        """Its file."""
        return self.desk.path


@dataclass(frozen=True, slots=True)
class SettledDraft:
    """A draft that was settled, and waits to be put in."""

    desk: Desk

    @property
    def path(self) -> Path:
        """Its file."""
        return self.desk.path


@dataclass(frozen=True, slots=True)
class BrokenDraft:
    """A draft that cannot be settled, and why."""

    path: Path
    why: Text


FoundDraft = OpenDraft | SettledDraft | BrokenDraft


def drafts_of(scope: Scope, folder: Path) -> Iterator[FoundDraft]:
    """The drafts of the folder that the viewer may settle, by name. NotFoundError where it
    coordinates no plan at all.
    """
    if not scope.viewer.coordinates:
        raise NotFoundError("drafts")
    for path in drafts_in(folder):
        if _is_for(scope, path):
            yield _found(scope, path)


def draft_of(scope: Scope, folder: Path, name: str) -> FoundDraft:
    """The draft with that name among them: a name becomes no path. NotFoundError."""
    for path in drafts_in(folder):
        if path.stem == name and scope.viewer.coordinates and _is_for(scope, path):
            return _found(scope, path)
    raise NotFoundError(name)


def _is_for(scope: Scope, path: Path) -> bool:
    """Of a directory that is not here anybody who coordinates is told that it cannot be settled."""
    directory = directory_of(path)
    known = directory in scope.moment.schedule.directories
    return scope.coordinates_in(directory) if known else True


def _found(scope: Scope, path: Path) -> FoundDraft:
    schedule = scope.moment.schedule
    try:
        desk = open_desk(path)
        if desk.is_settled:
            return SettledDraft(desk)
        return OpenDraft(desk, desk.settling(schedule.directories, schedule.working_days))
    except DeskError as error:
        return BrokenDraft(path, error.text)
