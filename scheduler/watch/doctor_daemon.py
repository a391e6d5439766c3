"""The doctor's look at the daemon: whether one runs, and what its /healthz says."""

from __future__ import annotations

import json
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from ledger.examine import holder
from rules.text import Text

from ..config import Config
from .addresses import parse_listen
from .finding import Finding

PATIENCE = 6.0  # seconds; the daemon itself gives its database five

_NO_ANSWER = (OSError, HTTPException, ValueError, TypeError, KeyError)


def daemon_answers(config: Config, database: Path | None) -> list[Finding]:
    """Whether a daemon runs, by the lock of its SQLite file or by its /healthz."""
    process = holder(database) if database is not None else None
    try:
        said = _ask(config.watch.listen) if config.watch.listen else None
    except _NO_ANSWER:
        said = None
    if said is None and process is None:
        return [
            Finding(
                "daemon", "warn",
                Text("không thấy kyhan run nào ở máy này", "no kyhan run is seen on this machine"),
                Text("systemctl start kyhan (hoặc `kyhan run`); không có nó thì không thư nào đi",
                     "systemctl start kyhan (or `kyhan run`): without it no mail goes"),
            )
        ]  # fmt: skip
    if process is not None and said is None and config.watch.listen:
        return [
            Finding(
                "daemon", "bad",
                Text(f"kyhan run (tiến trình {process}) không trả lời ở {config.watch.listen}",
                     f"kyhan run (process {process}) does not answer at {config.watch.listen}"),
                Text("nếu vừa khởi động thì chờ; cổng có thể bị chương trình khác chiếm",
                     "wait if it has only just begun; another program may hold that port"),
            )
        ]  # fmt: skip
    who = f"({process})" if process else config.watch.listen
    found = [Finding("daemon", "ok", Text(f"đang chạy {who}", f"runs {who}"))]
    reasons = said["reasons"] if said else []
    if reasons:
        names = ", ".join(sorted({str(reason["name"]) for reason in reasons}))
        red = said is not None and said["status"] == "red"
        found.append(
            Finding(
                "health", "bad" if red else "warn",
                Text(f"/healthz nêu: {names}", f"/healthz names: {names}"),
                Text("xem các mục ấy trong docs/operations.md",
                     "see these headings of docs/operations.md"),
            )
        )  # fmt: skip
    return found


def _ask(listen: str) -> dict[str, Any]:
    """What /healthz says. One of _NO_ANSWER is raised where nothing of ours answers."""
    host, port = parse_listen(listen)
    where = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # any: try loopback
    with closing(HTTPConnection(where, port, timeout=PATIENCE)) as connection:
        connection.request("GET", "/healthz")
        said = json.loads(connection.getresponse().read(65_536))
    return {"status": said["status"], "reasons": list(said["reasons"])}
