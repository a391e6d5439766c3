"""What is in force while the daemon runs; a reload with new errors does not replace it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from threading import Lock

from rules.compile import NOTHING
from rules.facts import Event, Extension, Facts
from rules.problems import Problem, errors
from rules.schedule import Schedule
from rules.text import Text

from .config import Config, load_config
from .site import Site, load_site, site_files

_Moves = tuple[Mapping[str, Event], Mapping[str, Extension]]
_Stats = tuple[tuple[Path, int, int], ...]


class Current:
    """The last good configuration and site. May be used by several threads at once."""

    def __init__(self, path: Path, config: Config, site: Site) -> None:
        self.path, self.config, self.site = path, config, site
        self._stats = self._look()
        self._digest = self._read()
        self._compiled: tuple[Site, _Moves, Schedule] | None = None
        self._lock = Lock()

    def schedule(self, facts: Facts = NOTHING) -> Schedule:
        """The schedule; compiled again only where site, events or extensions are others."""
        moves = facts.events, facts.extensions
        with self._lock:  # who comes second finds it made
            site = self.site
            if self._compiled is not None:
                compiled_from, known, schedule = self._compiled
                if compiled_from is site and known == moves:
                    return schedule
            schedule, _ = site.schedule(facts)
            self._compiled = site, moves, schedule
            return schedule

    def changed(self) -> bool:
        """Whether a file's contents are others than when last asked; its date does not count."""
        stats = self._look()
        if stats == self._stats:
            return False
        self._stats = stats
        before, self._digest = self._digest, self._read()
        return before != self._digest

    def reload(self) -> list[Problem]:
        """Put what the files now say in force, unless it has an error that is not there already.

        Returns the errors for which it was refused; the last good state then stays in force.
        """
        config, problems = load_config(self.path)
        if config is None:
            return problems
        fixed = ("ledger", "daemon", "watch", "web")  # what a running daemon has taken hold of
        if any(getattr(config, name) != getattr(self.config, name) for name in fixed):
            return [_needs_restart(self.path)]
        site = load_site(config)
        new = _not_in(_all_errors(site), _all_errors(self.site))
        if not new:
            self.config, self.site = config, site
        return new

    def _files(self) -> tuple[Path, ...]:
        return (self.path, *site_files(self.config))

    def _look(self) -> _Stats:
        found = []
        for path in self._files():
            try:
                stat = path.stat()
            except OSError:
                found.append((path, 0, -1))
            else:
                found.append((path, stat.st_mtime_ns, stat.st_size))
        return tuple(found)

    def _read(self) -> bytes:
        digest = sha256()
        for path in self._files():
            try:
                content = path.read_bytes()
            except OSError:
                content = b""
            digest.update(f"{path}\0{len(content)}\0".encode() + content)
        return digest.digest()


def _all_errors(site: Site) -> list[Problem]:
    _, refused = site.schedule()
    return errors([*site.problems, *refused])


def _not_in(new: Iterable[Problem], old: Iterable[Problem]) -> list[Problem]:
    """Problems that are not known yet, wherever in its file one now stands."""
    known = {(each.file, each.key, each.what) for each in old}
    return [each for each in new if (each.file, each.key, each.what) not in known]


def _needs_restart(path: Path) -> Problem:
    return Problem(
        str(path),
        "ledger, daemon, watch, web",
        Text("đổi khi đang chạy", "changed while running"),
        Text("khởi động lại kyhan run để dùng", "restart kyhan run to use it"),
    )
