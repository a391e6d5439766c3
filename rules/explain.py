"""Why this date: every step from the wording to the day, in order, each with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from .deadline import Reason
from .directory import Agency
from .schedule import Assignee, Occurrence, Slot
from .slots import event_id
from .text import Text
from .words import label_words, short_day
from .workdays import DayEntry

DECREE_09_2019 = Text("Nghị định 09/2019/NĐ-CP, Điều 12", "Decree 09/2019/NĐ-CP, article 12")


def explain(occurrence: Occurrence) -> tuple[Reason, ...]:
    """The steps from the document's words to the occurrence's dates and agency.

    Of what was extended, first those to the document's own date, then those from the extension on.
    """
    slot = occurrence.slot
    first = slot.original or slot
    return (
        _document(slot),
        *first.reasons,
        *(_entry(entry) for entry in first.moved_by),
        *_extended(slot),
        *_waiting(slot),
        *_data(slot),
        *_predicted(slot),
        _who(occurrence.assignee, slot),
    )


def _document(slot: Slot) -> Reason:
    plan, duty = slot.plan, slot.duty
    quote = duty.wording(slot.label)
    said = (f": “{quote}”", f": “{quote}”") if quote else (" không nêu thời gian", " names no time")
    kind = ("", "") if slot.label == "finish" else (
        f", {label_words(slot.label, 'vi')}", f", {label_words(slot.label, 'en')}"
    )  # fmt: skip
    return Reason(
        "document",
        Text(
            f"Văn bản {plan.number} ngày {short_day(plan.issued, 'vi')}, mục {duty.ref}"
            f"{kind[0]}{said[0]}",
            f"Document {plan.number} of {short_day(plan.issued, 'en')}, item {duty.ref}"
            f"{kind[1]}{said[1]}",
        ),
        Text(plan.title, plan.title),
    )


def _entry(entry: DayEntry) -> Reason:
    day_vi, day_en = short_day(entry.day, "vi"), short_day(entry.day, "en")
    off = ("ngày làm việc", "worked") if entry.worked else ("ngày nghỉ", "a day off")
    guess = (", dự kiến", ", predicted") if entry.state == "predicted" else ("", "")
    return Reason(
        "working-day-entry",
        Text(
            f"{day_vi} là {off[0]} ({entry.reason.vi}{guess[0]})",
            f"{day_en} is {off[1]} ({entry.reason.en}{guess[1]})",
        ),
        Text(entry.source, entry.source),
    )


def _extended(slot: Slot) -> Iterator[Reason]:
    extension, original = slot.extension, slot.original
    if extension is None or original is None or original.stated is None:
        return
    until, stated = extension.until, original.stated
    yield Reason(
        "extension",
        Text(
            f"Được gia hạn từ {short_day(stated, 'vi')} đến hết ngày {short_day(until, 'vi')} theo "
            f"văn bản {extension.number}; hạn cũ không còn dùng để tính trễ",
            f"Extended from {short_day(stated, 'en')} to the end of {short_day(until, 'en')} by "
            f"document {extension.number}; lateness is no longer judged by the old date",
        ),
        Text(extension.number, extension.number),
    )
    yield from slot.reasons
    yield from (_entry(entry) for entry in slot.moved_by)


def _waiting(slot: Slot) -> Iterator[Reason]:
    if slot.due is not None:
        return
    ident = event_id(slot.plan, slot.duty)
    yield Reason(
        "how-to-record",
        Text(
            f"Khi sự kiện được chờ đã xảy ra: `kyhan event {ident} NGÀY`, thêm `--deadline NGÀY` "
            "nếu văn bản ấy ấn định hạn",
            f"Once the awaited event has happened: `kyhan event {ident} DATE`, with "
            "`--deadline DATE` where its document sets one",
        ),
    )


def _data(slot: Slot) -> Iterator[Reason]:
    if slot.data is None:
        return
    (first, last) = slot.data
    yield Reason(
        "data-window",
        Text(
            f"Số liệu báo cáo tính từ {short_day(first, 'vi')} đến {short_day(last, 'vi')}",
            f"The report's figures run from {short_day(first, 'en')} to {short_day(last, 'en')}",
        ),
        DECREE_09_2019,
    )


def _predicted(slot: Slot) -> Iterator[Reason]:
    if not slot.predicted:
        return
    yield Reason(
        "predicted-year",
        Text(
            "Lịch ngày làm việc của năm này mới là dự kiến, chưa có quyết định: ngày có thể đổi",
            "The working days of that year are only predicted, not decided: the date may move",
        ),
    )


def _who(assignee: Assignee, slot: Slot) -> Reason:
    agency = assignee.agency
    if not slot.duty.lead:
        return Reason(
            "coordinator-follows",
            Text(
                f"Văn bản không nêu cơ quan chủ trì: {agency.vi} (cơ quan đầu mối) theo dõi",
                f"The document names no lead agency: {agency.en} (the coordinator) follows it up",
            ),
        )
    if assignee.instead_of:
        before_vi = ", ".join(_ended(old, "vi") for old in assignee.instead_of)
        before_en = ", ".join(_ended(old, "en") for old in assignee.instead_of)
        return Reason(
            "successor",
            Text(
                f"Văn bản giao “{assignee.written}”; {agency.vi} kế tục {before_vi}",
                f"The document charges “{assignee.written}”; {agency.en} succeeds {before_en}",
            ),
        )
    written = assignee.written or agency.vi
    return Reason(
        "lead",
        Text(
            f"Cơ quan chủ trì theo văn bản: “{written}” → {agency.vi}",
            f"Lead agency in the document: “{written}” → {agency.en}",
        ),
    )


def _ended(agency: Agency, lang: str) -> str:
    if agency.until is None:
        return agency.vi if lang == "vi" else agency.en
    if lang == "vi":
        return f"{agency.vi} (đến {short_day(agency.until, 'vi')})"
    return f"{agency.en} (until {short_day(agency.until, 'en')})"
