"""The configuration: config.toml as frozen models. What a key means stands in config.toml."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, IPvAnyAddress, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from rules.ladder import Ladder
from rules.notices import NoticeRules
from rules.problems import Problem
from rules.text import Lang, Text
from rules.validation import Source, read_toml
from rules.validation_texts import describe

from .config_env import Overrides
from .config_values import (
    Account,
    Address,
    BadValueError,
    Colour,
    Database,
    EndHour,
    Located,
    SiteUrl,
    TransportSetting,
    Zone,
)
from .watch.addresses import Listen, PingUrl

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Count = Annotated[int, Field(ge=1)]
Days = Annotated[int, Field(ge=0, le=366)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]


class Section(BaseModel):
    """Frozen; an unknown key is an error; defaults are judged like given values."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, validate_default=True
    )


class Site(Section):
    """Who runs this, in which zone and language."""

    name: str = "Kỳ Hạn"
    url: SiteUrl = ""
    timezone: Zone = "Asia/Ho_Chi_Minh"
    language: Lang = "vi"


class Plans(Section):
    """Where the data lie."""

    folder: Located = Path("plans")
    directories: Located = Path("plans/directories")
    working_days: Located = Path("plans/working-days.toml")
    drafts: Located = Path("drafts")


class DayOverride(Section):
    """One day the site knows better about than the shipped working days."""

    date: date
    reason: str = ""


class WorkingDaysOverrides(Section):
    """Days off, days worked, and shipped entries withdrawn."""

    off: tuple[DayOverride, ...] = ()
    worked: tuple[DayOverride, ...] = ()
    withdraw: tuple[DayOverride, ...] = ()


class LadderSettings(Section):
    """When people are told. Working days, but `skip_after` in calendar days."""

    remind: tuple[Days, ...] = (10, 5, 3, 1)
    late: tuple[Days, ...] = (0, 2, 5)
    every: Days = 5
    head_from: Count = 2
    skip_after: Days = 30
    summary_weekday: Weekday = "monday"

    def rules(self) -> NoticeRules:
        """The ladder as the rules take it."""
        ladder = Ladder(
            tuple(sorted(set(self.remind), reverse=True)),
            tuple(sorted(set(self.late))),
            self.every,
            self.head_from,
        )
        return NoticeRules(ladder, self.skip_after)


class Mail(Section):
    """From whom, when and by which way mail goes."""

    transport: TransportSetting = "maildir:var/mail"
    from_: Address = Field(default="kyhan@localhost", alias="from")
    from_name: str = "Kỳ Hạn"
    reply_to: Address = ""
    domain: str = Field(default="", pattern=r"^[A-Za-z0-9.-]*$")
    language: Lang = "vi"
    hour: int = Field(default=8, ge=0, le=23)
    until: Annotated[EndHour, Field(ge=1, le=24)] = 24
    max_items: Count = 20
    hold_above: Count = 200
    retry_hours: Annotated[int, Field(ge=1, le=240)] = 72
    timeout: Seconds = 600
    connect_timeout: Seconds = 30
    connections: Annotated[int, Field(ge=1, le=16)] = 4
    per_minute: Annotated[int, Field(ge=0, le=60_000)] = 0
    redirect_all_to: Address = ""
    ca_file: str = ""
    user: Account = ""
    password: SecretStr = SecretStr("")

    @property
    def message_domain(self) -> str:
        """The right-hand side of Message-IDs: `domain`, else that of the sender's address."""
        return self.domain or self.from_.rpartition("@")[2]


class LedgerSettings(Section):
    """Where the records lie."""

    url: Database = "sqlite:///var/kyhan.sqlite3"


class Feeds(Section):
    """The published calendars."""

    folder: Located = Path("var/feeds")
    refresh_hours: Count = 12
    alarm_days: Days = 3
    colour: Colour = "firebrick"


