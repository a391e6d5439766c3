"""What became of an occurrence: the audit's rows about it, read as instants and records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .audit import Audit, AuditRow


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What was recorded `at` an instant, in UTC.

    `before` and `after` are the fields of the record then and now, as JSON has them (days and
    instants are ISO 8601); empty where there was none. What was not said is left out.
    """

    at: datetime
    who: str
    kind: str
    before: Mapping[str, object]
    after: Mapping[str, object]


class History(Audit):
    """The audit, asked about one occurrence."""

    def history(self, key: str) -> tuple[HistoryRow, ...]:
        """What was recorded about the occurrence, oldest first; () where nothing was."""
        return tuple(_row(row) for row in self.audit_rows(key))


def _row(row: AuditRow) -> HistoryRow:
    at = datetime.fromisoformat(row.at)
    return HistoryRow(at, row.who, row.kind, _record(row.before), _record(row.after))


def _record(state: object) -> Mapping[str, object]:
    return state if isinstance(state, dict) else {}
