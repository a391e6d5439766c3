"""`kyhan explain KEY`: each step from the wording to the date."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from calendars.web.api.data import Told
from rules.explain import explain as steps_of
from rules.state import WORDS
from rules.text import Text
from rules.words import BOUNDS, long_day

from .options import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    LangOption,
    TodayOption,
    begin,
    print_json,
)
from .recording import KeyArgument, find


def explain(
    key: KeyArgument,
    json: JsonOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Vì sao là ngày này: từng bước, có căn cứ. | Why this date: every step, with its source."""
    session = begin(config, today, lang)
    occurrence = find(key, session)
    told = Told(session.schedule, session.facts, session.today)
    data = told.explained(occurrence, session.lang)
    if json:
        print_json(data.model_dump(mode="json"))
        return
    console = Console(soft_wrap=True, highlight=False)
    slot, lang_ = occurrence.slot, session.lang
    agency = occurrence.assignee.agency
    console.print(
        f"[bold]{escape(slot.duty.title)}[/] — {agency.en if lang_ == 'en' else agency.vi}"
    )
    if slot.due and slot.stated and slot.late_from and slot.bound:
        first = slot.original
        document = Text("Hạn theo văn bản", "Stated")
        extended = Text("Gia hạn đến hết", "Extended to")
        if first is not None and first.stated is not None:
            console.print(f"  {document.to(lang_)}: {long_day(first.stated, lang_)}")
        for name, day in (
            (document if first is None else extended, slot.stated),
            (Text("Ngày phải xong", "Due"), slot.due),
            (Text("Tính trễ hạn từ", "Late from"), slot.late_from),
        ):
            console.print(f"  {name.to(lang_)}: {long_day(day, lang_)}")
        console.print(f"  {BOUNDS[slot.bound].to(lang_)}")
    console.print(f"  {WORDS[data.state].to(lang_)}")
    for number, step in enumerate(steps_of(occurrence), start=1):
        console.print(f"{number}. {escape(step.text.to(lang_))}")
        if step.source.to(lang_):
            console.print(f"   [{escape(step.source.to(lang_))}]", style="dim", markup=False)
