"""`kyhan roll`: next year's draft by rule, the difference, and what a person must decide."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from rules.plan import Plan
from rules.plan_file import load_plan
from rules.plan_text import plan_text
from rules.roll import Head, Rolled, RollError, roll
from rules.roll_difference import rolled_duties
from rules.text import Lang, Text

from ..compare import unknown_agencies
from ..site import Site, load_site
from .options import (
    BAD_INPUT,
    DAY_FORMATS,
    DEFAULT_CONFIG,
    FAILED,
    ConfigOption,
    JsonOption,
    LangOption,
    TodayOption,
    choose_lang,
    fail,
    not_there,
    print_json,
    read_config,
    show_problems,
)
from .roll_show import as_data, show


def roll_(
    plan: Annotated[str, typer.Argument(help="Mã kế hoạch hoặc tệp. | A plan's id, or a file.")],
    year: Annotated[int, typer.Option(help="Năm đầu của kỳ mới. | The new period's first year.")],
    out: Annotated[
        Path | None,
        typer.Option(help="Tệp bản nháp; mặc định ID.toml ở [plans] drafts. | The draft's file."),
    ] = None,
    drop: Annotated[
        list[str] | None, typer.Option(help="Bỏ mục này. | Leave this duty out. Repeatable.")
    ] = None,
    number: Annotated[str | None, typer.Option(help="Số văn bản mới. | The new number.")] = None,
    issued: Annotated[
        datetime | None,
        typer.Option(formats=DAY_FORMATS, help="Ngày ban hành mới. | The new day of issue."),
    ] = None,
    ident: Annotated[str | None, typer.Option("--id", help="Mã mới. | The new id.")] = None,
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,  # noqa: ARG001  # as in every command; nothing here asks the day
    lang: LangOption = None,
) -> None:
    """Lập bản nháp kế hoạch năm sau theo quy tắc. | Next year's draft, by rule.

    With --json the difference goes to stdout, and a file is written only where --out names one.
    """
    settings = read_config(config, lang)
    language = choose_lang(lang, settings)
    site = load_site(settings)
    old = _plan(plan, site, language)
    directory = site.directories.get(old.directory)
    if directory is None:
        show_problems(site.problems, language)
        fail(
            Text(f"không có danh bạ {old.directory}", f"there is no directory {old.directory}"),
            language,
        )
    if unknown := unknown_agencies(replace(site, plans=(old,))):
        show_problems(unknown, language)
        raise typer.Exit(BAD_INPUT)
    head = Head(number, issued.date() if issued else None, ident)
    try:
        rolled = roll(old, year, directory, site.working_days, head=head, drop=drop or ())
    except RollError as error:
        fail(error.text, language)
    if any(each.id == rolled.plan.id for each in site.plans):
        words = f"--id {rolled.plan.id}"
        fail(Text(f"{words}: mã này đã có", f"{words}: this id is taken"), language)
    duties = rolled_duties(old, rolled, site.directories, site.working_days)
    text = draft_text(old, rolled)
    target = out or (None if json else settings.plans.drafts / f"{rolled.plan.id}.toml")
    if json:
        print_json(as_data(old, rolled, duties, text))
    else:
        show(old, rolled, duties, site.working_days, language)
    if target is not None:
        _write(target, text, language)


def draft_text(old: Plan, rolled: Rolled) -> str:
    """The draft as a plan file, with its questions above what they are about."""
    groups = [
        f"{each.id}: {len(each.old)} → {len(each.new)} ({', '.join(each.new[:8]) or '—'}"
        f"{', …' if len(each.new) > 8 else ''})"
        for each in rolled.groups
    ]
    head = [
        f"Bản nháp lập từ {old.id} ({old.number}) bằng kyhan roll, +{rolled.by} năm.",
        f"A draft rolled from {old.id} ({old.number}), {rolled.by} years on.",
        *(f"Nhóm đổi thành viên / members changed: {line}" for line in groups),
    ]
    return plan_text(rolled.plan, head=head, questions=rolled.questions, leave_out=rolled.missing)


def _plan(name: str, site: Site, lang: Lang) -> Plan:
    """The site's plan of that id, else that of a file. Exits 3 where there is none."""
    found = next((each for each in site.plans if each.id == name), None)
    if found is not None:
        return found
    path = Path(name)
    if path.suffix != ".toml" or not path.exists():
        show_problems(site.problems, lang)
        not_there(name, [each.id for each in site.plans], lang)
    plan, problems = load_plan(path)
    show_problems(problems, lang)
    if plan is None:
        raise typer.Exit(BAD_INPUT)
    return plan


def _write(target: Path, text: str, lang: Lang) -> None:
    """The draft, whole. Exits 1 over another file: somebody may have begun to decide in it."""
    if target.exists() and target.read_text("utf-8") != text:
        words = Text(
            f"{target}: đã có tệp khác; đổi tên nó hoặc chọn --out khác",
            f"{target}: is there already, and another; rename it or choose another --out",
        )
        fail(words, lang, FAILED)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    beside.write_text(text, "utf-8")
    beside.replace(target)
    print(target, file=sys.stderr)
