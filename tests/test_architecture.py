"""The house keeps its shape: small files, one import direction, one file that reads the clock."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("rules", "ledger", "templates", "calendars", "intake", "scheduler")
CLOCK = "scheduler/clock.py"

# What tells the time of day. `time.monotonic` is missing on purpose: it measures, it names no day.
CLOCKS = frozenset(
    {
        "datetime.date.today",
        "datetime.datetime.now",
        "datetime.datetime.today",
        "datetime.datetime.utcnow",
        "sqlalchemy.func.current_date",
        "sqlalchemy.func.current_timestamp",
        "sqlalchemy.func.now",
        "time.ctime",
        "time.localtime",
        "time.time",
        "time.time_ns",
    }
)

# library: the rooms that may import it, and in how many files of each at most.
# The import-linter contracts see rooms; they cannot count files.
AT_HOME: dict[str, dict[str, int | None]] = {
    "apscheduler": {"scheduler": 1},
    "aiosmtplib": {"scheduler": 1},
    "alembic": {"ledger": None},
    "fastapi": {"calendars": None},
    "icalendar": {"calendars": None},
    "jinja2": {"templates": None},
    "lark": {"rules": None},
    "lxml": {"intake": None},
    "openpyxl": {"calendars": 1, "intake": 1},
    "pdfminer": {"intake": 1},
    "pdfplumber": {"intake": 2},
    "prometheus_client": {"scheduler": 2},
    "sqlalchemy": {"ledger": None},
    "starlette": {"calendars": None},
    "uvicorn": {"scheduler": 1},
}


def sources(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Each name an absolute import binds, and the full name it stands for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (
                    (alias.asname or alias.name.partition(".")[0]),
                    (alias.name if alias.asname else alias.name.partition(".")[0]),
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield (alias.asname or alias.name), f"{node.module}.{alias.name}"


def dotted(node: ast.expr) -> str | None:
    """`a.b.c` as text, None where the expression is anything but names and dots."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (base := dotted(node.value)):
        return f"{base}.{node.attr}"
    return None


def clocks_read(code: str) -> list[str]:
    tree = ast.parse(code)
    bound = dict(imported(tree))
    found = [full for full in bound.values() if full in CLOCKS]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (written := dotted(node)):
            first, _, rest = written.partition(".")
            full = f"{bound.get(first, first)}.{rest}"
            found += [full] if full in CLOCKS else []
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is(room: str) -> None:
    assert (ROOT / room / "README.md").is_file()
    assert ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text("utf-8")))


def test_no_file_is_long() -> None:
    long = {name(path): lines(path) for path in sources(*ROOMS, "tests") if lines(path) > 350}
    assert not long, f"over 350 lines; split by what each half is for: {long}"


def test_the_usual_file_is_short() -> None:
    assert statistics.median(lines(path) for path in sources(*ROOMS) if lines(path)) <= 150


def test_one_file_reads_the_clock() -> None:
    readers = {name(path): clocks_read(path.read_text("utf-8")) for path in sources(*ROOMS)}
    assert {path for path, found in readers.items() if found} == {CLOCK}, readers


@pytest.mark.parametrize(
    "code",
    [
        "import datetime\ndatetime.datetime.now()",
        "import datetime as dt\ndt.date.today()",
        "from datetime import datetime as moment\nmoment.utcnow()",
        "from time import time",
        "import time\nstamp = time.time",
        "from sqlalchemy import func\nfunc.now()",
    ],
)
def test_the_scan_sees_a_clock(code: str) -> None:
    assert clocks_read(code)


@pytest.mark.parametrize(
    "code",
    [
        "from .clock import now\nnow()",
        "import time\ntime.monotonic()",
        "def due(today): return today.year",
        "from datetime import datetime\ndatetime.combine",
    ],
)
def test_the_scan_passes_over_what_is_no_clock(code: str) -> None:
    assert not clocks_read(code)


@pytest.mark.parametrize("library", sorted(AT_HOME))
def test_a_library_stays_in_its_room(library: str) -> None:
    homes = AT_HOME[library]
    files = {
        name(path)
        for path in sources(*ROOMS)
        for _, full in imported(ast.parse(path.read_text("utf-8")))
        if full.partition(".")[0] == library
    }
    used = Counter(file.partition("/")[0] for file in files)
    assert not used.keys() - homes.keys()
    assert not {room for room, most in homes.items() if most is not None and used[room] > most}


def test_the_rooms_import_only_what_the_runtime_lock_brings() -> None:
    # `make demo` installs that lock alone: a test tool would be found here and missing there.
    lock = (ROOT / "requirements.txt").read_text("utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    owners = packages_distributions()
    missing = {
        f"{name(path)}: {full}"
        for path in sources(*ROOMS)
        for _, full in imported(ast.parse(path.read_text("utf-8")))
        if (top := full.partition(".")[0]) not in {*sys.stdlib_module_names, *ROOMS}
        and not locked & {re.sub("[._]", "-", owner.lower()) for owner in owners.get(top, [])}
    }
    assert not missing


def test_imports_go_one_way() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
