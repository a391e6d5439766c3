"""`kyhan parse PHRASE`: what a wording means; with --jsonl many, one result a line."""

from __future__ import annotations

import json as json_
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from rules.deadline import Context, Deadline, Reason, Window
from rules.periods import Period, parse_period
from rules.text import Lang, Text
from rules.wording import WordingError, read
from rules.words import BOUNDS, long_day
from rules.workdays import WorkingDays

from ..site import load_days
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
    read_config,
    show_problems,
)

_YEARS = re.compile(r"\s*(\d{4})\s*[-–]\s*(\d{4})\s*")
_DAY = typer.Option(formats=DAY_FORMATS)
_EVERY = {
    "week": Text("hằng tuần", "every week"),
    "month": Text("hằng tháng", "every month"),
    "quarter": Text("hằng quý", "every quarter"),
    "half": Text("6 tháng một kỳ", "every half year"),
    "year": Text("hằng năm", "every year"),
}


class BadLineError(ValueError):
    """A request that cannot be read; its words say why, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def parse_jsonl(lines: Iterable[str], working_days: WorkingDays) -> Iterator[str]:
    """One JSON result for each line of {"phrase", "plan_year", "signed", "period", "event"}.

    A refused phrase or a malformed line gives {"error": {...}}; no line stops the others. Blank
    lines give nothing. `period` is the plan's years ("2021-2030") or a report's period ("2019-H1").
    """
    for line in lines:
        if line.strip():
            answer = json_.dumps(_answer(line, working_days), ensure_ascii=False)
            yield answer.encode("utf-8", "replace").decode("utf-8")


def _answer(line: str, working_days: WorkingDays) -> dict[str, Any]:
    try:
        request = json_.loads(line)
        return as_json(read(_phrase(request), _context(request, working_days)))
    except WordingError as error:
        return {"error": refusal(error)}
    except BadLineError as error:
        return {"error": _bad_line(error.text)}
    except (ValueError, RecursionError) as error:
        return {"error": _bad_line(Text(f"JSON không hợp lệ: {error}", f"Not valid JSON: {error}"))}


def _phrase(request: Any) -> str:
    phrase = request.get("phrase") if isinstance(request, dict) else None
    if not isinstance(phrase, str):
        raise BadLineError(Text("Dòng phải có “phrase”", "The line needs a “phrase”"))
    return phrase


def _bad_line(text: Text) -> dict[str, Any]:
    return {"kind": "bad-line", "vi": text.vi, "en": text.en, "position": None, "nearest": []}


def _context(request: Mapping[str, Any], working_days: WorkingDays) -> Context:
    """The context a line asks for. BadLineError where a field is not what it should be."""
    year = request.get("plan_year", request.get("year"))
    if not isinstance(year, int) or isinstance(year, bool):
        raise BadLineError(
            Text("“plan_year” phải là năm, như 2019", "“plan_year” must be a year such as 2019")
        )
    period = request.get("period")
    if period is not None and not isinstance(period, str):
        raise BadLineError(Text("“period” phải là chữ", "“period” must be a text"))
    return context_for(year, working_days, _day(request, "signed"), period, _day(request, "event"))


def _day(request: Mapping[str, Any], field: str) -> date | None:
    value = request.get(field)
    try:
        return None if value is None else date.fromisoformat(value)
    except (TypeError, ValueError):
        text = Text(f"“{field}” phải là ngày, như 2019-01-15",
                    f"“{field}” must be a day such as 2019-01-15")  # fmt: skip
        raise BadLineError(text) from None


def context_for(
    year: int,
    working_days: WorkingDays,
    signed: date | None,
    period: str | None,
    event: date | None,
) -> Context:
    """A context from the command's words. BadLineError on a year or period that is none."""
    if not 1900 <= year <= 2999:
        raise BadLineError(Text("Năm phải từ 1900 đến 2999", "The year must be 1900 to 2999"))
    until, report = _period(year, period)
    return Context(year, working_days, until=until, signed=signed, period=report, event=event)


def _period(year: int, words: str | None) -> tuple[int | None, Period | None]:
    """“2021-2025” is the plan's years, “2019-H1” or “2019” the report's period."""
    if not words or not words.strip():
        return None, None
    years = _YEARS.fullmatch(words)
    if years and year <= int(years[2]) <= 2999 and years[1] <= years[2]:
        return int(years[2]), None
    report = parse_period(words.strip())
    if report is None or years:
        raise BadLineError(Text(
            f"Không có kỳ “{words}”: viết 2021-2025, 2019, 2019-H1, 2019-Q1 hoặc 2019-03",
            f"No period “{words}”: write 2021-2025, 2019, 2019-H1, 2019-Q1 or 2019-03",
        ))  # fmt: skip
    return None, report


