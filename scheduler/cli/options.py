"""What every command takes, and how each of them begins: configuration, site, day, language."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from ledger.examine import named
from ledger.figures import LedgerDownError, answering
from ledger.store import Ledger
from rules.facts import Facts
from rules.problems import Problem, errors
from rules.schedule import Occurrence, Schedule
from rules.text import Lang, Text
from rules.validation_texts import did_you_mean

from ..clock import clock_for
from ..clock import today as today_of
from ..config import Config, load_config
from ..site import Site, load_site

FINE, FAILED, FOUND, BAD_INPUT = 0, 1, 2, 3

ConfigOption = Annotated[
    Path, typer.Option("--config", help="Tệp cấu hình. | The configuration file.")
]
TodayOption = Annotated[
    datetime | None,
    typer.Option(
        "--today",
        formats=["%Y-%m-%d", "%d/%m/%Y"],
        help="Giả định hôm nay là ngày này. | Pretend that today is this day.",
    ),
]
LangOption = Annotated[
    str | None, typer.Option("--lang", help="vi (mặc định) hoặc en. | vi (default) or en.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="In JSON. | Print JSON.")]
DEFAULT_CONFIG = Path("config.toml")


@dataclass(frozen=True, slots=True)
class Session:
    """A command's beginnings: the site with its schedule, the records, the day and the language."""

    config: Config
    site: Site
    schedule: Schedule
    facts: Facts
    today: date
    lang: Lang


def as_day(value: date | None) -> date | None:
    """The day of a `--today`, which Typer hands over as a datetime."""
    return value.date() if isinstance(value, datetime) else value


def choose_lang(lang: str | None, config: Config | None = None) -> Lang:
    """The language asked for, else the site's, else Vietnamese. Exits 3 on another one."""
    chosen = lang or (config.site.language if config else "vi")
    if chosen not in ("vi", "en"):
        fail(Text(f"--lang {chosen}: chỉ có vi hoặc en", f"--lang {chosen}: only vi or en"), "vi")
    return "en" if chosen == "en" else "vi"


def read_config(path: Path, lang: str | None) -> Config:
    """The configuration. Exits 3 with all its problems where it has any."""
    config, problems = load_config(path)
    language = choose_lang(lang, config)
    show_problems(problems, language)
    if config is None:
        raise typer.Exit(BAD_INPUT)
    return config


def begin(config_path: Path, pretended: date | None, lang: str | None) -> Session:
    """Load everything a reading command needs. Bad plans are named on stderr and left out.

    Exits 3 where the configuration is bad or no plan at all can be read.
    """
    config = read_config(config_path, lang)
    language = choose_lang(lang, config)
    site = load_site(config)
    with open_ledger(config, language) as ledger:
        facts = ledger.facts()
    schedule, refused = site.schedule(facts)
    show_problems([*site.problems, *refused], language)
    if not site.plans:
        raise typer.Exit(BAD_INPUT)
    zone = config.zone
    day = today_of(clock_for(as_day(pretended), zone), zone)
    return Session(config, site, schedule, facts, day, language)


def open_ledger(config: Config, lang: Lang) -> Ledger:
    """The ledger. Exits 1 where its database does not answer, without its password."""
    url = config.ledger.url
    try:
        with answering():
            return Ledger.open(url)
    except LedgerDownError as error:
        words = Text(
            f"Cơ sở dữ liệu {named(url)} không trả lời: {error}. Xem lại [ledger] url và máy chủ.",
            f"The database {named(url)} does not answer: {error}. See to [ledger] url, the server.",
        )
        fail(words, lang, FAILED)
        raise


def choose(session: Session, plan: str | None, agency: str | None) -> list[Occurrence]:
    """The occurrences of a plan, of an agency, of both; `hanoi:so-tu-phap` names the directory too.

    Exits 3 on a plan or an agency that is not there, with the nearest that are.
    """
    schedule = session.schedule
    if plan is not None and plan not in schedule.plans:
        _not_there("--plan", plan, list(schedule.plans), session.lang)
    city, _, ident = (agency or "").rpartition(":")
    there = [
        each
        for each, directory in schedule.directories.items()
        if ident in directory.agencies and city in ("", each)
    ]
    if agency is not None and not there:
        known = [ident for each in schedule.directories.values() for ident in each.agencies]
        _not_there("--agency", agency, known, session.lang)
    chosen = (
        [each for name in there for each in schedule.of_agency(name, ident)]
        if agency is not None
        else schedule.occurrences()
    )
    return [each for each in chosen if plan is None or each.slot.plan.id == plan]


def _not_there(option: str, value: str, known: list[str], lang: Lang) -> None:
    near = did_you_mean(value, known)
    fail(
        Text(f"{option} {value}: không có → {near.vi}", f"{option} {value}: unknown → {near.en}"),
        lang,
    )


def show_problems(problems: Iterable[Problem], lang: Lang) -> None:
    """All problems on stderr, errors first."""
    listed = list(problems)
    wrong = errors(listed)
    for problem in wrong + [problem for problem in listed if problem.severity == "warning"]:
        mark = Text("LỖI", "ERROR") if problem.severity == "error" else Text("CHÚ Ý", "WARNING")
        print(f"{mark.to(lang)} {problem.show(lang)}", file=sys.stderr)


def fail(text: Text, lang: Lang, code: int = BAD_INPUT) -> None:
    """One sentence on stderr, then out."""
    print(text.to(lang), file=sys.stderr)
    raise typer.Exit(code)


def print_json(value: object) -> None:
    """One JSON document on stdout; days as ISO 8601."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
