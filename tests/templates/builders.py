"""Notices of the Hà Nội plan of 2019 by hand, dates worked out on paper from the document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any, Literal

from rules.deadline import Bound
from rules.directory import Agency
from rules.ladder import Rung
from rules.notices import Notice, Outcome
from rules.periods import quarter_period
from rules.plan import Duty, Plan
from rules.schedule import Assignee, Occurrence, Slot
from rules.text import Lang, Text
from templates.compose import compose
from templates.contexts import SenderInfo
from templates.render import Rendered
from tests.rules.calendar_2019 import working_days_2019

DAYS = working_days_2019()
OFFICER = "vanthu@sotuphap.hanoi.gov.vn"
SENDER = SenderInfo("Kỳ Hạn – Sở Nội vụ Hà Nội", "Sở Nội vụ Hà Nội", "cchc@sonoivu.hanoi.gov.vn")
JUSTICE = Agency(id="so-tu-phap", vi="Sở Tư pháp", en="Department of Justice", kind="so")
REPORT = Duty(
    ref="III.1",
    kind="report",
    title="Báo cáo kết quả CCHC của các cơ quan, đơn vị",
    lead=("@so",),
    when="gửi trước ngày mùng 05 của tháng cuối kỳ báo cáo",
)
PLAN = Plan(
    id="hanoi-2019",
    title="Kế hoạch cải cách hành chính nhà nước năm 2019 của thành phố Hà Nội",
    number="7028/QĐ-UBND",
    issued=date(2018, 12, 28),
    issuer="ubnd-tp",
    coordinator="so-noi-vu",
    directory="hanoi",
    period=(2019, 2019),
    duties=(REPORT,),
)
# Before 5 March, the last month of quarter I: Monday 4 March is the last day, and it is worked.
QUARTER_1 = Slot(
    plan=PLAN,
    duty=REPORT,
    label="2019-Q1",
    period=quarter_period(2019, 1),
    start=None,
    stated=date(2019, 3, 4),
    bound=Bound.BEFORE,
    due=date(2019, 3, 4),
    late_from=date(2019, 3, 5),
    assumed=False,
    hour="",
    data=(date(2018, 12, 15), date(2019, 3, 14)),
    reasons=(),
    moved_by=(),
    predicted=False,
    waits_for="",
    assignees=(),
)
# A day on which each of these is in one state: a Friday.
FRIDAY = date(2019, 3, 29)
IN_STATE: dict[str, dict[str, Any]] = {
    "overdue": {"due": date(2019, 3, 4), "late_from": date(2019, 3, 5)},
    "closing": {"due": date(2019, 3, 28), "late_from": date(2019, 3, 30)},
    "today": {"due": FRIDAY, "late_from": date(2019, 3, 30)},
    "soon": {"due": date(2019, 4, 3), "late_from": date(2019, 4, 4)},
    "upcoming": {"due": date(2019, 4, 5), "late_from": date(2019, 4, 6)},
}


def slot(duty: dict[str, Any] | None = None, **changes: Any) -> Slot:
    """The report of quarter I, or what is left of it after the changes; `duty` changes its duty."""
    made = replace(QUARTER_1, **changes)
    if "due" in changes and "stated" not in changes:
        made = replace(made, stated=made.due)
    return replace(made, duty=made.duty.model_copy(update=duty)) if duty else made


def notice(
    of: Slot = QUARTER_1,
    *,
    rung: Rung | None = None,
    agency: Agency = JUSTICE,
    written: str = "Các sở, cơ quan tương đương Sở",
    instead_of: tuple[Agency, ...] = (),
    recipient: str = OFFICER,
    role: Literal["officer", "head"] = "officer",
) -> Notice:
    """A notice of the slot, to be sent; by default the reminder five working days before."""
    occurrence = Occurrence(of, Assignee(agency, written, instead_of))
    rung = rung or Rung("remind-5", date(2019, 2, 25))
    return Notice(occurrence, rung, recipient, role, Outcome.SEND, Text("", ""))


def mail(
    *notices: Notice, today: date = FRIDAY, lang: Lang = "vi", summary: Any = (), **changes: Any
) -> Rendered:
    """The mail of the notices."""
    arguments: dict[str, Any] = {"recipient": OFFICER, "sender": SENDER, **changes}
    return compose(
        notices=notices, summary=summary, today=today, working_days=DAYS, lang=lang, **arguments
    )


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("style", "title")
        self.words += [" "] if tag not in ("span", "strong", "a") else []

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        self.words += [] if self.hidden else [data]


def visible(html: str) -> str:
    """The words a reader of the HTML part sees, one space between them."""
    parser = _Visible()
    parser.feed(html)
    return " ".join("".join(parser.words).split())
