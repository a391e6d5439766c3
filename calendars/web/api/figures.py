"""The official statistics as the API's models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from rules.schedule import Occurrence
from rules.statistics import Cells, by_period, count
from rules.text import Lang

from ..services import Moment
from . import models
from .data import agency_name


def statistics_data(
    occurrences: Iterable[Occurrence], moment: Moment, by: Literal["month", "quarter"], lang: Lang
) -> models.Statistics:
    """All together, by agency in the order of their ids, by period in time's."""
    every = tuple(occurrences)
    of_agency = defaultdict[tuple[str, str], list[Occurrence]](list)
    for occurrence in every:
        of_agency[occurrence.owes].append(occurrence)
    directories = moment.schedule.directories
    return models.Statistics(
        today=moment.today,
        at=moment.now,
        **_both(every, moment),
        agencies=tuple(
            models.AgencyFigures(
                directory=directory,
                agency=agency,
                name=agency_name(theirs[0].assignee.agency, directories[directory], lang),
                **_both(theirs, moment),
            )
            for (directory, agency), theirs in sorted(of_agency.items())
        ),
        periods=tuple(
            models.PeriodFigures(period=period, **_both(then, moment))
            for period, then in by_period(every, by).items()
        ),
    )


def _both(occurrences: Iterable[Occurrence], moment: Moment) -> dict[str, models.Figures]:
    every = tuple(occurrences)
    days = moment.schedule.working_days
    return {
        "figures": _figures(count(every, moment.facts, moment.today, days)),
        "original": _figures(count(every, moment.facts, moment.today, days, original=True)),
    }


def _figures(cells: Cells) -> models.Figures:
    return models.Figures(
        on_time=cells.on_time,
        late=cells.late,
        in_term=cells.in_term,
        overdue=cells.overdue,
        submitted=cells.submitted,
        nil=cells.nil,
        pending=cells.pending,
        closed=cells.closed,
        total=cells.total,
        due=cells.due,
        on_time_rate=_number(cells.on_time_rate),
        done_rate=_number(cells.done_rate),
    )


def _number(rate: Fraction | None) -> float | None:
    return None if rate is None else float(rate)
