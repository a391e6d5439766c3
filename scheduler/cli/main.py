"""`kyhan`: the command line, put together. Data on stdout, messages on stderr.

Exit codes: 0 fine, 1 failed, 2 found something (overdue, differs), 3 bad configuration or plan.
"""

from __future__ import annotations

import typer

from .audit import audit
from .check import check
from .demo import demo
from .doctor import doctor
from .explain import explain
from .notices import notices
from .occurrences import occurrences
from .parse import parse
from .publish import publish
from .records import done, event, extend, return_
from .run import run
from .simulate import simulate_days
from .status import status

app = typer.Typer(
    name="kyhan",
    help="Kỳ Hạn: từ chữ trong kế hoạch đến ngày, lịch và thư nhắc.\n\n"
    "From the wording of plans to dates, calendars and reminders.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)
for command in (
    check, parse, occurrences, explain, status, publish, run, done, extend, event, notices, doctor,
    demo,
):  # fmt: skip
    app.command()(command)
app.command("simulate")(simulate_days)
app.command("return")(return_)
app.add_typer(audit, name="audit")


def main() -> None:
    """The console script."""
    app()


if __name__ == "__main__":
    main()
