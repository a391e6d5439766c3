"""What every command takes, and how each of them begins: configuration, site, day, language."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from ledger.examine import named
from ledger.figures import LedgerDownError, answering
from ledger.store import Ledger
from rules.compile import NOTHING
from rules.facts import Facts
from rules.problems import Problem, errors
from rules.schedule import Occurrence, Schedule
from rules.text import Lang, Text
from rules.validation_texts import did_you_mean

from ..clock import SystemClock, noon
from ..config import Config, load_config
from ..site import Site, load_site

FINE, FAILED, FOUND, BAD_INPUT = 0, 1, 2, 3
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]

ConfigOption = Annotated[
    Path, typer.Option("--config", help="Tệp cấu hình. | The configuration file.")
]
TodayOption = Annotated[
    datetime | None,
    typer.Option(
        "--today",
        formats=DAY_FORMATS,
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
    """A command's beginnings: the site with its schedule, the records, the time and the language.

    `now` is the instant in UTC at which it began, `today` the site's day of that.
    """

    config: Config
    site: Site
    schedule: Schedule
    facts: Facts
    now: datetime
    today: date
    lang: Lang


def as_day(value: date | None) -> date | None:
    """The day of a `--today`, which Typer hands over as a datetime."""
    return value.date() if isinstance(value, datetime) else value


def instant_and_day(config: Config, pretended: date | None) -> tuple[datetime, date]:
    """The instant it is, in UTC, and the site's day; where a day is pretended, noon of that.

    For a command that is over in a moment: on a pretended day all of them are at one instant.
    """
    day, zone = as_day(pretended), config.zone
    now = SystemClock().now() if day is None else noon(day, zone)
    return now, now.astimezone(zone).date()


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
    """Load everything that most commands need. Exits 3 where the configuration is bad, or as
    `open_site` does.
    """
    config = read_config(config_path, lang)
    language = choose_lang(lang, config)
    with open_ledger(config, language) as ledger:
        facts = ledger.facts()
    site, schedule = open_site(config, language, facts)
    return Session(config, site, schedule, facts, *instant_and_day(config, pretended), language)


def open_site(config: Config, lang: Lang, facts: Facts = NOTHING) -> tuple[Site, Schedule]:
    """The site and its schedule. Bad files and refused wording are named on stderr and left out.

    Exits 3 where no plan at all can be read.
    """
    site = load_site(config)
    schedule, refused = site.schedule(facts)
    show_problems([*site.problems, *refused], lang)
    if not site.plans:
        raise typer.Exit(BAD_INPUT)
    return site, schedule


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


def choose(session: Session, plan: str | None, agency: str | None) -> list[Occurrence]:
    """The occurrences of a plan, of an agency, of both; `hanoi:so-tu-phap` names the directory too.

    Exits 3 on a plan or an agency that is not there, with the nearest that are.
    """
    schedule = session.schedule
    if plan is not None and plan not in schedule.plans:
        not_there(plan, schedule.plans, session.lang, "--plan")
    city, _, ident = (agency or "").rpartition(":")
    there = [
        each
        for each, directory in schedule.directories.items()
        if ident in directory.agencies and city in ("", each)
    ]
    if agency is not None and not there:
        known = [ident for each in schedule.directories.values() for ident in each.agencies]
        not_there(agency, known, session.lang, "--agency")
    chosen = (
        [each for name in there for each in schedule.of_agency(name, ident)]
        if agency is not None
        else schedule.occurrences()
    )
    return [each for each in chosen if plan is None or each.slot.plan.id == plan]


def not_there(word: str, known: Iterable[str], lang: Lang, option: str = "") -> NoReturn:
    """Exits 3: there is no such thing; the nearest of those that are known are named."""
    near, asked = did_you_mean(word, list(known)), f"{option} {word}".strip()
    fail(Text(f"{asked}: không có → {near.vi}", f"{asked}: unknown → {near.en}"), lang)


def show_problems(problems: Iterable[Problem], lang: Lang) -> None:
    """All problems on stderr, errors first."""
    listed = list(problems)
    wrong = errors(listed)
    for problem in wrong + [problem for problem in listed if problem.severity == "warning"]:
        mark = Text("LỖI", "ERROR") if problem.severity == "error" else Text("CHÚ Ý", "WARNING")
        print(f"{mark.to(lang)} {problem.show(lang)}", file=sys.stderr)


def fail(text: Text, lang: Lang, code: int = BAD_INPUT) -> NoReturn:
    """One sentence on stderr, then out."""
    print(text.to(lang), file=sys.stderr)
    raise typer.Exit(code)


def print_json(value: object) -> None:
    """One JSON document on stdout; days as ISO 8601."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
