"""The official statistics as the API's models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rules.schedule import Occurrence
from rules.statistics import by_period
from rules.text import Lang

from ..figures.counted import Both, counted, summed, total
from ..services import Moment
from . import models
from .data import name_and_city


def statistics_data(
    occurrences: Sequence[Occurrence], moment: Moment, by: Literal["month", "quarter"], lang: Lang
) -> models.Statistics:
    """All together, by agency in the order of their ids, by period in time's."""
    periods = by_period(occurrences, by)
    label = {id(one.slot): label for label, then in periods.items() for one in then}
    cells = counted((((one.owes, label.get(id(one.slot), "")), one) for one in occurrences), moment)
    of_agency = summed((owes, both) for (owes, _), both in cells.items())
    of_period = summed((period, both) for (_, period), both in cells.items())
    directories = moment.schedule.directories
    agencies = {one.owes: one.assignee.agency for one in occurrences}
    return models.Statistics(
        today=moment.today,
        at=moment.now,
        **_shown(total(of_agency.values())),
        agencies=tuple(
            models.AgencyFigures(
                directory=directory,
                agency=agency,
                name=name_and_city(agencies[directory, agency], directories[directory], lang),
                **_shown(both),
            )
            for (directory, agency), both in sorted(of_agency.items(), key=lambda one: one[0])
        ),
        periods=tuple(
            models.PeriodFigures(period=period, **_shown(of_period[period])) for period in periods
        ),
    )


def _shown(both: Both) -> dict[str, models.Figures]:
    now, before = (models.Figures.model_validate(one, from_attributes=True) for one in both)
    return {"figures": now, "original": before}
