"""A difference for people and as data: counts first, then no more rows than asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from rich.console import Console
from rich.markup import escape

from rules.difference import KINDS, Change, Kind
from rules.schedule import Slot
from rules.text import Lang, Text, one_line
from rules.words import short_day

from ..compare import Compared, MailChange, What

_KINDS: dict[Kind, Text] = {
    "appear": Text("thêm", "appear"),
    "vanish": Text("mất", "vanish"),
    "move": Text("dời hạn", "move"),
    "agency": Text("đổi cơ quan", "change agency"),
    "wording": Text("đổi chữ", "change wording"),
}
_MAILS: dict[What, Text] = {
    "new": Text("gửi thêm", "new"),
    "withdrawn": Text("không gửi nữa", "withdrawn"),
    "moved": Text("báo đổi hạn", "moved"),
}
_WIDE = 300  # of a reason: two wordings side by side may be long


def as_data(compared: Compared) -> dict[str, object]:
    """Counts by kind, every change with its dates and reasons, every mail of the day."""
    return {
        "changes": _counts(compared),
        "occurrences": [_change(each, compared.recorded) for each in compared.changes],
        "mails": {
            "date": compared.day.isoformat(),
            **_mail_counts(compared),
            "notices": [_mail(each) for each in compared.mails],
        },
    }


def show(compared: Compared, lang: Lang, limit: int) -> None:
    """Counts; at most `limit` changes and as many mails; how many more there are."""
    console = Console(soft_wrap=True, highlight=False)
    counts = _counts(compared)
    told = ", ".join(
        f"{_KINDS[kind].to(lang)} {number}" for kind, number in counts.items() if number
    )
    none = Text("Không việc nào đổi.", "No occurrence changes.").to(lang)
    console.print(told or none, markup=False)
    for change in compared.changes[:limit]:
        _print_change(console, change, lang, recorded=change.was in compared.recorded)
    _more(console, len(compared.changes) - limit, lang)
    day = short_day(compared.day, lang)
    mails = Counter(each.what for each in compared.mails)
    told = ", ".join(f"{_MAILS[what].to(lang)} {number}" for what, number in sorted(mails.items()))
    none = Text("không đổi", "the same").to(lang)
    console.print(f"{Text('Thư ngày', 'Mails of').to(lang)} {day}: {told or none}", markup=False)
    for mail in compared.mails[:limit]:
        notice = mail.notice
        console.print(
            f"  {_MAILS[mail.what].to(lang)}  {escape(notice.recipient)}  "
            f"{escape(notice.occurrence.key)}  {notice.rung.name}  "
            f"[dim]{escape(notice.reason.to(lang))}[/]"
        )
    _more(console, len(compared.mails) - limit, lang)


def slot_dates(slot: Slot | None) -> dict[str, str | None] | None:
    """A side's dates as data; None where there is no such side."""
    if slot is None:
        return None
    return {
        "start": _iso(slot.start),
        "stated": _iso(slot.stated),
        "bound": slot.bound.value if slot.bound else None,
        "due": _iso(slot.due),
        "late_from": _iso(slot.late_from),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _counts(compared: Compared) -> dict[Kind, int]:
    found = Counter(change.kind for change in compared.changes)
    return {kind: found[kind] for kind in KINDS}


def _mail_counts(compared: Compared) -> dict[str, int]:
    found = Counter(each.what for each in compared.mails)
    return {what: found[what] for what in _MAILS}


def _change(change: Change, recorded: Collection[str]) -> dict[str, object]:
    return {
        "change": change.kind,
        "key": change.key,
        "was": change.was or None,
        "moved": change.dates_moved,
        "old": slot_dates(change.old),
        "new": slot_dates(change.new),
        "why": [each._asdict() for each in change.why],
        "recorded": change.was in recorded,
    }


def _mail(mail: MailChange) -> dict[str, object]:
    notice = mail.notice
    return {
        "what": mail.what,
        "to": notice.recipient,
        "key": notice.occurrence.key,
        "rung": notice.rung.name,
        "due": _iso(notice.key.due),
        "moved_from": _iso(notice.moved_from),
        "reason": notice.reason._asdict(),
    }


def _print_change(console: Console, change: Change, lang: Lang, *, recorded: bool) -> None:
    was = f" ← {change.was}" if change.was not in ("", change.key) else ""
    told = Text("  (đã có hồ sơ)", "  (has records)").to(lang) if recorded else ""
    console.print(
        f"[bold]{escape(change.key)}[/]{escape(was)}  {_KINDS[change.kind].to(lang)}{told}"
    )
    names = (
        (Text("hạn theo văn bản", "stated"), "stated"), (Text("phải xong", "due"), "due"),
        (Text("trễ từ", "late from"), "late_from"),
    )  # fmt: skip
    parts = []
    for name, key in names:
        old, new = (getattr(slot, key) if slot else None for slot in (change.old, change.new))
        if old != new and (old or new):
            days = " → ".join(short_day(day, lang) if day else "—" for day in (old, new))
            parts.append(f"{name.to(lang)} {days}")
    if parts:
        console.print(f"  {'; '.join(parts)}", markup=False)
    for why in change.why:
        console.print(f"  {one_line(why.to(lang))[:_WIDE]}", markup=False, style="dim")


def _more(console: Console, count: int, lang: Lang) -> None:
    if count > 0:
        words = Text(
            f"… và {count} dòng nữa (--limit, --json)", f"… {count} more (--limit, --json)"
        )
        console.print(words.to(lang), markup=False)