class Daemon(Section):
    """How often `kyhan run` wakes each pass, in seconds; how far its clock may jump, in hours."""

    clock_hours: Annotated[float, Field(gt=0, le=8_784)] = 24
    enqueue: Seconds = 300
    deliver: Seconds = 15
    publish: Seconds = 300
    reload: Seconds = 10
    stop: Seconds = 60
    lease: Seconds = 1200


class Watch(Section):
    """How the daemon is watched, and when it calls for help."""

    listen: Listen = "127.0.0.1:9464"
    mail_down_minutes: Annotated[int, Field(ge=1, le=10_080)] = 60
    disk_free_mb: Annotated[int, Field(ge=0, le=10_000_000)] = 200
    backup_folder: str = ""
    ping_url: PingUrl = SecretStr("")
    ping_private: bool = False


class Web(Section):
    """The pages: where they listen, how large a document may be, which proxies are believed."""

    listen: Listen = "127.0.0.1:8080"
    max_upload_mb: Annotated[int, Field(ge=1, le=100)] = 10
    proxies: tuple[IPvAnyAddress, ...] = ()


class Log(Section):
    """How `kyhan run` tells what it does."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"


class Config(Section):
    """All of config.toml."""

    site: Site = Site()
    plans: Plans = Plans()
    working_days: WorkingDaysOverrides = WorkingDaysOverrides()
    ladder: LadderSettings = LadderSettings()
    mail: Mail = Mail()
    ledger: LedgerSettings = LedgerSettings()
    feeds: Feeds = Feeds()
    daemon: Daemon = Daemon()
    watch: Watch = Watch()
    web: Web = Web()
    log: Log = Log()

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the site's civil days are counted."""
        return ZoneInfo(self.site.timezone)


def load_config(
    path: Path, environ: Mapping[str, str] | None = None
) -> tuple[Config | None, list[Problem]]:
    """The configuration of a file with the environment laid over it, or all that is wrong with it.

    Relative paths in it start at the file's own folder.
    """
    source, problems = read_toml(path)
    overrides = Overrides(os.environ if environ is None else environ, _known())
    if problems:
        return None, problems + overrides.problems
    problems += overrides.problems
    data = overrides.over(source.data)
    for name in Config.model_fields:
        data.setdefault(name, {})
    try:
        config = Config.model_validate(data, context={"folder": path.resolve().parent})
    except ValidationError as error:
        return None, problems + [_problem(one, source, overrides) for one in error.errors()]
    return (None if problems else config), problems


def _known() -> list[tuple[str, str]]:
    return [
        (section, inner.alias or key)
        for section, outer in Config.model_fields.items()
        if isinstance(outer.annotation, type) and issubclass(outer.annotation, BaseModel)
        for key, inner in outer.annotation.model_fields.items()
    ]


def _problem(error: ErrorDetails, source: Source, overrides: Overrides) -> Problem:
    fault = error.get("ctx", {}).get("error")
    if isinstance(fault, BadValueError):
        what, hint, value = fault.what, fault.hint, error["input"]
    elif error["type"] in _LIMITS:
        word, limit = _LIMITS[error["type"]], next(iter(error["ctx"].values()))
        what, value = Text("nằm ngoài giới hạn", "is out of bounds"), error["input"]
        hint = Text(f"{word.vi} {limit}", f"{word.en} {limit}")
    else:
        what, hint, value = describe(error, Config)
    if error["loc"][-1] in ("user", "password", "ping_url"):
        value = ""
    name = overrides.names.get((str(error["loc"][0]), str(error["loc"][1:2] and error["loc"][1])))
    if name is not None:
        return Problem(name, ".".join(map(str, error["loc"])), what, hint, str(value))
    return source.problem(error["loc"], what, hint, value)


_LIMITS = {
    "greater_than": Text("phải lớn hơn", "must be more than"),
    "greater_than_equal": Text("ít nhất", "at least"),
    "less_than_equal": Text("nhiều nhất", "at most"),
}
