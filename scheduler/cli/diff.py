"""`kyhan diff`: two revisions of a plan, a directory or the working days, and what that causes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from rules.problems import Problem
from rules.text import Lang, Text

from ..compare import FileKind, compare, kind_of, put_in, unknown_agencies
from ..config import Config
from ..site import Site, load_site
from .diff_show import as_data, show
from .options import (
    BAD_INPUT,
    DEFAULT_CONFIG,
    FOUND,
    ConfigOption,
    JsonOption,
    LangOption,
    TodayOption,
    choose_lang,
    fail,
    instant_and_day,
    open_ledger,
    print_json,
    read_config,
    show_problems,
)

LimitOption = Annotated[
    int,
    typer.Option(min=0, help="In nhiều nhất bấy nhiêu dòng. | Print no more rows than this."),
]


def diff(
    old: Annotated[Path, typer.Argument(help="Bản cũ. | The older file.")],
    new: Annotated[Path, typer.Argument(help="Bản mới. | The newer file.")],
    limit: LimitOption = 50,
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """So hai bản kế hoạch, danh bạ, ngày nghỉ. | What two revisions of a file change.

    Which occurrences appear, vanish, move, change agency or wording, and which mails of the day
    that will cause. Exits 2 where anything differs.
    """
    settings = read_config(config, lang)
    language = choose_lang(lang, settings)
    site = load_site(settings)
    before, after = _sides(site, settings, old, new, language)
    _, day = instant_and_day(settings, today)
    with open_ledger(settings, language) as ledger:
        facts = ledger.facts()
        compared, refused = compare(before, after, facts, ledger, day, settings)
    show_problems(refused, language)
    if json:
        print_json(as_data(compared))
    else:
        show(compared, language, limit)
    if compared.changes or compared.mails:
        raise typer.Exit(FOUND)


def _sides(site: Site, config: Config, old: Path, new: Path, lang: Lang) -> tuple[Site, Site]:
    """The site with the older file in it, and with the newer. Exits 3 where they do not compare."""
    kinds: list[FileKind] = []
    for path in (old, new):
        kind, problems = kind_of(path)
        if kind is None:
            _stop(problems, lang)
        kinds.append(kind)
    found = [put_in(site, config, kind, path) for kind, path in zip(kinds, (old, new), strict=True)]
    (before, old_id, wrong_old), (after, new_id, wrong_new) = found
    if before is None or after is None:
        _stop([*wrong_old, *wrong_new], lang)
    if (kinds[0], old_id) != (kinds[1], new_id):
        told = f"{kinds[0]} {old_id}", f"{kinds[1]} {new_id}"
        fail(
            Text(
                f"không phải hai bản của cùng một thứ: {told[0].strip()}, {told[1].strip()}",
                f"not two revisions of one thing: {told[0].strip()}, {told[1].strip()}",
            ),
            lang,
        )
    sides = [_spoken_of(side, kinds[0], new_id) for side in (before, after)]
    if unknown := [problem for side in sides for problem in unknown_agencies(side)]:
        _stop(unknown, lang)
    return before, after


def _spoken_of(side: Site, kind: FileKind, ident: str) -> Site:
    """The site with the plans that the file is about: faults of others are not this command's."""
    names = {"plan": "id", "directory": "directory"}
    about = (plan for plan in side.plans if kind in names and getattr(plan, names[kind]) == ident)
    return replace(side, plans=tuple(about))


def _stop(problems: list[Problem], lang: Lang) -> NoReturn:
    show_problems(problems, lang)
    raise typer.Exit(BAD_INPUT)
