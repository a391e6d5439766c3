"""The pages of a coordinator's acts: the items with what each act asks about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.dates import apply_working_days
from rules.deadline import Bound
from rules.extensions import may_extend
from rules.facts import Completion
from rules.state import WORDS, days_late, is_late
from rules.words import step_words
from templates.pages.base import Link
from templates.pages.decide import (
    AcceptPage,
    ActItem,
    ExtendPage,
    LeftOut,
    ReturnPage,
    Sent,
    Submitted,
)
from templates.pages.urge import UrgeMail, UrgePage

from ...describe import name_of
from .. import links
from ..item.items import Item
from ..item.lines import Lines, file_url
from ..services import Urging
from .decide import APPLIES, Act, day_of

Chosen = tuple[list[Item], list[Item]]
"""The items that an act applies to, and those that it does not."""


def split(act: Act, items: Sequence[Item]) -> Chosen:
    """Parts the items by whether the act applies to them."""
    applies = [item for item in items if item.state in APPLIES[act]]
    return applies, [item for item in items if item.state not in APPLIES[act]]


@dataclass(frozen=True, slots=True)
class ActPages:
    """Makes the pages of one request; `action` is where the form goes, `back` where it leads."""

    lines: Lines
    action: str
    back: str

    def accept(
        self, chosen: Chosen, form: Mapping[str, str], mistakes: dict[str, str]
    ) -> AcceptPage:
        """The form of acceptance, as it was filled in."""
        return AcceptPage(*self._about(chosen, form), mistakes, form["number"])

    def send_back(
        self, chosen: Chosen, form: Mapping[str, str], mistakes: dict[str, str]
    ) -> ReturnPage:
        """The form of return, as it was filled in."""
        return ReturnPage(*self._about(chosen, form), mistakes, form["reason"])

    def extend(
        self, chosen: Chosen, form: Mapping[str, str], mistakes: dict[str, str]
    ) -> ExtendPage:
        """The form of extension, with the dates that follow where a day was given."""
        looked = day_of(form["until"]) is not None
        return ExtendPage(
            *self._about(chosen, form), mistakes, form["until"], form["number"], looked
        )

    def urge(self, chosen: Chosen, note: str, urging: Urging, mistakes: dict[str, str]) -> UrgePage:
        """The letters as they would go out."""
        found = {item.key: item for item in chosen[0]}
        return UrgePage(
            *self._about(chosen, {}), mistakes, note,
            tuple(UrgeMail(one.recipient, one.subject, one.text) for one in urging.letters),
            urging.held,
            tuple(self._link(found[key]) for key in urging.already if key in found),
            tuple(self._link(found[key]) for key in urging.nobody if key in found),
        )  # fmt: skip

    def _about(
        self, chosen: Chosen, form: Mapping[str, str]
    ) -> tuple[Sent, tuple[ActItem, ...], tuple[LeftOut, ...]]:
        applies, left_out = chosen
        return (
            Sent(self.action, self.back, tuple(item.key for item in applies)),
            tuple(self._item(place, item, form) for place, item in enumerate(applies, 1)),
            tuple(self._left_out(item) for item in left_out),
        )

    def _item(self, place: int, item: Item, form: Mapping[str, str]) -> ActItem:
        slot, until = item.occurrence.slot, day_of(form.get("until", ""))
        new = None
        if until is not None and may_extend(slot, until):
            days = self.lines.scope.moment.schedule.working_days
            new = apply_working_days(until, Bound.BY, slot.plan.policy, days)
        return ActItem(
            place=place,
            key=item.key,
            url=links.item(item.key),
            title=slot.duty.title,
            step=step_words(slot.label, self.lines.lang),
            agency=self._name(item),
            state=item.state.value,
            state_words=WORDS[item.state].to(self.lines.lang),
            stated=slot.stated,
            due=slot.due,
            original=slot.original.stated if slot.original else None,
            submitted=self._submitted(item, item.completion, form.get(f"on-{place}", "")),
            new_due=new.due if new else None,
            new_late_from=new.late_from if new else None,
        )

    def _submitted(self, item: Item, done: Completion | None, on: str) -> Submitted | None:
        if done is None:
            return None
        slot = item.occurrence.slot
        late = 0
        if slot.late_from is not None and is_late(slot, done):
            days = self.lines.scope.moment.schedule.working_days
            late = max(days_late(slot.late_from, done.on, days), 1)
        return Submitted(
            day=done.on,
            on=on or done.on.isoformat(),
            number=done.number,
            document_date=done.document_date,
            recorded=self.lines.local(done.recorded_at),
            seen=done.recorded_at.isoformat(),
            nil=done.nil,
            link=done.link,
            file_url=file_url(item.key, done.file),
            file_name=done.file_name,
            note=done.note,
            late=late,
        )

    def _left_out(self, item: Item) -> LeftOut:
        return LeftOut(
            item.occurrence.slot.duty.title,
            links.item(item.key),
            self._name(item),
            item.state.value,
            WORDS[item.state].to(self.lines.lang),
        )

    def _link(self, item: Item) -> Link:
        return Link(links.item(item.key), f"{self._name(item)}: {item.occurrence.slot.duty.title}")

    def _name(self, item: Item) -> str:
        return name_of(item.agency, self.lines.lang)
