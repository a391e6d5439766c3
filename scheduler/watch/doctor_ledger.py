"""The doctor's look at the database: that it answers, is backed up, and what is stuck in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from ledger.engine import open_engine
from ledger.examine import Examined
from ledger.figures import Backlog, LedgerDownError, answering
from ledger.store import Ledger
from rules.text import Text

from ..clock import SystemClock
from ..config import Config
from ..site import Site
from .finding import Finding
from .judge import database_down, held, mail_down

OLD_BACKUP = timedelta(hours=36)  # a daily one may be late by half a day
FAST = timedelta(minutes=1)  # by which two clocks may differ unsaid
BIG_LOG = 64_000_000  # bytes: SQLite folds its write-ahead log back long before
_START = Text("khởi động kyhan run: nó tự tạo", "start kyhan run: it makes one")
_STATES = {
    "missing": (Text("chưa có tệp", "there is no file"), _START),
    "empty": (Text("chưa có bảng nào", "it holds no tables yet"), _START),
    "old": (
        Text("lược đồ của bản cũ hơn", "its schema is of an older version"),
        Text("khởi động kyhan run của bản này: nó tự nâng cấp",
             "start kyhan run of this version: it upgrades it"),
    ),
    "new": (
        Text("lược đồ của bản mới hơn", "its schema is of a newer version"),
        Text("cài bản kyhan mới hơn, hoặc phục hồi bản sao lưu trước khi nâng cấp",
             "install the newer kyhan, or restore the backup from before the upgrade"),
    ),
}  # fmt: skip


def database(seen: Examined, name: str) -> list[Finding]:
    """Whether it answers, can be written, and has this version's schema."""
    if seen.state == "down":
        return [database_down(f"{name}: {seen.error}")]
    if seen.state == "missing":
        what, remedy = _STATES["missing"]
        said = Text(f"{name}: {what.vi}", f"{name}: {what.en}")
        return [Finding("database", "bad", said, remedy)]
    found = [_writable(seen, name)]
    if seen.state == "ready":
        found.append(Finding("schema", "ok", Text(*(seen.revision,) * 2)))
    else:
        what, remedy = _STATES[seen.state]
        number = f" ({seen.revision or '-'}, {seen.head})"
        found.append(Finding("schema", "bad", Text(what.vi + number, what.en + number), remedy))
    if seen.journal:
        found.append(_journal(seen))
    return found


def _writable(seen: Examined, name: str) -> Finding:
    if not seen.locked:
        return Finding("database", "ok", Text(*(name,) * 2))
    return Finding(
        "database", "bad",
        Text(f"{name}: không ghi được: {seen.locked}", f"{name}: cannot be written: {seen.locked}"),
        Text("tìm tiến trình đang giữ nó (fuser, lsof), hay máy chủ chỉ cho đọc",
             "find the process that holds it (fuser, lsof), or a server that only reads"),
    )  # fmt: skip


def _journal(seen: Examined) -> Finding:
    size = Text(f"{seen.journal}, {seen.wal // 1000} kB", f"{seen.journal}, {seen.wal // 1000} kB")
    if seen.journal != "wal":
        return Finding(
            "wal", "warn", size,
            Text("kyhan run đặt chế độ WAL; đĩa mạng không hỗ trợ",
                 "kyhan run sets WAL mode; a network disk does not support it"),
        )  # fmt: skip
    if seen.wal > BIG_LOG:
        return Finding(
            "wal", "warn", size,
            Text("có tiến trình đọc mãi không thôi; đóng nó lại",
                 "some process has been reading for very long; end it"),
        )  # fmt: skip
    return Finding("wal", "ok", size)


def backup(config: Config, seen: Examined) -> Finding:
    """How old the newest file in `[watch] backup_folder` is, by the machine's clock."""
    how = Text("docs/operations.md, mục Sao lưu", "docs/operations.md, Back up")
    if not config.watch.backup_folder:
        return Finding(
            "backup", "warn",
            Text("không biết sao lưu ở đâu (watch.backup_folder)",
                 "nobody says where backups lie (watch.backup_folder)"),
            how,
        )  # fmt: skip
    folder = Path(config.watch.backup_folder)
    try:
        newest = max(
            (path.stat().st_mtime for path in folder.iterdir() if path.is_file()), default=0
        )
    except OSError as error:
        said = Text(f"{folder}: {error.strerror}", f"{folder}: {error.strerror}")
        return Finding("backup", "bad", said, how)
    if not newest:
        return Finding(
            "backup", "bad" if seen.state == "ready" else "warn",
            Text(f"chưa có bản nào trong {folder}", f"there is none in {folder}"), how,
        )  # fmt: skip
    at = datetime.fromtimestamp(newest, UTC)
    age = SystemClock().now() - at
    hours = int(age / timedelta(hours=1))
    said = Text(f"bản mới nhất cách đây {hours} giờ", f"the newest is {hours} hours old")
    if age > OLD_BACKUP:
        return Finding("backup", "bad", said, how, at)
    return Finding("backup", "ok", said)


