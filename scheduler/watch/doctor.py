"""What `kyhan doctor` looks at, in order: the site, the database, the daemon, the relay, the feeds.

Nothing is made, migrated, sent or written. A step that cannot be taken because of an earlier one
is left out: that one is named.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from ledger.examine import examine, named, sqlite_file
from rules.text import Text

from ..clock import Clock
from ..config import Config, load_config
from ..mail.probe import probe
from ..mail.transport import SendError, parse_transport
from ..site import load_site
from . import doctor_ledger as ledger_steps
from . import doctor_site as site_steps
from .doctor_daemon import daemon_answers
from .finding import Finding

NAMES = (
    "backup", "clock", "configuration", "daemon", "data", "database", "disk", "failed-recipients",
    "feeds", "health", "held", "mail-down", "oldest-message", "relay", "schema", "stuck-leases",
    "time-zone", "transport", "wal", "working-days",
)  # fmt: skip
"""The names of all findings there can be; docs/operations.md explains each."""


def diagnose(path: Path, clock: Clock, *, live: bool) -> list[Finding]:
    """Every finding, good ones too.

    `live`: the relay is connected to and logged in at; no mail is sent.
    """
    config, problems = load_config(path)
    found = [site_steps.configuration(path, problems)]
    if config is None:
        return found
    now = clock.now()
    today = now.astimezone(config.zone).date()
    site = load_site(config)
    database = sqlite_file(config.ledger.url)
    found += [
        *site_steps.data(site, today, config),
        site_steps.time_zone(config, now),
        site_steps.working_days(site, today, config),
        *site_steps.disk(config, database),
    ]
    seen = examine(config.ledger.url)
    found += ledger_steps.database(seen, named(config.ledger.url))
    found.append(ledger_steps.backup(config, seen))
    if seen.state == "ready":
        found += ledger_steps.clock_agrees(seen, now)
        found += ledger_steps.contents(config, site, now)
    found += daemon_answers(config, database)
    found.append(_relay(config, live=live))
    if seen.state == "ready" and site.plans:
        found.append(site_steps.feeds(config, site))
    return found


def _relay(config: Config, *, live: bool) -> Finding:
    mail = config.mail
    url = parse_transport(mail.transport)
    if url.scheme == "maildir":
        return Finding(
            "transport", "warn",
            Text(f"Thư chỉ được ghi vào {url.path}, không đến ai.",
                 f"Mails are only written to {url.path}: nobody gets them."),
            Text("đặt mail.transport là máy chuyển thư, ví dụ smtp+starttls://máy:587",
                 "set mail.transport to a relay, e.g. smtp+starttls://host:587"),
        )  # fmt: skip
    where = f"{url.scheme}://{url.host}:{url.port}"
    if not live:
        return Finding(
            "relay",
            "ok",
            Text(f"{where}, chưa thử (--live thử)", f"{where}, not tried (see --live)"),
        )
    try:
        asyncio.run(probe(mail))
    except SendError as error:
        return Finding(
            "relay", "bad",
            Text(f"{where}: {error.detail}", f"{where}: {error.detail}"),
            Text("xem máy chuyển thư, tường lửa, chứng thư và mật khẩu; thư chờ sẽ tự đi sau đó",
                 "see to relay, firewall, certificate and password; what waits goes afterwards"),
        )  # fmt: skip
    return Finding(
        "relay", "ok",
        Text(f"{where} trả lời và nhận đăng nhập", f"{where} answers and lets us in"),
    )  # fmt: skip
