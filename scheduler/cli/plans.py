"""`kyhan plans`: the plans of the site, and how a draft becomes one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ledger.store import Ledger
from rules.difference import Change
from rules.problems import errors
from rules.text import Lang, Text
from rules.words import short_day

from ..compare import Compared, compare
from ..config import Config
from ..install import (
    Draft,
    Installed,
    InstallError,
    acceptance,
    check_draft,
    fits,
    install,
    installed_plans,
    read_draft,
    revised,
    same,
)
from ..site import Site, load_site
from .diff import LimitOption
from .diff_show import as_data, show
from .options import (
    BAD_INPUT,
    DEFAULT_CONFIG,
    FAILED,
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
from .recording import ByOption, who

plans = typer.Typer(
    help="Các kế hoạch; đưa bản nháp vào. | The plans; putting a draft in.", no_args_is_help=True
)


@plans.command("list")
def list_(
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,  # noqa: ARG001  # as in every command; nothing here asks the day
    lang: LangOption = None,
) -> None:
    """Các kế hoạch đang dùng. | The plans in use, with their editions and hashes."""
    settings = read_config(config, lang)
    language = choose_lang(lang, settings)
    found = installed_plans(settings)
    if json:
        print_json([_as_data(each) for each in found.values()])
        return
    heads = (
        Text("Mã", "Id"), Text("Số", "Number"), Text("Ban hành", "Issued"), Text("Kỳ", "Period"),
        Text("Bản", "Revision"), Text("Mục", "Duties"), Text("Tệp", "File"),
    )  # fmt: skip
    table = Table(*(head.to(language) for head in heads), box=None)
    for ident, each in found.items():
        plan = each.plan
        edition = f"{plan.revision} ({short_day(plan.revised_on, language)})"
        table.add_row(
            ident, plan.number, short_day(plan.issued, language), _years(plan.period), edition,
            str(len(plan.duties)), each.path.name,
        )  # fmt: skip
    Console().print(table)


@plans.command()
def add(
    draft: Annotated[Path, typer.Argument(help="Tệp bản nháp. | The draft.")],
    accept: Annotated[
        str | None,
        typer.Option(help="Mã băm của thay đổi đã xem. | The hash of the change you have seen."),
    ] = None,
    by: ByOption = "",
    limit: LimitOption = 50,
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Đưa bản nháp vào thư mục kế hoạch. | Put a draft into the folder of plans.

    Refused while a question in it is open. Where it is a newer edition that moves a date, adds,
    takes away or hands over work, it is only shown, with a hash (exit 2): --accept HASH puts it in.
    """
    settings = read_config(config, lang)
    language = choose_lang(lang, settings)
    now, day = instant_and_day(settings, today)
    site = load_site(settings)
    read = _read(draft, site, day, language)
    old = installed_plans(settings).get(read.plan.id)
    if old is not None and same(read, old.plan):
        print(Text(f"{old.path}: đã đúng như vậy.", f"{old.path}: the same already.").to(language))
        return
    with open_ledger(settings, language) as ledger:
        compared = _compare(site, read, ledger, day, settings)
        data = as_data(compared)
        token = acceptance(old.content if old else b"", read, data["occurrences"])
        if not json:
            show(compared, language, limit)
        wanted = old is not None and _moves(compared.changes)
        if accept is not None and not fits(accept, token):
            _refuse_hash(language)
        if wanted and accept is None:
            if json:
                print_json({"plan": read.plan.id, "installed": False, "accept": token, **data})
            words = Text(
                f"Có việc đổi hạn, thêm, mất hoặc đổi cơ quan. Đồng ý thì thêm: --accept {token}",
                f"Dates move, or work comes, goes or changes hands. To accept: --accept {token}",
            )
            fail(words, language, FOUND)
        try:
            edition = revised(read, old.plan if old else None, day)
            path = install(edition, old, ledger, settings, who(by), now)
        except InstallError as error:
            fail(error.text, language, FAILED)
    if json:
        done = {"file": str(path), "revision": edition.plan.revision}
        print_json({"plan": read.plan.id, "installed": True, "accept": token, **done, **data})
        return
    number = edition.plan.revision
    print(Text(f"Đã ghi {path}, bản {number}.", f"{path} written, revision {number}.").to(language))


def _read(path: Path, site: Site, day: date, lang: Lang) -> Draft:
    """The draft, sound among the site's data. Exits 3 with everything that forbids it."""
    draft, problems = read_draft(path)
    if draft is not None:
        problems += check_draft(draft, site, day)
    show_problems(problems, lang)
    if draft is None or errors(problems):
        raise typer.Exit(BAD_INPUT)
    return draft


def _compare(site: Site, draft: Draft, ledger: Ledger, day: date, config: Config) -> Compared:
    """The site as it is against the site with the draft."""
    others = tuple(plan for plan in site.plans if plan.id != draft.plan.id)
    after = replace(site, plans=(*others, draft.plan))
    compared, _ = compare(site, after, ledger.facts(), ledger, day, config)
    return compared


def _moves(changes: tuple[Change, ...]) -> bool:
    """Whether anything but words changes."""
    return any(change.kind != "wording" for change in changes)


def _refuse_hash(lang: Lang) -> None:
    words = Text(
        "--accept không khớp bản nháp, bản cũ và thay đổi này. Chạy lại không có --accept để xem.",
        "--accept does not fit this draft, the old file and this change. Look again without it.",
    )
    fail(words, lang, FAILED)


def _as_data(each: Installed) -> dict[str, object]:
    plan = each.plan
    return {
        "id": plan.id,
        "number": plan.number,
        "issued": plan.issued.isoformat(),
        "period": list(plan.period),
        "revision": plan.revision,
        "revised": plan.revised_on.isoformat(),
        "duties": len(plan.duties),
        "file": each.path.name,
        "sha256": sha256(each.content).hexdigest(),
    }


def _years(period: tuple[int, int]) -> str:
    first, last = period
    return str(first) if first == last else f"{first}–{last}"
