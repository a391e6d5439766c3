"""Requests per second of one 111 KB calendar over HTTP: ours, nginx's static file, Radicale.

All servers run at once; each is asked in turn, round after round, by `wrk` with 32 connections.
What counts is the ratio to nginx in the same round: the machine may be shared.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from .http_servers import nginx, ours, radicale

ROUNDS, SECONDS = 5, 3
_BASIC = {"Authorization": "Basic YmVuY2g6YmVuY2g="}  # bench:bench, which Radicale asks for
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked of whom, and the status that has to come."""

    server: str
    what: str
    url: str
    headers: tuple[tuple[str, str], ...]


def cases(servers: dict[str, str]) -> list[Case]:
    """The whole calendar, its compressed twin, and the question whether it has changed."""
    found = []
    for server, url in servers.items():
        own = _BASIC if server == "Radicale" else {}
        status, tag = _answer(url, own)
        assert status == 200
        unchanged = {**own, "If-None-Match": tag}
        status, _ = _answer(url, unchanged)
        told = server if status == 304 else f"{server} (sends it all)"
        for name, what, headers in (
            (server, "200", own),
            (server, "200 gzip", {**own, "Accept-Encoding": "gzip"}),
            (told, "304", unchanged),
        ):
            found.append(Case(name, what, url, tuple(headers.items())))
    return found


def _answer(url: str, headers: dict[str, str]) -> tuple[int, str]:
    """The status and the tag of one answer."""
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  # loopback
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.status, str(answer.headers["ETag"])
    except urllib.error.HTTPError as error:
        return error.code, ""


def ask(case: Case) -> tuple[float, float]:
    """Requests per second, and the 99th percentile of the time of an answer in milliseconds."""
    headers = [part for name, value in case.headers for part in ("-H", f"{name}: {value}")]
    words = [
        "wrk",
        "-t1",
        "-c32",
        f"-d{SECONDS}s",
        "--timeout",
        "30s",
        "--latency",
        *headers,
        case.url,
    ]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout  # noqa: S603
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    last = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", told)
    assert rate is not None, told
    assert last is not None, told
    assert "Non-2xx" not in told, told
    return float(rate[1]), float(last[1]) * _UNITS[last[2]]


def main() -> None:
    if shutil.which("wrk") is None:
        print("SKIPPED: bench.http needs wrk (Debian: wrk)")
        return
    with tempfile.TemporaryDirectory() as scratch:
        folders = {name: Path(scratch) / name for name in ("ours", "nginx", "radicale")}
        for folder in folders.values():
            folder.mkdir()
        Path(scratch).chmod(0o755)
        with (
            ours(folders["ours"]) as (url, body),
            nginx(folders["nginx"], body) as static,
            radicale(folders["radicale"], body) as collection,
        ):
            told = {"kyhan": url, "nginx": static, "Radicale": collection}
            run(cases({name: url for name, url in told.items() if url}), len(body))


def run(every: list[Case], size: int) -> None:
    """All rounds, then the table."""
    rates, worst = defaultdict[Case, list[float]](list), defaultdict[Case, list[float]](list)
    for _ in range(ROUNDS):
        for case in every:
            rate, last = ask(case)
            rates[case].append(rate)
            worst[case].append(last)
    floors = {case.what: rates[case] for case in every if case.server == "nginx"}
    print(f"\none calendar of {size:,} bytes over HTTP, 32 connections, {ROUNDS} x {SECONDS} s")
    for case in sorted(every, key=lambda each: each.what):
        ratio = "–"
        if floors:
            pairs = zip(rates[case], floors[case.what], strict=True)
            ratio = f"{statistics.median(own / floor for own, floor in pairs):.3f}"
        print(
            f"  {case.what:<9} {case.server:<24} {statistics.median(rates[case]):>9,.0f} /s"
            f"   p99 {statistics.median(worst[case]):>8.1f} ms   {ratio} x nginx"
        )
