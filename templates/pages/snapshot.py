"""The figures frozen: a page that stands alone, so that it can be drawn again as it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .base import Page
from .figures import Figures
from .plan import PlanHead


@dataclass(frozen=True, slots=True)
class SnapshotPage(Page):
    """`style_url` leads to the style sheet as it was; `mark` holds the place of the page's id."""

    template: ClassVar[str] = "snapshot.html.j2"
    plan: PlanHead
    figures: Figures
    style_url: str
    mark: str