def clock_agrees(seen: Examined, now: datetime) -> list[Finding]:
    """The machine's clock against the database server's, and against what is on record."""
    remedy = Text("bật đồng bộ giờ (timedatectl set-ntp true)",
                  "switch time synchronisation on (timedatectl set-ntp true)")  # fmt: skip
    if seen.clock is not None:
        gap = SystemClock().now() - seen.clock
        if abs(gap) > FAST:
            seconds = round(gap.total_seconds())
            said = Text(f"lệch {seconds} giây so với máy chủ cơ sở dữ liệu",
                        f"{seconds} s off the database server's")  # fmt: skip
            return [Finding("clock", "bad", said, remedy)]
    if seen.newest is not None and seen.newest > now + FAST:
        said = Text(f"chậm hơn bản ghi mới nhất ({seen.newest:%d/%m/%Y %H:%M} UTC)",
                    f"behind the newest record ({seen.newest:%Y-%m-%d %H:%M} UTC)")  # fmt: skip
        return [Finding("clock", "bad", said, remedy, seen.newest)]
    at = f"{now:%Y-%m-%d %H:%M} UTC"
    return [Finding("clock", "ok", Text(at, at))]


def contents(config: Config, site: Site, now: datetime) -> list[Finding]:
    """What is held, failed, waiting and stuck."""
    try:
        with Ledger(open_engine(config.ledger.url)) as ledger, answering():
            holds, failed, backlog = ledger.holding(), ledger.failed(), ledger.backlog(now)
    except LedgerDownError as error:
        return [database_down(str(error))]
    found = held(holds) or [Finding("held", "ok", Text("không", "no"))]
    if failed:
        first = failed[0]
        found.append(
            Finding(
                "failed-recipients", "warn",
                Text(f"{len(failed)} thư bị từ chối; mới nhất: {first.recipient}: {first.answer}",
                     f"{len(failed)} given up; the newest: {first.recipient}: {first.answer}"),
                Text("`kyhan notices --failed`; sửa danh bạ rồi `kyhan notices --retry`",
                     "`kyhan notices --failed`; mend the directory, then `kyhan notices --retry`"),
                first.since,
            )
        )  # fmt: skip
    else:
        found.append(Finding("failed-recipients", "ok", Text("không có", "none")))
    down = mail_down(backlog, None, now=now, working_days=site.working_days, config=config)
    found += [down] if down is not None and not holds else []
    found += [_oldest(backlog, now), _stuck(backlog)]
    return found


def _oldest(backlog: Backlog, now: datetime) -> Finding:
    count = backlog.queued + backlog.sending
    if backlog.oldest is None:
        said = Text(f"{count} thư chờ, chưa thư nào đến giờ", f"{count} wait, none of them is due")
        return Finding("oldest-message", "ok", said if count else Text("không có", "none"))
    minutes = int((now - backlog.oldest) / timedelta(minutes=1))
    return Finding(
        "oldest-message", "ok",
        Text(f"{count} thư chờ, thư cũ nhất {minutes} phút",
             f"{count} wait, the oldest for {minutes} minutes"),
        since=backlog.oldest,
    )  # fmt: skip


def _stuck(backlog: Backlog) -> Finding:
    if not backlog.stuck:
        return Finding("stuck-leases", "ok", Text("không có", "none"))
    return Finding(
        "stuck-leases", "warn",
        Text(f"{backlog.stuck} thư trong tay một tiến trình không còn trả lời",
             f"{backlog.stuck} mails are in the hands of a process that answers no more"),
        Text("kyhan run lấy lại ngay khi chạy; không cần làm gì thêm",
             "kyhan run takes them over as soon as it runs; nothing else is needed"),
    )  # fmt: skip