def as_json(deadline: Deadline) -> dict[str, Any]:
    """The result as JSON: the windows, whether it waits and for what, how it recurs."""
    recurs = deadline.recurs
    found: dict[str, Any] = {
        "windows": [_window(window) for window in deadline.windows],
        "pending": deadline.pending,
        "recurs": {"every": recurs.every, "count": recurs.count} if recurs else None,
    }
    return {**found, "waits_for": deadline.waits_for} if deadline.pending else found


def _window(window: Window) -> dict[str, Any]:
    return {
        "label": window.label,
        "start": window.start.isoformat() if window.start else None,
        "stated": window.stated.isoformat(),
        "bound": str(window.bound),
    }


def refusal(error: WordingError) -> dict[str, Any]:
    """A refusal as JSON; `position` are offsets into `phrase`."""
    return {
        "kind": error.kind,
        "phrase": error.phrase,
        "position": list(error.position),
        "vi": error.text.vi,
        "en": error.text.en,
        "nearest": [near.vi for near in error.nearest],
    }


def _reasons(deadline: Deadline) -> list[dict[str, str]]:
    found: list[Reason] = [*deadline.reasons]
    for window in deadline.windows:
        found += window.reasons
    return [
        {"rule": reason.rule, "vi": reason.text.vi, "en": reason.text.en}
        for reason in dict.fromkeys(found)
    ]


def parse(
    phrase: Annotated[str, typer.Argument(help="Câu nêu thời hạn. | The wording.")] = "",
    year: Annotated[int | None, typer.Option(help="Năm của kế hoạch. | The plan's year.")] = None,
    signed: Annotated[datetime | None, _DAY] = None,
    period: Annotated[
        str | None, typer.Option(help="2021-2025 (kế hoạch | plan), 2019-H1 (báo cáo | report)")
    ] = None,
    event: Annotated[datetime | None, _DAY] = None,
    json: JsonOption = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Đọc từng dòng JSON. | Read JSON lines from stdin.")
    ] = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Câu này nghĩa là ngày nào. | What a wording means, in dates."""
    settings = read_config(config, lang)
    language = choose_lang(lang, settings)
    calendar, problems = load_days(settings)
    show_problems(problems, language)
    if today is not None and year is None:
        year = today.year
    if jsonl:
        for answer in parse_jsonl(sys.stdin, calendar):
            print(answer, flush=True)
        return
    if not phrase or year is None:
        print(Text("Cần câu và --year", "A phrase and --year are needed").to(language),
              file=sys.stderr)  # fmt: skip
        raise typer.Exit(BAD_INPUT)
    try:
        context = context_for(
            year, calendar, signed.date() if signed else None, period,
            event.date() if event else None,
        )  # fmt: skip
        deadline = read(phrase, context)
    except BadLineError as error:
        print(error.text.to(language), file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None
    except WordingError as error:
        if json:
            print(json_.dumps({"error": refusal(error)}, ensure_ascii=False, indent=2))
        print(error.show(language), file=sys.stderr)
        raise typer.Exit(FAILED) from None
    if json:
        data = {**as_json(deadline), "reasons": _reasons(deadline)}
        print(json_.dumps(data, ensure_ascii=False, indent=2))
        return
    _show(deadline, language)


def _show(deadline: Deadline, lang: Lang) -> None:
    """For people: each window with its days, then why."""
    console = Console(soft_wrap=True, highlight=False)
    if deadline.pending:
        console.print(f"{Text('Chờ', 'Waits for').to(lang)}: [bold]{escape(deadline.waits_for)}[/]")
    if deadline.recurs:
        count = f" × {deadline.recurs.count}" if deadline.recurs.count else ""
        console.print(_EVERY[deadline.recurs.every].to(lang) + count)
    for window in deadline.windows:
        start = f"{long_day(window.start, lang)} – " if window.start else ""
        hour = f" ({window.hour})" if window.hour else ""
        console.print(
            f"[bold]{escape(window.label)}[/]  {start}{long_day(window.stated, lang)}{hour}"
            f"  [dim]{escape(BOUNDS[window.bound].to(lang))}[/]"
        )
    for reason in _reasons(deadline):
        console.print(f"  · {escape(reason[lang])}", style="dim")
