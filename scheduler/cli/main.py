"""`kyhan`: the command line, put together. Data on stdout, messages on stderr.

Exit codes: 0 fine, 1 failed, 2 found something (overdue, differs), 3 bad configuration or plan.
"""

from __future__ import annotations

import typer

from .audit import audit
from .check import check
from .decide import accept, return_
from .demo import demo
from .diff import diff
from .doctor import doctor
from .done import done
from .explain import explain
from .feeds import feeds
from .import_ import import_
from .notices import notices
from .occurrences import occurrences
from .parse import parse
from .plans import plans
from .publish import publish
from .records import event, extend
from .roll import roll_
from .run import run
from .serve import serve
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
    check, parse, occurrences, explain, status, publish, run, serve, done, accept, extend, event,
    notices, feeds, doctor, demo, diff,
):  # fmt: skip
    app.command()(command)
app.command("simulate")(simulate_days)
app.command("return")(return_)
app.command("import")(import_)
app.command("roll")(roll_)
app.add_typer(audit, name="audit")
app.add_typer(plans, name="plans")


def main() -> None:
    """The console script."""
    app()


if __name__ == "__main__":
    main()
