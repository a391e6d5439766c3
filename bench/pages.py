"""The coordinator's pages of a plan of 40 duties that 300 agencies owe: 12,000 items.

Asked over HTTP of `kyhan serve` in a process of its own, one request after the other, the first
ones left out. The floor is a page of the same site that reads nothing: signing in.
"""

from __future__ import annotations

import statistics
import tempfile
import time
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ledger.store import Ledger
from rules.facts import Acceptance, Completion
from scheduler.config import load_config

from .http_servers import NOW, configuration, free_port, serving

AGENCIES, DUTIES, TIMES = 300, 40, 20
_PAGES = {
    "overview with the heat map": "/plans/bench",
    "by month": "/plans/bench?by=month",
    "items, a hundred a page": "/plans/bench/items",
    "figures": "/plans/bench/figures",
    "items as CSV": "/plans/bench/items.csv",
    "an agency": "/agencies/bench/a-7",
    "API: statistics": "/api/v1/statistics?plan=bench",
    "API: a hundred occurrences": "/api/v1/occurrences",
    "sign-in (floor)": "/sign-in/sent",
}


def write_site(folder: Path) -> None:
    """The directory and the plan: a duty each nine days of 2019, owed by all."""
    (folder / "plans" / "directories").mkdir(parents=True)
    agencies = "".join(
        f'[[agency]]\nid = "a-{each}"\nvi = "Sở thứ {each}"\nen = "Department {each}"\n'
        f'kind = "so"\n'
        f'contacts = {{ officer = "officer@a-{each}.example.org" }}\n'
        for each in range(AGENCIES)
    )
    members = ", ".join(f'"a-{each}"' for each in range(AGENCIES))
    (folder / "plans" / "directories" / "bench.toml").write_text(
        f'id = "bench"\nvi = "Thành phố"\nen = "City"\n{agencies}'
        f'[[group]]\nid = "@all"\nvi = "Các cơ quan"\nen = "All"\nmembers = [{members}]\n',
        "utf-8",
    )
    days = [date.fromordinal(date(2019, 1, 7).toordinal() + 9 * each) for each in range(DUTIES)]
    duties = "".join(
        f'[[duty]]\nref = "I.{each}"\nkind = "task"\ntitle = "Nhiệm vụ số {each}"\n'
        f'lead = ["@all"]\n'
        f'when = "trước ngày {day:%d/%m/%Y}"\n'
        for each, day in enumerate(days, 1)
    )
    (folder / "plans" / "bench.toml").write_text(
        'id = "bench"\ntitle = "Kế hoạch"\nnumber = "1/KH"\nissued = 2018-12-28\nissuer = "a-0"\n'
        f'coordinator = "a-0"\ndirectory = "bench"\nperiod = [2019, 2019]\n{duties}',
        "utf-8",
    )


def record(ledger: Ledger) -> None:
    """Of the first ten duties three quarters are done, a tenth of these waits to be accepted."""
    for duty in range(1, 11):
        for agency in range(AGENCIES):
            if (agency + duty) % 4:
                accepted = None if agency % 10 == 0 else Acceptance("a-0", NOW)
                key = f"bench/I.{duty}/finish/a-{agency}"
                on = date(2019, 2, 1 + agency % 20)
                ledger.record_completion(Completion(key, on, "1/BC", "x", NOW, accepted=accepted))


def timed(ask: Callable[[], int]) -> tuple[float, float, int]:
    """Median and worst time in milliseconds, and the size of the answer."""
    for _ in range(3):
        size = ask()
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        size = ask()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times), max(times), size


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder, port = Path(scratch), free_port()
        write_site(folder)
        file = folder / "config.toml"
        file.write_text(configuration(port, folder / "plans"), "utf-8")
        config, problems = load_config(file)
        assert config is not None, problems
        with Ledger.open(config.ledger.url) as ledger:
            record(ledger)
            session = ledger.open_session("officer@a-0.example.org", NOW)
            _, token = ledger.create_token("api", "plan:bench", "bench", "bench", NOW)
        headers = {"Cookie": f"kyhan={session}", "Authorization": f"Bearer {token}"}
        print(f"\npages of {AGENCIES} agencies x {DUTIES} duties, {TIMES} times each")
        with serving(file, f"http://127.0.0.1:{port}/sign-in"):
            for name, path in _PAGES.items():
                request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)

                def ask(request: urllib.request.Request = request) -> int:
                    with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
                        assert answer.status == 200
                        return len(answer.read())

                middle, worst, size = timed(ask)
                print(
                    f"  {name:<30} {middle:>8.1f} ms   worst {worst:>8.1f} ms   {size:>10,} bytes"
                )
