"""A directory file read and checked: clashing names, links to nowhere, days that do not meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from .directory import Agency, Directory, DirectoryFile
from .problems import Problem, errors
from .text import Text
from .validation import Loc, Source, read_toml
from .validation_texts import did_you_mean


def load_directory(path: Path) -> tuple[Directory | None, list[Problem]]:
    """The directory of a TOML file, or None with every error in it. Warnings alone stop nothing."""
    source, problems = read_toml(path)
    if problems:
        return None, problems
    file, problems = source.validate(DirectoryFile)
    if file is None:
        return None, problems
    problems += [
        *_repeated_ids(source, file),
        *_clashing_names(source, file),
        *_links(source, file),
        *_days(source, file),
        *_circles(source, file),
    ]
    return (None if errors(problems) else Directory(file)), problems


def _repeated_ids(source: Source, file: DirectoryFile) -> Iterator[Problem]:
    seen: dict[str, Loc] = {}
    for loc, one in _entities(file):
        if one in seen:
            first = source.line((*seen[one], "id"))
            yield source.problem(
                (*loc, "id"),
                Text(f"mã đã dùng ở dòng {first}", f"is already used at line {first}"),
                Text("đặt mã khác", "choose another id"),
                one,
            )
        seen.setdefault(one, loc)


def _entities(file: DirectoryFile) -> Iterator[tuple[Loc, str]]:
    yield from ((("agency", n), agency.id) for n, agency in enumerate(file.agencies))
    yield from ((("group", n), group.id) for n, group in enumerate(file.groups))


def _clashing_names(source: Source, file: DirectoryFile) -> Iterator[Problem]:
    """A spelling must lead to one agency or group, or a written name could not be answered."""
    owners: dict[str, str] = {}
    places = {one: loc for loc, one in _entities(file)}
    for folded, written, entity in file.spellings():
        owner = owners.setdefault(folded, entity)
        if owner != entity:
            yield source.problem(
                places[entity],
                Text(f"tên này cũng chỉ {owner}", f"is a name that {owner} answers to as well"),
                Text("bỏ tên này ở một trong hai nơi", "take it away from one of the two"),
                written,
            )


def _links(source: Source, file: DirectoryFile) -> Iterator[Problem]:
    agencies = [agency.id for agency in file.agencies]
    anyone = [*agencies, *(group.id for group in file.groups)]
    for number, agency in enumerate(file.agencies):
        if agency.parent and agency.parent not in agencies:
            yield _unknown(source, ("agency", number, "parent"), agency.parent, agencies)
        for place, successor in enumerate(agency.successors):
            if successor.to not in agencies:
                loc = ("agency", number, "successor", place, "to")
                yield _unknown(source, loc, successor.to, agencies)
        if agency.successors and not agency.until:
            yield source.problem(
                ("agency", number, "successor"),
                Text("có cơ quan kế tục nhưng chưa có ngày kết thúc", "has no last day"),
                Text("thêm until = 2025-02-28", "add until = 2025-02-28"),
            )
    for number, group in enumerate(file.groups):
        for place, member in enumerate(group.members):
            if member not in anyone:
                yield _unknown(source, ("group", number, "members", place), member, anyone)


def _unknown(source: Source, loc: tuple[str | int, ...], value: str, known: list[str]) -> Problem:
    what = Text("không có trong danh bạ", "is not in the directory")
    return source.problem(loc, what, did_you_mean(value, known), value)


def _days(source: Source, file: DirectoryFile) -> Iterator[Problem]:
    by_id = {agency.id: agency for agency in file.agencies}
    for number, agency in enumerate(file.agencies):
        if agency.until is None:
            continue
        if agency.since and agency.since > agency.until:
            yield source.problem(
                ("agency", number, "until"),
                Text("ngày kết thúc đứng trước ngày bắt đầu", "is before its first day"),
                Text(f"không sớm hơn {agency.since}", f"not before {agency.since}"),
                agency.until,
            )
        next_day = agency.until + timedelta(days=1)
        for place, successor in enumerate(agency.successors):
            heir = by_id.get(successor.to)
            if heir and heir.since and heir.since > next_day:
                yield source.problem(
                    ("agency", number, "successor", place, "to"),
                    Text(
                        f"từ {next_day} đến trước {heir.since} không ai kế tục",
                        f"nobody takes over from {next_day} until {heir.since}",
                    ),
                    Text(f"{heir.id}: from = {next_day}", f"{heir.id}: from = {next_day}"),
                    successor.to,
                )


def _circles(source: Source, file: DirectoryFile) -> Iterator[Problem]:
    """Groups within themselves and agencies that succeed themselves would never end."""
    agencies = {agency.id: agency for agency in file.agencies}
    groups = {group.id: group.members for group in file.groups}
    links = {one: _heirs(agency) for one, agency in agencies.items()} | groups
    places = {one: loc for loc, one in _entities(file)}
    for start in links:
        reached, ahead = set[str](), list(links[start])
        while ahead:
            one = ahead.pop()
            if one not in reached:
                reached.add(one)
                ahead += links.get(one, ())
        if start in reached:
            yield source.problem(
                places[start],
                Text("dẫn vòng về chính nó", "leads back to itself"),
                Text("bỏ một mắt xích trong vòng", "take one link of the circle away"),
                start,
            )


def _heirs(agency: Agency) -> tuple[str, ...]:
    return tuple(successor.to for successor in agency.successors)
