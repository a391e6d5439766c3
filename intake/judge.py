"""What the rules say of a proposed duty: the very reading that `kyhan check` does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from pydantic import ValidationError

from rules.plan import Duty, Plan
from rules.slots import DutyReader
from rules.text import Text
from rules.wording import WordingError
from rules.workdays import WorkingDays

from .proposal import UNSURE, Doubt, Proposal
from .words import figures, misread

FIGURE = Text("con số", "figure")
_STAND_IN = {"ref": "1", "kind": "task", "title": "draft", "when": "draft"}
Wording = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Judge:
    """Reads duties against a plan's years and day of issue; equal wordings once."""

    reader: DutyReader
    _faults: dict[Wording, Text | None] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, issued: date | None, period: tuple[int, int], working_days: WorkingDays) -> Judge:
        """A judge for a plan of these years, of whose head nothing else matters here."""
        plan = Plan.model_validate({
            "id": "draft", "title": "draft", "number": "", "issuer": "", "coordinator": "",
            "issued": issued or date(period[0], 1, 1), "directory": "", "period": period,
            "duty": [_STAND_IN],
        })  # fmt: skip
        return cls(DutyReader(plan, working_days, {}))

    def judged(self, proposal: Proposal) -> Proposal:
        """The proposal with a doubt where the rules refuse its wording and nothing said so yet, and
        with one where a letter was read as a figure.
        """
        for text in (proposal.when, proposal.title if proposal.value else ""):
            for written in misread(text):
                proposal = _doubted(proposal, FIGURE, _figure(written), written)
        try:
            fault = self._fault(Duty.model_validate(as_duty(proposal)))
        except ValidationError as error:
            said = str(error.errors()[0]["msg"])
            return _doubted(proposal, Text("dữ liệu", "data"), Text(said, said), "")
        if fault is None or any(doubt.written == proposal.when for doubt in proposal.doubts):
            return proposal
        return _doubted(proposal, Text("thời hạn", "deadline"), fault, proposal.when)

    def _fault(self, duty: Duty) -> Text | None:
        wording = (duty.kind, duty.when, duty.labels, *sorted(duty.cells.items()))
        if wording not in self._faults:
            try:
                self.reader.read(duty)
                self._faults[wording] = None
            except WordingError as error:
                self._faults[wording] = error.text
        return self._faults[wording]


def _figure(written: str) -> Text:
    read = figures(written)
    return Text(
        f"chữ lẫn trong con số “{written}”: đọc là {read}",
        f"a letter within the figure “{written}”: read as {read}",
    )


def _doubted(proposal: Proposal, about: Text, reason: Text, written: str) -> Proposal:
    doubt = Doubt(proposal.place, about, reason, written, (), proposal.ref)
    return replace(proposal, doubts=(*proposal.doubts, doubt), confidence=UNSURE)


def as_duty(duty: Proposal) -> dict[str, object]:
    """The duty as a plan file holds it: known agencies only, empty keys left out."""
    lead = [name for name in duty.lead if name.id]
    with_ = [name for name in duty.with_ if name.id]
    wording = {"when": duty.when} if duty.when or duty.kind != "target" else {}
    whole: dict[str, object] = {
        "ref": duty.ref,
        "kind": duty.kind,
        "title": duty.title,
        "lead": [name.id for name in lead],
        "lead_written": [name.written for name in lead],
        "with": [name.id for name in with_],
        "with_written": [name.written for name in with_],
        **wording,
        "labels": list(duty.labels),
        "to": [name.id for name in duty.to if name.id],
        "product": duty.product,
        "implement": list(duty.implement),
        "value": duty.value.model_dump(exclude_defaults=True) if duty.value else None,
        "values": [value.model_dump(exclude_defaults=True) for value in duty.values],
        "cells": dict(duty.cells),
    }
    kept = ("ref", "kind", "title", "lead", "when")
    return {key: value for key, value in whole.items() if value or (key in kept and key in whole)}
