"""Judgements that /healthz and `kyhan doctor` share: from figures to findings, without acting."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from ledger.figures import Backlog
from ledger.holds import Hold
from rules.check import REFRESH_FROM_MONTH
from rules.text import Text
from rules.workdays import WorkingDays

from ..config import Config
from ..patience import closed
from .finding import Finding
from .pulse import Late

REASONS = ("database", "disk", "held", "mail-down", "pass-late", "working-days")
"""The names of all findings /healthz can turn red for."""


@dataclass(frozen=True, slots=True)
class RelayTrouble:
    """The relay's own failure: its words on one line, and since when."""

    error: str
    since: datetime


def database_down(error: str) -> Finding:
    """The database gave no answer."""
    return Finding(
        "database", "bad",
        Text(f"Cơ sở dữ liệu không trả lời: {error}", f"The database does not answer: {error}"),
        Text(
            "xem máy chủ và ổ đĩa của cơ sở dữ liệu; không mất gì, lượt sau tự làm tiếp",
            "see to the database's server and disk; nothing is lost, the next pass goes on",
        ),
    )  # fmt: skip


def held(holds: Iterable[Hold]) -> list[Finding]:
    """A finding for each hold in force."""
    return [
        Finding(
            "held", "bad",
            Text(f"Đang giữ thư ({hold.kind}): {hold.reason.vi}",
                 f"Mail is held ({hold.kind}): {hold.reason.en}"),
            Text(
                "xem `kyhan notices --dry-run`, rồi `kyhan notices --release`",
                "look at `kyhan notices --dry-run`, then `kyhan notices --release`",
            ),
            hold.since,
        )
        for hold in holds
    ]  # fmt: skip


def mail_down(
    backlog: Backlog,
    trouble: RelayTrouble | None,
    *,
    now: datetime,
    working_days: WorkingDays,
    config: Config,
) -> Finding | None:
    """Mail that should have gone and does not, for longer than `[watch] mail_down_minutes`.

    It waits from when it was queued, from the day's sending hour or from the last mail that went,
    whichever is latest. Outside the sending hours nothing is tried: a relay that failed before is a
    warning then.
    """
    patience = timedelta(minutes=config.watch.mail_down_minutes)
    local = now.astimezone(config.zone)
    open_now = closed(now, working_days, config.mail, config.zone) is None
    since: datetime | None = None
    if backlog.oldest is not None and open_now:
        begun = datetime.combine(local.date(), time(config.mail.hour), config.zone)
        since = max(backlog.oldest, begun, backlog.last_sent or begun)
    if trouble is not None and backlog.queued + backlog.sending:
        since = min(since or trouble.since, trouble.since)
    if since is None or now - since <= patience:
        return None
    count = backlog.queued + backlog.sending
    minutes = int((now - since) / timedelta(minutes=1))
    detail = f": {trouble.error}" if trouble else ""
    return Finding(
        "mail-down", "bad" if open_now else "warn",
        Text(
            f"{count} thư chờ, {minutes} phút không gửi được thư nào{detail}",
            f"{count} mails wait, none has gone for {minutes} minutes{detail}",
        ),
        Text(
            "`kyhan doctor --live` thử máy chuyển thư; thư chờ sẽ tự đi khi máy ấy trở lại",
            "`kyhan doctor --live` tries the relay; what waits goes by itself once it is back",
        ),
        since,
    )  # fmt: skip


def undecided_years(working_days: WorkingDays, today: date) -> list[int]:
    """This year, and from October on the next, where the days off are only predicted."""
    years = [today.year, today.year + 1][: 2 if today.month >= REFRESH_FROM_MONTH else 1]
    return [year for year in years if working_days.state(year) != "decided"]


def working_days_undecided(
    working_days: WorkingDays, today: date, config: Config
) -> Finding | None:
    """The days off that dates rest on are a guess."""
    years = undecided_years(working_days, today)
    if not years:
        return None
    first = date(years[0] - 1, REFRESH_FROM_MONTH, 1)
    listed = ", ".join(map(str, years))
    return Finding(
        "working-days", "bad",
        Text(f"Ngày nghỉ của năm {listed} mới là dự kiến.",
             f"The days off of {listed} are only predicted."),
        Text(
            f"ghi quyết định của Thủ tướng vào {config.plans.working_days.name}"
            " (đầu tệp ấy chỉ cách làm)",
            f"enter the Prime Minister's decision into {config.plans.working_days.name}"
            " (its head says how)",
        ),
        datetime.combine(first, time.min, config.zone),
    )  # fmt: skip


def passes_late(late: Sequence[Late], now: datetime) -> list[Finding]:
    """A finding for each pass that has not ended well for more than two intervals."""
    return [
        Finding(
            "pass-late", "bad",
            Text(f"Lượt {each.name} trễ {each.seconds:.0f} giây{_because(each)}.",
                 f"The pass {each.name} has not ended well for {each.seconds:.0f} s"
                 f"{_because(each)}."),
            Text("xem nhật ký của kyhan run; nếu treo thì khởi động lại, không mất gì",
                 "read the log of kyhan run; restart it if it hangs, nothing is lost"),
            now - timedelta(seconds=each.seconds),
        )
        for each in late
    ]  # fmt: skip


def _because(late: Late) -> str:
    return f" ({late.error})" if late.error else ""


def state_folders(config: Config, database: Path | None) -> list[Path]:
    """The folders that are written to: the database's, the feeds', the Maildir."""
    folders = [config.feeds.folder]
    if database is not None:
        folders.insert(0, database.parent)
    if config.mail.transport.startswith("maildir:"):
        folders.append(Path(config.mail.transport.removeprefix("maildir:")))
    return folders


def free_bytes(folder: Path) -> int | None:
    """Bytes free on the disk of a folder, or of the nearest one above it that is there."""
    for place in (folder, *folder.parents):
        try:
            return shutil.disk_usage(place).free
        except OSError:
            continue
    return None


def disk_full(folders: Iterable[Path], least_mb: int) -> list[Finding]:
    """A finding for each folder whose disk has less than `least_mb` megabytes free."""
    found = []
    for folder in folders:
        free = free_bytes(folder)
        if free is None or free >= least_mb * 1_000_000:
            continue
        left = free // 1_000_000
        found.append(
            Finding(
                "disk", "bad",
                Text(f"Ổ đĩa của {folder} còn {left} MB.", f"{folder} has {left} MB left."),
                Text("dọn chỗ trống; khi đầy, không ghi được gì và không thư nào đi",
                     "make room; on a full disk nothing is recorded and no mail goes"),
            )
        )  # fmt: skip
    return found
