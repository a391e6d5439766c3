"""What a look at the service found: a named state, since when, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rules.text import Lang, Text

Level = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`name` is the heading of docs/operations.md that explains it; `since` an aware instant.

    "bad" is red: somebody has to act, or deadlines will be missed. "warn" can wait.
    """

    name: str
    level: Level
    what: Text
    remedy: Text = Text("", "")
    since: datetime | None = None

    def data(self) -> dict[str, object]:
        """As JSON; both languages."""
        return {
            "name": self.name,
            "level": self.level,
            "since": self.since.isoformat(timespec="seconds") if self.since else None,
            "what": self.what._asdict(),
            "do": self.remedy._asdict(),
        }

    def line(self, lang: Lang) -> str:
        """One line for a person: what, and what to do."""
        remedy = self.remedy.to(lang)
        return f"{self.name}: {self.what.to(lang)}{f' → {remedy}' if remedy else ''}"
